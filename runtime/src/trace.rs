//! Spans and events of calls, for `tracing`.
//!
//! A call is a span at level `INFO`, an attempt one at `DEBUG` inside it; a repeat is an event at `DEBUG`, the parameters are
//! one at `TRACE`, without the values marked sensitive. No secret is ever among them.

use std::time::Duration;

use tracing::{Span, debug, debug_span, field::Empty, info_span, trace, warn};

use crate::error::Error;
use crate::retry::RetryClass;
use crate::sanitize::{MAX_TEXT_BYTES, sanitize};
use crate::wire::{DecodeReport, Params};

/// How the fields of spans are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum TraceNames {
    /// `service`, `operation`, `region`, `status`, `request_id`, `attempts`, `error`.
    #[default]
    Short,
    /// The semantic conventions of OpenTelemetry: `rpc.system`, `rpc.service`, `rpc.method`, `cloud.region`,
    /// `http.response.status_code`, `http.request.resend_count`, `error.type`, and the request id as `aliyun.request_id`.
    OpenTelemetry,
}

impl TraceNames {
    pub(crate) fn call_span(self, product: &str, operation: &str, region: Option<&str>) -> Span {
        match self {
            TraceNames::Short => info_span!(
                "call",
                service = product,
                operation,
                region,
                status = Empty,
                request_id = Empty,
                attempts = Empty,
                error = Empty
            ),
            TraceNames::OpenTelemetry => info_span!(
                "call",
                otel.kind = "client",
                otel.name = %format_args!("{product}/{operation}"),
                rpc.system = "aliyun-rpc",
                rpc.service = product,
                rpc.method = operation,
                cloud.region = region,
                http.response.status_code = Empty,
                aliyun.request_id = Empty,
                http.request.resend_count = Empty,
                error.type = Empty
            ),
        }
    }

    pub(crate) fn attempt_span(self, attempt: u32) -> Span {
        match self {
            TraceNames::Short => {
                debug_span!("attempt", attempt, status = Empty, request_id = Empty, retry_class = Empty, error = Empty)
            }
            TraceNames::OpenTelemetry => debug_span!(
                "attempt",
                http.request.resend_count = attempt - 1,
                http.response.status_code = Empty,
                aliyun.request_id = Empty,
                retry_class = Empty,
                error.type = Empty
            ),
        }
    }

    /// Says in a span how it ended.
    pub(crate) fn end(self, span: &Span, outcome: Result<(u16, Option<&str>), &Error>) {
        let (status, request_id) = match outcome {
            Ok((status, request_id)) => (Some(status), request_id),
            Err(error) => (error.status(), error.request_id()),
        };
        span.record(self.pick("status", "http.response.status_code"), status);
        span.record(self.pick("request_id", "aliyun.request_id"), request_id);
        if let Err(error) = outcome {
            span.record("retry_class", error.retry_class().as_str());
            let kind = || format!("{:?}", error.kind());
            span.record(self.pick("error", "error.type"), error.code().map_or_else(kind, str::to_owned));
        }
    }

    /// Says in a call's span how many attempts there were.
    pub(crate) fn attempts(self, span: &Span, attempts: u32) {
        match self {
            TraceNames::Short => span.record("attempts", attempts),
            TraceNames::OpenTelemetry => span.record("http.request.resend_count", attempts - 1),
        };
    }

    fn pick(self, short: &'static str, open_telemetry: &'static str) -> &'static str {
        match self {
            TraceNames::Short => short,
            TraceNames::OpenTelemetry => open_telemetry,
        }
    }
}

/// What is about to be sent.
pub(crate) fn sending(params: &Params, host: &str) {
    trace!(host, ?params, "sending");
}

/// An attempt failed, and there will be another.
pub(crate) fn retrying(error: &Error, class: RetryClass, wait: Duration) {
    debug!(retry_class = class.as_str(), wait = ?wait, %error, "retrying");
}

/// A reply has fields that do not fit the operation's description.
pub(crate) fn faulty_reply(operation: &str, report: &DecodeReport) {
    for fault in report.faults() {
        let fault = sanitize(&fault.to_string(), MAX_TEXT_BYTES, &[]);
        warn!(operation, fault, faults = report.fault_count(), "a field of the reply was left empty");
    }
}
