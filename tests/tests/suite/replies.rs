//! What every operation makes of a reply. Replies are built from the metadata: however the service writes one, as JSON or XML,
//! typed as declared or not, the same values must come out.

use acs_tests::metadata::{Kind, Operation, Schema, lines, operations};
use acs_tests::xml;
use serde::Deserialize;
use serde_json::{Value, json};
use vpc_api::dynamic::ReplyFormat;

#[test]
fn every_field() {
    for operation in operations() {
        let reply = filled(&operation, 2);
        same(&operation, &reply, &reply);
    }
}

/// In XML a list of one cannot be told from a field.
#[test]
fn lists_of_one() {
    for operation in operations() {
        let reply = filled(&operation, 1);
        same(&operation, &reply, &reply);
    }
}

#[test]
fn nothing() {
    for operation in operations() {
        same(&operation, &json!({}), &json!({}));
    }
}

#[test]
fn nulls() {
    for operation in operations() {
        let every_scalar = operation.response.fill("", 2, &mut |_, _| Value::Null);
        same_json(&operation, &every_scalar, &normal(&operation.response, &every_scalar));
        let every_field: Value = operation.response.properties.keys().map(|name| (name.clone(), Value::Null)).collect();
        same_json(&operation, &every_field, &json!({}));
    }
}

/// An empty element is the empty string where text is due, and nothing elsewhere.
#[test]
fn empty_elements() {
    for operation in operations() {
        let blank = operation.response.fill("", 1, &mut |_, _| json!(""));
        let expected = operation.response.fill("", 1, &mut |schema, _| match schema.kind {
            Kind::String => json!(""),
            _ => Value::Null,
        });
        // A list of one empty element is an empty list: text in it is lost, and nobody misses it.
        let expected = without_blank_items(&normal(&operation.response, &expected));
        let expected = normal(&operation.response, &expected);
        assert_eq!(decode(&operation.name, ReplyFormat::Xml, &xml::reply(&operation, &blank)), expected, "{}", operation.name);
    }
}

#[test]
fn empty_lists() {
    for operation in operations() {
        let reply = operation.response.fill("", 0, &mut scalar);
        same(&operation, &reply, &normal(&operation.response, &reply));
    }
}

#[test]
fn numbers_as_text_and_text_as_numbers() {
    for operation in operations() {
        let right = operation.response.fill("", 2, &mut |schema, path| match schema.kind {
            Kind::Integer => json!(path.len()),
            Kind::Number => json!(path.len() as f64 + 0.5),
            Kind::Boolean => json!(path.len() % 2 == 0),
            _ => json!((path.len() * 1_000_003).to_string()),
        });
        let other = operation.response.fill("", 2, &mut |schema, path| match schema.kind {
            Kind::Integer => json!(path.len().to_string()),
            Kind::Number => json!(format!("{}.5", path.len())),
            Kind::Boolean => json!(["True", "False"][path.len() % 2]),
            _ => json!(path.len() * 1_000_003),
        });
        same(&operation, &other, &right);
        let booleans = operation.response.fill("", 2, &mut |schema, path| match schema.kind {
            Kind::Boolean => json!(1 - path.len() % 2),
            Kind::String => json!(path.len() % 2 == 0),
            _ => Value::Null,
        });
        let expected = operation.response.fill("", 2, &mut |schema, path| match schema.kind {
            Kind::Boolean => json!(path.len() % 2 == 0),
            Kind::String => json!((path.len() % 2 == 0).to_string()),
            _ => Value::Null,
        });
        same_json(&operation, &booleans, &normal(&operation.response, &expected));
    }
}

/// The metadata calls many integers 32 bits wide. A service that outgrows that must not break its replies.
#[test]
fn integers_in_replies_are_64_bits_whatever_the_metadata_says() {
    for operation in operations() {
        for widest in [i64::MAX, i64::MIN] {
            let reply = operation.response.fill("", 1, &mut |schema, path| match schema.kind {
                Kind::Integer => json!(widest),
                _ => scalar(schema, path),
            });
            same(&operation, &reply, &reply);
        }
    }
}

#[test]
fn unknown_fields() {
    for operation in operations() {
        let reply = filled(&operation, 2);
        same(&operation, &with_unknown_fields(&reply), &reply);
    }
}

/// Newer operations give lists bare that older ones wrap in an object, and some have changed from one to the other.
#[test]
fn wrapped_lists_that_come_bare() {
    let mut bare = 0;
    for operation in operations() {
        let reply = filled(&operation, 2);
        same_json(&operation, &unwrapped(&operation.response, &reply, &mut bare), &reply);
    }
    assert!(bare > 143, "only {bare} lists were unwrapped");
}

/// The replies that the vendor documents. They hold nothing that the schema does not know, so all of it must come out.
#[test]
fn documented_replies_in_json() {
    let operations = operations();
    let samples: Vec<Sample> = lines("samples.jsonl");
    assert_eq!(samples.iter().filter(|sample| sample.json.is_some()).count(), 199);
    for sample in samples {
        let operation = operations.iter().find(|operation| operation.name == sample.operation).unwrap();
        if let Some(reply) = &sample.json {
            same_json(operation, reply, &normal(&operation.response, reply));
        }
    }
}

/// The vendor's XML is made by a program that leaves out the item element of wrapped lists. Such a list comes out empty, the
/// rest of the reply as it stands; the two where a field of an item has the item's name, and so text is where an item should
/// be, are refused.
#[test]
fn documented_replies_in_xml() {
    let operations = operations();
    let samples: Vec<Sample> = lines("samples.jsonl");
    let (mut read, mut refused) = (0, Vec::new());
    for sample in samples {
        let (name, Some(xml)) = (&sample.operation, &sample.xml) else { continue };
        let operation = operations.iter().find(|operation| operation.name == *name).unwrap();
        let document = roxmltree::Document::parse(xml).unwrap();
        match typed(&operation.response, document.root_element()) {
            Some(reply) => assert_eq!(decode(name, ReplyFormat::Xml, xml), normal(&operation.response, &reply), "{name}: {xml}"),
            None => {
                let error = vpc_api::dynamic::decode(name, ReplyFormat::Xml, xml.as_bytes()).unwrap_err();
                assert!(error.to_string().contains("should be an object"), "{name}: {error}");
                refused.push(name.clone());
            }
        }
        read += 1;
    }
    assert_eq!(read, 181);
    assert_eq!(refused, ["DescribeIpv6Addresses", "DescribeTagKeysForExpressConnect"]);
}

/// What an element says of a value, read by the metadata; nothing if there is text where an object should be.
fn typed(schema: &Schema, element: roxmltree::Node<'_, '_>) -> Option<Value> {
    let text: String = element.children().filter(|child| child.is_text()).filter_map(|child| child.text()).collect();
    let of_name = |name: &str| element.children().filter(|child| child.has_tag_name(name)).collect::<Vec<_>>();
    match schema.kind {
        Kind::Object if !element.children().any(|child| child.is_element()) && !text.trim().is_empty() => None,
        Kind::Object => {
            let mut fields = serde_json::Map::new();
            for (name, field) in &schema.properties {
                let value = match (of_name(name).as_slice(), &field.items) {
                    ([], _) => continue,
                    (elements, Some(item)) => elements.iter().map(|element| typed(item, *element)).collect::<Option<Value>>()?,
                    ([first, ..], None) => typed(field, *first)?,
                };
                fields.insert(name.clone(), value);
            }
            Some(Value::Object(fields))
        }
        Kind::Integer | Kind::Number | Kind::Boolean if text.trim().is_empty() => Some(Value::Null),
        Kind::Integer | Kind::Number | Kind::Boolean => {
            Some(serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("{text}: {error}")))
        }
        Kind::String | Kind::Array => Some(json!(text)),
    }
}

/// A reply that the vendor documents.
#[derive(Deserialize)]
struct Sample {
    operation: String,
    json: Option<Value>,
    xml: Option<String>,
}

/// A reply gives these values, as JSON and as XML.
fn same(operation: &Operation, reply: &Value, expected: &Value) {
    same_json(operation, reply, expected);
    let text = xml::reply(operation, reply);
    assert_eq!(decode(&operation.name, ReplyFormat::Xml, &text), *expected, "{}: {text}", operation.name);
}

fn same_json(operation: &Operation, reply: &Value, expected: &Value) {
    assert_eq!(decode(&operation.name, ReplyFormat::Json, &reply.to_string()), *expected, "{}: {reply}", operation.name);
}

fn decode(operation: &str, format: ReplyFormat, text: &str) -> Value {
    vpc_api::dynamic::decode(operation, format, text.as_bytes()).unwrap_or_else(|error| panic!("{operation}: {error}: {text}"))
}

fn filled(operation: &Operation, count: usize) -> Value {
    operation.response.fill("", count, &mut scalar)
}

/// A value of a field, different for most fields, with what JSON and XML must escape.
fn scalar(schema: &Schema, path: &str) -> Value {
    match schema.kind {
        Kind::Integer => json!(path.len()),
        Kind::Number => json!(path.len() as f64 + 0.25),
        Kind::Boolean => json!(path.len().is_multiple_of(2)),
        _ => json!(format!(" {path}: <生产> & \"🚀\"\n'")),
    }
}

/// A reply without what means nothing: nulls, empty lists, and the objects that wrap these.
fn normal(schema: &Schema, value: &Value) -> Value {
    match (value, &schema.items) {
        (Value::Array(items), Some(item)) => {
            items.iter().map(|value| normal(item, value)).filter(|item| !item.is_null()).collect()
        }
        (Value::Object(fields), _) => {
            let known = fields.iter().filter_map(|(name, value)| Some((name, schema.properties.get(name)?, value)));
            let normal = known.map(|(name, schema, value)| (name, normal_field(schema, value)));
            normal.filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), value)).collect()
        }
        (value, _) => value.clone(),
    }
}

fn normal_field(schema: &Schema, value: &Value) -> Value {
    let normal = normal(schema, value);
    let list = schema.kind == Kind::Array || schema.wrapped_list().is_some();
    if list && (normal == json!([]) || normal == json!({})) { Value::Null } else { normal }
}

fn without_blank_items(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().filter(|item| **item != json!("")).map(without_blank_items).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), without_blank_items(value))).collect(),
        scalar => scalar.clone(),
    }
}

fn with_unknown_fields(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(with_unknown_fields).collect(),
        Value::Object(fields) => {
            let known = fields.iter().map(|(name, value)| (name.clone(), with_unknown_fields(value)));
            let first = [("Unheard".to_owned(), json!({"Of": [{"All": 1}, {"All": 2}]}))];
            let last = [("Unseen".to_owned(), json!([1, 2])), ("unsaid".to_owned(), json!("text"))];
            first.into_iter().chain(known).chain(last).collect()
        }
        scalar => scalar.clone(),
    }
}

/// The same reply with every wrapped list bare; counts them.
fn unwrapped(schema: &Schema, value: &Value, count: &mut usize) -> Value {
    match (value, &schema.items, schema.wrapped_list()) {
        (Value::Object(fields), _, Some(inner)) => {
            *count += 1;
            unwrapped(&schema.properties[inner], &fields[inner], count)
        }
        (Value::Object(fields), _, None) => {
            fields.iter().map(|(name, value)| (name.clone(), unwrapped(&schema.properties[name], value, count))).collect()
        }
        (Value::Array(items), Some(item), _) => items.iter().map(|value| unwrapped(item, value, count)).collect(),
        (scalar, _, _) => scalar.clone(),
    }
}
