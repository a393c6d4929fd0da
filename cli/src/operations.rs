//! `acs operations`.

use std::process::ExitCode;

use acs_spec::read::SourcedOperation;
use acs_spec::{Access, Named};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::specs::Specs;
use crate::suggest;
use crate::view::{Block, View};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Words, or beginnings of words, that must all occur in an operation's name, group or summary.
    words: Vec<String>,
    /// Only operations of this group.
    #[arg(long, short)]
    group: Option<String>,
    /// Only operations that read, or that write.
    #[arg(long, value_enum)]
    access: Option<Kind>,
    /// Only operations whose list comes in pages.
    #[arg(long)]
    pages: bool,
    /// Only operations that go on after they have answered.
    #[arg(long = "async")]
    asynchronous: bool,
    /// Only operations that the service advises against.
    #[arg(long)]
    deprecated: bool,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Only reads.
    Read,
    /// Changes something.
    Write,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    let tree = arguments.specs.all()?;
    if let Some(group) = &arguments.group {
        known_group(group, &tree.service.groups)?;
    }
    let mut found: Vec<&SourcedOperation> = tree.operations.iter().filter(|source| arguments.wants(source)).collect();
    found.sort_by_key(|source| &source.operation.operation);
    let none = found.is_empty();
    arguments.view.show(found.into_iter().map(row).collect(), lay_out)?;
    Ok(if none { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Arguments {
    fn wants(&self, source: &SourcedOperation) -> bool {
        let spec = &source.operation;
        let text = format!("{} {} {}", spec.operation, source.group, spec.summary);
        self.words.iter().all(|word| has_word(&text, word))
            && self.group.as_ref().is_none_or(|group| *group == source.group)
            && self.access.is_none_or(|access| access == kind(spec.access))
            && (!self.pages || spec.pagination.is_some())
            && (!self.asynchronous || spec.asynchronous)
            && (!self.deprecated || spec.deprecated)
    }
}

/// Whether a word of the text begins with `start`, in any case: `nat` is in `CreateNatIp`, but not in `destination`.
fn has_word(text: &str, start: &str) -> bool {
    let (lower, start) = (text.to_ascii_lowercase(), start.to_ascii_lowercase());
    lower.match_indices(&start).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        let capital = text[place..].starts_with(|c: char| c.is_ascii_uppercase());
        capital || before.is_none_or(|before| !before.is_alphanumeric())
    })
}

fn kind(access: Access) -> Kind {
    match access {
        Access::Read => Kind::Read,
        Access::Write => Kind::Write,
    }
}

fn known_group(group: &str, known: &Named<String>) -> Result<(), Failure> {
    if known.get(group).is_some() {
        return Ok(());
    }
    let near = suggest::nearest(group, known.names(), 3);
    let help = if near.is_empty() { ": `acs operations` tells that of each".to_owned() } else { suggest::did_you_mean(&near) };
    Err(Failure::usage(format!("there is no group `{group}`{help}")))
}

fn row(source: &SourcedOperation) -> Value {
    let spec = &source.operation;
    json!({
        "operation": spec.operation,
        "group": source.group,
        "access": spec.access,
        "pages": spec.pagination.is_some(),
        "asynchronous": spec.asynchronous,
        "deprecated": spec.deprecated,
        "summary": spec.summary,
    })
}

fn lay_out(rows: &Value) -> Vec<Block> {
    let rows: Vec<&Value> = rows.as_array().into_iter().flatten().collect();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let notes = |row: &Value| {
        let set = ["pages", "asynchronous", "deprecated"].into_iter().filter(|name| row[*name] == true);
        set.collect::<Vec<_>>().join(", ")
    };
    let cells = rows
        .iter()
        .map(|row| vec![text(row, "operation"), text(row, "group"), text(row, "access"), notes(row), text(row, "summary")])
        .collect();
    let count = match rows.len() {
        0 => "No operation is like that.".to_owned(),
        1 => "1 operation.".to_owned(),
        many => format!("{many} operations."),
    };
    let table = (!rows.is_empty()).then(|| Block::table(["Operation", "Group", "Access", "Notes", "Summary"], cells));
    table.into_iter().chain([Block::text(count)]).collect()
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_is_found_by_its_beginning() {
        for text in ["CreateNatIp", "a NAT gateway", "nat-ip", "Nation"] {
            assert!(has_word(text, "nat"), "{text}");
        }
        assert!(!has_word("a destination of snat", "nat"));
        assert!(has_word("Löscht ein VPC", "vpc") && !has_word("ümlaut", "mlaut"));
    }
}
