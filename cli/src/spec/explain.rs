//! `acs spec explain`.

use std::process::ExitCode;

use acs_spec::diagnostic::Code;
use clap::Args;

use crate::failure::Failure;
use crate::output;

#[derive(Args)]
#[command(after_help = "Example:\n  acs spec explain E0309")]
pub(crate) struct Arguments {
    /// Code of a diagnostic. Without one, all codes are listed.
    #[arg(value_name = "CODE", value_parser = super::check::code)]
    code: Option<Code>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = match arguments.code {
        Some(code) => format!("{code}: {}\n\n{}", code.explanation(), code.page()),
        None => Code::ALL.iter().map(|code| format!("{code}  {}\n", code.explanation())).collect(),
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
