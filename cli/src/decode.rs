//! `acs decode`.

use std::process::ExitCode;

use acs_runtime::wire::{parse_json, parse_xml};
use acs_spec::read::SpecTree;
use clap::{Args, ValueEnum};
use serde::Deserialize;
use serde_json::Value;
use vpc_api::dynamic;

use crate::failure::Failure;
use crate::specs::Specs;
use crate::{by_spec, lines, view::View};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Name of the operation.
    #[arg(required_unless_present = "lines")]
    operation: Option<String>,
    /// Format of the reply.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Takes `{"operation": …, "format": …, "body": …}` from each line, the body as text, and answers with a line; with
    /// `{"error": …}` where that fails.
    #[arg(long, conflicts_with_all = ["operation", "format", "output", "query"])]
    lines: bool,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// JSON.
    #[default]
    #[serde(alias = "JSON")]
    Json,
    /// XML.
    #[serde(alias = "XML")]
    Xml,
}

#[derive(Deserialize)]
struct Line {
    #[serde(alias = "op")]
    operation: String,
    #[serde(default)]
    format: Format,
    body: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    let folder = arguments.specs.of_folder()?;
    let decode = |operation: &str, format: Format, body: &[u8]| decode(operation, format, body, folder.as_ref());
    match &arguments.operation {
        Some(operation) => {
            let decoded = decode(operation, arguments.format, &lines::read_input()?).map_err(Failure::new)?;
            arguments.view.show_as_it_is(decoded)?;
        }
        None => lines::each(|Line { operation, format, body }| decode(&operation, format, body.as_bytes()))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn decode(operation: &str, format: Format, body: &[u8], folder: Option<&SpecTree>) -> Result<Value, String> {
    if let Some((_, operation)) = by_spec::find(folder, operation) {
        let reply = match format {
            Format::Json => parse_json(body),
            Format::Xml => parse_xml(body).map(|(_, reply)| reply),
        };
        let reply = reply.map_err(|error| error.to_string())?;
        return by_spec::decode(operation, &reply).map_err(|error| error.to_string());
    }
    let format = match format {
        Format::Json => dynamic::ReplyFormat::Json,
        Format::Xml => dynamic::ReplyFormat::Xml,
    };
    dynamic::decode(operation, format, body).map_err(|error| error.to_string())
}
