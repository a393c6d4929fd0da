//! One attempt, with its limits, hooks, credentials, timeouts and errors.

use std::time::Duration;

use tracing::Instrument;

use super::classify::{DecodedReply, ReplyContext, classify_response};
use super::execute::Execution;
use super::request::RequestInput;
use super::secrets::Secrets;
use crate::credentials::{Credentials, usable};
use crate::endpoint::{Endpoint, about_region};
use crate::error::{Error, ErrorKind};
use crate::interceptor::Headers;
use crate::reply::HttpReply;
use crate::retry::RetryClass;
use crate::time::{readable, within, within_idle};
use crate::trace;
use crate::transport::{TransportError, TransportErrorKind};

impl Execution<'_> {
    /// Makes one attempt and traces it.
    pub(super) async fn attempt(&self, endpoint: &Endpoint) -> Result<DecodedReply, Error> {
        let names = self.client.trace_names;
        let (span, started) = (names.attempt_span(self.attempts()), self.elapsed());
        let mut cancelled = AttemptGuard::start(self, started);
        let result = self.try_once(endpoint).instrument(span.clone()).await;
        cancelled.armed = false;
        let outcome = result.as_ref().map(|decoded| &decoded.reply);
        names.end(&span, result.as_ref().map(DecodedReply::traced));
        let took = self.elapsed().saturating_sub(started);
        for interceptor in &self.client.interceptors {
            interceptor.attempt_done(&self.info(), outcome, took);
        }
        result
    }

    async fn try_once(&self, endpoint: &Endpoint) -> Result<DecodedReply, Error> {
        let (client, components) = (self.client, &self.client.components);
        let mut headers = Headers::default();
        for interceptor in &client.interceptors {
            let info = self.info();
            let answer = match interceptor.before_signing(&info, &mut headers)? {
                Some(reply) => Some(reply),
                None => match interceptor.before_signing_async(&info, &mut headers) {
                    Some(answer) => {
                        self.hook(answer).await.ok_or_else(|| self.hook_out_of_time("before_signing_async").unsent())??
                    }
                    None => None,
                },
            };
            if let Some(reply) = answer {
                return self.classify(reply, endpoint, None, None);
            }
        }
        let limit = self.remaining();
        let entering = client.limiter.enter(&self.operation.name, limit, &*components.clock, &*components.sleep);
        let permit = within(limit, &*components.sleep, entering).await.ok_or_else(|| self.out_of_time().unsent())?;
        let _permit = permit.ok_or_else(|| self.no_turn())?;
        let credentials = self.credentials().await?;
        let nonce = self.nonce()?;
        let input = self.request_input(endpoint, &credentials, &nonce, headers.as_slice());
        let (mut request, string_to_sign) = input.build()?;
        for interceptor in &client.interceptors {
            interceptor.before_send(&self.info(), &mut request)?;
        }
        trace::sending(&self.params, endpoint.host());
        let limit = self.timeouts.attempt.min(self.remaining());
        let sending = components.transport.send(request);
        let reply = within(limit, &*components.sleep, sending).await.ok_or_else(|| self.out_of_time())?;
        let reply = reply.map_err(|error| self.no_reply(error))?;
        for interceptor in &client.interceptors {
            let info = self.info();
            interceptor.after_reply(&info, &reply)?;
            if let Some(seen) = interceptor.after_reply_async(&info, &reply) {
                let seen = self.hook(seen).await;
                seen.ok_or_else(|| self.hook_out_of_time("after_reply_async").with_reply(reply.clone()))??;
            }
        }
        let result = self.classify(reply, endpoint, Some(&credentials), string_to_sign.as_deref());
        let result = result.map_err(|error| self.explain(error));
        match result {
            Err(error) if error.retry_class() == RetryClass::Credentials => Err(self.replace(&credentials, error).await),
            result => result,
        }
    }

    /// Replaces credentials that the service rejected as expired. Without new ones a retry cannot help.
    async fn replace(&self, refused: &Credentials, error: Error) -> Error {
        self.client.credentials.discard(refused);
        match self.credentials().await {
            Ok(others) if others != *refused => error,
            Ok(_) => error.with_class(RetryClass::None),
            Err(reason) => error.with_class(RetryClass::None).advise(format!("There are no new credentials: {reason}")),
        }
    }

    /// Classifies a reply. Errors do not show secrets of the request or its credentials.
    fn classify(
        &self,
        reply: HttpReply,
        endpoint: &Endpoint,
        credentials: Option<&Credentials>,
        string_to_sign: Option<&str>,
    ) -> Result<DecodedReply, Error> {
        let context = ReplyContext {
            operation: self.operation,
            decode: self.decode,
            host: endpoint.host(),
            now: self.now(),
            secrets: Secrets { credentials, params: &self.params },
            string_to_sign,
        };
        let decoded = classify_response(reply, &context)?;
        if decoded.report.fault_count() > 0 {
            trace::faulty_reply(&self.operation.name, &decoded.report);
        }
        Ok(decoded)
    }

    /// What the request is made of.
    pub(super) fn request_input<'t>(
        &'t self,
        endpoint: &'t Endpoint,
        credentials: &'t Credentials,
        nonce: &'t str,
        headers: &'t [(String, String)],
    ) -> RequestInput<'t> {
        RequestInput {
            operation: self.operation,
            params: &self.params,
            endpoint,
            credentials,
            signature: self.client.signature,
            now: self.now(),
            nonce,
            headers,
            user_agent: &self.client.user_agent,
            connect_timeout: self.timeouts.connect,
            max_reply_bytes: self.client.max_reply_bytes,
        }
    }

    pub(super) async fn credentials(&self) -> Result<Credentials, Error> {
        if self.operation.anonymous {
            return Ok(Credentials::anonymous());
        }
        let components = &self.client.components;
        let finding = within(self.remaining(), &*components.sleep, usable(&*self.client.credentials, components));
        let credentials = finding.await.ok_or_else(|| self.out_of_time().unsent())?;
        credentials.map_err(|error| Error::new(ErrorKind::Credentials, "no credentials").with_source(error))
    }

    /// The output of an interceptor's future, or `None` if the attempt or the call times out first.
    fn hook<T>(&self, future: impl Future<Output = T> + Send) -> impl Future<Output = Option<T>> + Send {
        let limit = self.timeouts.attempt.min(self.remaining());
        within_idle(limit, &*self.client.components.sleep, future)
    }

    fn hook_out_of_time(&self, hook: &str) -> Error {
        let (time, name) = match self.remaining() {
            Duration::ZERO => (self.timeouts.operation, "operation"),
            _ => (self.timeouts.attempt, "attempt"),
        };
        let message = format!("an interceptor was not done with `{hook}` within {} ({name} timeout)", readable(time));
        let error = Error::new(ErrorKind::Timeout, message).with_class(RetryClass::Transport);
        error.advise("Bound what the interceptor waits for, or set a longer timeout")
    }

    fn no_reply(&self, source: TransportError) -> Error {
        let (kind, advice) = (source.kind(), source.advice());
        let error = Error::new(ErrorKind::Transport, "no reply").with_source(source);
        let error = match advice {
            Some(advice) => error.advise(advice),
            None => error,
        };
        match kind {
            TransportErrorKind::Certificate => error.unsent(),
            TransportErrorKind::Connect => {
                let error = error.with_class(RetryClass::Transport).unsent();
                match self.region().and_then(|region| about_region(&self.operation.service, region)) {
                    Some(advice) if self.client.endpoint.is_none() => error.advise(advice),
                    _ => error,
                }
            }
            TransportErrorKind::Lost => error.with_class(RetryClass::Transport),
            TransportErrorKind::TooLarge | TransportErrorKind::Unusable => error,
        }
    }

    fn no_turn(&self) -> Error {
        let message =
            format!("no turn under the client's limit within {} (operation timeout)", readable(self.timeouts.operation));
        Error::new(ErrorKind::Timeout, message).unsent().advise("Raise the limit or the timeout, or make fewer calls at once")
    }

    fn out_of_time(&self) -> Error {
        let message = match self.remaining() {
            Duration::ZERO => format!("not done within {} (operation timeout)", readable(self.timeouts.operation)),
            _ => format!("no reply within {} (attempt timeout)", readable(self.timeouts.attempt)),
        };
        Error::new(ErrorKind::Timeout, message).with_class(RetryClass::Transport)
    }

    /// Adds what is known here to an error of the service.
    fn explain(&self, error: Error) -> Error {
        let Some(code) = error.code() else {
            return error;
        };
        if code.starts_with("InvalidRegionId")
            && let Some(advice) = self.region().and_then(|region| about_region(&self.operation.service, region))
        {
            return error.advise(advice);
        }
        if error.is_not_found() && self.is_deletion() && self.waits.iter().any(|(class, _)| !class.did_nothing()) {
            return error.advise("An earlier attempt had no clear reply, and has probably done it");
        }
        error
    }
}

/// Notifies the interceptors that an attempt was cancelled, if it is dropped while armed.
pub(super) struct AttemptGuard<'e, 'a> {
    execution: &'e Execution<'a>,
    started: Duration,
    pub(super) armed: bool,
}

impl<'e, 'a> AttemptGuard<'e, 'a> {
    /// Notifies the interceptors that an attempt has started.
    pub(super) fn start(execution: &'e Execution<'a>, started: Duration) -> Self {
        for interceptor in &execution.client.interceptors {
            interceptor.attempt_started(&execution.info());
        }
        AttemptGuard { execution, started, armed: true }
    }
}

impl Drop for AttemptGuard<'_, '_> {
    fn drop(&mut self) {
        if self.armed {
            let took = self.execution.elapsed().saturating_sub(self.started);
            for interceptor in &self.execution.client.interceptors {
                interceptor.attempt_cancelled(&self.execution.info(), took);
            }
        }
    }
}
