//! `acs sign`.

mod v1;
mod v3;

use std::process::ExitCode;

use acs_runtime::SignatureVersion;
use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::failure::Failure;
use crate::full::{jsonl, view::View};

#[derive(Args)]
#[command(after_help = "Examples:\n  acs sign --signature v3 < request.json")]
pub(crate) struct Arguments {
    /// Version of the signature.
    #[arg(long, value_enum)]
    signature: Signature,
    /// Takes a request from each line and answers with a line; with `{"error": …}` where that fails.
    #[arg(long, conflicts_with_all = ["output", "query"])]
    lines: bool,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Signature {
    /// HMAC-SHA1 over the parameters.
    V1,
    /// ACS3-HMAC-SHA256 over the whole request.
    V3,
}

impl Signature {
    pub(crate) fn version(self) -> SignatureVersion {
        match self {
            Signature::V1 => SignatureVersion::V1,
            Signature::V3 => SignatureVersion::V3,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    match (arguments.signature, arguments.lines) {
        (Signature::V1, true) => jsonl::each(|line| jsonl::answer(line, |request: v1::Request| Ok(request.sign())))?,
        (Signature::V3, true) => jsonl::each(|line| jsonl::answer(line, |request: v3::Request| Ok(request.sign())))?,
        (signature, false) => {
            let signed: Value = match signature {
                Signature::V1 => jsonl::read_json::<v1::Request>()?.sign(),
                Signature::V3 => jsonl::read_json::<v3::Request>()?.sign(),
            };
            arguments.view.show_as_it_is(signed)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Parameters by name. A null is an absent parameter.
type Params = std::collections::BTreeMap<String, Option<String>>;

fn pairs(params: &Params) -> impl Iterator<Item = (&str, &str)> {
    params.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_deref()?)))
}
