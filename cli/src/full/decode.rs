//! `acs decode`.

use std::process::ExitCode;

use acs_runtime::sign::ReplyFormat;
use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::full::jsonl;
use crate::full::schema_codec::SchemaCodec;
use crate::full::specs::Specs;
use crate::full::view::View;

#[derive(Args)]
#[command(after_help = "Examples:\n  acs decode DescribeVpcs < reply.json")]
pub(crate) struct Arguments {
    /// Name of the operation.
    #[arg(required_unless_present = "lines")]
    operation: Option<String>,
    /// Format of the reply.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Reads `{"operation": …, "format": …, "body": …}` from each line, the body as text, and answers with a line, which is
    /// `{"error": …}` for a failure.
    #[arg(long, conflicts_with_all = ["operation", "format", "output", "query"])]
    lines: bool,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    match &arguments.operation {
        Some(operation) => {
            let codec = SchemaCodec::of(&arguments.specs, operation)?;
            let format = match arguments.format {
                Format::Json => ReplyFormat::Json,
                Format::Xml => ReplyFormat::Xml,
            };
            arguments.view.show_as_it_is(codec.decode(operation, format, &jsonl::read_input()?)?)?;
        }
        None => {
            let codec = SchemaCodec::new(arguments.specs.all()?);
            jsonl::each(|line| codec.decode_line(line))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
