//! Changes as release notes in Markdown, and in lines for a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Change, Severity};

/// The changes under a heading for each severity. Of what is only documentation, the places are counted.
pub fn render(changes: &[Change]) -> String {
    let mut out = String::new();
    for (severity, heading) in [(Severity::Breaking, "Breaking changes"), (Severity::Additive, "Additions and changes")] {
        let lines: Vec<String> = of(changes, severity).map(|change| format!("- {change}")).collect();
        section(&mut out, heading, &lines);
    }
    let lines: Vec<String> =
        documented(changes).into_iter().map(|(operation, count)| format!("- {}", places(operation, count))).collect();
    section(&mut out, "Documentation", &lines);
    if out.is_empty() { "Nothing changed.\n".to_owned() } else { out }
}

/// The changes for a terminal, in a line each with the severity in front, and how many there are of each at the end. Of what is only
/// documentation, the places are counted for each operation.
pub fn plain(changes: &[Change]) -> String {
    let mut out = String::new();
    for severity in [Severity::Breaking, Severity::Additive] {
        for change in of(changes, severity) {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{:<14} {change}", severity.word());
        }
    }
    for (operation, count) in documented(changes) {
        let _ = writeln!(out, "{:<14} {}", Severity::Documentation.word(), places(operation, count));
    }
    let count = |severity| of(changes, severity).count();
    let (breaking, additive) = (count(Severity::Breaking), count(Severity::Additive));
    let documentation = count(Severity::Documentation);
    let total = format!("{breaking} breaking, {additive} additive, {documentation} of documentation");
    if changes.is_empty() { "no changes\n".to_owned() } else { format!("{out}{total}\n") }
}

/// How many places are documented in another way, by operation.
fn documented(changes: &[Change]) -> BTreeMap<&str, usize> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for change in of(changes, Severity::Documentation) {
        *places.entry(change.operation.as_str()).or_default() += 1;
    }
    places
}

fn places(operation: &str, count: usize) -> String {
    let at = if operation.is_empty() { "what all operations share".to_owned() } else { format!("`{operation}`") };
    format!("{at}: {count} {}", if count == 1 { "place" } else { "places" })
}

fn of(changes: &[Change], severity: Severity) -> impl Iterator<Item = &Change> {
    changes.iter().filter(move |change| change.severity == severity)
}

fn section(out: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    // Writing to a string does not fail.
    let _ = write!(out, "## {heading}\n\n");
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
}
