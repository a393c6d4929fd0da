//! What the metadata's rules make of a request. They are written here once more, over plain JSON: neither the specs nor the
//! generated code has a part in them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::metadata::{Operation, Parameter};

/// Parameters by the flat names of the wire.
#[derive(Debug, Default)]
pub struct Sent {
    /// Those that go into the query.
    pub query: BTreeMap<String, String>,
    /// Those that go into the form of the body.
    pub form: BTreeMap<String, String>,
}

impl Operation {
    /// Whether any parameter is sent in the body.
    pub fn has_form(&self) -> bool {
        self.parameters.iter().any(Parameter::is_form)
    }

    /// What a request is sent as.
    ///
    /// # Panics
    ///
    /// If the metadata asks for what its own rules do not know.
    pub fn sent(&self, request: &Map<String, Value>) -> Sent {
        let mut sent = Sent::default();
        for parameter in &self.parameters {
            let place = if parameter.is_form() { &mut sent.form } else { &mut sent.query };
            match request.get(&parameter.name) {
                None | Some(Value::Null) => {}
                Some(value) => write(parameter, value, place),
            }
        }
        sent
    }
}

impl Parameter {
    fn is_form(&self) -> bool {
        self.place == "formData"
    }
}

fn write(parameter: &Parameter, value: &Value, to: &mut BTreeMap<String, String>) {
    match (parameter.style.as_deref(), value) {
        (Some("json"), value) => {
            to.insert(parameter.name.clone(), without_nulls(value).to_string());
        }
        (Some("simple"), Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(text).collect();
            to.insert(parameter.name.clone(), items.join(","));
        }
        (Some("simple"), _) => panic!("{}: only a list can be written in simple style", parameter.name),
        (None | Some("repeatList" | "flat"), value) => flatten(&parameter.name, value, to),
        (Some(other), _) => panic!("{}: style {other}", parameter.name),
    }
}

fn flatten(name: &str, value: &Value, to: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                flatten(&format!("{name}.{}", index + 1), item, to);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                flatten(&format!("{name}.{field}"), value, to);
            }
        }
        scalar => {
            to.insert(name.to_owned(), text(scalar));
        }
    }
}

fn text(scalar: &Value) -> String {
    scalar.as_str().map_or_else(|| scalar.to_string(), str::to_owned)
}

/// Absent fields are left out of JSON text.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let present = fields.iter().filter(|(_, value)| !value.is_null());
            present.map(|(name, value)| (name.clone(), without_nulls(value))).collect()
        }
        other => other.clone(),
    }
}
