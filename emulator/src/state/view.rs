//! Resources in the shape of a reply.

use acs_codegen::spec::{Kind, Named, Schema};
use serde_json::{Map, Value};

use super::Resource;
use crate::catalog::Operation;
use crate::clock;
use crate::example::wrapped;

/// Items in a page when the request names no number.
const PAGE: usize = 10;

/// The fields of a reply, or of an item, that a resource has.
pub(super) fn object(operation: &Operation, fields: &Named<Schema>, resource: &Resource, now: u64) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, schema) in fields.iter() {
        let schema = operation.resolve(schema);
        if let Some(value) = field(resource, name, schema, now) {
            object.insert(name.to_owned(), value);
        }
    }
    object
}

fn field(resource: &Resource, name: &str, schema: &Schema, now: u64) -> Option<Value> {
    let kind = resource.kind;
    let known = match name {
        _ if name == kind.id => Some(Value::from(resource.id.as_str())),
        _ if name == kind.status => Some(resource.status(now).into()),
        "CreateTime" | "CreationTime" => Some(match schema.kind {
            Some(Kind::Integer) => resource.created.into(),
            _ => clock::text(resource.created).into(),
        }),
        "Tags" => resource.fields.get("Tag").or_else(|| resource.fields.get(name)).cloned(),
        _ => resource.fields.get(name).cloned(),
    };
    match (known, schema.kind) {
        (Some(Value::Array(items)), Some(Kind::List)) => Some(wrapped(schema, items)),
        (_, Some(Kind::List)) => Some(wrapped(schema, Vec::new())),
        (Some(value), Some(kind)) => typed(value, kind),
        (known, _) => known,
    }
}

/// A value as the reply's spec has it, where a request spells it otherwise.
fn typed(value: Value, kind: Kind) -> Option<Value> {
    let text = value.as_str().map(str::to_owned);
    match kind {
        Kind::String => Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned).into()),
        Kind::Integer => text.map_or(Some(value), |text| text.parse::<i64>().ok().map(Into::into)),
        Kind::Boolean => text.map_or(Some(value), |text| text.parse::<bool>().ok().map(Into::into)),
        _ => Some(value),
    }
}

/// The page that a request asks for of the resources that its other parameters let through.
pub(super) fn list(operation: &Operation, found: &[&Resource], parameters: &Map<String, Value>, now: u64) -> Map<String, Value> {
    let pagination = operation.spec.pagination.as_ref();
    let number = |name: Option<&String>| -> Option<usize> {
        let value = parameters.get(name?)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok()).and_then(|number| usize::try_from(number).ok())
    };
    let list = operation.spec.response.iter().find(|(name, schema)| match pagination {
        Some(pagination) => pagination.items == *name,
        None => schema.kind == Some(Kind::List),
    });
    let Some((name, schema)) = list else { return Map::new() };
    let none = Named::default();
    let item = schema.items.as_deref().map_or(&none, |items| &operation.resolve(items).fields);

    let items: Vec<Map<String, Value>> = found
        .iter()
        .map(|resource| object(operation, item, resource, now))
        .filter(|item| parameters.iter().all(|(name, wanted)| passes(item, name, wanted)))
        .collect();
    let total = items.len();
    let size = number(pagination.map(|pagination| &pagination.size)).filter(|size| *size > 0).unwrap_or(PAGE);
    let page = number(pagination.and_then(|pagination| pagination.page.as_ref())).filter(|page| *page > 0).unwrap_or(1);
    let token = number(pagination.and_then(|pagination| pagination.token.as_ref()));
    let start = token.unwrap_or_else(|| (page - 1).saturating_mul(size));
    let shown: Vec<Value> = items.into_iter().skip(start).take(size).map(Value::Object).collect();

    let mut reply = Map::new();
    let more = start.saturating_add(shown.len());
    for (field, schema) in operation.spec.response.iter() {
        let value = match field {
            _ if Some(field) == pagination.and_then(|pagination| pagination.total.as_deref()) => Value::from(total),
            _ if Some(field) == pagination.and_then(|pagination| pagination.next.as_deref()) && more < total => more.to_string().into(),
            _ if Some(field) == pagination.and_then(|pagination| pagination.page.as_deref()) => page.into(),
            _ if Some(field) == pagination.map(|pagination| pagination.size.as_str()) => size.into(),
            _ => continue,
        };
        if let Some(value) = schema.kind.map_or(Some(value.clone()), |kind| typed(value, kind)) {
            reply.insert(field.to_owned(), value);
        }
    }
    reply.insert(name.to_owned(), wrapped(schema, shown));
    reply
}

/// Whether an item is what a parameter asks for: equal to it, or to one of those that it lists. A parameter that no item has a
/// field for lets everything through.
fn passes(item: &Map<String, Value>, name: &str, wanted: &Value) -> bool {
    if name == "Tag" {
        return tagged(item, wanted);
    }
    let Some(have) = item.get(name).filter(|have| !have.is_object() && !have.is_array()) else { return true };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let have = text(have);
    match wanted {
        Value::Array(wanted) => wanted.iter().any(|wanted| text(wanted) == have),
        wanted => text(wanted).split(',').any(|wanted| wanted.is_empty() || wanted == have),
    }
}

fn tagged(item: &Map<String, Value>, wanted: &Value) -> bool {
    let inner = item.get("Tags").and_then(|tags| tags.as_array().or_else(|| tags.as_object()?.values().next()?.as_array()));
    let has = |wanted: &Value| {
        inner.into_iter().flatten().any(|tag| {
            tag.get("Key") == wanted.get("Key") && wanted.get("Value").is_none_or(|value| tag.get("Value") == Some(value))
        })
    };
    wanted.as_array().into_iter().flatten().all(has)
}
