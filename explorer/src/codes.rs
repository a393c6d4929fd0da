//! Error codes: what each means, what to do, and which operations give it.

mod meaning;
pub mod retry;

use std::collections::{BTreeMap, BTreeSet};

use acs_runtime::error::advice_for;
use acs_runtime::error_code::match_code;
use acs_spec::{ErrorCode, Retry};

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
/// `common` are the codes that any operation may return, `documented` those of each operation with its name.
pub fn explain<'s>(
    code: &str,
    common: &'s [ErrorCode],
    documented: impl IntoIterator<Item = (&'s str, &'s ErrorCode)>,
) -> Option<Explained> {
    let common: Vec<&ErrorCode> = common.iter().filter(|known| stands_for(&known.code, code)).collect();
    let own: Vec<(&str, &ErrorCode)> = documented.into_iter().filter(|(_, known)| stands_for(&known.code, code)).collect();
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
pub fn all<'s>(
    common: &'s [ErrorCode],
    documented: impl IntoIterator<Item = (&'s str, &'s ErrorCode)>,
) -> BTreeMap<&'s str, usize> {
    let mut codes: BTreeMap<&str, usize> = common.iter().map(|known| (known.code.as_str(), 0)).collect();
    for (_, known) in documented {
        *codes.entry(known.code.as_str()).or_default() += 1;
    }
    codes
}

/// What a single documented code means.
pub fn meaning(known: &ErrorCode) -> &str {
    known.description.as_deref().map_or_else(|| meaning::of(&known.code, known.retry), str::trim_end)
}

/// What to do about a code, if its form implies it.
pub fn advice(code: &str) -> Option<String> {
    advice_for(code).map(|advice| format!("{advice}."))
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
