//! From nodes to generated types, as leniently as the official SDKs: numbers and booleans may be text, text may be a number, every
//! field may be missing or null, unknown fields are skipped, a wrapped list may come without its wrapper.
//!
//! # A value that does not fit its field
//!
//! A page of 50 items is not lost because one field of one item has a shape that the operation's description does not expect.
//! Such a field stays empty, as if the service had not sent it, and is reported in [`DecodeReport`]; the rest is decoded. Every field
//! is optional, so a program that reads it handles its absence already.
//!
//! An item of a list is different: a program cannot see that one is missing, and may conclude that a resource is gone. So a
//! list is never shortened: an item, or a list, that does not fit is an error. A null in place of an object becomes an empty item; a
//! null in place of a single value carries no data, so nothing is lost without it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::decode_error::DecodeError;
use super::decode_report::DecodeReport;
use super::json_text::Cursor;
use super::node::Node;
use super::source::Source;
use super::xml_text::XmlCursor;

/// A type whose fields can be set by name. Generated for every response and shape.
pub trait Decode {
    /// Sets the field that the wire calls `name`; unknown names are skipped.
    ///
    /// # Errors
    /// If the value does not fit the field.
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError>;
}

/// A value that can be made from a node.
pub trait FromNode: Sized {
    /// The value; `None` for null and its equivalents, such as empty text in place of a number. Fields in it that do not fit are left
    /// empty.
    ///
    /// # Errors
    /// If the node holds anything else.
    fn read(reader: Reader<'_>) -> Result<Option<Self>, DecodeError>;

    /// The item of a list that a null becomes; `None` if a list cannot hold one.
    fn of_null() -> Option<Self> {
        None
    }

    /// The value, if everything in it fits.
    ///
    /// # Errors
    /// If `node`, or anything in it, does not fit.
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        let mut report = DecodeReport::default();
        let value = Self::read(Reader::new(node, &mut report))?;
        report.into_result().map(|()| value)
    }
}

/// A value to be decoded into a field.
///
/// Its methods fail if the value does not fit, with an error that says where it is. Null and its equivalents set nothing.
pub struct Reader<'n> {
    source: Source<'n>,
    report: &'n mut DecodeReport,
}

impl<'n> Reader<'n> {
    /// Reads `node`. Fields that do not fit are left empty and reported in `report`.
    pub fn new(node: &'n Node<'n>, report: &'n mut DecodeReport) -> Self {
        Reader { source: Source::Node(node), report }
    }

    /// Reads the fields of `node` into `value`. Null and empty values set nothing.
    ///
    /// # Errors
    /// If any value does not fit.
    pub fn read(node: &Node<'_>, value: &mut dyn Decode) -> Result<(), DecodeError> {
        let mut report = DecodeReport::default();
        Reader::new(node, &mut report).fields(value)?;
        report.into_result()
    }

    /// Reads JSON as `text` is read, which is one value or will turn out not to be.
    pub(super) fn of_json(text: &'n str, cursor: &'n mut Cursor, report: &'n mut DecodeReport) -> Self {
        Reader { source: Source::json(text, cursor), report }
    }

    /// Reads XML as `text` is read, of which `cursor` has read the start of the root element.
    pub(super) fn of_xml(text: &'n str, cursor: &'n mut XmlCursor, report: &'n mut DecodeReport) -> Self {
        Reader { source: Source::xml(text, cursor), report }
    }

    /// Reads the fields of an object into `value`, without those that do not fit.
    ///
    /// # Errors
    /// If it is not an object, or if a list in it would lose an item.
    pub fn fields(self, value: &mut dyn Decode) -> Result<(), DecodeError> {
        let Reader { mut source, report } = self;
        // Some operations answer with an empty list or text where they have no object.
        if !source.is_object() {
            return source.expect_blank("an object");
        }
        let mut known_fields = 0;
        source.each_entry(&mut |name, source| {
            let mark = report.mark();
            report.skipped = false;
            match value.field(name, Reader { source, report: &mut *report }) {
                Ok(()) => {}
                Err(error) if error.is_of_list() => return Err(error.within(name)),
                Err(error) => report.push(error),
            }
            known_fields += usize::from(!report.skipped);
            report.within(mark, |fault| fault.add_step(name));
            Ok(())
        })?;
        report.skipped = false;
        report.set_known_fields(known_fields);
        Ok(())
    }

    /// The value as received.
    ///
    /// # Errors
    /// If it is part of a text that turns out not to be valid.
    pub fn into_node(self) -> Result<Cow<'n, Node<'n>>, DecodeError> {
        self.source.into_node()
    }

    /// The value's text, if it is a string.
    #[inline]
    pub(super) fn text(&mut self) -> Option<Result<Cow<'n, str>, DecodeError>> {
        self.source.text()
    }

    /// Whether the value is null.
    pub(super) fn is_null(&mut self) -> bool {
        self.source.is_null()
    }

    /// Skips the value.
    ///
    /// # Errors
    /// Never.
    pub fn skip(self) -> Result<(), DecodeError> {
        self.report.skipped = true;
        Ok(())
    }

    /// A string; numbers and booleans are taken as their text, lists and objects as JSON.
    pub fn string(self, slot: &mut Option<String>) -> Result<(), DecodeError> {
        let Some(first) = slot else { return self.value(slot) };
        // A name that comes twice: blank text says no more than null.
        if let Some(text) = String::read(self)?
            && (!text.trim().is_empty() || first.trim().is_empty())
        {
            *first = text;
        }
        Ok(())
    }

    /// A 32-bit integer, also as text.
    pub fn int32(self, slot: &mut Option<i32>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A 64-bit integer, also as text.
    pub fn int64(self, slot: &mut Option<i64>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A 32-bit floating point number, also as text.
    pub fn float(self, slot: &mut Option<f32>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A 64-bit floating point number, also as text.
    pub fn double(self, slot: &mut Option<f64>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A boolean, also as text in any case or as 0 and 1.
    pub fn boolean(self, slot: &mut Option<bool>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// An object, or any other value.
    pub fn value<T: FromNode>(self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        if let Some(value) = T::read(self)? {
            *slot = Some(value);
        }
        Ok(())
    }

    /// An object that may hold itself.
    pub fn boxed<T: FromNode>(self, slot: &mut Option<Box<T>>) -> Result<(), DecodeError> {
        if let Some(value) = T::read(self)? {
            *slot = Some(Box::new(value));
        }
        Ok(())
    }

    /// A list. In XML each item is an element of its own, so items are added to what is there.
    pub fn list<T: FromNode>(self, slot: &mut Vec<T>) -> Result<(), DecodeError> {
        self.each_item(slot.len(), &mut |item| take(item, slot))
    }

    /// A list for which empty and absent differ.
    pub fn present_list<T: FromNode>(mut self, slot: &mut Option<Vec<T>>) -> Result<(), DecodeError> {
        if self.is_null() { Ok(()) } else { self.list(slot.get_or_insert_default()) }
    }

    /// A list that the wire wraps in an object of one field; the bare list is taken as well.
    pub fn wrapped<T: FromNode>(self, inner: &str, slot: &mut Vec<T>) -> Result<(), DecodeError> {
        self.each_wrapped(inner, slot.len(), &mut |item| take(item, slot))
    }

    /// Values under names that are data.
    pub fn map<T: FromNode>(self, slot: &mut BTreeMap<String, T>) -> Result<(), DecodeError> {
        slot.extend(BTreeMap::read(self)?.unwrap_or_default());
        Ok(())
    }

    /// Passes each item of a list to `take`. In XML a list is its items one after the other, so this may be a single item, the one
    /// after `count` others.
    pub(super) fn each_item(self, count: usize, take: Take<'_>) -> Result<(), DecodeError> {
        let Reader { mut source, report } = self;
        let mut item = |index, source: Source<'_>| {
            let mark = report.mark();
            let result = take(Reader { source, report: &mut *report }).map_err(|error| error.of_list().at(index));
            report.within(mark, |fault| fault.add_step(format!("[{index}]")));
            result
        };
        if source.is_list() {
            source.each_item(&mut item)
        } else if source.is_blank() {
            // An empty element is an empty list. That a list of one item that is empty looks the same is of no consequence.
            Ok(())
        } else {
            item(count, source)
        }
    }

    /// Passes the name and the value of each entry of a map to `take`.
    pub(super) fn each_entry(self, take: &mut dyn FnMut(&str, Reader<'_>) -> Result<(), DecodeError>) -> Result<(), DecodeError> {
        let Reader { mut source, report } = self;
        if !source.is_object() {
            return source.expect_blank("an object").map_err(DecodeError::of_list);
        }
        source.each_entry(&mut |name, source| {
            let mark = report.mark();
            take(name, Reader { source, report: &mut *report }).map_err(|error| error.of_list().within(name))?;
            report.within(mark, |fault| fault.add_step(name));
            Ok(())
        })
    }

    fn each_wrapped(mut self, inner: &str, mut count: usize, take: Take<'_>) -> Result<(), DecodeError> {
        if !self.source.is_object() {
            return self.each_item(count, take);
        }
        let Reader { source, report } = self;
        source.each_entry(&mut |name, source| {
            if name != inner {
                return Ok(());
            }
            let mark = report.mark();
            Reader { source, report: &mut *report }.each_item(count, take).map_err(|error| error.within(inner))?;
            report.within(mark, |fault| fault.add_step(inner));
            count += 1;
            Ok(())
        })
    }
}

/// Does not show the value: it is part of a reply, and may be sensitive.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

/// A function that takes an item of a list.
pub(super) type Take<'t> = &'t mut dyn FnMut(Reader<'_>) -> Result<(), DecodeError>;

pub(super) fn take<T: FromNode>(item: Reader<'_>, slot: &mut Vec<T>) -> Result<(), DecodeError> {
    slot.extend(T::read(item)?.or_else(T::of_null));
    Ok(())
}
