//! JSON Schemas of the spec files, for editors that complete and check them.
//!
//! They are made from the types that read the files, whose documentation is what an editor shows. What the types cannot say and a
//! schema can is added here: ranges, and which key asks for which other one.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use crate::layout::FileKind;
use crate::types::{Glossary, Operation, Service, Waiters};

/// Every kind of file, with the name of its schema: `operation.json` and so on.
///
/// A spec file names its schema in its first line: `# yaml-language-server: $schema=../schema/operation.json`.
pub const KINDS: [(&str, FileKind); 4] = [
    ("operation", FileKind::Operation),
    ("service", FileKind::Service),
    ("waiters", FileKind::Waiters),
    ("glossary", FileKind::Glossary),
];

/// The schema of a kind of file as JSON text.
pub fn schema(kind: FileKind) -> String {
    let mut schema = match kind {
        FileKind::Operation => of::<Operation>(),
        FileKind::Service => of::<Service>(),
        FileKind::Waiters => of::<Waiters>(),
        FileKind::Glossary => of::<Glossary>(),
    };
    let (title, description) = match kind {
        FileKind::Operation => ("Operation", None),
        FileKind::Service => ("Service", None),
        FileKind::Waiters => ("Waiters", Some("Waiters by name: what to poll, and what ends the wait.")),
        FileKind::Glossary => (
            "Glossary",
            Some("What a name means, written once. Keys are, most specific first, `Operation:Name`, `Parent.Name` and `Name`."),
        ),
    };
    schema["title"] = title.into();
    if let Some(description) = description {
        schema["description"] = description.into();
    }
    without_null(&mut schema);
    if kind == FileKind::Glossary {
        schema["additionalProperties"]["minLength"] = 1.into();
    }
    if let Some(definitions) = schema.get_mut("definitions") {
        add_rules(definitions);
    }
    format!("{schema:#}\n")
}

fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value()
}

/// Takes `null` out: what is not said is left out, and an editor need not propose it.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Object(map) => {
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|one| one != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    map.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(any)) = map.get_mut("anyOf") {
                any.retain(|one| *one != json!({ "type": "null" }));
                if any.len() == 1
                    && let Some(one) = map.remove("anyOf")
                {
                    // Keys beside a reference are not looked at, so it stands in a list.
                    map.insert("allOf".to_owned(), one);
                }
            }
            map.values_mut().for_each(without_null);
        }
        _ => {}
    }
}

/// What the check says of these types, as far as a schema can.
fn add_rules(definitions: &mut Value) {
    let mut add = |name: &str, key: &str, rule: Value| {
        if let Some(definition) = definitions.get_mut(name) {
            definition[key] = rule;
        }
    };
    let status = json!({ "type": "integer", "minimum": 400, "maximum": 599 });
    let several = json!({ "type": "array", "items": status, "minItems": 1 });
    add("OneOrMany", "anyOf", json!([status, several]));
    let holds = json!({ "properties": { "type": { "enum": ["list", "map"] } }, "required": ["type"] });
    add(
        "Schema",
        "allOf",
        json!([
            { "anyOf": [{ "required": ["type"] }, { "required": ["shape"] }] },
            { "if": holds, "then": { "required": ["items"] } },
        ]),
    );
    let style = |name: &str| json!({ "properties": { "style": { "const": name } } });
    add(
        "Pagination",
        "allOf",
        json!([
            { "if": style("page"), "then": { "required": ["page"] } },
            { "if": style("token"), "then": { "required": ["token", "next"] } },
        ]),
    );
    add(
        "Waiter",
        "allOf",
        json!([
            { "anyOf": [{ "required": ["success"] }, { "required": ["until"] }] },
            { "anyOf": [{ "required": ["id"] }, { "required": ["match"] }] },
        ]),
    );
}
