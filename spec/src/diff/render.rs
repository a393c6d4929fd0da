//! Changes as release notes in Markdown.

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
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for change in of(changes, Severity::Documentation) {
        *places.entry(change.operation.as_str()).or_default() += 1;
    }
    let line = |(operation, count): (&&str, &usize)| {
        let at = if operation.is_empty() { "what all operations share".to_owned() } else { format!("`{operation}`") };
        format!("- {at}: {count} {}", if *count == 1 { "place" } else { "places" })
    };
    section(&mut out, "Documentation", &places.iter().map(line).collect::<Vec<_>>());
    if out.is_empty() { "Nothing changed.\n".to_owned() } else { out }
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
