//! The state of a call that lasts over its attempts.

use std::time::{Duration, SystemTime};

use super::{CallOptions, DecodeReply};
use crate::context::Context;
use crate::endpoint::{Endpoint, check_region};
use crate::error::Error;
use crate::interceptor::AttemptInfo;
use crate::operation::OperationInfo;
use crate::retry::{RetryClass, RetryPolicy};
use crate::wire::Params;

pub(super) struct Execution<'a> {
    pub(super) client: &'a Context,
    pub(super) operation: &'a OperationInfo,
    pub(super) decode: DecodeReply,
    pub(super) params: Params,
    pub(super) timeouts: Timeouts,
    pub(super) retry: &'a RetryPolicy,
    /// The failures so far, with the wait after each.
    pub(super) waits: Vec<(RetryClass, Duration)>,
    /// Seconds by which the service's clock is taken to be ahead of this machine's.
    pub(super) skew: i64,
    /// Whether interceptors know that the call has started and not how it ended.
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
            open: false,
            started: client.components.clock.elapsed(),
        }
    }

    /// Fills in what the caller may leave out, and finds out where the call goes.
    pub(super) fn complete(&mut self) -> Result<Endpoint, Error> {
        self.fill_region()?;
        self.fill_token()?;
        self.client.endpoint_for(self.region())
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

    /// An idempotency token is made once per call, so that the service knows the repeats.
    fn fill_token(&mut self) -> Result<(), Error> {
        if let Some(token) = &self.operation.idempotency_token
            && !self.params.contains(token)
        {
            self.params.set(token.as_ref(), self.nonce()?);
        }
        Ok(())
    }

    pub(super) fn nonce(&self) -> Result<String, Error> {
        let nonce = self.client.components.random.nonce();
        nonce.map_err(|error| Error::config("the system's source of randomness failed").with_source(error))
    }

    /// Whether doing it twice does no harm.
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
