//! Error codes: what each means, what to do, and which operations give it.

mod meaning;

use std::collections::{BTreeMap, BTreeSet};

use acs_runtime::error::advice_for;
use acs_runtime::error_code::match_code;
use acs_spec::read::SourcedOperation;
use acs_spec::{ErrorCode, Retry, Service};

/// What the specs say of an error code, in all operations together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The code in the specs' spelling.
    pub code: String,
    /// What it means, in a sentence or more.
    pub meaning: String,
    /// What to do about it.
    pub advice: Option<String>,
    /// The HTTP statuses that it comes with.
    pub status: Vec<u16>,
    /// How a request that failed with it is retried.
    pub retry: Option<Retry>,
    /// Whether any operation may return it.
    pub any_operation: bool,
    /// The operations that document it.
    pub operations: Vec<String>,
    /// The operations that document it and do not retry it, where others do.
    pub not_retried_by: Vec<String>,
}

/// Explains a code, in any case and with what fills a template like `IllegalParam.%s`; `None` if no operation documents it.
pub fn explain(code: &str, service: &Service, operations: &[SourcedOperation]) -> Option<Explained> {
    let common: Vec<&ErrorCode> = service.errors.iter().filter(|known| stands_for(&known.code, code)).collect();
    let own: Vec<(&str, &ErrorCode)> = documented(operations).filter(|(_, known)| stands_for(&known.code, code)).collect();
    let found: Vec<&ErrorCode> = common.iter().copied().chain(own.iter().map(|(_, known)| *known)).collect();
    // The spelling of the specs, which differs from the one asked for in case alone.
    let first = found.first()?;
    let spelled = if first.code.contains('%') { code } else { &first.code };

    let retry = found.iter().filter_map(|known| known.retry).find(|class| *class != Retry::None);
    let meanings: BTreeSet<&str> = found.iter().filter_map(|known| known.description.as_deref().map(str::trim_end)).collect();
    let meaning = match meanings.is_empty() {
        true => meaning::of(spelled, retry).to_owned(),
        false => meanings.into_iter().collect::<Vec<_>>().join(" "),
    };
    let is_retried = |known: &ErrorCode| !matches!(known.retry, None | Some(Retry::None));
    let not_retried_by = match retry.is_some() && common.is_empty() {
        true => own.iter().filter(|(_, known)| !is_retried(known)).map(|(name, _)| (*name).to_owned()).collect(),
        false => Vec::new(),
    };
    let status: BTreeSet<u16> = found.iter().flat_map(|known| known.status.as_slice().iter().copied()).collect();
    let operations: BTreeSet<&str> = own.iter().map(|(name, _)| *name).collect();
    Some(Explained {
        code: spelled.to_owned(),
        meaning,
        advice: advice(spelled),
        status: status.into_iter().collect(),
        retry,
        any_operation: !common.is_empty(),
        operations: operations.into_iter().map(str::to_owned).collect(),
        not_retried_by,
    })
}

/// All codes by name, each with the number of operations that document it; 0 for one that any operation may return.
pub fn all<'s>(service: &'s Service, operations: &'s [SourcedOperation]) -> BTreeMap<&'s str, usize> {
    let mut codes: BTreeMap<&str, usize> = service.errors.iter().map(|known| (known.code.as_str(), 0)).collect();
    for (_, known) in documented(operations) {
        *codes.entry(known.code.as_str()).or_default() += 1;
    }
    codes
}

/// What a single documented code means.
pub fn meaning(known: &ErrorCode) -> &str {
    known.description.as_deref().map_or_else(|| meaning::of(&known.code, known.retry), str::trim_end)
}

/// What to do about a code, if its form tells.
pub fn advice(code: &str) -> Option<String> {
    advice_for(code).map(|advice| format!("{advice}."))
}

/// The class of a code as spec files have it; a code without one is final.
pub fn retry_name(class: Option<Retry>) -> &'static str {
    match class {
        Some(Retry::Throttled) => "throttled",
        Some(Retry::Busy) => "busy",
        Some(Retry::Server) => "server",
        Some(Retry::Clock) => "clock",
        Some(Retry::None) | None => "no",
    }
}

/// Whether and when to retry, in words.
pub fn retry_advice(class: Option<Retry>) -> &'static str {
    match class {
        Some(Retry::Throttled) => {
            "Yes, after the wait that the service states: there were too many requests and nothing was done."
        }
        Some(Retry::Busy) => "Yes, after a few seconds: the resource is busy with another change and nothing was done.",
        Some(Retry::Server) => "Yes, if the operation only reads or the request has an idempotency token.",
        Some(Retry::Clock) => "Yes, with the time corrected: the timestamp was refused and nothing was done.",
        Some(Retry::None) | None => "No. The same request fails again.",
    }
}

fn documented(operations: &[SourcedOperation]) -> impl Iterator<Item = (&str, &ErrorCode)> {
    operations.iter().flat_map(|source| {
        let operation = &source.operation;
        operation.errors.iter().map(|code| (operation.operation.as_str(), code))
    })
}

/// Whether a documented code matches what somebody typed, in any case.
fn stands_for(known: &str, code: &str) -> bool {
    match_code(&known.to_lowercase(), &code.to_lowercase()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_stands_for_what_fills_it() {
        assert!(stands_for("IllegalParam.%s", "IllegalParam.CidrBlock"));
        assert!(stands_for("IllegalParam.%s", "IllegalParam.%s"));
        assert!(!stands_for("IllegalParam.%s", "IllegalParam."));
        assert!(!stands_for("%s", "Anything"));
        assert!(stands_for("InvalidVpcId.NotFound", "invalidvpcid.notfound"));
        assert!(!stands_for("InvalidVpcId.NotFound", "InvalidVpcId"));
    }
}
