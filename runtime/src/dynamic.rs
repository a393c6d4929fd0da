//! Operations by name, to and from JSON: for command lines, for people who log or store requests, and for finding out what
//! would be sent.
//!
//! Everything goes through the generated types, so it shows what a typed call does.

use std::collections::BTreeMap;
use std::fmt;

pub use serde_json::Value;

use crate::facts::Text;
use crate::operation::{Method, Operation, OperationInfo};
use crate::sign::{FORM, ReplyFormat};
use crate::suggest::nearest;
use crate::wire::{
    Decode, DecodeError, Encode, Fields, FromNode, Node, Params, ParseError, Reader, ToNode, parse_json, parse_xml,
};

/// An operation that can be used by its name.
#[derive(Debug)]
pub struct DynamicOperation {
    /// The facts about it.
    pub info: &'static OperationInfo,
    request: fn() -> Box<dyn Both>,
    response: fn() -> Box<dyn Both>,
}

/// A type that lists its fields and takes them.
trait Both: Encode + Decode {}

impl<T: Encode + Decode> Both for T {}

impl DynamicOperation {
    /// The operation that a generated type stands for.
    pub const fn of<O: Operation>() -> Self
    where
        O::Request: Decode + 'static,
    {
        DynamicOperation {
            info: O::INFO,
            request: || Box::new(O::Request::default()),
            response: || Box::new(O::Response::default()),
        }
    }
}

/// The operations of a service, and the parameters that all of them take.
#[derive(Debug)]
pub struct DynamicService {
    /// The operations, sorted by name.
    pub operations: &'static [DynamicOperation],
    /// Names of the parameters that every operation takes besides its own.
    pub parameters: &'static [&'static str],
}

/// What an operation sends, before common parameters and the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// HTTP method.
    pub method: Method,
    /// Parameters of the query, flattened.
    pub query: BTreeMap<String, String>,
    /// Parameters of the form body, flattened.
    pub body: BTreeMap<String, String>,
    /// Content type of the body, if there is one.
    pub content_type: Option<&'static str>,
}

impl DynamicService {
    /// An operation by its name.
    ///
    /// # Errors
    /// There is none of that name; the error names the nearest one.
    pub fn operation(&self, name: &str) -> Result<&DynamicOperation, DynamicError> {
        self.operations.iter().find(|operation| operation.info.name == name).ok_or_else(|| {
            let nearest = nearest(name, self.operations.iter().map(|operation| operation.info.name.as_ref()));
            let nearest = nearest.first().map(|name| Text::Owned((*name).to_owned()));
            DynamicError::UnknownOperation { name: name.to_owned(), nearest }
        })
    }

    /// What a request sends that is given as JSON under its wire names.
    ///
    /// # Errors
    /// There is no such operation or parameter, or a value that its parameter cannot hold.
    pub fn encode(&self, name: &str, input: &Value) -> Result<Encoded, DynamicError> {
        let operation = self.operation(name)?;
        let Some(Node::Object(entries)) = input.to_node() else { return Err(DynamicError::NoObject) };
        let (common, own): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| self.parameters.contains(&entry.name.as_ref()));
        let own = Node::Object(own);
        let mut request = (operation.request)();
        Reader::read(&own, request.as_mut()).map_err(DynamicError::Value)?;
        let fields = Fields::of(request.as_ref());
        lost(&own, &fields, &mut Vec::new())?;

        let mut params = Params::from_node(&fields);
        for entry in &common {
            if let Some(text) = entry.node.to_text() {
                params.set(entry.name.as_ref(), text.as_ref());
            }
        }
        let (form, query): (Vec<_>, Vec<_>) = params.iter().partition(|param| param.is_form());
        let map = |params: Vec<crate::wire::Param<'_>>| {
            params.into_iter().map(|param| (param.name().to_owned(), param.value().to_owned())).collect()
        };
        Ok(Encoded {
            method: operation.info.method,
            query: map(query),
            body: map(form),
            content_type: operation.info.form.then_some(FORM),
        })
    }

    /// A reply as JSON in the wire's own shape: typed as the spec says, lists wrapped where the wire wraps them, absent fields
    /// left out.
    ///
    /// # Errors
    /// There is no such operation, the text is neither JSON nor XML, or a value does not fit its field.
    pub fn decode(&self, name: &str, format: ReplyFormat, reply: &[u8]) -> Result<Value, DynamicError> {
        let operation = self.operation(name)?;
        let node = match format {
            ReplyFormat::Json => parse_json(reply).map_err(DynamicError::Text)?,
            ReplyFormat::Xml => parse_xml(reply).map_err(DynamicError::Text)?.1,
        };
        let mut response = (operation.response)();
        Reader::read(&node, response.as_mut()).map_err(DynamicError::Value)?;
        let value = Value::from_node(&Fields::of(response.as_ref())).map_err(DynamicError::Value)?;
        Ok(value.unwrap_or_default())
    }
}

/// Finds what of an input did not get into a request: a name that the operation does not have, or an item of a list that no
/// typed list can hold.
fn lost(input: &Node<'_>, sent: &Node<'_>, path: &mut Vec<String>) -> Result<(), DynamicError> {
    match (input, sent) {
        (Node::Object(entries), Node::Object(_)) => {
            for entry in entries.iter().filter(|entry| !entry.node.is_blank()) {
                path.push(entry.name.to_string());
                let sent = sent.get(&entry.name).ok_or_else(|| DynamicError::UnknownParameter(path.join(".")))?;
                lost(&entry.node, sent, path)?;
                path.pop();
            }
            Ok(())
        }
        (Node::List(input), Node::List(sent)) if input.len() != sent.len() => Err(DynamicError::NullItem(path.join("."))),
        (Node::List(input), Node::List(sent)) => {
            for (index, (input, sent)) in input.iter().zip(sent).enumerate() {
                path.push((index + 1).to_string());
                lost(input, sent, path)?;
                path.pop();
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Why an operation cannot be used by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DynamicError {
    /// There is no operation of that name.
    UnknownOperation {
        /// The name that was asked for.
        name: String,
        /// The most similar name.
        nearest: Option<Text>,
    },
    /// The input is not a JSON object.
    NoObject,
    /// The operation has no such parameter.
    UnknownParameter(String),
    /// A list of scalars holds a null.
    NullItem(String),
    /// A value does not fit its parameter or field.
    Value(DecodeError),
    /// The reply is neither JSON nor XML.
    Text(ParseError),
}

impl fmt::Display for DynamicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DynamicError::UnknownOperation { name, nearest: Some(nearest) } => {
                write!(f, "there is no operation `{name}`; did you mean `{nearest}`?")
            }
            DynamicError::UnknownOperation { name, nearest: None } => write!(f, "there is no operation `{name}`"),
            DynamicError::NoObject => f.write_str("the input must be a JSON object"),
            DynamicError::UnknownParameter(path) => write!(f, "the operation has no parameter `{path}`"),
            DynamicError::NullItem(path) => write!(f, "the list `{path}` holds a null, which a typed list cannot"),
            DynamicError::Value(error) => error.fmt(f),
            DynamicError::Text(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DynamicError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            DynamicError::Value(error) => Some(error),
            DynamicError::Text(error) => Some(error),
            _ => None,
        }
    }
}
