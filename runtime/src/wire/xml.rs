//! XML to nodes.

use std::borrow::Cow;
use std::str::from_utf8;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

use super::node::{Entry, Hint, Node};
use super::parse_error::ParseError;

/// Levels of elements within elements, as many as JSON may have.
pub(super) const MAX_DEPTH: usize = 127;

/// Parses an XML document. Returns the name of the root element and its content.
///
/// An element that contains elements is an object, and text between them is dropped. An element that contains only text is that
/// text, including white space. An empty element is an object without fields. A repeated element is a repeated entry: only a
/// field's type shows whether it is a list. Names are local names, without the prefix of a namespace. Attributes, comments,
/// processing instructions and a document type are skipped. Only the five predefined entities and numeric ones are expanded, so a
/// document cannot grow while it is read.
///
/// ```
/// let (root, node) = acs_runtime::wire::parse_xml("<Error><Code>Forbidden</Code><HostId/></Error>")?;
/// assert_eq!(root, "Error");
/// assert_eq!(node.get("Code").and_then(|code| code.to_text()).as_deref(), Some("Forbidden"));
/// # Ok::<(), acs_runtime::wire::ParseError>(())
/// ```
///
/// # Errors
/// If the text is not UTF-8, is not one whole well-formed document, uses an entity that it would have to declare, or nests
/// deeper than 127 levels.
pub fn parse_xml<T: AsRef<[u8]> + ?Sized>(xml: &T) -> Result<(Cow<'_, str>, Node<'_>), ParseError> {
    parse(xml.as_ref())
}

fn parse(xml: &[u8]) -> Result<(Cow<'_, str>, Node<'_>), ParseError> {
    let text = from_utf8(xml).map_err(|error| error_at(xml, error.valid_up_to(), "it is not UTF-8"))?;
    let mut reader = Reader::from_str(text);
    let mut document = Document::default();
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(error) => return Err(error_at(xml, offset(reader.error_position()), problem(&error))),
        };
        document.take(event).map_err(|problem| error_at(xml, offset(reader.buffer_position()), problem))?;
    }
    document.finish().map_err(|problem| error_at(xml, xml.len(), problem))
}

/// The state of parsing.
#[derive(Default)]
struct Document<'a> {
    open: Vec<Element<'a>>,
    root: Option<Entry<'a>>,
}

/// An element whose end tag has not been read.
struct Element<'a> {
    name: Cow<'a, str>,
    entries: Vec<Entry<'a>>,
    text: Cow<'a, str>,
}

impl<'a> Document<'a> {
    fn take(&mut self, event: Event<'a>) -> Result<(), &'static str> {
        match event {
            Event::Start(tag) => self.start(Cow::Owned(tag.local_name().as_ref().to_owned())),
            Event::Empty(tag) => {
                self.start(Cow::Owned(tag.local_name().as_ref().to_owned()))?;
                self.end();
                Ok(())
            }
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.text(text.xml10_content()),
            Event::CData(text) => self.text(text.xml10_content()),
            Event::GeneralRef(reference) => self.text(resolve(&reference)?),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, name: Cow<'a, str>) -> Result<(), &'static str> {
        if self.root.is_some() {
            return Err("a second root element");
        }
        if name.is_empty() {
            return Err("a tag without a name");
        }
        if self.open.len() == MAX_DEPTH {
            return Err("elements nested too deeply");
        }
        self.open.push(Element { name, entries: Vec::new(), text: Cow::Borrowed("") });
        Ok(())
    }

    fn end(&mut self) {
        // The reader checks that each end tag has a start tag.
        let Some(Element { name, entries, text }) = self.open.pop() else { return };
        let node = if entries.is_empty() && !text.is_empty() { Node::Text(text) } else { Node::Object(entries) };
        let entry = Entry { name, node, hint: Hint::default() };
        match self.open.last_mut() {
            Some(parent) => parent.entries.push(entry),
            None => self.root = Some(entry),
        }
    }

    fn text(&mut self, more: Cow<'a, str>) -> Result<(), &'static str> {
        match self.open.last_mut() {
            Some(element) if element.text.is_empty() => element.text = more,
            Some(element) => element.text.to_mut().push_str(&more),
            None if more.trim_matches(WHITE_SPACE).is_empty() => {}
            None => return Err("text outside of the root element"),
        }
        Ok(())
    }

    fn finish(self) -> Result<(Cow<'a, str>, Node<'a>), &'static str> {
        match self.root {
            Some(root) => Ok((root.name, root.node)),
            None if self.open.is_empty() => Err("there is no element"),
            None => Err("it ends before the root element does"),
        }
    }
}

const WHITE_SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, &'static str> {
    if let Some(text) = resolve_xml_entity(reference) {
        return Ok(Cow::Borrowed(text));
    }
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Ok(Cow::Owned(character.to_string())),
        Ok(None) => Err("an entity that XML does not know"),
        Err(_) => Err("a reference to no character"),
    }
}

/// The library's messages quote names from the text, which may be anything in a broken document.
fn problem(error: &Error) -> &'static str {
    match error {
        Error::Syntax(_) => "markup that does not end",
        Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => "an end tag without a start tag",
        Error::IllFormed(IllFormedError::MismatchedEndTag { .. }) => "an end tag that does not fit the start tag",
        Error::IllFormed(IllFormedError::UnclosedReference) => "`&` without an entity",
        Error::IllFormed(_) => "markup that is not well-formed",
        _ => "text that cannot be read",
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn error_at(xml: &[u8], offset: usize, problem: &'static str) -> ParseError {
    let before = &xml[..offset.min(xml.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    ParseError::new("XML", problem, line, column)
}
