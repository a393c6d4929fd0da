//! What a retry class means for a caller, in the words that all commands use.

use acs_runtime::retry::StandardRetry;
use acs_spec::Retry;

use crate::info::retry_class;

/// The class as spec files have it; a code without one is not to be repeated.
pub fn name(class: Option<Retry>) -> &'static str {
    class.unwrap_or(Retry::None).as_str()
}

/// Whether to repeat the request.
pub fn repeat(class: Option<Retry>) -> &'static str {
    match class {
        Some(Retry::Throttled) => "Yes. There were too many requests and nothing was done.",
        Some(Retry::Busy) => "Yes. The resource is busy with another change and nothing was done.",
        Some(Retry::Server) => {
            "Yes, if the operation only reads or the request has an idempotency token: whether the service did its work is not known."
        }
        Some(Retry::Clock) => "Yes, with the time corrected: the request's timestamp was refused and nothing was done.",
        Some(Retry::None) | None => "No. The same request fails again.",
    }
}

/// How long to wait before repeating it, as the client's standard policy does.
pub fn wait(class: Option<Retry>) -> Option<String> {
    StandardRetry::new().describe(retry_class(class?))
}
