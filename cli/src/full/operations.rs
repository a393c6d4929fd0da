//! `acs operations`.

use std::process::ExitCode;

use acs_spec::Access;
use clap::{Args, ValueEnum};
use clap_complete::ArgValueCandidates;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::full::completions;
use crate::full::index::{Entry, Index};
use crate::full::specs::Specs;
use crate::full::view::{Block, View};
use acs_spec::suggest;

#[derive(Args)]
#[command(after_help = "Examples:\n  acs operations nat gateway create\n  acs operations --group vpn-gateway --access write")]
pub(crate) struct Arguments {
    /// Words, or beginnings of words, that must all occur in an operation's name, group or summary.
    words: Vec<String>,
    /// Only operations of this group.
    #[arg(long, short, add = ArgValueCandidates::new(completions::groups))]
    group: Option<String>,
    /// Only operations that read, or that write.
    #[arg(long, value_enum)]
    access: Option<Kind>,
    /// Only paginated operations.
    #[arg(long)]
    pages: bool,
    /// Only asynchronous operations, which continue after the response.
    #[arg(long = "async")]
    asynchronous: bool,
    /// Only deprecated operations.
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
    let index = arguments.specs.index()?;
    if let Some(group) = &arguments.group {
        known_group(group, &index)?;
    }
    let found: Vec<&Entry> = index.operations.iter().filter(|entry| arguments.wants(entry)).collect();
    let none = found.is_empty();
    arguments.view.show(found.into_iter().map(row).collect(), lay_out)?;
    Ok(if none { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Arguments {
    fn wants(&self, entry: &Entry) -> bool {
        let text = format!("{} {} {}", entry.operation, entry.group, entry.summary);
        self.words.iter().all(|word| has_word(&text, word))
            && self.group.as_ref().is_none_or(|group| *group == entry.group)
            && self.access.is_none_or(|access| access == kind(entry.access))
            && (!self.pages || entry.paginated)
            && (!self.asynchronous || entry.asynchronous)
            && (!self.deprecated || entry.deprecated)
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

fn known_group(group: &str, index: &Index) -> Result<(), Failure> {
    let mut known = index.groups.iter().map(|(name, _)| name.as_str());
    if known.clone().any(|name| name == group) {
        return Ok(());
    }
    let near = suggest::similar(group, known.by_ref(), 3);
    let help = if near.is_empty() {
        ": `acs operations` shows the group of each operation".to_owned()
    } else {
        suggest::did_you_mean(&near)
    };
    Err(Failure::usage(format!("there is no group `{group}`{help}")))
}

fn row(entry: &Entry) -> Value {
    json!({
        "operation": entry.operation,
        "group": entry.group,
        "access": entry.access,
        "pages": entry.paginated,
        "asynchronous": entry.asynchronous,
        "deprecated": entry.deprecated,
        "summary": entry.summary,
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
        0 => "No operation matches.".to_owned(),
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
