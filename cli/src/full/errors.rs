//! `acs errors`.

use std::collections::BTreeSet;
use std::process::ExitCode;

use acs_explorer::codes::{self, retry};
use acs_spec::ErrorCode;
use clap::Args;
use clap_complete::ArgValueCandidates;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::full::completions;
use crate::full::index::Index;
use crate::full::specs::Specs;
use crate::full::view::{Block, View};
use acs_spec::suggest;

#[derive(Args)]
#[command(after_help = "Examples:\n  acs errors DependencyViolation.EnhancedNatgw")]
pub(crate) struct Arguments {
    /// Error code as the service returns it, like `InvalidVpcId.NotFound`.
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
    let explained = codes::explain(code, &index.errors, documented(index))?;
    Some(json!({
        "code": explained.code,
        "meaning": explained.meaning,
        "advice": explained.advice,
        "status": explained.status,
        "retry": retry::name(explained.retry),
        "repeat": retry::repeat(explained.retry),
        "wait": retry::wait(explained.retry),
        "not_retried_by": explained.not_retried_by,
        "any_operation": explained.any_operation,
        "operations": explained.operations,
    }))
}

fn documented(index: &Index) -> impl Iterator<Item = (&str, &ErrorCode)> {
    index.operations.iter().flat_map(|entry| entry.errors.iter().map(|code| (entry.operation.as_str(), code)))
}

fn unknown(code: &str, index: &Index) -> Failure {
    let known: BTreeSet<&str> =
        index.errors.iter().chain(documented(index).map(|(_, known)| known)).map(|known| known.code.as_str()).collect();
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
