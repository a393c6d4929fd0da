//! What a retry class means for a caller, in the words that all commands use.

use acs_spec::Retry;

/// The class as spec files have it; a code without one is not to be repeated.
pub fn name(class: Option<Retry>) -> &'static str {
    match class {
        Some(Retry::Throttled) => "throttled",
        Some(Retry::Busy) => "busy",
        Some(Retry::Server) => "server",
        Some(Retry::Clock) => "clock",
        Some(Retry::None) | None => "none",
    }
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
pub fn wait(class: Option<Retry>) -> Option<&'static str> {
    match class? {
        Retry::Throttled => Some("as long as the service states; else a random time up to 500 ms, doubled each time up to 20 s"),
        Retry::Busy => Some("2 to 4 s at first, half as much again each time up to 20 s"),
        Retry::Server => Some("a random time up to 100 ms, doubled each time up to 20 s"),
        Retry::Clock => Some("none"),
        Retry::None => None,
    }
}
