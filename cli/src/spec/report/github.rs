//! Workflow commands of GitHub Actions.

use acs_spec::diagnostic::{Diagnostic, Diagnostics};

use acs_spec::printable::printable;

use super::word;

/// A command for each diagnostic.
pub(super) fn commands(found: &Diagnostics) -> String {
    found.iter().map(command).collect()
}

fn command(one: &Diagnostic) -> String {
    let location = &one.location;
    let (end_line, end_column) = location.end();
    let mut properties = vec![("file", location.path().to_owned())];
    if !location.text().is_empty() {
        properties.extend([("line", location.line().to_string()), ("endLine", end_line.to_string())]);
        // GitHub takes columns only within one line, and the last one as part of the place.
        if end_line == location.line() {
            let last = end_column.saturating_sub(1).max(location.column());
            properties.extend([("col", location.column().to_string()), ("endColumn", last.to_string())]);
        }
    }
    properties.push(("title", format!("{} {}", one.code, one.message)));
    let properties: Vec<String> = properties.into_iter().map(|(name, value)| format!("{name}={}", property(&value))).collect();
    let lines: Vec<&str> = [one.message.as_str(), one.label.as_str()]
        .into_iter()
        .chain(one.notes.iter().chain(&one.helps).map(String::as_str))
        .filter(|line| !line.is_empty())
        .collect();
    format!("::{} {}::{}\n", word(one.severity), properties.join(","), data(&lines.join("\n")))
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_a_command_or_a_property() {
        assert_eq!(property("a,b: 100%\n::x"), "a%2Cb%3A 100%25%0A%3A%3Ax");
        assert_eq!(data("a,b: 100%\n::x"), "a,b: 100%25%0A::x");
        assert_eq!(data("\u{1b}[31m\r\u{202e}"), "\u{fffd}[31m\u{fffd}\u{fffd}");
    }
}
