//! From generated types to nodes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::flatten::{Flattening, Outside};
use super::node::{Entry, Hint, Node, Style};
use super::params::Params;

/// A type that can list its fields. Generated for every request, response and shape.
pub trait Encode {
    /// Passes each field to `to`. Fields without a value are left out.
    fn encode<'a>(&'a self, to: &mut Fields<'a>);
}

/// Collects the fields of an object.
#[derive(Debug, Default)]
pub struct Fields<'a> {
    sink: Sink<'a>,
    hint: Hint,
}

/// What becomes of fields.
#[derive(Debug)]
enum Sink<'a> {
    Object(Vec<Entry<'a>>),
    /// Without a tree between: encoding a request takes a third less.
    Params(Flattening),
}

impl Default for Sink<'_> {
    fn default() -> Self {
        Sink::Object(Vec::new())
    }
}

impl<'a> Fields<'a> {
    /// The object made of a value's fields.
    pub fn of(value: &'a dyn Encode) -> Node<'a> {
        // Eight are enough for most objects, so that they are allocated once.
        let mut fields = Fields { sink: Sink::Object(Vec::with_capacity(8)), hint: Hint::default() };
        value.encode(&mut fields);
        match fields.sink {
            Sink::Object(entries) => Node::Object(entries),
            Sink::Params(_) => Node::Null,
        }
    }

    /// The parameters that a value's fields make.
    pub(super) fn params_of(value: &'a dyn Encode) -> Params {
        let mut fields = Fields { sink: Sink::Params(Flattening::new()), hint: Hint::default() };
        value.encode(&mut fields);
        match fields.sink {
            Sink::Params(flat) => flat.into_params(),
            Sink::Object(_) => Params::new(),
        }
    }

    /// Keeps the next field out of `Debug`, logs and traces.
    pub fn sensitive(&mut self) -> &mut Self {
        self.hint.sensitive = true;
        self
    }

    /// Sends the next field in the form body.
    pub fn form(&mut self) -> &mut Self {
        self.hint.form = true;
        self
    }

    /// Writes the next field as JSON text.
    pub fn json(&mut self) -> &mut Self {
        self.hint.style = Style::Json;
        self
    }

    /// Joins the next field's items with commas.
    pub fn simple(&mut self) -> &mut Self {
        self.hint.style = Style::Simple;
        self
    }

    /// A string.
    pub fn string(&mut self, name: &'a str, value: &'a Option<String>) {
        self.text(name, value.as_deref());
    }

    /// A value of a closed set, as its text.
    pub fn text(&mut self, name: &'a str, value: Option<&'a str>) {
        let hint = std::mem::take(&mut self.hint);
        if let Some(text) = value {
            match &mut self.sink {
                Sink::Object(entries) => entries.push(entry(Cow::Borrowed(name), Node::Text(Cow::Borrowed(text)), hint)),
                Sink::Params(flat) => flat.text(name, text, hint),
            }
        }
    }

    /// A 32-bit integer.
    pub fn int32(&mut self, name: &'a str, value: Option<i32>) {
        self.push(name, value.map(|number| Node::Int(number.into())));
    }

    /// A 64-bit integer.
    pub fn int64(&mut self, name: &'a str, value: Option<i64>) {
        self.push(name, value.map(|number| Node::Int(number.into())));
    }

    /// A 32-bit floating point number.
    pub fn float(&mut self, name: &'a str, value: Option<f32>) {
        self.push(name, value.map(shortest));
    }

    /// A 64-bit floating point number.
    pub fn double(&mut self, name: &'a str, value: Option<f64>) {
        self.push(name, value.map(Node::Float));
    }

    /// A boolean.
    pub fn boolean(&mut self, name: &'a str, value: Option<bool>) {
        self.push(name, value.map(Node::Bool));
    }

    /// An object, or any other value.
    pub fn value<T: ToNode>(&mut self, name: &'a str, value: Option<&'a T>) {
        if let Some(value) = value {
            self.nested(name, value);
        }
        self.hint = Hint::default();
    }

    /// A list. The wire cannot distinguish an empty list from an absent one, so an empty list is left out.
    pub fn list<T: ToNode>(&mut self, name: &'a str, items: &'a [T]) {
        if !items.is_empty() {
            self.items(name, items.len(), &mut |index| items.get(index).map(|item| item as _));
        }
        self.hint = Hint::default();
    }

    /// A list that is sent even when empty.
    pub fn present_list<T: ToNode>(&mut self, name: &'a str, items: &'a Option<Vec<T>>) {
        if let Some(items) = items {
            self.items(name, items.len(), &mut |index| items.get(index).map(|item| item as _));
        }
        self.hint = Hint::default();
    }

    /// A list that the wire wraps in an object of one field.
    pub fn wrapped<T: ToNode>(&mut self, name: &'a str, inner: &'a str, items: &'a [T]) {
        let node = (!items.is_empty()).then(|| Node::Object(vec![entry(Cow::Borrowed(inner), list(items), Hint::default())]));
        self.push(name, node);
    }

    /// Values under names that are data.
    pub fn map<T: ToNode>(&mut self, name: &'a str, values: &'a BTreeMap<String, T>) {
        let node = (!values.is_empty()).then(|| map(values));
        self.push(name, node);
    }

    fn push(&mut self, name: &'a str, node: Option<Node<'a>>) {
        let hint = std::mem::take(&mut self.hint);
        if let Some(node) = node {
            match &mut self.sink {
                Sink::Object(entries) => entries.push(entry(Cow::Borrowed(name), node, hint)),
                Sink::Params(flat) => flat.field(name, &node, hint),
            }
        }
    }

    fn nested(&mut self, name: &'a str, value: &'a dyn ToNode) {
        let outside = match &mut self.sink {
            Sink::Params(flat) if flat.is_flat(self.hint) => flat.enter(name, std::mem::take(&mut self.hint)),
            _ => return self.push(name, value.to_node()),
        };
        self.flatten(value);
        self.leave(outside);
    }

    /// Adds a list item by item: compiled once, not for each type of item.
    fn items(&mut self, name: &'a str, length: usize, item: &mut dyn FnMut(usize) -> Option<&'a dyn ToNode>) {
        let outside = match &mut self.sink {
            Sink::Params(flat) if flat.is_flat(self.hint) => flat.enter(name, std::mem::take(&mut self.hint)),
            _ => {
                let items = (0..length).map(|index| item(index).and_then(ToNode::to_node).unwrap_or_default());
                return self.push(name, Some(Node::List(items.collect())));
            }
        };
        for index in 0..length {
            if let (Sink::Params(flat), Some(item)) = (&mut self.sink, item(index)) {
                let outside = flat.enter_item(index);
                self.flatten(item);
                self.leave(outside);
            }
        }
        self.leave(outside);
    }

    /// Adds a value under the present name, an object without a tree of it.
    fn flatten(&mut self, value: &'a dyn ToNode) {
        match (value.as_object(), &mut self.sink) {
            (Some(object), Sink::Params(_)) => object.encode(self),
            (_, Sink::Params(flat)) => flat.node(&value.to_node().unwrap_or_default()),
            (_, Sink::Object(_)) => {}
        }
    }

    fn leave(&mut self, outside: Outside) {
        if let Sink::Params(flat) = &mut self.sink {
            flat.leave(outside);
        }
    }
}

impl Params {
    /// The parameters of a request.
    pub fn of(request: &dyn Encode) -> Self {
        Fields::params_of(request)
    }
}

pub(super) fn entry<'a>(name: Cow<'a, str>, node: Node<'a>, hint: Hint) -> Entry<'a> {
    Entry { name, node, hint }
}

pub(super) fn list<T: ToNode>(items: &[T]) -> Node<'_> {
    collect(items.len(), &mut |index| items.get(index)?.to_node())
}

/// A list made item by item: compiled once, not for each type of item.
fn collect<'a>(length: usize, item: &mut dyn FnMut(usize) -> Option<Node<'a>>) -> Node<'a> {
    Node::List((0..length).map(|index| item(index).unwrap_or_default()).collect())
}

/// Through its shortest decimal, so that 0.1 stays 0.1 and does not become 0.10000000149011612.
fn shortest(number: f32) -> Node<'static> {
    number.to_string().parse().map_or(Node::Null, Node::Float)
}

fn map<T: ToNode>(values: &BTreeMap<String, T>) -> Node<'_> {
    let entries =
        values.iter().filter_map(|(name, value)| Some(entry(Cow::Borrowed(name.as_str()), value.to_node()?, Hint::default())));
    Node::Object(entries.collect())
}

/// A value that can stand in a field, a list or a map.
pub trait ToNode {
    /// The value as a node; `None` if it has none.
    fn to_node(&self) -> Option<Node<'_>>;

    /// The value, if it is an object of fields.
    fn as_object(&self) -> Option<&dyn Encode> {
        None
    }
}

impl<T: Encode> ToNode for T {
    fn as_object(&self) -> Option<&dyn Encode> {
        Some(self)
    }

    fn to_node(&self) -> Option<Node<'_>> {
        Some(Fields::of(self))
    }
}

impl ToNode for String {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(Node::Text(Cow::Borrowed(self)))
    }
}

impl ToNode for i32 {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(Node::Int((*self).into()))
    }
}

impl ToNode for i64 {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(Node::Int((*self).into()))
    }
}

impl ToNode for f32 {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(shortest(*self))
    }
}

impl ToNode for f64 {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(Node::Float(*self))
    }
}

impl ToNode for bool {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(Node::Bool(*self))
    }
}

impl<T: ToNode> ToNode for Vec<T> {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(list(self))
    }
}

impl<T: ToNode> ToNode for BTreeMap<String, T> {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(map(self))
    }
}
