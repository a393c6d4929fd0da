//! Requests and replies of operations by their specs alone.

use std::collections::BTreeMap;

use acs_runtime::sign::{FORM, ReplyFormat, SignatureVersion};
use acs_runtime::wire::{DecodeError, FromNode, Node, Params, parse_json, parse_xml};
use acs_spec::read::SpecTree;
use acs_spec::{Format, Kind, Method, Named, Operation, ParameterLocation, Schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::full::jsonl;
use crate::full::specs::{self, Specs};
use acs_explorer::request::Request;

/// Encodes requests and decodes replies of the operations that a tree of specs describes.
pub struct SchemaCodec {
    tree: SpecTree,
    signature: SignatureVersion,
}

#[derive(Deserialize)]
struct RequestLine {
    #[serde(alias = "op")]
    operation: String,
    #[serde(default)]
    input: Option<Value>,
}

#[derive(Deserialize)]
struct ReplyLine {
    #[serde(alias = "op")]
    operation: String,
    #[serde(default)]
    format: LineFormat,
    body: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LineFormat {
    #[default]
    #[serde(alias = "JSON")]
    Json,
    #[serde(alias = "XML")]
    Xml,
}

impl SchemaCodec {
    /// Works from the embedded specs.
    ///
    /// # Errors
    /// The specs have errors.
    pub fn embedded() -> Result<Self, String> {
        specs::embedded().map(SchemaCodec::new).map_err(|failure| failure.text())
    }

    /// Works from the specs that one operation needs.
    pub(crate) fn of(specs: &Specs, operation: &str) -> Result<Self, Failure> {
        let tree = specs.of(operation)?;
        match tree.operations.iter().any(|source| source.operation.operation == operation) {
            true => Ok(SchemaCodec::new(tree)),
            false => Err(specs.unknown_operation(operation)),
        }
    }

    pub(crate) fn new(tree: SpecTree) -> Self {
        SchemaCodec { tree, signature: SignatureVersion::V3 }
    }

    /// Places parameters as this version of the signature sends them.
    pub(crate) fn with_signature(self, signature: SignatureVersion) -> Self {
        SchemaCodec { signature, ..self }
    }

    /// Answers a line of `acs encode --lines`.
    pub fn encode_line(&self, line: &[u8]) -> Value {
        jsonl::answer(line, |RequestLine { operation, input }| {
            self.encode(&operation, &input.unwrap_or_else(|| json!({}))).map_err(|failure| failure.text())
        })
    }

    /// Answers a line of `acs decode --lines`.
    pub fn decode_line(&self, line: &[u8]) -> Value {
        jsonl::answer(line, |ReplyLine { operation, format, body }| {
            let format = match format {
                LineFormat::Json => ReplyFormat::Json,
                LineFormat::Xml => ReplyFormat::Xml,
            };
            self.decode(&operation, format, body.as_bytes()).map_err(|failure| failure.text())
        })
    }

    /// What an operation sends, before common parameters and the signature.
    pub(crate) fn encode(&self, operation: &str, input: &Value) -> Result<Value, Failure> {
        let operation = self.operation(operation)?;
        let Value::Object(given) = input else { return Err(Failure::new("the input must be a JSON object")) };
        let request = Request::new(given.clone(), operation, &self.tree.service.parameters, false)?;
        let params = Params::of(&request);
        // Version 1 sends all parameters of a POST in the form.
        let all_in_form = self.signature == SignatureVersion::V1 && operation.method == Method::Post;
        let placed = |form: bool| -> BTreeMap<&str, &str> {
            let here = params.iter().filter(|param| (param.is_form() || all_in_form) == form);
            here.map(|param| (param.name(), param.value())).collect()
        };
        let form = all_in_form || operation.parameters.iter().any(|(_, schema)| schema.location == ParameterLocation::Form);
        Ok(json!({
            "method": operation.method.as_str(),
            "query": placed(false),
            "body": placed(true),
            "content_type": form.then_some(FORM),
        }))
    }

    /// The fields of a reply that an operation declares, in the wire's own shape.
    pub(crate) fn decode(&self, operation: &str, format: ReplyFormat, reply: &[u8]) -> Result<Value, Failure> {
        let operation = self.operation(operation)?;
        let node = match format {
            ReplyFormat::Json => parse_json(reply),
            ReplyFormat::Xml => parse_xml(reply).map(|(_, reply)| reply),
        };
        let node = node.map_err(|error| Failure::new(error.to_string()))?;
        let reading = Reading { shapes: &operation.shapes };
        let fields = reading.fields(&node, &operation.response).map_err(|error| Failure::new(error.to_string()))?;
        Ok(Value::Object(fields))
    }

    fn operation(&self, name: &str) -> Result<&Operation, Failure> {
        let mut operations = self.tree.operations.iter().map(|source| &source.operation);
        operations
            .clone()
            .find(|operation| operation.operation == name)
            .ok_or_else(|| Failure::unknown_operation(name, operations.by_ref().map(|operation| operation.operation.as_str())))
    }
}

/// Takes values out of a reply.
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
            let is_it =
                |(name, schema): &(&str, &Schema)| *name == entry.name || schema.aliases.iter().any(|alias| *alias == entry.name);
            let Some((name, schema)) = fields.iter().find(is_it) else { continue };
            let schema = schema.resolved(self.shapes).unwrap_or(schema);
            let value = match schema.kind {
                // In XML each item may be an element of its own.
                Some(Kind::List) => self.list(&entry.node, schema, taken.remove(name)),
                _ => self.value(&entry.node, schema),
            };
            if let Some(value) = value.map_err(|error| error.within(name))? {
                taken.insert(name.to_owned(), value);
            }
        }
        // In the order of the spec. XML cannot tell an empty list from an absent one, so neither is there.
        let in_order = fields.iter().filter_map(|(name, schema)| {
            let value = taken.shift_remove(name).filter(|value| !self.is_empty_list(schema, value))?;
            Some((name.to_owned(), value))
        });
        Ok(in_order.collect())
    }

    fn is_empty_list(&self, schema: &Schema, value: &Value) -> bool {
        let schema = schema.resolved(self.shapes).unwrap_or(schema);
        let items = schema.wraps.as_ref().map_or(Some(value), |wrapper| value.get(wrapper));
        match schema.kind {
            Some(Kind::List) => items.and_then(Value::as_array).is_some_and(Vec::is_empty),
            Some(Kind::Map) => value.as_object().is_some_and(Map::is_empty),
            _ => false,
        }
    }

    fn is_object(&self, schema: &Schema) -> bool {
        let schema = schema.resolved(self.shapes).unwrap_or(schema);
        schema.kind == Some(Kind::Object) && !schema.fields.is_empty()
    }

    fn value(&self, node: &Node<'_>, schema: &Schema) -> Result<Option<Value>, DecodeError> {
        let schema = schema.resolved(self.shapes).unwrap_or(schema);
        Ok(match schema.kind {
            _ if matches!(node, Node::Null) => None,
            Some(Kind::String) => String::from_node(node)?.map(Value::from),
            // Of any width: specs err in it, and a service that outgrows 32 bits must not break its replies.
            Some(Kind::Integer) => i64::from_node(node)?.map(Value::from),
            Some(Kind::Number) if schema.format == Some(Format::Float) => f32::from_node(node)?.map(Value::from),
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
                // An object that is null keeps its place.
                Some(item) if matches!(node, Node::Null) && self.is_object(item) => Ok(Some(json!({}))),
                Some(item) => self.value(node, item),
                None => Value::from_node(node),
            };
            items.extend(item.map_err(|error| error.at(items.len()))?);
        }
        Ok(())
    }
}
