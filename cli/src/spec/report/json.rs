//! One JSON document.

use acs_spec::diagnostic::{Applicability, Change, Diagnostic, Diagnostics, Edit, Location, Severity};
use serde_json::{Value, json};

use super::word;

/// What was found, with the numbers of errors and warnings.
pub(super) fn document(found: &Diagnostics) -> String {
    let document = json!({
        "errors": found.count(Severity::Error),
        "warnings": found.count(Severity::Warning),
        "diagnostics": found.iter().map(diagnostic).collect::<Vec<_>>(),
    });
    format!("{document:#}")
}

fn diagnostic(one: &Diagnostic) -> Value {
    let related = one.related.iter().map(|(location, label)| json!({ "location": place(location), "label": label }));
    json!({
        "code": one.code.id(),
        "severity": word(one.severity),
        "message": one.message,
        "location": place(&one.location),
        "label": one.label,
        "related": related.collect::<Vec<_>>(),
        "notes": one.notes,
        "helps": one.helps,
        "edits": one.edits.iter().map(edit).collect::<Vec<_>>(),
    })
}

/// Lines and columns count from 1, columns in characters. The end is behind the last character.
fn place(location: &Location) -> Value {
    let (end_line, end_column) = location.end();
    json!({
        "file": location.path(),
        "line": location.line(),
        "column": location.column(),
        "end_line": end_line,
        "end_column": end_column,
    })
}

fn edit(edit: &Edit) -> Value {
    let is_certain = edit.applicability == Applicability::Certain;
    match &edit.change {
        Change::Replace { location, replacement } => {
            json!({ "title": edit.title(), "certain": is_certain, "location": place(location), "replacement": replacement })
        }
        Change::Rename { location, name } => {
            json!({ "title": edit.title(), "certain": is_certain, "file": location.path(), "rename": name })
        }
    }
}
