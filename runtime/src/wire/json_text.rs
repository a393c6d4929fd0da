//! A pull reader of JSON: it reads values one after the other from the text, without building a tree.
//!
//! It accepts and rejects the same text as [`parse_json`]. `serde_json` parses strings with escapes, numbers that are not short
//! integers, and any value that a field takes as a tree, so both interpret them alike. For the error message about malformed text,
//! the text is parsed again.

use std::borrow::Cow;

use super::decode_error::DecodeError;
use super::json::parse_json;
use super::node::Node;
use super::scan::json_special;

/// Levels of lists and objects in each other, as many as `serde_json` takes.
const MAX_DEPTH: usize = 127;

/// How far a text has been read.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    at: usize,
    depth: usize,
    /// Whether the text turned out not to be valid JSON, or not to be for this reader.
    broken: bool,
    root: Root,
}

/// What is examined in the outermost object while it is read.
#[derive(Debug, Default)]
enum Root {
    /// Nothing.
    #[default]
    Any,
    /// The fields that show whether a reply is a success: the first `RequestId` is located, and a field that may hold an error ends
    /// reading.
    Reply { request_id: Option<usize> },
}

/// A value in a text that is being read. It is consumed or left as a whole.
pub(super) struct JsonText<'n> {
    text: &'n str,
    cursor: &'n mut Cursor,
}

/// A function that takes an entry of an object.
pub(super) type VisitEntry<'v> = &'v mut dyn FnMut(&str, JsonText<'_>) -> Result<(), DecodeError>;

impl<'n> JsonText<'n> {
    pub(super) fn new(text: &'n str, cursor: &'n mut Cursor) -> Self {
        JsonText { text, cursor }
    }

    pub(super) fn is_object(&mut self) -> bool {
        self.cursor.peek(self.text) == b'{'
    }

    pub(super) fn is_list(&mut self) -> bool {
        self.cursor.peek(self.text) == b'['
    }

    pub(super) fn is_null(&mut self) -> bool {
        self.cursor.peek(self.text) == b'n'
    }

    /// As [`Node::is_blank`].
    pub(super) fn is_blank(&mut self) -> bool {
        let (text, start) = (self.text, self.cursor.at);
        let blank = match self.cursor.peek(text) {
            b'n' => true,
            b'"' => self.cursor.string(text).is_ok_and(|text| text.trim().is_empty()),
            open @ (b'{' | b'[') => {
                self.cursor.at += 1;
                self.cursor.peek(text) == open + 2
            }
            _ => false,
        };
        self.cursor.at = start;
        blank
    }

    /// The value's text, if it is a string.
    pub(super) fn text(&mut self) -> Option<Result<Cow<'n, str>, DecodeError>> {
        (self.cursor.peek(self.text) == b'"').then(|| self.cursor.string(self.text))
    }

    /// The value as a node.
    pub(super) fn into_node(self) -> Result<Node<'n>, DecodeError> {
        let JsonText { text, cursor } = self;
        if !matches!(cursor.peek(text), b'{' | b'[') {
            return cursor.scalar(text);
        }
        // A reply that is taken as a tree is classified by that tree.
        if cursor.depth == 0 && matches!(cursor.root, Root::Reply { .. }) {
            return Err(cursor.broken());
        }
        let start = cursor.at;
        cursor.skip(text)?;
        parse_json(text.get(start..cursor.at).unwrap_or_default()).map_err(|_| cursor.broken())
    }

    /// Passes the name and the value of each entry to `visit`. A value that it does not read is skipped.
    pub(super) fn each_entry(self, visit: VisitEntry<'_>) -> Result<(), DecodeError> {
        let JsonText { text, cursor } = self;
        if !cursor.enter(text, b'}')? {
            return Ok(());
        }
        loop {
            let name = cursor.name(text)?;
            let start = cursor.at;
            if cursor.depth == 1 {
                cursor.look_at_root(&name)?;
            }
            visit(&name, JsonText { text, cursor })?;
            if cursor.at == start {
                cursor.skip(text)?;
            }
            if !cursor.go_on(text, b'}')? {
                return Ok(());
            }
        }
    }

    /// Passes each item to `visit`, with its index. A value that it does not read is skipped.
    pub(super) fn each_item(
        self,
        visit: &mut dyn FnMut(usize, JsonText<'_>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let JsonText { text, cursor } = self;
        if !cursor.enter(text, b']')? {
            return Ok(());
        }
        for index in 0.. {
            cursor.peek(text);
            let start = cursor.at;
            visit(index, JsonText { text, cursor })?;
            if cursor.at == start {
                cursor.skip(text)?;
            }
            if !cursor.go_on(text, b']')? {
                break;
            }
        }
        Ok(())
    }
}

impl Cursor {
    /// At the beginning of a reply. Reading ends where the reply may be an error, or is wanted as a tree.
    pub(super) fn of_reply() -> Self {
        Cursor { root: Root::Reply { request_id: None }, ..Cursor::default() }
    }

    /// Skips a value of which nothing has been read, and checks that it is valid.
    pub(super) fn skip_unread(&mut self, text: &str) -> Result<(), DecodeError> {
        if self.at == 0 { self.skip(text) } else { Ok(()) }
    }

    /// Whether the whole text has been read and is one value.
    pub(super) fn is_done(&mut self, text: &str) -> bool {
        self.peek(text);
        !self.broken && self.at == text.len() && self.at > 0
    }

    /// The first `RequestId` of a reply that has been read.
    pub(super) fn request_id<'n>(&mut self, text: &'n str) -> Option<Node<'n>> {
        let Root::Reply { request_id: Some(at) } = self.root else { return None };
        Cursor { at, ..Cursor::default() }.scalar(text).ok()
    }

    /// The next byte that is not white space; 0 at the end.
    fn peek(&mut self, text: &str) -> u8 {
        match text.as_bytes().get(self.at) {
            Some(byte) if *byte > b' ' => *byte,
            _ => self.peek_behind_space(text),
        }
    }

    #[cold]
    fn peek_behind_space(&mut self, text: &str) -> u8 {
        let rest = text.as_bytes().get(self.at..).unwrap_or_default();
        let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r')).count();
        self.at += space;
        rest.get(space).copied().unwrap_or_default()
    }

    fn take(&mut self, text: &str, wanted: u8) -> Result<(), DecodeError> {
        if self.peek(text) != wanted {
            return Err(self.broken());
        }
        self.at += 1;
        Ok(())
    }

    /// Enters a list or an object that `end` ends. If it is empty, moves past it and returns false.
    fn enter(&mut self, text: &str, end: u8) -> Result<bool, DecodeError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.broken());
        }
        self.take(text, end - 2)?;
        if self.peek(text) == end {
            self.at += 1;
            return Ok(false);
        }
        self.depth += 1;
        Ok(true)
    }

    /// Whether another value follows.
    fn go_on(&mut self, text: &str, end: u8) -> Result<bool, DecodeError> {
        let next = self.peek(text);
        self.at += 1;
        if next == b',' {
            return Ok(true);
        }
        self.depth -= 1;
        if next == end { Ok(false) } else { Err(self.broken()) }
    }

    /// A name and its colon; the value comes next.
    fn name<'n>(&mut self, text: &'n str) -> Result<Cow<'n, str>, DecodeError> {
        if self.peek(text) != b'"' {
            return Err(self.broken());
        }
        let name = self.string(text)?;
        self.take(text, b':')?;
        self.peek(text);
        Ok(name)
    }

    fn look_at_root(&mut self, name: &str) -> Result<(), DecodeError> {
        if let Root::Reply { request_id } = &mut self.root {
            match name {
                "RequestId" => *request_id = request_id.or(Some(self.at)),
                _ if may_deny_success(name) => return Err(self.broken()),
                _ => {}
            }
        }
        Ok(())
    }

    fn skip(&mut self, text: &str) -> Result<(), DecodeError> {
        match self.peek(text) {
            b'{' => JsonText { text, cursor: self }.each_entry(&mut |_, _| Ok(())),
            b'[' => JsonText { text, cursor: self }.each_item(&mut |_, _| Ok(())),
            _ => self.scalar(text).map(drop),
        }
    }

    fn scalar<'n>(&mut self, text: &'n str) -> Result<Node<'n>, DecodeError> {
        match self.peek(text) {
            b'"' => self.string(text).map(Node::Text),
            b't' => self.literal(text, "true", Node::Bool(true)),
            b'f' => self.literal(text, "false", Node::Bool(false)),
            b'n' => self.literal(text, "null", Node::Null),
            _ => self.number(text),
        }
    }

    fn literal<'n>(&mut self, text: &str, word: &str, node: Node<'n>) -> Result<Node<'n>, DecodeError> {
        if text.get(self.at..self.at + word.len()) != Some(word) {
            return Err(self.broken());
        }
        self.at += word.len();
        Ok(node)
    }

    fn number<'n>(&mut self, text: &'n str) -> Result<Node<'n>, DecodeError> {
        let start = self.at;
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        self.at += length;
        let digits = &rest[..length];
        // Up to 18 digits fit into 64 bits.
        if (1..=18).contains(&length) && digits.iter().all(u8::is_ascii_digit) && (length == 1 || digits[0] != b'0') {
            let value = digits.iter().fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0'));
            return Ok(Node::Int(value.into()));
        }
        let number = text.get(start..self.at).unwrap_or_default();
        parse_json(number).map_err(|_| self.broken())
    }

    /// A string whose opening quote is next.
    fn string<'n>(&mut self, text: &'n str) -> Result<Cow<'n, str>, DecodeError> {
        let start = self.at + 1;
        let mut end = json_special(text.as_bytes(), start);
        if text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Cow::Borrowed(text.get(start..end).unwrap_or_default()));
        }
        // With escapes.
        while text.as_bytes().get(end) == Some(&b'\\') {
            end = json_special(text.as_bytes(), end + 2);
        }
        if text.as_bytes().get(end) != Some(&b'"') {
            return Err(self.broken());
        }
        let quoted = text.get(start - 1..=end).unwrap_or_default();
        self.at = end + 1;
        serde_json::from_str::<String>(quoted).map(Cow::Owned).map_err(|_| self.broken())
    }

    /// The error for text that is invalid or not for this reader. It counts as a fault of a list, which cannot be skipped, so it ends
    /// reading.
    fn broken(&mut self) -> DecodeError {
        self.broken = true;
        DecodeError::new("valid JSON", &Node::Text(Cow::Borrowed(""))).of_list()
    }
}

/// Whether a field of a reply by this name may say that the call has failed.
pub(super) fn may_deny_success(name: &str) -> bool {
    // `Error`, `Errors`, `ErrorCode`, `ErrCode`.
    let begins_so = name.as_bytes().get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"err"));
    begins_so || name.eq_ignore_ascii_case("Code") || name.eq_ignore_ascii_case("Success")
}
