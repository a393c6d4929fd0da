//! A pull reader of XML: it reads elements one after the other from the text, without building a tree.
//!
//! It reads what replies are made of: elements, text, the entities that need no declaration. Of anything else, such as comments, CDATA,
//! prefixes of namespaces and all that is not well-formed, it says that it is not for this reader, and [`parse_xml`] decides. What it
//! reads, it reads as that does. Only the text behind a start tag shows whether an element is text or an object, so that text is
//! examined, and an element without others in it read to its end, before its value is asked for.

use std::borrow::Cow;

use quick_xml::escape::{resolve_xml_entity, unescape_with};
use quick_xml::parser::{ElementParser, Parser};

use super::decode_error::DecodeError;
use super::json_text::may_deny_success;
use super::node::Node;
use super::scan::xml_special;
use super::xml::{MAX_DEPTH, parse_xml};

/// How far a text has been read.
#[derive(Debug, Default)]
pub(super) struct XmlCursor {
    at: usize,
    /// The element whose value is next, or has just been read.
    element: Element,
    depth: usize,
    /// Whether the text turned out not to be for this reader.
    broken: bool,
    reply: Option<Reply>,
}

/// What is examined in the root element of a reply: a field that may hold an error ends reading.
#[derive(Debug, Default)]
struct Reply {
    /// The first `RequestId` that is not blank.
    request_id: Option<String>,
}

/// An element, as offsets: its start tag has been read, and all of it if there are no elements in it.
#[derive(Debug, Default, Clone, Copy)]
struct Element {
    start: usize,
    name_end: usize,
    content: Content,
}

#[derive(Debug, Default, Clone, Copy)]
enum Content {
    /// Nothing.
    #[default]
    Empty,
    /// Text, maybe with entities.
    Text { start: usize, end: usize, escaped: bool },
    /// Elements, the first of which is next.
    Elements,
}

/// The value of an element in a text that is being read. It is consumed or left as a whole.
pub(super) struct XmlText<'n> {
    text: &'n str,
    cursor: &'n mut XmlCursor,
}

/// A function that takes the name and the value of an element.
pub(super) type VisitElement<'v> = &'v mut dyn FnMut(&str, XmlText<'_>) -> Result<(), DecodeError>;

impl<'n> XmlText<'n> {
    /// The root element of a text, of which only that has been read that [`XmlCursor::root`] reads.
    pub(super) fn new(text: &'n str, cursor: &'n mut XmlCursor) -> Self {
        XmlText { text, cursor }
    }

    pub(super) fn is_object(&self) -> bool {
        !matches!(self.cursor.element.content, Content::Text { .. })
    }

    /// As [`Node::is_blank`].
    pub(super) fn is_blank(&self) -> bool {
        match self.cursor.element.content {
            Content::Empty => true,
            Content::Text { .. } => self.text().is_none_or(|text| text.trim().is_empty()),
            Content::Elements => false,
        }
    }

    /// The value's text, if there is any and nothing else.
    pub(super) fn text(&self) -> Option<Cow<'n, str>> {
        let Content::Text { start, end, escaped } = self.cursor.element.content else { return None };
        let text = self.text.get(start..end).unwrap_or_default();
        // What cannot be resolved was found when it was read.
        Some(if escaped { resolve(text).unwrap_or_default() } else { Cow::Borrowed(text) })
    }

    /// The value as a node.
    pub(super) fn into_node(self) -> Result<Node<'n>, DecodeError> {
        let element = self.cursor.element;
        if let Some(text) = self.text() {
            return Ok(Node::Text(text));
        }
        if matches!(element.content, Content::Empty) {
            return Ok(Node::Object(Vec::new()));
        }
        let XmlText { text, cursor } = self;
        // A reply that is taken as a tree is classified by that tree.
        if cursor.depth == 0 && cursor.reply.is_some() {
            return Err(cursor.broken());
        }
        cursor.skip(text, element)?;
        let read = text.get(element.start..cursor.at).unwrap_or_default();
        parse_xml(read).map(|(_, node)| node).map_err(|_| cursor.broken())
    }

    /// Passes the name and the value of each element in this one to `visit`. A value that it does not read is skipped.
    pub(super) fn each_entry(self, visit: VisitElement<'_>) -> Result<(), DecodeError> {
        let XmlText { text, cursor } = self;
        let parent = cursor.element;
        if !matches!(parent.content, Content::Elements) {
            return Ok(());
        }
        cursor.depth += 1;
        while let Some(element) = cursor.next_in(text, parent)? {
            let name = element.name(text);
            if cursor.depth == 1 {
                cursor.look_at_root(text, name)?;
            }
            let start = cursor.at;
            visit(name, XmlText { text, cursor })?;
            if cursor.at == start && matches!(element.content, Content::Elements) {
                cursor.skip(text, element)?;
            }
        }
        cursor.depth -= 1;
        Ok(())
    }
}

impl Element {
    fn name(self, text: &str) -> &str {
        text.get(self.start + 1..self.name_end).unwrap_or_default()
    }
}

impl XmlCursor {
    /// At the beginning of a reply. Reading ends where the reply may be an error, or is wanted as a tree.
    pub(super) fn of_reply() -> Self {
        XmlCursor { reply: Some(Reply::default()), ..XmlCursor::default() }
    }

    /// Reads up to the value of the root element, whose name it returns. `None` if the text is not for this reader.
    pub(super) fn root<'n>(&mut self, text: &'n str) -> Option<&'n str> {
        self.skip_space(text);
        if let Some(declaration) = text.get(self.at..).and_then(|text| text.strip_prefix("<?xml ")) {
            self.at = text.len() - declaration.len() + declaration.find("?>")? + 2;
            self.skip_space(text);
        }
        Some(self.element(text).ok()?.name(text))
    }

    /// Skips a value of which nothing has been read, and checks it.
    pub(super) fn skip_unread(&mut self, text: &str) -> Result<(), DecodeError> {
        // The cursor is at the first element only as long as the value has not been read.
        if matches!(self.element.content, Content::Elements) { self.skip(text, self.element) } else { Ok(()) }
    }

    /// Whether the whole text has been read and is one element.
    pub(super) fn is_done(&mut self, text: &str) -> bool {
        self.skip_space(text);
        !self.broken && self.depth == 0 && self.at == text.len()
    }

    /// The first `RequestId` of a reply that has been read.
    pub(super) fn request_id(self) -> Option<String> {
        self.reply?.request_id
    }

    fn skip(&mut self, text: &str, element: Element) -> Result<(), DecodeError> {
        self.element = element;
        XmlText { text, cursor: self }.each_entry(&mut |_, _| Ok(()))
    }

    fn skip_space(&mut self, text: &str) {
        let rest = text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    }

    fn look_at_root(&mut self, text: &str, name: &str) -> Result<(), DecodeError> {
        let Some(reply) = &self.reply else { return Ok(()) };
        if name == "RequestId" && reply.request_id.is_none() {
            let id = XmlText { text, cursor: self }.text();
            let id = id.filter(|id| !id.trim().is_empty()).map(Cow::into_owned);
            self.reply = Some(Reply { request_id: id });
        } else if may_deny_success(name) {
            return Err(self.broken());
        }
        Ok(())
    }

    /// The next element in `parent`. If there is none, moves past the end tag.
    fn next_in(&mut self, text: &str, parent: Element) -> Result<Option<Element>, DecodeError> {
        // Text between elements is dropped.
        self.text(text)?;
        if text.as_bytes().get(self.at + 1) == Some(&b'/') {
            return self.end(text, parent).map(|()| None);
        }
        self.element(text).map(Some)
    }

    /// Reads an element, or up to the first element in it.
    fn element(&mut self, text: &str) -> Result<Element, DecodeError> {
        let start = self.at;
        let bytes = text.as_bytes().get(start..).unwrap_or_default();
        let [b'<', tag @ ..] = bytes else { return Err(self.broken()) };
        let length = tag.iter().position(|byte| !IS_OF_NAME[usize::from(*byte)]).unwrap_or_default();
        if length == 0 || self.depth == MAX_DEPTH {
            return Err(self.broken());
        }
        let mut element = Element { start, name_end: start + 1 + length, content: Content::Empty };
        let end = match &tag[length..] {
            [b'>', ..] => length,
            [b'/', b'>', ..] => length + 1,
            // With attributes. The library knows that a value may hold `>`.
            [b' ' | b'\t' | b'\r' | b'\n', ..] => ElementParser::default().feed(tag).ok_or_else(|| self.broken())?,
            _ => return Err(self.broken()),
        };
        self.at = start + 1 + end + 1;
        if tag[end - 1] != b'/' {
            let content = self.text(text)?;
            if text.as_bytes().get(self.at + 1) == Some(&b'/') {
                self.end(text, element)?;
                element.content = content;
            } else {
                element.content = Content::Elements;
            }
        }
        self.element = element;
        Ok(element)
    }

    /// Text up to markup.
    fn text(&mut self, text: &str) -> Result<Content, DecodeError> {
        let (bytes, start) = (text.as_bytes(), self.at);
        // Most elements stand next to each other.
        if bytes.get(start) == Some(&b'<') {
            return Ok(Content::Empty);
        }
        let mut end = xml_special(bytes, start);
        let escaped = bytes.get(end) == Some(&b'&');
        while bytes.get(end) == Some(&b'&') {
            end = xml_special(bytes, end + 1);
        }
        if bytes.get(end) != Some(&b'<') || (escaped && text.get(start..end).and_then(resolve).is_none()) {
            return Err(self.broken());
        }
        self.at = end;
        Ok(Content::Text { start, end, escaped })
    }

    /// The end tag of an element.
    fn end(&mut self, text: &str, element: Element) -> Result<(), DecodeError> {
        let name = element.name(text).as_bytes();
        let rest = text.as_bytes().get(self.at + 2..).and_then(|rest| rest.strip_prefix(name));
        if rest.and_then(<[u8]>::first) != Some(&b'>') {
            return Err(self.broken());
        }
        self.at += name.len() + 3;
        Ok(())
    }

    /// The error for text that is not for this reader. It counts as a fault of a list, which cannot be skipped, so it ends reading.
    fn broken(&mut self) -> DecodeError {
        self.broken = true;
        DecodeError::new("XML", &Node::Null).of_list()
    }
}

/// Expands entities; `None` if one is not known.
fn resolve(text: &str) -> Option<Cow<'_, str>> {
    unescape_with(text, resolve_xml_entity).ok()
}

/// The bytes that the names of elements have here: as a table, since every byte of every name is looked up.
const IS_OF_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | 0x80..);
        byte += 1;
    }
    table
};
