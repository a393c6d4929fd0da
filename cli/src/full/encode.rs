//! `acs encode`.

use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::full::jsonl;
use crate::full::schema_codec::SchemaCodec;
use crate::full::specs::Specs;
use crate::full::view::View;

#[derive(Args)]
#[command(after_help = "Examples:\n  echo '{\"RegionId\": \"cn-hangzhou\"}' | acs encode CreateVpc")]
pub(crate) struct Arguments {
    /// Name of the operation.
    #[arg(required_unless_present = "lines")]
    operation: Option<String>,
    /// Reads `{"operation": …, "input": …}` from each line and answers with a line, which is `{"error": …}` for a failure.
    #[arg(long, conflicts_with_all = ["operation", "output", "query"])]
    lines: bool,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    view: View,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    match &arguments.operation {
        Some(operation) => {
            let codec = SchemaCodec::of(&arguments.specs, operation)?;
            arguments.view.show_as_it_is(codec.encode(operation, &jsonl::read_json()?)?)?;
        }
        None => {
            let codec = SchemaCodec::new(arguments.specs.all()?);
            jsonl::each(|line| codec.encode_line(line))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
