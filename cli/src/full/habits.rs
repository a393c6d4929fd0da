//! Command lines as other tools have them: the error shows the right one.

use acs_explorer::shell;
use acs_spec::suggest;

use crate::failure::Failure;
use crate::full::index::Index;

/// The failure of a command line that begins with no command. `commands` are the commands that there are.
pub(super) fn failure(words: &[String], commands: &[&str], index: &Index) -> Failure {
    let Some(first) = words.first() else { return Failure::usage("there is no command: `acs --help` lists them") };
    let is_product = first.eq_ignore_ascii_case(&index.product) || index.groups.iter().any(|(group, _)| group == first);
    let rest = if is_product { words.get(1..).unwrap_or_default() } else { words };
    if let Some((operation, arguments)) = rest.split_first()
        && let Some(known) = index.operations.iter().find(|entry| is_same(&entry.operation, operation))
    {
        let wire = |word: &String| {
            let name = word.strip_prefix("--")?;
            known
                .parameters
                .iter()
                .find(|parameter| is_same(&parameter.name, name))
                .map(|parameter| format!("--{}", parameter.name))
        };
        let argument = |word: &String| wire(word).unwrap_or_else(|| shell::word(word));
        let line = std::iter::once(known.operation.clone()).chain(arguments.iter().map(argument));
        let line = line.collect::<Vec<_>>().join(" ");
        return Failure::usage(format!("operations are called with `acs call`: acs call {line}"));
    }
    if is_product {
        let group =
            if index.groups.iter().any(|(group, _)| group == first) { format!(" --group {first}") } else { String::new() };
        return Failure::usage(format!(
            "`{first}` is not a command: `acs operations{group}` lists operations, `acs call` calls one"
        ));
    }
    let near = suggest::similar(first, commands.iter().copied().chain(operations(index)), 3);
    let help = if near.is_empty() { ": `acs --help` lists the commands".to_owned() } else { suggest::did_you_mean(&near) };
    Failure::usage(format!("there is no command `{first}`{help}"))
}

/// Whether a name is written in capitals, small letters or with dashes: `DescribeVpcs`, `describevpcs`, `describe-vpcs`.
fn is_same(wire: &str, written: &str) -> bool {
    wire.eq_ignore_ascii_case(&written.replace('-', ""))
}

fn operations(index: &Index) -> impl Iterator<Item = &str> {
    index.operations.iter().map(|entry| entry.operation.as_str())
}
