//! The attempts of a call.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tracing::Instrument;

use super::PreparedCall;
use super::classify::DecodedReply;
use super::execution::Execution;
use crate::context::Client;
use crate::endpoint::Endpoint;
use crate::error::AttemptHistory;
use crate::error::{Error, ErrorKind, advice};
use crate::future::BoxFuture;
use crate::retry::{FailedAttempt, RetryClass, Stopped, stated_wait};
use crate::trace;

/// A call on its way.
pub(crate) struct ExecutionFuture {
    future: BoxFuture<'static, Result<CompletedCall, Error>>,
    /// The client, for what must happen where it is at home.
    pub(crate) client: Client,
    /// The region that the call names, if it names one.
    pub(crate) region: Option<String>,
}

/// A successful reply, and what it took.
pub(crate) struct CompletedCall {
    pub(crate) operation: Cow<'static, str>,
    pub(super) reply: DecodedReply,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl CompletedCall {
    /// The reply's fields. They were decoded with the reply, into the type that the call was made with.
    ///
    /// # Errors
    /// Never, unless a call is finished as another type than it was made with.
    pub(crate) fn into_value<R: 'static>(self) -> Result<R, Error> {
        self.split().map(|(value, _)| value)
    }

    /// The reply's fields, and the rest.
    pub(super) fn split<R: 'static>(mut self) -> Result<(R, Self), Error> {
        let value = std::mem::replace(&mut self.reply.value, Box::new(()));
        match value.downcast::<R>() {
            Ok(value) => Ok((*value, self)),
            Err(_) => Err(Error::new(ErrorKind::Decode, "the reply was decoded as another type").with_operation(self.operation)),
        }
    }
}

impl ExecutionFuture {
    pub(super) fn new(call: PreparedCall) -> Self {
        let region =
            call.operation.service.region_parameter.as_ref().and_then(|parameter| call.params.get(parameter)).map(str::to_owned);
        ExecutionFuture { client: call.client.clone(), region, future: Box::pin(run(call)) }
    }

    /// A call that has been answered already.
    pub(super) fn done(client: Client, answer: Result<CompletedCall, Error>) -> Self {
        ExecutionFuture { client, region: None, future: Box::pin(std::future::ready(answer)) }
    }
}

impl Future for ExecutionFuture {
    type Output = Result<CompletedCall, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.future.as_mut().poll(context)
    }
}

async fn run(call: PreparedCall) -> Result<CompletedCall, Error> {
    let PreparedCall { client, operation, params, options, decode } = call;
    let mut execution = Execution::new(client.context(), &operation, decode, params, &options);
    execution.run().await.map_err(|error| error.with_operation(operation.name.clone()))
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
        let mut paid = 0;
        loop {
            let error = match self.attempt(endpoint).await {
                Ok(reply) => {
                    self.client.set_skew(self.skew);
                    self.client.budget.earn(paid);
                    return Ok(reply);
                }
                Err(error) => error,
            };
            let (wait, cost) = match self.next_wait(&error) {
                Ok(next) => next,
                Err(stopped) => return Err(self.give_up(error, stopped)),
            };
            paid = cost;
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

    /// Sets the call's clock by the service's, which its error reply tells. False if that changes nothing.
    ///
    /// Only a call that then succeeds passes the correction on to the client: one reply with a wrong date, or a proxy's, must not
    /// make later calls fail.
    fn correct_clock(&mut self, error: &Error) -> bool {
        /// Less than this is never what the service objects to: it allows for minutes.
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
