//! Values that the metadata writes as text, whatever their type: to YAML values of the type, if they fit.

use serde_json::Value as Json;

use super::metadata::scalar_text;
use crate::fit::{fits, parse_scalar};
use crate::types::{Kind, Named, Schema, Value};

/// A JSON value as a value of a schema's type and within its limits; `None` if it does not fit.
pub(super) fn coerce(schema: &Schema, json: &Json, shapes: &Named<Schema>) -> Option<Value> {
    typed(schema, json, shapes).filter(|value| fits(value, schema, shapes))
}

/// Why a JSON value is none of a schema, in a few words.
pub(super) fn why_not(schema: &Schema, json: &Json, shapes: &Named<Schema>) -> &'static str {
    if typed(schema, json, shapes).is_some() {
        return "against its values, limits or format";
    }
    match schema.resolved(shapes).and_then(|schema| schema.kind) {
        Some(Kind::String) => "not a text",
        Some(Kind::Integer) => "not a whole number",
        Some(Kind::Number) => "not a number",
        Some(Kind::Boolean) => "neither true nor false",
        Some(Kind::List) => "not such a list in JSON",
        Some(Kind::Map) => "not such a map in JSON",
        Some(Kind::Object) => "not such an object in JSON",
        Some(Kind::Any) | None => "not a value",
    }
}

/// A JSON value as a value of a schema's type.
fn typed(schema: &Schema, json: &Json, shapes: &Named<Schema>) -> Option<Value> {
    let schema = schema.resolved(shapes)?;
    match schema.kind? {
        Kind::String => match json {
            Json::Null => None,
            Json::Array(_) | Json::Object(_) => Some(Value::String(json.to_string())),
            scalar => scalar_text(scalar).map(Value::String),
        },
        Kind::Integer | Kind::Number | Kind::Boolean => parse_scalar(scalar_text(json)?.trim(), schema).ok(),
        Kind::List => list(schema, json, shapes),
        Kind::Map => map(schema, json, shapes),
        Kind::Object => object(schema, json, shapes),
        Kind::Any => any(json),
    }
}

fn list(schema: &Schema, json: &Json, shapes: &Named<Schema>) -> Option<Value> {
    let item = schema.items.as_deref()?;
    let parsed = unquoted(json);
    let items = parsed.as_ref().unwrap_or(json).as_array()?;
    items.iter().map(|value| typed(item, value, shapes)).collect::<Option<_>>().map(Value::Sequence)
}

fn map(schema: &Schema, json: &Json, shapes: &Named<Schema>) -> Option<Value> {
    let item = schema.items.as_deref()?;
    let parsed = unquoted(json);
    let entries = parsed.as_ref().unwrap_or(json).as_object()?;
    let pair = |(name, value): (&String, &Json)| Some((Value::String(name.clone()), typed(item, value, shapes)?));
    entries.iter().map(pair).collect::<Option<_>>().map(Value::Mapping)
}

fn object(schema: &Schema, json: &Json, shapes: &Named<Schema>) -> Option<Value> {
    let parsed = unquoted(json);
    let entries = parsed.as_ref().unwrap_or(json).as_object()?;
    let pair = |(name, value): (&String, &Json)| {
        let field = schema.fields.get(name)?;
        Some((Value::String(name.clone()), typed(field, value, shapes)?))
    };
    entries.iter().map(pair).collect::<Option<_>>().map(Value::Mapping)
}

fn any(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(fraction)) => Value::from(fraction),
            (None, None) => return None,
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::Sequence(items.iter().filter_map(any).collect()),
        Json::Object(fields) => {
            Value::Mapping(fields.iter().filter_map(|(name, value)| Some((Value::String(name.clone()), any(value)?))).collect())
        }
    })
}

/// JSON that is written as text.
fn unquoted(json: &Json) -> Option<Json> {
    serde_json::from_str(json.as_str()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Format;
    use serde_json::json;

    fn kind(kind: Kind) -> Schema {
        Schema { kind: Some(kind), ..Schema::default() }
    }

    fn plain(schema: &Schema, json: Json) -> Option<Value> {
        coerce(schema, &json, &Named::default())
    }

    #[test]
    fn text_becomes_the_type() {
        assert_eq!(plain(&kind(Kind::Integer), json!("10")), Some(Value::from(10)));
        assert_eq!(plain(&kind(Kind::Integer), json!(" -3 ")), Some(Value::from(-3)));
        assert_eq!(plain(&kind(Kind::Number), json!("0.5")), Some(Value::from(0.5)));
        assert_eq!(plain(&kind(Kind::Boolean), json!("True")), Some(Value::Bool(true)));
        assert_eq!(plain(&kind(Kind::String), json!(10)), Some(Value::from("10")));
        assert_eq!(plain(&kind(Kind::String), json!({"a": 1})), Some(Value::from(r#"{"a":1}"#)));
    }

    #[test]
    fn what_contradicts_the_type_does_not_fit() {
        assert_eq!(plain(&kind(Kind::Integer), json!("1***")), None);
        assert_eq!(plain(&kind(Kind::Integer), json!("99999999999999999999")), None);
        assert_eq!(plain(&kind(Kind::Number), json!("NaN")), None);
        assert_eq!(plain(&kind(Kind::Boolean), json!("yes")), None);
        assert_eq!(plain(&kind(Kind::String), Json::Null), None);
        let narrow = Schema { format: Some(Format::Int32), ..kind(Kind::Integer) };
        assert_eq!(plain(&narrow, json!("2147483648")), None);
    }

    #[test]
    fn limits_are_checked() {
        let closed = Schema { closed: vec!["a".into()], ..kind(Kind::String) };
        assert_eq!(plain(&closed, json!("b")), None);
        let short = Schema { max_length: Some(1), ..kind(Kind::String) };
        assert_eq!((plain(&short, json!("é")), plain(&short, json!("éé"))), (Some(Value::from("é")), None));
        let patterned = Schema { pattern: Some("^v-".into()), ..kind(Kind::String) };
        assert_eq!((plain(&patterned, json!("v-1")), plain(&patterned, json!("w-1"))), (Some(Value::from("v-1")), None));
        let least = Schema { minimum: Some(5.into()), ..kind(Kind::Integer) };
        assert_eq!(plain(&least, json!("4")), None);
    }

    #[test]
    fn nested_values_come_as_json_or_as_its_text() {
        let list = Schema { items: Some(Box::new(kind(Kind::Integer))), ..kind(Kind::List) };
        let two = Value::Sequence(vec![Value::from(1), Value::from(2)]);
        assert_eq!(plain(&list, json!("[\"1\", 2]")), Some(two.clone()));
        assert_eq!(plain(&list, json!([1, "2"])), Some(two));
        assert_eq!(plain(&list, json!("1")), None);
        let object = Schema { fields: Named(vec![("A".into(), kind(Kind::String))]), ..kind(Kind::Object) };
        assert!(plain(&object, json!({"A": "x"})).is_some());
        assert_eq!(plain(&object, json!({"B": "x"})), None);
    }
}
