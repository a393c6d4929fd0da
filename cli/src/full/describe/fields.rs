//! Parameters and fields of a reply as JSON.

use acs_codegen::model::{Field, Operation, Type};
use acs_spec::{ParameterLocation, Schema};
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
    let mut described = Map::new();
    let mut add = |name: &str, value: Value| {
        if !value.is_null() {
            described.insert(name.to_owned(), value);
        }
    };
    let yes = |fact: bool| if fact { json!(true) } else { Value::Null };
    add("name", json!(field.wire));
    add("type", json!(type_name(&field.ty)));
    add("required", yes(schema.required));
    add("needed", yes(schema.needed));
    add("description", json!(field.description.map(str::trim_end)));
    add("wraps", json!(schema.wraps));
    add("in", if schema.location == ParameterLocation::Form { json!("form") } else { Value::Null });
    add("style", json!(schema.style));
    add("default", json!(schema.default));
    add("values", values(schema));
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

/// The values that are known, of the field or of its items.
fn values(schema: &Schema) -> Value {
    let items = schema.items.as_deref();
    let closed = std::iter::once(schema).chain(items).find(|schema| !schema.closed.is_empty());
    let known = std::iter::once(schema).chain(items).find(|schema| !schema.values.is_empty());
    match (closed, known) {
        (Some(schema), _) => json!(schema.closed),
        (None, Some(schema)) => json!(schema.values),
        (None, None) => Value::Null,
    }
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

fn type_name(ty: &Type<'_>) -> String {
    match ty {
        Type::String | Type::Enum(_) => "string".to_owned(),
        Type::Int32 => "int32".to_owned(),
        Type::Int64 => "int64".to_owned(),
        Type::Float => "float".to_owned(),
        Type::Double => "double".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "any".to_owned(),
        Type::Struct { .. } => "object".to_owned(),
        Type::List { item, .. } => format!("list of {}", plural(item)),
        Type::Map(item) => format!("map to {}", plural(item)),
    }
}

fn plural(item: &Type<'_>) -> String {
    match item {
        Type::Any => "any".to_owned(),
        Type::List { .. } | Type::Map(_) => type_name(item).replacen("list", "lists", 1).replacen("map", "maps", 1),
        other => format!("{}s", type_name(other)),
    }
}
