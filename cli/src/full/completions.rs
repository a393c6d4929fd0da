//! Completion of command lines, and `acs completions`.
//!
//! A shell's script asks this program for candidates: it runs it with `COMPLETE` set. What there is to complete comes from the
//! index, so an answer parses no embedded spec but that of an operation whose nested parameters are asked for, or the one that a
//! waiter polls.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acs_spec::{Kind, Operation, Schema};
use clap::{Arg, Args, Command, ValueEnum};
use clap_complete::env::Shells;
use clap_complete::{CompleteEnv, CompletionCandidate, Shell};

use crate::failure::Failure;
use crate::full::index::{self, Entry, Index, Parameter};
use crate::full::specs::Specs;
use crate::output;

/// The variable that asks for completion.
const VARIABLE: &str = "COMPLETE";

/// Stands in a script where the path of the program comes.
const PROGRAM: &str = "path_of_acs";

/// How deep parameters nest: a shape may hold itself.
const DEEPEST: usize = 8;

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
    let written = if matches!(arguments.shell, Shell::Bash | Shell::PowerShell) { PROGRAM } else { program };
    match Shells::builtins().completer(&name) {
        Some(shell) => shell
            .write_registration(VARIABLE, "acs", "acs", written, &mut script)
            .map_err(|error| Failure::new(format!("the script cannot be written: {error}")))?,
        None => return Err(Failure::usage(format!("there is no completion for `{name}`"))),
    }
    let script = String::from_utf8_lossy(&script).into_owned();
    output::print(&match arguments.shell {
        // The script has the path in double quotes, where those that quote an odd one mean nothing.
        Shell::Bash => script.replace(&format!("\"{PROGRAM}\""), &format!("'{}'", program.replace('\'', r"'\''"))),
        // The script has the path in a text that is expanded and then run.
        Shell::PowerShell => {
            let quoted = program.replace('\'', "''").replace('`', "``").replace('$', "`$");
            script.replace(&format!("& {PROGRAM} "), &format!("& '{quoted}' "))
        }
        _ => script,
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Answers a shell that asks for candidates, and ends the process then.
pub(crate) fn answer(definition: impl Fn() -> Command) {
    CompleteEnv::with_factory(|| with_parameters(definition())).var(VARIABLE).complete();
}

/// The definition with the parameters of the operation or waiter that the command line names.
fn with_parameters(definition: Command) -> Command {
    let line = Line::of_process();
    let Ok(index) = line.specs.index() else { return definition };
    if let Some((waiter, _)) = index.waiters.iter().find(|(waiter, _)| line.words.contains(waiter)) {
        let parameters = of_waiter(waiter, &line.specs);
        return definition.mut_subcommand("wait", |command| command.args(parameters.iter().map(parameter)));
    }
    let Some(entry) = index.operations.iter().find(|entry| line.words.contains(&entry.operation)) else { return definition };
    let dotted = line.words.iter().filter(|word| word.contains('.'));
    let nested: Vec<Parameter> = dotted.flat_map(|word| nested(entry, word, &line.specs)).collect();
    WITH_PARAMETERS.iter().fold(definition, |definition, name| {
        let parameters = entry.parameters.iter().chain(&nested);
        definition.mut_subcommand(name, |command| command.args(parameters.map(parameter)))
    })
}

/// The command line that is to be completed.
struct Line {
    words: Vec<String>,
    specs: Specs,
}

impl Line {
    fn of_process() -> Self {
        Self::new(std::env::args().collect())
    }

    /// Words as the shell has them: quoted, with `~`, and bash splits `--spec=DIR` into three.
    fn new(words: Vec<String>) -> Self {
        let mut rest = words.iter().skip_while(|word| !word.starts_with("--spec=") && *word != "--spec");
        let folder = match rest.next().and_then(|word| word.strip_prefix("--spec=")) {
            Some(folder) => Some(folder),
            None => rest.find(|word| *word != "=").map(String::as_str),
        };
        let specs = Specs::new(folder.map(path).filter(|folder| folder.is_dir()));
        Line { words, specs }
    }
}

fn path(word: &str) -> PathBuf {
    let word = word.trim_matches(['"', '\'']);
    match (word.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(word),
    }
}

/// What a wait takes besides the id.
fn of_waiter(name: &str, specs: &Specs) -> Vec<Parameter> {
    let Ok(tree) = specs.of_waiter(name) else { return Vec::new() };
    let given = tree.waiters.get(name).into_iter().flat_map(|waiter| waiter.given());
    let names = given.chain(tree.service.region_parameter.as_deref());
    names.map(|name| Parameter { name: name.to_owned(), values: Vec::new() }).collect()
}

/// The parameters inside the one that a word like `--Tag.2.K` begins, with the indexes of the word.
fn nested(entry: &Entry, word: &str, specs: &Specs) -> Vec<Parameter> {
    let mut steps = word.trim_start_matches('-').split('.');
    let name = steps.next().unwrap_or_default();
    let indexes: Vec<&str> = steps.filter(|step| step.parse::<u32>().is_ok()).collect();
    let Some(operation) = specs.of_one(&entry.operation) else { return Vec::new() };
    let Some(schema) = operation.parameters.get(name) else { return Vec::new() };
    let mut found = Vec::new();
    inside(name.to_owned(), schema, &operation, &indexes, &mut found);
    found.retain(|parameter| parameter.name != name);
    found
}

fn inside(name: String, schema: &Schema, operation: &Operation, indexes: &[&str], found: &mut Vec<Parameter>) {
    let Some(schema) = schema.resolved(&operation.shapes) else { return };
    match (schema.kind, schema.items.as_deref()) {
        _ if name.split('.').count() > DEEPEST => {}
        (Some(Kind::List), Some(item)) => {
            let (index, indexes) = indexes.split_first().unwrap_or((&"1", &[]));
            inside(format!("{name}.{index}"), item, operation, indexes, found);
        }
        (Some(Kind::Object), _) => {
            for (field, schema) in schema.fields.iter() {
                inside(format!("{name}.{field}"), schema, operation, indexes, found);
            }
        }
        _ => found.push(Parameter { name, values: index::values(schema) }),
    }
}

fn parameter(parameter: &Parameter) -> Arg {
    let argument = Arg::new(format!("--{}", parameter.name)).long(parameter.name.clone()).num_args(1);
    match parameter.values.is_empty() {
        true => argument,
        false => argument.value_parser(parameter.values.clone()),
    }
}

fn candidates(of: impl Fn(&Index) -> Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    Line::of_process().specs.index().map(|index| of(&index)).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_specs_is_found_as_shells_split_it() {
        let folder = env!("CARGO_MANIFEST_DIR");
        for line in [
            &["--spec", folder][..],
            &[&format!("--spec={folder}")],
            &["--spec", "=", folder],
            &["--spec", &format!("'{folder}'")],
        ] {
            let words = ["acs", "call"].iter().chain(line).chain(&["--Name"]).map(|word| (*word).to_owned());
            assert_eq!(Line::new(words.collect()).specs.to_repeat(), format!(" --spec {folder}"), "{line:?}");
        }
        for line in [&["acs", "call", "--spec"][..], &["acs", "call", "--spec", "/no/such/folder"], &["acs", "call"]] {
            assert_eq!(Line::new(line.iter().map(|word| (*word).to_owned()).collect()).specs.to_repeat(), "", "{line:?}");
        }
    }
}
