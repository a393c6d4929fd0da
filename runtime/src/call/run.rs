//! The attempts of a call.

use std::borrow::Cow;
use std::time::Duration;

use super::attempt::Attempt;
use super::judge::{judge, server_string_to_sign};
use super::{Action, CallOptions, Prepared};
use crate::client::{Inner, no_region};
use crate::endpoint::{Endpoint, about_region, check_region};
use crate::error::{Error, ErrorKind, advice, signature};
use crate::future::{BoxFuture, within};
use crate::reply::Reply;
use crate::retry::{Failure, Retried, RetryClass, RetryPolicy, Stopped, stated_wait};
use crate::time::readable;
use crate::transport::TransportErrorKind;
use crate::wire::{Param, Params};

/// A call on its way.
pub(crate) type Running = BoxFuture<'static, Result<Answer, Error>>;

/// A successful reply, and what it took.
pub(crate) struct Answer {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) reply: Reply,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

/// Makes attempts until one succeeds or no more may be made.
pub(crate) async fn run(call: Prepared) -> Result<Answer, Error> {
    let Prepared { client, action, params, options } = call;
    let operation = action.name.clone();
    Call::new(client.inner(), &action, params, &options).run().await.map_err(|error| error.with_operation(operation))
}

/// The state of a call that lasts over its attempts.
struct Call<'a> {
    client: &'a Inner,
    action: &'a Action,
    params: Params,
    limits: Limits,
    retry: &'a RetryPolicy,
    started: Duration,
    waits: Vec<(RetryClass, Duration)>,
}

struct Limits {
    connect: Duration,
    attempt: Duration,
    operation: Duration,
}

impl<'a> Call<'a> {
    fn new(client: &'a Inner, action: &'a Action, params: Params, options: &'a CallOptions) -> Self {
        let limits = Limits {
            connect: options.connect_timeout.unwrap_or(client.connect_timeout),
            attempt: options.attempt_timeout.unwrap_or(client.attempt_timeout),
            operation: options.operation_timeout.unwrap_or(client.operation_timeout),
        };
        let retry = options.retry.as_ref().unwrap_or(&client.retry);
        Call { client, action, params, limits, retry, started: client.means.clock.elapsed(), waits: Vec::new() }
    }

    async fn run(mut self) -> Result<Answer, Error> {
        self.fill_region()?;
        self.fill_token()?;
        let endpoint = self.client.endpoint_for(self.region())?;
        let mut paid = 0;
        loop {
            let error = match self.attempt(&endpoint).await {
                Ok(reply) => {
                    self.client.budget.earn(paid);
                    return Ok(self.answer(reply));
                }
                Err(error) => error,
            };
            match self.next_wait(&error) {
                Ok((wait, cost)) => {
                    paid = cost;
                    self.waits.push((error.retry_class(), wait));
                    if !wait.is_zero() {
                        self.client.means.sleep.sleep(wait).await;
                    }
                }
                Err(stopped) => return Err(self.give_up(error, stopped)),
            }
        }
    }

    /// How long to wait before the next attempt and what it costs, or why there is none.
    fn next_wait(&self, error: &Error) -> Result<(Duration, u32), Stopped> {
        let class = error.retry_class();
        if class == RetryClass::None {
            return Err(Stopped::NotRetryable);
        }
        if !(class.did_nothing() || error.was_unsent() || self.is_repeatable()) {
            return Err(Stopped::NotSafe);
        }
        if class == RetryClass::Clock && !self.correct_clock(error) {
            return Err(Stopped::NotRetryable);
        }
        let failure = Failure {
            error,
            class,
            earlier: &self.waits,
            stated: error.reply().and_then(|reply| stated_wait(reply, self.client.now())),
            fraction: self.client.means.random.fraction(),
        };
        let wait = self.retry.wait(&failure).ok_or(Stopped::Policy)?;
        if wait >= self.remaining() {
            return Err(Stopped::Deadline);
        }
        let cost = self.client.budget.pay(class).ok_or(Stopped::Budget)?;
        Ok((wait, cost))
    }

    async fn attempt(&self, endpoint: &Endpoint) -> Result<Reply, Error> {
        let client = self.client;
        let finding = client.credentials.credentials(&client.means);
        let credentials = within(self.remaining(), &*client.means.sleep, finding)
            .await
            .ok_or_else(|| self.out_of_time().unsent())?
            .map_err(|error| Error::new(ErrorKind::Credentials, "no credentials").with_source(error))?;
        let nonce = self.nonce()?;
        let now = client.now();
        let attempt = Attempt {
            action: self.action,
            params: &self.params,
            endpoint,
            credentials: &credentials,
            signature: client.signature,
            now,
            nonce: &nonce,
            headers: &[],
            user_agent: &client.user_agent,
            connect_timeout: self.limits.connect,
            max_reply_bytes: client.max_reply_bytes,
        };
        let (request, string_to_sign) = attempt.request()?;
        let limit = self.limits.attempt.min(self.remaining());
        let reply = match within(limit, &*client.means.sleep, client.means.transport.send(request)).await {
            Some(reply) => reply.map_err(|error| self.lost(error))?,
            None => return Err(self.out_of_time()),
        };
        let sensitive = self.params.iter().filter(|param| param.is_sensitive()).map(Param::value);
        let secrets: Vec<_> = credentials.secrets().chain(sensitive).collect();
        judge(reply, self.action, now, &secrets).map_err(|error| self.explain(error, string_to_sign.as_deref()))
    }

    /// No reply came.
    fn lost(&self, source: crate::transport::TransportError) -> Error {
        let kind = source.kind();
        let error = Error::new(ErrorKind::Transport, "no reply").with_source(source);
        match kind {
            TransportErrorKind::Connect => {
                let error = error.with_class(RetryClass::Transport).unsent();
                match self.region().and_then(|region| about_region(self.action.service, region)) {
                    Some(advice) if self.client.endpoint.is_none() => error.advise(advice),
                    _ => error,
                }
            }
            TransportErrorKind::Lost => error.with_class(RetryClass::Transport),
            TransportErrorKind::TooLarge | TransportErrorKind::Unusable => error,
        }
    }

    fn out_of_time(&self) -> Error {
        let message = match self.remaining() {
            Duration::ZERO => format!("not done within {} (operation timeout)", readable(self.limits.operation)),
            _ => format!("no reply within {} (attempt timeout)", readable(self.limits.attempt)),
        };
        Error::new(ErrorKind::Timeout, message).with_class(RetryClass::Transport)
    }

    /// Adds what is known here to an error of the service.
    fn explain(&self, error: Error, string_to_sign: Option<&str>) -> Error {
        let Some(code) = error.code() else {
            return error;
        };
        if code.starts_with("InvalidRegionId")
            && let Some(advice) = self.region().and_then(|region| about_region(self.action.service, region))
        {
            return error.advise(advice);
        }
        if error.is_not_found() && self.is_deletion() && self.waits.iter().any(|(class, _)| !class.did_nothing()) {
            return error.advise("An earlier attempt had no clear reply, and has probably done it");
        }
        if let (Some(ours), Some(theirs)) = (string_to_sign, error.reply().and_then(server_string_to_sign)) {
            return error.advise(signature::compare(ours, &theirs));
        }
        error
    }

    fn give_up(&self, error: Error, stopped: Stopped) -> Error {
        advice::general(error).with_retried(Retried {
            attempts: self.attempts(),
            elapsed: self.elapsed(),
            waits: self.waits.clone(),
            stopped,
        })
    }

    fn answer(self, reply: Reply) -> Answer {
        Answer { operation: self.action.name.clone(), attempts: self.attempts(), elapsed: self.elapsed(), reply }
    }

    fn fill_region(&mut self) -> Result<(), Error> {
        let Some(parameter) = self.action.service.region_parameter else {
            return Ok(());
        };
        if let Some(region) = self.params.get(parameter) {
            return check_region(region);
        }
        match (&self.client.region, self.action.region) {
            (Some(region), true) => self.params.set(parameter, region),
            (None, true) => return Err(no_region()),
            (_, false) => {}
        }
        Ok(())
    }

    /// An idempotency token is made once per call, so that the service knows the repeats.
    fn fill_token(&mut self) -> Result<(), Error> {
        if let Some(token) = self.action.idempotency_token
            && !self.params.contains(token)
        {
            self.params.set(token, self.nonce()?);
        }
        Ok(())
    }

    /// Sets the client's clock by the service's, which its error reply tells.
    fn correct_clock(&self, error: &Error) -> bool {
        let date = error.reply().and_then(|reply| reply.header("date"));
        match date.and_then(|date| httpdate::parse_http_date(date).ok()) {
            Some(time) => {
                self.client.set_clock(time);
                true
            }
            None => false,
        }
    }

    fn nonce(&self) -> Result<String, Error> {
        let nonce = self.client.means.random.nonce();
        nonce.map_err(|error| Error::config("the system's source of randomness failed").with_source(error))
    }

    /// Whether doing it twice does no harm.
    fn is_repeatable(&self) -> bool {
        self.action.read_only || self.action.idempotency_token.is_some_and(|token| self.params.contains(token))
    }

    fn is_deletion(&self) -> bool {
        ["Delete", "Release", "Remove"].iter().any(|verb| self.action.name.starts_with(verb))
    }

    /// The region that the call names, else the client's.
    fn region(&self) -> Option<&str> {
        let named = self.action.service.region_parameter.and_then(|parameter| self.params.get(parameter));
        named.or(self.client.region.as_deref())
    }

    fn attempts(&self) -> u32 {
        u32::try_from(self.waits.len()).map_or(u32::MAX, |waits| waits + 1)
    }

    fn elapsed(&self) -> Duration {
        self.client.means.clock.elapsed().saturating_sub(self.started)
    }

    fn remaining(&self) -> Duration {
        self.limits.operation.saturating_sub(self.elapsed())
    }
}
