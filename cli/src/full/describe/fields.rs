//! Parameters and fields of a reply as JSON.

use acs_codegen::model::{Field, Operation, Type};
use acs_spec::ParameterLocation;
use acs_spec::facts::known_values;
use serde_json::{Map, Value, json};

/// The fields of an object, each with its type, what it means and what may stand in it.
pub(super) fn list(fields: &[Field<'_>], operation: &Operation<'_>) -> Value {
    within(fields, operation, &mut Vec::new())
}

/// `open` are the structs that the fields are in: one of them is not shown again inside itself.
fn within(fields: &[Field<'_>], operation: &Operation<'_>, open: &mut Vec<String>) -> Value {
    fields.iter().map(|field| one(field, operation, open)).collect()
}

fn one(field: &Field<'_>, operation: &Operation<'_>, open: &mut Vec<String>) -> Value {
    let schema = field.schema;
    let values = known_values(schema);
    let values = if values.is_empty() { Value::Null } else { json!(values) };
    let mut described = Map::new();
    let mut add = |name: &str, value: Value| {
        if !value.is_null() {
            described.insert(name.to_owned(), value);
        }
    };
    let yes = |fact: bool| if fact { json!(true) } else { Value::Null };
    add("name", json!(field.wire));
    add("type", json!(field.ty.to_string()));
    add("required", yes(schema.required));
    add("needed", yes(schema.needed));
    add("description", json!(field.description.map(str::trim_end)));
    add("wraps", json!(schema.wraps));
    add("in", if schema.location == ParameterLocation::Form { json!("form") } else { Value::Null });
    add("style", json!(schema.style));
    add("default", json!(schema.default));
    add("values", values);
    add("minimum", json!(schema.minimum));
    add("maximum", json!(schema.maximum));
    add("min_length", json!(schema.min_length));
    add("max_length", json!(schema.max_length));
    add("min_items", json!(schema.min_items));
    add("max_items", json!(schema.max_items));
    add("pattern", json!(schema.pattern));
    add("idempotency_token", yes(schema.idempotency_token));
    add("sensitive", yes(schema.sensitive));
    add("deprecated", yes(schema.deprecated));
    add("example", json!(schema.example));
    add("fields", inner(&field.ty, operation, open));
    Value::Object(described)
}

fn inner(ty: &Type<'_>, operation: &Operation<'_>, open: &mut Vec<String>) -> Value {
    match ty {
        Type::List { item, .. } | Type::Map(item) => inner(item, operation, open),
        Type::Struct { name, .. } if !open.contains(name) => {
            let Some(shape) = operation.shapes.iter().find(|shape| shape.type_name == *name) else { return Value::Null };
            open.push(name.clone());
            let fields = within(&shape.fields, operation, open);
            open.pop();
            fields
        }
        _ => Value::Null,
    }
}
