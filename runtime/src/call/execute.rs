//! A call from its first attempt to its last: what is filled in before, and whether a failure is retried.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use tracing::Instrument;

use super::classify::DecodedReply;
use super::completed::CompletedCall;
use super::required::check_required;
use super::{CallOptions, DecodeReply, PreparedCall};
use crate::context::Context;
use crate::endpoint::{Endpoint, check_region};
use crate::error::{AttemptHistory, Error, advice};
use crate::interceptor::AttemptInfo;
use crate::operation::OperationInfo;
use crate::retry::{FailedAttempt, RetryClass, RetryPolicy, Stopped, stated_wait};
use crate::sanitize::is_blank;
use crate::trace;
use crate::wire::Params;

/// Makes attempts until one succeeds or no more may be made.
pub(super) async fn execute(call: PreparedCall) -> Result<CompletedCall, Error> {
    let PreparedCall { client, operation, params, options, decode } = call;
    let mut execution = Execution::new(client.context(), &operation, decode, params, &options);
    execution.run().await.map_err(|error| error.with_operation(operation.name.clone()))
}

/// The state of a call over all its attempts.
pub(super) struct Execution<'a> {
    pub(super) client: &'a Context,
    pub(super) operation: &'a OperationInfo,
    pub(super) decode: DecodeReply,
    pub(super) params: Params,
    pub(super) timeouts: Timeouts,
    pub(super) retry: &'a RetryPolicy,
    /// The failures so far, with the wait after each.
    pub(super) waits: Vec<(RetryClass, Duration)>,
    /// Seconds by which the service's clock is assumed to be ahead of this machine's.
    pub(super) skew: i64,
    /// The cost of the pending or current retry.
    paid: u32,
    /// Whether interceptors were notified of the call's start but not of its end.
    pub(super) open: bool,
    started: Duration,
}

pub(super) struct Timeouts {
    pub(super) connect: Duration,
    pub(super) attempt: Duration,
    pub(super) operation: Duration,
}

impl<'a> Execution<'a> {
    pub(super) fn new(
        client: &'a Context,
        operation: &'a OperationInfo,
        decode: DecodeReply,
        params: Params,
        options: &'a CallOptions,
    ) -> Self {
        let timeouts = Timeouts {
            connect: options.connect_timeout.unwrap_or(client.connect_timeout),
            attempt: options.attempt_timeout.unwrap_or(client.attempt_timeout),
            operation: options.operation_timeout.unwrap_or(client.operation_timeout),
        };
        let retry = options.retry.as_ref().unwrap_or(&client.retry);
        Execution {
            client,
            operation,
            decode,
            params,
            timeouts,
            retry,
            waits: Vec::new(),
            skew: client.skew(),
            paid: 0,
            open: false,
            started: client.components.clock.elapsed(),
        }
    }
}

impl Execution<'_> {
    /// Makes attempts until one succeeds or no more may be made.
    async fn run(&mut self) -> Result<CompletedCall, Error> {
        let names = self.client.trace_names;
        let span = names.call_span(&self.operation.service.product, &self.operation.name, self.region());
        self.start();
        let result = match self.complete() {
            Ok(endpoint) => self.attempts_until_done(&endpoint).instrument(span.clone()).await,
            Err(error) => Err(error),
        };
        let outcome = result.as_ref().map(|decoded| &decoded.reply);
        names.end(&span, result.as_ref().map(DecodedReply::traced));
        names.attempts(&span, self.attempts());
        let took = self.elapsed();
        self.open = false;
        for interceptor in &self.client.interceptors {
            interceptor.call_done(&self.info(), outcome, took);
        }
        let (operation, attempts) = (self.operation.name.clone(), self.attempts());
        result.map(|reply| CompletedCall { operation, reply, attempts, elapsed: took })
    }

    async fn attempts_until_done(&mut self, endpoint: &Endpoint) -> Result<DecodedReply, Error> {
        loop {
            let error = match self.attempt(endpoint).await {
                Ok(reply) => {
                    self.client.set_skew(self.skew);
                    self.client.budget.earn(self.paid);
                    return Ok(reply);
                }
                Err(error) => error,
            };
            let (wait, cost) = match self.next_wait(&error) {
                Ok(next) => next,
                Err(stopped) => return Err(self.give_up(error, stopped)),
            };
            self.paid = cost;
            trace::retrying(&error, error.retry_class(), wait);
            self.waits.push((error.retry_class(), wait));
            if !wait.is_zero() {
                self.client.components.sleep.sleep(wait).await;
            }
        }
    }

    /// How long to wait before the next attempt and what it costs, or why there is none.
    fn next_wait(&mut self, error: &Error) -> Result<(Duration, u32), Stopped> {
        let class = error.retry_class();
        if class == RetryClass::None {
            return Err(Stopped::NotRetryable);
        }
        if !(class.did_nothing() || error.was_unsent() || self.is_idempotent()) {
            return Err(Stopped::NotSafe);
        }
        if class == RetryClass::Clock && !self.correct_clock(error) {
            return Err(Stopped::NotRetryable);
        }
        let failure = FailedAttempt {
            error,
            class,
            earlier: &self.waits,
            stated: error.reply().and_then(|reply| stated_wait(reply, self.now())),
            fraction: self.client.components.random.fraction(),
        };
        let wait = self.retry.wait(&failure).ok_or(Stopped::Policy)?;
        if wait >= self.remaining() {
            return Err(Stopped::Deadline);
        }
        let cost = self.client.budget.pay(class).ok_or(Stopped::Budget)?;
        Ok((wait, cost))
    }

    /// Sets the call's clock to the service's time in the error reply. False if that changes nothing.
    ///
    /// The client adopts the correction only after the call succeeds with it: one reply with a wrong date, such as a proxy's, must
    /// not make later calls fail.
    fn correct_clock(&mut self, error: &Error) -> bool {
        /// The service tolerates minutes, so a smaller difference is not what it rejects.
        const LEAST_SECONDS: u64 = 30;

        let date = error.reply().and_then(|reply| reply.header("date"));
        let Some(time) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else { return false };
        let skew = self.client.skew_of(time);
        let helps = skew.abs_diff(self.skew) >= LEAST_SECONDS;
        self.skew = skew;
        helps
    }

    fn give_up(&self, error: Error, stopped: Stopped) -> Error {
        let (attempts, elapsed, waits) = (self.attempts(), self.elapsed(), self.waits.clone());
        advice::general(error.with_attempt_history(AttemptHistory { attempts, elapsed, waits, stopped }))
    }
}

impl<'a> Execution<'a> {
    /// Fills in what the caller may leave out, and determines the call's endpoint.
    pub(super) fn complete(&mut self) -> Result<Cow<'a, Endpoint>, Error> {
        self.check_service()?;
        self.fill_region()?;
        self.fill_token()?;
        check_required(&self.operation.required, &self.params)?;
        let client = self.client;
        client.endpoint_for(self.region())
    }
}

impl Execution<'_> {
    /// A call goes to its client's service, which must be the operation's.
    fn check_service(&self) -> Result<(), Error> {
        let (ours, theirs) = (&self.client.service, &self.operation.service);
        match ours.product == theirs.product {
            true => Ok(()),
            false => {
                Err(Error::config(format!("this client is of {}, and the operation is of {}", ours.product, theirs.product)))
            }
        }
    }

    fn fill_region(&mut self) -> Result<(), Error> {
        let Some(parameter) = &self.operation.service.region_parameter else {
            return Ok(());
        };
        if let Some(region) = self.params.get(parameter) {
            return check_region(region);
        }
        match (&self.client.region, self.operation.region) {
            (Some(region), true) => self.params.set(parameter.as_ref(), region),
            (None, true) => return Err(self.client.no_region()),
            (_, false) => {}
        }
        Ok(())
    }

    /// An idempotency token is generated once per call, so that the service recognizes retries.
    fn fill_token(&mut self) -> Result<(), Error> {
        let Some(token) = &self.operation.idempotency_token else { return Ok(()) };
        match self.params.get(token) {
            None => self.params.set(token.as_ref(), self.nonce()?),
            // The service ignores an empty token, so a retry would do the work twice.
            Some(value) if is_blank(value) => {
                return Err(Error::config(format!("the idempotency token `{token}` is empty, so nothing was sent"))
                    .unsent()
                    .advise("Leave it out, and one is made up, or pass a value that this request alone has"));
            }
            Some(_) => {}
        }
        Ok(())
    }

    pub(super) fn nonce(&self) -> Result<String, Error> {
        let nonce = self.client.components.random.nonce();
        nonce.map_err(|error| Error::config("the system's source of randomness failed").with_source(error))
    }

    /// Whether the call is idempotent, so that executing it twice does no harm.
    pub(super) fn is_idempotent(&self) -> bool {
        self.operation.read_only || self.operation.idempotency_token.as_ref().is_some_and(|token| self.params.contains(token))
    }

    pub(super) fn is_deletion(&self) -> bool {
        ["Delete", "Release", "Remove"].iter().any(|verb| self.operation.name.starts_with(verb))
    }

    /// The region that the call names, else the client's.
    pub(super) fn region(&self) -> Option<&str> {
        let named = self.operation.service.region_parameter.as_ref().and_then(|parameter| self.params.get(parameter));
        named.or(self.client.region.as_deref())
    }

    pub(super) fn info(&self) -> AttemptInfo<'_> {
        AttemptInfo {
            read_only: self.operation.read_only,
            region: self.region(),
            attempt: self.attempts(),
            ..AttemptInfo::new(&self.operation.service.product, &self.operation.name, &self.params)
        }
    }

    /// How many attempts there were, with the one that is being made.
    pub(super) fn attempts(&self) -> u32 {
        u32::try_from(self.waits.len()).map_or(u32::MAX, |waits| waits.saturating_add(1))
    }

    /// The time by the service's clock, as far as its difference from ours is known.
    pub(super) fn now(&self) -> SystemTime {
        self.client.now_by(self.skew)
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.client.components.clock.elapsed().saturating_sub(self.started)
    }

    pub(super) fn remaining(&self) -> Duration {
        self.timeouts.operation.saturating_sub(self.elapsed())
    }
}

impl Execution<'_> {
    /// Notifies the interceptors that the call has started.
    pub(super) fn start(&mut self) {
        self.open = true;
        for interceptor in &self.client.interceptors {
            interceptor.call_started(&self.info());
        }
    }
}

impl Drop for Execution<'_> {
    fn drop(&mut self) {
        if self.open {
            // The outcome of this retry is unknown. The retries before it failed, so their cost stays paid.
            self.client.budget.refund(self.paid);
            for interceptor in &self.client.interceptors {
                interceptor.call_cancelled(&self.info(), self.elapsed());
            }
        }
    }
}
