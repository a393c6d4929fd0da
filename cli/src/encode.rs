//! `acs encode`.

use std::process::ExitCode;

use acs_spec::read::SpecTree;
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};
use vpc_api::dynamic;

use crate::failure::Failure;
use crate::specs::Specs;
use crate::{by_spec, lines, view::View};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Name of the operation.
    #[arg(required_unless_present = "lines")]
    operation: Option<String>,
    /// Takes `{"operation": …, "input": …}` from each line and answers with a line; with `{"error": …}` where that fails.
    #[arg(long, conflicts_with_all = ["operation", "output", "query"])]
    lines: bool,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    view: View,
}

#[derive(Deserialize)]
struct Line {
    #[serde(alias = "op")]
    operation: String,
    #[serde(default)]
    input: Option<Value>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    let folder = arguments.specs.of_folder()?;
    let encode = |operation: &str, input: &Value| encode(operation, input, folder.as_ref());
    match &arguments.operation {
        Some(operation) => {
            let encoded = encode(operation, &lines::read_json()?).map_err(Failure::new)?;
            arguments.view.show_as_it_is(encoded)?;
        }
        None => lines::each(|Line { operation, input }| encode(&operation, &input.unwrap_or_else(|| json!({}))))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn encode(operation: &str, input: &Value, folder: Option<&SpecTree>) -> Result<Value, String> {
    if let Some((tree, operation)) = by_spec::find(folder, operation) {
        return by_spec::encode(operation, tree, input).map_err(|failure| failure.text());
    }
    let encoded = dynamic::encode(operation, input).map_err(|error| error.to_string())?;
    Ok(json!({
        "method": encoded.method.as_str(),
        "query": encoded.query,
        "body": encoded.body,
        "content_type": encoded.content_type,
    }))
}
