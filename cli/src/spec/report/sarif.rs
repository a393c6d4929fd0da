//! A SARIF 2.1.0 log.

use acs_spec::diagnostic::{Change, Code, Diagnostic, Diagnostics, Edit, Location};
use serde_json::{Value, json};

use super::word;

/// One run with what was found.
pub(super) fn log(found: &Diagnostics) -> String {
    let rules: Vec<Value> =
        Code::ALL.iter().map(|code| json!({ "id": code.id(), "shortDescription": { "text": code.explanation() } })).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "acs spec check", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": found.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}")
}

fn result(one: &Diagnostic) -> Value {
    let lines =
        [one.message.as_str(), one.label.as_str()].into_iter().chain(one.notes.iter().chain(&one.helps).map(String::as_str));
    let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let mut result = json!({
        "ruleId": one.code.id(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == one.code),
        "level": word(one.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": place(&one.location) }],
    });
    let related: Vec<Value> = one.related.iter().map(|(location, label)| related(location, label)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    // A log has no way to say that a file is renamed.
    let fixes: Vec<Value> = one.edits.iter().filter_map(fix).collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into();
    }
    result
}

fn related(location: &Location, label: &str) -> Value {
    let mut related = json!({ "physicalLocation": place(location) });
    if !label.is_empty() {
        related["message"] = json!({ "text": label });
    }
    related
}

fn place(location: &Location) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(location.path()) } });
    if !location.text().is_empty() {
        place["region"] = region(location);
    }
    place
}

fn region(location: &Location) -> Value {
    let (end_line, end_column) = location.end();
    json!({ "startLine": location.line(), "startColumn": location.column(), "endLine": end_line, "endColumn": end_column })
}

fn fix(edit: &Edit) -> Option<Value> {
    let Change::Replace { location, replacement } = &edit.change else { return None };
    let replacement = json!({ "deletedRegion": region(location), "insertedContent": { "text": replacement } });
    let change = json!({ "artifactLocation": { "uri": uri(location.path()) }, "replacements": [replacement] });
    Some(json!({ "description": { "text": edit.title() }, "artifactChanges": [change] }))
}

/// The path as a reference: relative to where the check ran, or absolute.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("api spec/vpc/Ä#.yaml"), "api%20spec/vpc/%C3%84%23.yaml");
        assert_eq!(uri("/a/b.yaml"), "file:///a/b.yaml");
    }
}
