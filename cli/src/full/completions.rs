//! Completion of command lines, and `acs completions`.
//!
//! A shell's script asks this program for candidates: it runs it with `COMPLETE` set. What there is to complete comes from the
//! index, so an answer parses no spec.

use std::process::ExitCode;

use clap::{Arg, Args, Command, ValueEnum};
use clap_complete::env::Shells;
use clap_complete::{CompleteEnv, CompletionCandidate, Shell};

use crate::failure::Failure;
use crate::full::index::{Entry, Index};
use crate::full::specs;
use crate::output;

/// The variable that asks for completion.
const VARIABLE: &str = "COMPLETE";

/// Commands that take parameters of operations.
const WITH_PARAMETERS: [&str; 2] = ["call", "sample"];

#[derive(Args)]
#[command(after_help = "Examples:
  source <(acs completions bash)                    # ~/.bashrc
  source <(acs completions zsh)                     # ~/.zshrc
  acs completions fish | source                     # ~/.config/fish/config.fish
  acs completions powershell | Out-String | iex     # $PROFILE")]
pub(crate) struct Arguments {
    /// Shell to complete in.
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let name = arguments.shell.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let mut script = Vec::new();
    let program = std::env::current_exe().ok().and_then(|path| path.to_str().map(str::to_owned));
    let program = program.as_deref().unwrap_or("acs");
    match Shells::builtins().completer(&name) {
        Some(shell) => shell
            .write_registration(VARIABLE, "acs", "acs", program, &mut script)
            .map_err(|error| Failure::new(format!("the script cannot be written: {error}")))?,
        None => return Err(Failure::usage(format!("there is no completion for `{name}`"))),
    }
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// Answers a shell that asks for candidates, and ends the process then.
pub(crate) fn answer(definition: impl Fn() -> Command) {
    CompleteEnv::with_factory(|| with_parameters(definition())).var(VARIABLE).complete();
}

/// The definition with the parameters of the operation that the command line names.
fn with_parameters(definition: Command) -> Command {
    let words: Vec<String> = std::env::args().collect();
    let Ok(index) = specs::embedded_index() else { return definition };
    let Some(entry) = index.operations.iter().find(|entry| words.contains(&entry.operation)) else { return definition };
    WITH_PARAMETERS.iter().fold(definition, |definition, name| {
        definition.mut_subcommand(name, |command| command.args(entry.parameters.iter().map(parameter)))
    })
}

fn parameter(parameter: &crate::full::index::Parameter) -> Arg {
    let argument = Arg::new(format!("--{}", parameter.name)).long(parameter.name.clone()).num_args(1);
    match parameter.values.is_empty() {
        true => argument,
        false => argument.value_parser(parameter.values.clone()),
    }
}

fn candidates(of: impl Fn(&Index) -> Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    specs::embedded_index().map(|index| of(&index)).unwrap_or_default()
}

fn described(pairs: &[(String, String)]) -> Vec<CompletionCandidate> {
    pairs.iter().map(|(name, summary)| CompletionCandidate::new(name).help(Some(summary.clone().into()))).collect()
}

/// Names of operations.
pub(crate) fn operations() -> Vec<CompletionCandidate> {
    let candidate = |entry: &Entry| CompletionCandidate::new(&entry.operation).help(Some(entry.summary.clone().into()));
    candidates(|index| index.operations.iter().map(candidate).collect())
}

/// Names of groups.
pub(crate) fn groups() -> Vec<CompletionCandidate> {
    candidates(|index| described(&index.groups))
}

/// Names of waiters.
pub(crate) fn waiters() -> Vec<CompletionCandidate> {
    candidates(|index| described(&index.waiters))
}

/// Error codes.
pub(crate) fn error_codes() -> Vec<CompletionCandidate> {
    candidates(|index| {
        let codes = index.operations.iter().flat_map(|entry| &entry.errors).chain(&index.errors);
        let codes: std::collections::BTreeSet<&str> = codes.map(|code| code.code.as_str()).collect();
        codes.into_iter().map(CompletionCandidate::new).collect()
    })
}
