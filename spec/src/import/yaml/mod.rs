//! Spec types as YAML that people like to read: what fits on a line is on a line, keys in the order of the types.
//!
//! `serde_yaml` writes block style only, so the layout is done here; what the types write is still theirs to say.

mod scalar;

use serde::Serialize;
use serde_yaml::{Mapping, Value};

use crate::types::{Operation, Service};
use scalar::{block_text, scalar};

/// Width up to which things stay on one line.
const WIDTH: usize = 120;

/// The text of an operation file, which names its JSON Schema in the first line.
///
/// # Errors
/// Never with values that a spec file can hold.
pub fn operation(operation: &Operation) -> Result<String, serde_yaml::Error> {
    Ok(format!("# yaml-language-server: $schema=../schema.json\n{}", document(operation)?))
}

/// The text of `service.yaml`.
///
/// # Errors
/// Never with values that a spec file can hold.
pub fn service(service: &Service) -> Result<String, serde_yaml::Error> {
    document(service)
}

fn document<T: Serialize>(value: &T) -> Result<String, serde_yaml::Error> {
    let mut out = String::new();
    if let Value::Mapping(map) = serde_yaml::to_value(value)? {
        keys(&mut out, &map, 0);
    }
    Ok(out)
}

/// Keys whose values are mappings from names, which are always written one to a line.
const NAMED: [&str; 9] = ["endpoints", "fields", "groups", "map", "parameters", "response", "shapes", "with", "pagination"];

/// A mapping whose keys are the format's.
fn keys(out: &mut String, map: &Mapping, indent: usize) {
    for (key, value) in map {
        let key = scalar(key, true);
        match value {
            Value::Mapping(names) if NAMED.contains(&key.as_str()) && !names.is_empty() => {
                match flow(value).filter(|text| key == "pagination" && fits(indent, &key, text)) {
                    Some(text) => line(out, indent, &key, &text),
                    None => {
                        head(out, indent, &key);
                        match key.as_str() {
                            "endpoints" | "pagination" => keys(out, names, indent + 2),
                            _ => named(out, names, indent + 2),
                        }
                    }
                }
            }
            value => entry(out, indent, &key, value),
        }
    }
}

/// A mapping whose keys are names of things. Neighbours that fit on a line are aligned.
fn named(out: &mut String, map: &Mapping, indent: usize) {
    let rows: Vec<(String, &Value, Option<String>)> = map
        .iter()
        .map(|(key, value)| {
            let key = scalar(key, true);
            let text = flow(value).filter(|text| fits(indent, &key, text));
            (key, value, text)
        })
        .collect();
    let mut start = 0;
    while start < rows.len() {
        let run = rows[start..].iter().take_while(|(_, value, text)| text.is_some() && value.is_mapping()).count();
        let width = rows[start..start + run].iter().map(|(key, ..)| key.chars().count()).max().unwrap_or_default();
        for (key, _, text) in &rows[start..start + run] {
            let text = text.as_deref().unwrap_or_default();
            let pad = " ".repeat(width - key.chars().count());
            line(out, indent, key, &format!("{pad}{text}"));
        }
        start += run;
        if let Some((key, value, _)) = rows.get(start) {
            entry(out, indent, key, value);
            start += 1;
        }
    }
}

/// One key and its value, on one line if they fit.
fn entry(out: &mut String, indent: usize, key: &str, value: &Value) {
    if let Value::String(text) = value
        && let Some(lines) = block_text(text, indent + 2)
    {
        line(out, indent, key, &lines);
        return;
    }
    match (value, flow(value)) {
        (Value::Sequence(items), _) if items.iter().any(Value::is_mapping) => {
            head(out, indent, key);
            sequence(out, items, indent + 2);
        }
        (_, Some(text)) if fits(indent, key, &text) => line(out, indent, key, &text),
        (Value::Mapping(map), _) => {
            head(out, indent, key);
            keys(out, map, indent + 2);
        }
        (Value::Sequence(items), _) => wrapped(out, indent, key, items),
        // Nothing to break a long line at.
        (value, _) => line(out, indent, key, &scalar(value, false)),
    }
}

/// Items one to a line.
fn sequence(out: &mut String, items: &[Value], indent: usize) {
    for item in items {
        push_indent(out, indent);
        out.push_str("- ");
        match (item, flow(item)) {
            (Value::Mapping(map), text) if text.as_ref().is_none_or(|text| indent + text.len() > WIDTH) => {
                let mut inner = String::new();
                keys(&mut inner, map, indent + 2);
                out.push_str(inner.trim_start());
            }
            (_, text) => {
                out.push_str(&text.unwrap_or_else(|| inline(item)));
                out.push('\n');
            }
        }
    }
}

/// A list of scalars that is too long for a line.
fn wrapped(out: &mut String, indent: usize, key: &str, items: &[Value]) {
    head(out, indent, key);
    let mut row = String::new();
    let mut open = "[";
    for (index, item) in items.iter().enumerate() {
        let end = if index + 1 == items.len() { "]" } else { "," };
        let text = format!("{}{end}", inline(item));
        if !row.is_empty() && indent + 3 + row.chars().count() + text.chars().count() > WIDTH {
            push_row(out, indent + 2, open, &row);
            (open, row) = (" ", String::new());
        }
        if !row.is_empty() {
            row.push(' ');
        }
        row.push_str(&text);
    }
    push_row(out, indent + 2, open, &row);
}

/// A value on one line; `None` if it reads better on several.
fn flow(value: &Value) -> Option<String> {
    (!wants_lines(value)).then(|| inline(value))
}

/// Whether a value has text of several lines in it, or fields, which are for reading one below the other however short.
fn wants_lines(value: &Value) -> bool {
    match value {
        Value::Mapping(map) => map.iter().any(|(key, value)| {
            let has_fields = key.as_str() == Some("fields") && value.as_mapping().is_some_and(|fields| !fields.is_empty());
            has_fields || wants_lines(value)
        }),
        Value::Sequence(items) => items.iter().any(wants_lines),
        Value::String(text) => text.contains('\n'),
        _ => false,
    }
}

/// Any value on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::Mapping(map) if map.is_empty() => "{}".to_owned(),
        Value::Mapping(map) => {
            let pairs: Vec<String> = map.iter().map(|(key, value)| format!("{}: {}", scalar(key, true), inline(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        Value::Sequence(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        value => scalar(value, true),
    }
}

fn fits(indent: usize, key: &str, text: &str) -> bool {
    indent + key.chars().count() + 2 + text.chars().count() <= WIDTH
}

fn head(out: &mut String, indent: usize, key: &str) {
    push_indent(out, indent);
    out.push_str(key);
    out.push_str(":\n");
}

fn line(out: &mut String, indent: usize, key: &str, text: &str) {
    push_indent(out, indent);
    out.push_str(key);
    out.push_str(": ");
    out.push_str(text);
    out.push('\n');
}

fn push_row(out: &mut String, indent: usize, open: &str, row: &str) {
    push_indent(out, indent);
    out.push_str(open);
    out.push_str(row);
    out.push('\n');
}

fn push_indent(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}
