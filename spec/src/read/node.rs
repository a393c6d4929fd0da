//! A YAML document as a tree in which every node knows its place.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle};

/// How deep collections may nest. The deepest reply of a real service needs less than half.
pub(crate) const MAX_DEPTH: usize = 64;

/// How many nodes a document may have once its aliases are replaced by what they stand for.
const MAX_NODES: usize = 1 << 20;

/// In a mapping with fewer entries, looking at each is quicker than an index.
const SMALL: usize = 32;

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The bytes that it takes in the file.
    pub span: Range<usize>,
    /// What it holds.
    pub data: Data,
    /// Where each key of a large mapping is, made when it is first asked for.
    index: OnceCell<HashMap<String, usize>>,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub enum Data {
    /// Text, a number or whatever else one word or a quoted text can say.
    Scalar {
        /// The text without quotes.
        text: String,
        /// Whether quotes, a block style or a tag say that it is text and nothing else.
        quoted: bool,
    },
    /// Items in order.
    List(Vec<Node>),
    /// Keys and values in order.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: Node,
    /// The value.
    pub value: Node,
}

/// Why a text could not be parsed.
#[derive(Debug)]
pub(crate) enum TreeError {
    /// It is not valid YAML.
    Syntax { at: usize, message: String },
    /// It has no document, or one without a value.
    Empty,
    /// It has a second document, which starts here.
    SecondDocument { first: Range<usize>, second: Range<usize> },
    /// Collections nest deeper than [`MAX_DEPTH`], here.
    TooDeep { at: usize },
    /// Aliases make it larger than [`MAX_NODES`], here.
    TooLarge { at: Range<usize> },
}

impl Node {
    /// The tree of the one document in a text, if it is YAML.
    pub fn of(text: &str) -> Option<Node> {
        Node::parse(text).ok()
    }

    /// The tree of the one document in a text.
    pub(crate) fn parse(text: &str) -> Result<Node, TreeError> {
        Builder::new(text).run()
    }

    fn new(span: Range<usize>, data: Data) -> Node {
        Node { span, data, index: OnceCell::new() }
    }

    /// The entry of a key, if this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let Data::Map(entries) = &self.data else { return None };
        if entries.len() < SMALL {
            return entries.iter().find(|entry| entry.key.text() == Some(key));
        }
        let index = self.index.get_or_init(|| {
            let named = entries.iter().enumerate().rev().filter_map(|(at, entry)| Some((entry.key.text()?.to_owned(), at)));
            named.collect()
        });
        entries.get(*index.get(key)?)
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// The part of a span to point at: all of it if it is on one line, otherwise its first line.
pub(crate) fn first_line(source: &str, span: Range<usize>) -> Range<usize> {
    let text = source.get(span.clone()).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim_end();
    span.start..span.start + line.len()
}

/// Builds a tree from events, without recursion.
struct Builder<'a> {
    source: &'a str,
    /// The collections that are not closed yet.
    open: Vec<Open>,
    root: Option<Node>,
    /// Nodes with an anchor, by the parser's number for it.
    anchors: HashMap<usize, Node>,
    nodes: usize,
}

/// A collection that is not closed yet.
struct Open {
    node: Node,
    anchor: usize,
    flow: bool,
    /// A key that waits for its value.
    key: Option<Node>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        Builder { source, open: Vec::new(), root: None, anchors: HashMap::new(), nodes: 0 }
    }

    fn run(mut self) -> Result<Node, TreeError> {
        let options = granit_parser::options! { flow_nesting_limit: MAX_DEPTH + 1, block_nesting_limit: MAX_DEPTH + 1, emit_comments: false };
        let mut documents: Vec<Range<usize>> = Vec::new();
        for event in Parser::new_from_str_with_options(self.source, options) {
            let (event, span) = event.map_err(|error| refusal(&error))?;
            let span = span.byte_range().unwrap_or(0..0);
            match event {
                Event::DocumentStart(..) => {
                    if let Some(first) = documents.first() {
                        return Err(TreeError::SecondDocument { first: first.clone(), second: span });
                    }
                    documents.push(span);
                }
                Event::Scalar(text, style, anchor, tag) => {
                    let quoted = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                    // The parser calls a value that is left out `~`.
                    let is_left_out = span.is_empty() && style == ScalarStyle::Plain;
                    let text = if is_left_out { String::new() } else { text.into_owned() };
                    let data = Data::Scalar { text, quoted };
                    self.finish(Node::new(span, data), anchor)?;
                }
                Event::SequenceStart(style, anchor, _) => self.start(span, Data::List(Vec::new()), anchor, style)?,
                Event::MappingStart(style, anchor, _) => self.start(span, Data::Map(Vec::new()), anchor, style)?,
                Event::SequenceEnd | Event::MappingEnd => self.end(span)?,
                Event::Alias(anchor) => self.alias(span, anchor)?,
                _ => {}
            }
        }
        self.root.ok_or(TreeError::Empty)
    }

    /// Copies what an alias stands for. One inside its own anchor stands for nothing yet.
    fn alias(&mut self, span: Range<usize>, anchor: usize) -> Result<(), TreeError> {
        let Some(node) = self.anchors.get(&anchor) else {
            return self.finish(Node::new(span, Data::List(Vec::new())), 0);
        };
        let (depth, nodes) = measure(&node.data);
        self.nodes += nodes;
        if self.open.len() + depth > MAX_DEPTH {
            return Err(TreeError::TooDeep { at: span.start });
        }
        if self.nodes > MAX_NODES {
            return Err(TreeError::TooLarge { at: span });
        }
        let data = node.data.clone();
        self.finish(Node::new(span, data), 0)
    }

    fn start(&mut self, span: Range<usize>, data: Data, anchor: usize, style: StructureStyle) -> Result<(), TreeError> {
        if self.open.len() == MAX_DEPTH {
            return Err(TreeError::TooDeep { at: span.start });
        }
        let flow = style == StructureStyle::Flow;
        self.open.push(Open { node: Node::new(span, data), anchor, flow, key: None });
        Ok(())
    }

    fn end(&mut self, span: Range<usize>) -> Result<(), TreeError> {
        let Some(Open { mut node, anchor, flow, .. }) = self.open.pop() else {
            return Ok(());
        };
        // A block collection has no closing token: the event stands where the next thing starts.
        let last = match &node.data {
            Data::List(items) => items.last().map(|item| item.span.end),
            Data::Map(entries) => entries.last().map(|entry| entry.value.span.end),
            Data::Scalar { .. } => None,
        };
        node.span.end = if flow { span.end } else { last.unwrap_or(node.span.end) };
        self.finish(node, anchor)
    }

    /// Puts a node that is complete where it belongs.
    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), TreeError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(TreeError::TooLarge { at: node.span });
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut parent.node.data {
            Data::List(items) => items.push(node),
            Data::Map(entries) => match parent.key.take() {
                None => parent.key = Some(node),
                Some(key) => entries.push(Entry { key, value: node }),
            },
            Data::Scalar { .. } => {}
        }
        Ok(())
    }
}

fn refusal(error: &ScanError) -> TreeError {
    let at = error.marker().byte_offset().unwrap_or_default();
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => TreeError::TooDeep { at },
        kind => TreeError::Syntax { at, message: kind.to_string() },
    }
}

/// How deep collections nest in a node, and how many nodes there are below it.
fn measure(data: &Data) -> (usize, usize) {
    let add = |(deepest, count): (usize, usize), node: &Node| {
        let (depth, nodes) = measure(&node.data);
        (deepest.max(depth + 1), count + nodes + 1)
    };
    match data {
        Data::Scalar { .. } => (0, 0),
        Data::List(items) => items.iter().fold((1, 0), add),
        Data::Map(entries) => entries.iter().flat_map(|entry| [&entry.key, &entry.value]).fold((1, 0), add),
    }
}
