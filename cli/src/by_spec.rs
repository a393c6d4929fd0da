//! Operations that this program has no types for: what they send and what they take out of a reply, by their specs alone.

use std::collections::BTreeMap;

use acs_runtime::wire::{DecodeError, FromNode, Node, Params};
use acs_spec::read::SpecTree;
use acs_spec::{Kind, Method, Named, Operation, Place, Schema};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::request::Request;

/// The operation of a folder of specs, if it is there.
pub(crate) fn find<'t>(tree: Option<&'t SpecTree>, name: &str) -> Option<(&'t SpecTree, &'t Operation)> {
    let tree = tree?;
    let source = tree.operations.iter().find(|source| source.operation.operation == name)?;
    Some((tree, &source.operation))
}

/// What an operation sends, before common parameters and the signature.
pub(crate) fn encode(operation: &Operation, tree: &SpecTree, input: &Value) -> Result<Value, Failure> {
    let Value::Object(given) = input else { return Err(Failure::new("the input must be a JSON object")) };
    let request = Request::new(given.clone(), operation, &tree.service.parameters, false)?;
    let params = Params::of(&request);
    let placed = |form: bool| -> BTreeMap<&str, &str> {
        params.iter().filter(|param| param.is_form() == form).map(|param| (param.name(), param.value())).collect()
    };
    let form = operation.parameters.iter().any(|(_, schema)| schema.place == Place::Form);
    Ok(json!({
        "method": match operation.method {
            Method::Get => "GET",
            Method::Post => "POST",
        },
        "query": placed(false),
        "body": placed(true),
        "content_type": form.then_some("application/x-www-form-urlencoded"),
    }))
}

/// What an operation takes out of a reply, in the wire's own shape.
pub(crate) fn decode(operation: &Operation, reply: &Node<'_>) -> Result<Value, DecodeError> {
    let reading = Reading { shapes: &operation.shapes };
    Ok(Value::Object(reading.fields(reply, &operation.response)?))
}

struct Reading<'s> {
    shapes: &'s Named<Schema>,
}

impl Reading<'_> {
    fn fields(&self, node: &Node<'_>, fields: &Named<Schema>) -> Result<Map<String, Value>, DecodeError> {
        let mut taken = Map::new();
        let entries = match node {
            Node::Object(entries) => entries,
            node if node.is_blank() => return Ok(taken),
            other => return Err(DecodeError::new("an object", other)),
        };
        for entry in entries {
            let Some(schema) = fields.get(&entry.name) else { continue };
            let schema = schema.resolved(self.shapes).unwrap_or(schema);
            let name = entry.name.as_ref();
            let value = match schema.kind {
                // In XML each item may be an element of its own.
                Some(Kind::List) => self.list(&entry.node, schema, taken.remove(name)),
                _ => self.value(&entry.node, schema),
            };
            if let Some(value) = value.map_err(|error| error.within(name))? {
                taken.insert(name.to_owned(), value);
            }
        }
        Ok(taken)
    }

    fn value(&self, node: &Node<'_>, schema: &Schema) -> Result<Option<Value>, DecodeError> {
        let schema = schema.resolved(self.shapes).unwrap_or(schema);
        Ok(match schema.kind {
            _ if matches!(node, Node::Null) => None,
            Some(Kind::String) => String::from_node(node)?.map(Value::from),
            Some(Kind::Integer) => i64::from_node(node)?.map(Value::from),
            Some(Kind::Number) => f64::from_node(node)?.map(Value::from),
            Some(Kind::Boolean) => bool::from_node(node)?.map(Value::from),
            Some(Kind::Object) if !schema.fields.is_empty() => Some(Value::Object(self.fields(node, &schema.fields)?)),
            Some(Kind::List) => self.list(node, schema, None)?,
            Some(Kind::Object | Kind::Map | Kind::Any) | None => Value::from_node(node)?,
        })
    }

    /// A list with what was there before, in the object that wraps it.
    fn list(&self, node: &Node<'_>, schema: &Schema, before: Option<Value>) -> Result<Option<Value>, DecodeError> {
        let wrapper = schema.wraps.as_deref();
        let mut items = match (before, wrapper) {
            (Some(Value::Array(items)), _) => items,
            (Some(Value::Object(mut wrapped)), Some(wrapper)) => match wrapped.remove(wrapper) {
                Some(Value::Array(items)) => items,
                _ => Vec::new(),
            },
            _ if matches!(node, Node::Null) => return Ok(None),
            _ => Vec::new(),
        };
        match (node, wrapper) {
            (Node::Object(entries), Some(wrapper)) => {
                for entry in entries.iter().filter(|entry| entry.name == wrapper) {
                    self.items(&entry.node, schema, &mut items).map_err(|error| error.within(wrapper))?;
                }
            }
            _ => self.items(node, schema, &mut items)?,
        }
        Ok(Some(match wrapper {
            Some(wrapper) => json!({ wrapper: items }),
            None => Value::Array(items),
        }))
    }

    /// Adds the items of a list, or the item that stands for a list of one.
    fn items(&self, node: &Node<'_>, schema: &Schema, items: &mut Vec<Value>) -> Result<(), DecodeError> {
        let nodes = match node {
            Node::List(nodes) => nodes.as_slice(),
            node if node.is_blank() => return Ok(()),
            item => std::slice::from_ref(item),
        };
        for node in nodes {
            let item = match schema.items.as_deref() {
                Some(item) => self.value(node, item),
                None => Value::from_node(node),
            };
            items.extend(item.map_err(|error| error.at(items.len()))?);
        }
        Ok(())
    }
}
