//! `acs encode`.

use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::full::jsonl;
use crate::full::schema_codec::SchemaCodec;
use crate::full::sign::Signature;
use crate::full::specs::Specs;
use crate::full::view::View;

#[derive(Args)]
#[command(after_help = "Examples:\n  echo '{\"RegionId\": \"cn-hangzhou\"}' | acs encode CreateVpc\n  \
    echo '{\"RegionId\": \"cn-hangzhou\"}' | acs encode CreateVpc --signature v1")]
pub(crate) struct Arguments {
    /// Name of the operation.
    #[arg(required_unless_present = "lines")]
    operation: Option<String>,
    /// Reads `{"operation": …, "input": …}` from each line and answers with a line, which is `{"error": …}` for a failure.
    #[arg(long, conflicts_with_all = ["operation", "output", "query"])]
    lines: bool,
    /// Places parameters as requests with this version of the signature have them: version 1 sends all of a POST in the form body.
    #[arg(long, value_enum, default_value = "v3")]
    signature: Signature,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    view: View,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    match &arguments.operation {
        Some(operation) => {
            let codec = SchemaCodec::of(&arguments.specs, operation)?.with_signature(arguments.signature.version());
            arguments.view.show_as_it_is(codec.encode(operation, &jsonl::read_json()?)?)?;
        }
        None => {
            let codec = SchemaCodec::new(arguments.specs.all()?).with_signature(arguments.signature.version());
            jsonl::each(|line| codec.encode_line(line))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
