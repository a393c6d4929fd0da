//! What shows in traces, and what never does. On its own, since subscribers of other tests in the process would interfere.

#[cfg(test)]
#[path = "../suite/behaviour/service.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod service;
#[cfg(test)]
mod spans;
