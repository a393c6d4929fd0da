//! Where a value is read from: a tree, or the text of JSON or XML.

use std::borrow::Cow;

use super::decode_error::DecodeError;
use super::json_text::{Cursor, JsonText};
use super::node::Node;
use super::xml_text::{XmlCursor, XmlText};

/// A value that is still to be read.
pub(super) enum Source<'n> {
    /// From a tree: of an error, of unusual XML, or of a program's own.
    Node(&'n Node<'n>),
    /// From JSON.
    Json(JsonText<'n>),
    /// From XML.
    Xml(XmlText<'n>),
}

impl<'n> Source<'n> {
    pub(super) fn json(text: &'n str, cursor: &'n mut Cursor) -> Self {
        Source::Json(JsonText::new(text, cursor))
    }

    pub(super) fn xml(text: &'n str, cursor: &'n mut XmlCursor) -> Self {
        Source::Xml(XmlText::new(text, cursor))
    }

    pub(super) fn is_object(&mut self) -> bool {
        match self {
            Source::Node(node) => matches!(node, Node::Object(_)),
            Source::Json(json) => json.is_object(),
            Source::Xml(xml) => xml.is_object(),
        }
    }

    pub(super) fn is_list(&mut self) -> bool {
        match self {
            Source::Node(node) => matches!(node, Node::List(_)),
            Source::Json(json) => json.is_list(),
            Source::Xml(_) => false,
        }
    }

    pub(super) fn is_null(&mut self) -> bool {
        match self {
            Source::Node(node) => matches!(node, Node::Null),
            Source::Json(json) => json.is_null(),
            Source::Xml(_) => false,
        }
    }

    /// As [`Node::is_blank`].
    pub(super) fn is_blank(&mut self) -> bool {
        match self {
            Source::Node(node) => node.is_blank(),
            Source::Json(json) => json.is_blank(),
            Source::Xml(xml) => xml.is_blank(),
        }
    }

    /// An error unless there is nothing.
    pub(super) fn expect_blank(mut self, expected: &'static str) -> Result<(), DecodeError> {
        if self.is_blank() { Ok(()) } else { Err(DecodeError::new(expected, &*self.into_node()?)) }
    }

    /// The value's text, if it is a string: the same as [`into_node`](Self::into_node) has, without a node in between.
    #[inline]
    pub(super) fn text(&mut self) -> Option<Result<Cow<'n, str>, DecodeError>> {
        match self {
            Source::Node(Node::Text(text)) => Some(Ok(Cow::Borrowed(text))),
            Source::Node(_) => None,
            Source::Json(json) => json.text(),
            Source::Xml(xml) => xml.text().map(Ok),
        }
    }

    pub(super) fn into_node(self) -> Result<Cow<'n, Node<'n>>, DecodeError> {
        match self {
            Source::Node(node) => Ok(Cow::Borrowed(node)),
            Source::Json(json) => json.into_node().map(Cow::Owned),
            Source::Xml(xml) => xml.into_node().map(Cow::Owned),
        }
    }

    /// Gives the name and the value of each entry of an object to `visit`.
    pub(super) fn each_entry(
        self,
        visit: &mut dyn FnMut(&str, Source<'_>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        match self {
            Source::Node(Node::Object(entries)) => {
                entries.iter().try_for_each(|entry| visit(&entry.name, Source::Node(&entry.node)))
            }
            Source::Node(_) => Ok(()),
            Source::Json(json) => json.each_entry(&mut |name, json| visit(name, Source::Json(json))),
            Source::Xml(xml) => xml.each_entry(&mut |name, xml| visit(name, Source::Xml(xml))),
        }
    }

    /// Gives each item of a list to `visit`, with its index.
    pub(super) fn each_item(
        self,
        visit: &mut dyn FnMut(usize, Source<'_>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        match self {
            Source::Node(Node::List(items)) => {
                items.iter().enumerate().try_for_each(|(index, item)| visit(index, Source::Node(item)))
            }
            Source::Node(_) | Source::Xml(_) => Ok(()),
            Source::Json(json) => json.each_item(&mut |index, json| visit(index, Source::Json(json))),
        }
    }
}
