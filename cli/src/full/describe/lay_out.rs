//! An operation's description as people read it.

use acs_spec::facts::{GENERATED_TOKEN, between};
use serde_json::Value;

use crate::full::view::Block;

pub(super) fn blocks(described: &Value) -> Vec<Block> {
    let text = |name: &str| described[name].as_str().unwrap_or_default().to_owned();
    let mut blocks = vec![Block::title(text("operation")), Block::prose(text("summary"))];
    if described["description"].is_string() {
        blocks.push(Block::prose(text("description")));
    }
    blocks.push(Block::facts([
        ("Group", text("group")),
        ("Access", text("access")),
        ("Method", text("method")),
        (
            "Auth",
            if described["auth"] == "anonymous" { "none: sent unsigned and without credentials".into() } else { String::new() },
        ),
        ("Deprecated", deprecated(described)),
        (
            "Asynchronous",
            if described["asynchronous"] == true { "yes: the reply only acknowledges the request".into() } else { String::new() },
        ),
        ("Waiter", waiter(&described["waiter"])),
        ("Pages", pages(&described["pagination"])),
        ("Dry run", if described["dry_run"] == true { "yes".into() } else { String::new() }),
    ]));
    let parameters = fields(&described["parameters"], Side::Request);
    if !parameters.is_empty() {
        blocks.extend([Block::title("Parameters"), Block::table(["Name", "Type", "", "Meaning"], parameters)]);
    }
    blocks.extend([
        Block::title("Response"),
        Block::table(["Name", "Type", "Meaning"], fields(&described["response"], Side::Response)),
    ]);
    let errors = errors(&described["errors"]);
    if !errors.is_empty() {
        blocks.extend([Block::title("Errors"), Block::table(["Code", "Status", "Retry", "Meaning"], errors)]);
    }
    let common = described["common_errors"].as_array().map_or(0, Vec::len);
    if common > 0 {
        blocks.push(Block::prose(format!(
            "{common} more codes, which every operation can give, are shown by `--output json`; `acs errors CODE` explains one."
        )));
    }
    blocks
}

fn deprecated(described: &Value) -> String {
    if described["deprecated"] != true {
        return String::new();
    }
    match list(&described["replaced_by"]) {
        instead if instead.is_empty() => "yes".to_owned(),
        instead => format!("yes: use {instead}"),
    }
}

fn waiter(waiter: &Value) -> String {
    let Some(name) = waiter["name"].as_str() else { return String::new() };
    match waiter["summary"].as_str() {
        Some(summary) => format!("{name}. {summary}"),
        None => name.to_owned(),
    }
}

fn pages(pagination: &Value) -> String {
    let Some(style) = pagination["style"].as_str() else { return String::new() };
    let part = |name: &str| pagination[name].as_str().unwrap_or_default();
    let next = if style == "page" { part("page") } else { part("token") };
    let bound = |name: &str, what: &str| pagination[name].as_u64().map(|size| format!(", {size} {what}")).unwrap_or_default();
    format!(
        "`{}` in pages, by `{next}`{}{}{}",
        part("items"),
        pagination["size"].as_str().map(|size| format!(" and `{size}`")).unwrap_or_default(),
        bound("default_size", "items in each by default"),
        bound("max_size", "at most")
    )
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Request,
    Response,
}

/// A row for each field. Parameters have the names that a request writes, with `N` for a number; the fields of a reply are
/// indented as they nest.
fn fields(fields: &Value, side: Side) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    add_fields(fields, side, &[], &mut rows);
    rows
}

fn add_fields(fields: &Value, side: Side, path: &[String], rows: &mut Vec<Vec<String>>) {
    for field in fields.as_array().into_iter().flatten() {
        let wire = field["name"].as_str().unwrap_or_default();
        let kind = field["type"].as_str().unwrap_or_default();
        let mut path = path.to_vec();
        match side {
            Side::Request => {
                let style = field["style"].as_str().unwrap_or_default();
                path.push(wire.to_owned());
                let numbered = kind.starts_with("list") && style != "json" && style != "simple";
                path.extend(numbered.then(|| "N".to_owned()));
                let required = match (&field["required"], &field["needed"]) {
                    (Value::Bool(true), _) => "required",
                    (_, Value::Bool(true)) => "needed",
                    _ => "",
                };
                rows.push(vec![path.join("."), kind.to_owned(), required.to_owned(), meaning(field)]);
            }
            Side::Response => {
                let name = match field["wraps"].as_str() {
                    Some(inner) => format!("{wire}.{inner}"),
                    None => wire.to_owned(),
                };
                rows.push(vec![format!("{}{name}", "  ".repeat(path.len())), kind.to_owned(), meaning(field)]);
                path.push(wire.to_owned());
            }
        }
        add_fields(&field["fields"], side, &path, rows);
    }
}

/// What a field means, and its limits.
fn meaning(field: &Value) -> String {
    let mut parts = Vec::new();
    parts.extend(field["description"].as_str().map(str::to_owned));
    let known = list(&field["values"]);
    if !known.is_empty() {
        parts.push(format!("One of {known}."));
    }
    let scalar = |name: &str| match &field[name] {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    parts.extend(scalar("default").map(|value| format!("Default {value}.")));
    for (what, least, greatest) in
        [("Range", "minimum", "maximum"), ("Length", "min_length", "max_length"), ("Items", "min_items", "max_items")]
    {
        parts.extend(between(scalar(least), scalar(greatest)).map(|limits| format!("{what} {limits}.")));
    }
    parts.extend(scalar("pattern").map(|pattern| format!("Pattern {pattern}")));
    parts.extend(scalar("style").filter(|style| style == "json").map(|_| "Sent as JSON text.".to_owned()));
    parts.extend(scalar("style").filter(|style| style == "simple").map(|_| "Sent as one text with commas.".to_owned()));
    parts.extend(scalar("in").map(|_| "Sent in the form body.".to_owned()));
    parts.extend(scalar("idempotency_token").map(|_| format!("Default: {GENERATED_TOKEN}.")));
    parts.extend(scalar("deprecated").map(|_| "Deprecated.".to_owned()));
    parts.join(" ")
}

fn errors(errors: &Value) -> Vec<Vec<String>> {
    let rows = errors.as_array().into_iter().flatten();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    rows.map(|error| vec![text(error, "code"), list(&error["status"]), text(error, "retry"), text(error, "description")])
        .collect()
}

fn list(values: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    values.as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join(", ")
}
