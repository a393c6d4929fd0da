//! `acs errors`.

mod meaning;

use std::collections::BTreeSet;
use std::process::ExitCode;

use acs_runtime::error::advice_for;
use acs_runtime::error_code::match_code;
use acs_spec::{ErrorCode, Retry};
use clap::Args;
use clap_complete::ArgValueCandidates;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::full::completions;
use crate::full::index::Index;
use crate::full::retry;
use crate::full::specs::Specs;
use crate::full::view::{Block, View};
use acs_spec::suggest;

#[derive(Args)]
#[command(after_help = "Examples:\n  acs errors DependencyViolation.EnhancedNatgw")]
pub(crate) struct Arguments {
    /// The code, as an error of the service has it, like `InvalidVpcId.NotFound`.
    #[arg(add = ArgValueCandidates::new(completions::error_codes))]
    code: String,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    view: View,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    let index = arguments.specs.index()?;
    let explained = explain(&arguments.code, &index).ok_or_else(|| unknown(&arguments.code, &index))?;
    arguments.view.show(explained, lay_out)?;
    Ok(ExitCode::SUCCESS)
}

/// What the specs say of a code, in all operations together.
fn explain(code: &str, index: &Index) -> Option<Value> {
    let of_all: Vec<&ErrorCode> = index.errors.iter().filter(|known| stands_for(&known.code, code)).collect();
    let mut of_one: Vec<(&str, &ErrorCode)> = codes(index).filter(|(_, known)| stands_for(&known.code, code)).collect();
    of_one.sort_by_key(|(operation, _)| *operation);
    let found: Vec<&ErrorCode> = of_all.iter().copied().chain(of_one.iter().map(|(_, known)| *known)).collect();
    // The spelling of the specs, which differs from the one asked for in case alone.
    let first = found.first()?;
    let spelled = if first.code.contains('%') { code } else { &first.code };

    let retried: Vec<(&str, Option<Retry>)> = of_one.iter().map(|(operation, known)| (*operation, known.retry)).collect();
    let class = of_all
        .iter()
        .map(|known| known.retry)
        .chain(retried.iter().map(|(_, class)| *class))
        .find(|class| lasts(*class))
        .flatten();
    let meanings: BTreeSet<&str> = found.iter().filter_map(|known| known.description.as_deref().map(str::trim_end)).collect();
    let meaning = match meanings.is_empty() {
        true => meaning::of(spelled, class).to_owned(),
        false => meanings.into_iter().collect::<Vec<_>>().join(" "),
    };
    let statuses: BTreeSet<u16> = found.iter().flat_map(|known| known.status.as_slice().iter().copied()).collect();
    let not_by: Vec<&str> = match lasts(class) && of_all.is_empty() {
        true => retried.iter().filter(|(_, own)| !lasts(*own)).map(|(operation, _)| *operation).collect(),
        false => Vec::new(),
    };
    let operations: Vec<&str> = retried.iter().map(|(operation, _)| *operation).collect();
    Some(json!({
        "code": spelled,
        "meaning": meaning,
        "advice": advice_for(spelled).map(|advice| format!("{advice}.")),
        "status": statuses,
        "retry": retry::name(class),
        "repeat": retry::repeat(class),
        "wait": retry::wait(class),
        "not_retried_by": not_by,
        "any_operation": !of_all.is_empty(),
        "operations": operations,
    }))
}

/// Whether a documented code matches what somebody typed, in any case.
fn stands_for(known: &str, code: &str) -> bool {
    match_code(&known.to_lowercase(), &code.to_lowercase()).is_some()
}

fn lasts(class: Option<Retry>) -> bool {
    !matches!(class, None | Some(Retry::None))
}

fn codes(index: &Index) -> impl Iterator<Item = (&str, &ErrorCode)> {
    index.operations.iter().flat_map(|entry| entry.errors.iter().map(|code| (entry.operation.as_str(), code)))
}

fn unknown(code: &str, index: &Index) -> Failure {
    let known: BTreeSet<&str> =
        index.errors.iter().chain(codes(index).map(|(_, known)| known)).map(|known| known.code.as_str()).collect();
    let near = suggest::similar(code, known, 3);
    Failure::new(format!("no operation documents the error code `{code}`{}", suggest::did_you_mean(&near)))
}

fn lay_out(explained: &Value) -> Vec<Block> {
    let text = |name: &str| explained[name].as_str().unwrap_or_default().to_owned();
    let names = |name: &str| {
        let names = explained[name].as_array().into_iter().flatten();
        names.map(|name| name.as_str().map_or_else(|| name.to_string(), str::to_owned)).collect::<Vec<_>>().join(", ")
    };
    let given_by = match (explained["any_operation"] == true, names("operations")) {
        (true, named) if named.is_empty() => "any operation".to_owned(),
        (true, named) => format!("any operation; documented by {named}"),
        (false, named) => named,
    };
    vec![
        Block::title(text("code")),
        Block::prose(text("meaning")),
        Block::facts([
            ("Status", names("status")),
            ("Advice", text("advice")),
            ("Repeat", text("repeat")),
            ("Wait", text("wait")),
            ("Not repeated by", names("not_retried_by")),
            ("Given by", given_by),
        ]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_stands_for_what_fills_it() {
        assert!(stands_for("IllegalParam.%s", "IllegalParam.CidrBlock"));
        assert!(!stands_for("IllegalParam.%s", "IllegalParam."));
        assert!(!stands_for("%s", "Anything"));
        assert!(stands_for("InvalidVpcId.NotFound", "invalidvpcid.notfound"));
        assert!(!stands_for("InvalidVpcId.NotFound", "InvalidVpcId"));
    }
}
