//! A value that does not fit its field.

use std::fmt;

use super::node::Node;

/// A value that does not fit its field.
///
/// It says where the value is and what kind of value it is, never the value itself, which may be secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// From the value outwards.
    path: Vec<String>,
    expected: &'static str,
    found: &'static str,
    /// Whether a list would be shorter without the value.
    of_list: bool,
}

impl DecodeError {
    /// A value that is not what it should be, such as `an object`.
    pub fn new(expected: &'static str, found: &Node<'_>) -> Self {
        let found = match found {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Int(_) => "a whole number",
            Node::Float(_) => "a number",
            Node::Text(_) => "other text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
        };
        DecodeError { path: Vec::new(), expected, found, of_list: false }
    }

    /// The same error, with a path from the object whose field `name` holds the value.
    pub fn within(mut self, name: impl Into<String>) -> Self {
        self.add_step(name);
        self
    }

    /// The same error, with a path from the list whose item holds the value, counted from 0.
    pub fn at(self, index: usize) -> Self {
        self.within(format!("[{index}]"))
    }

    pub(super) fn add_step(&mut self, step: impl Into<String>) {
        self.path.push(step.into());
    }

    /// The same error about an item of a list or an entry of a map.
    pub(super) fn of_list(mut self) -> Self {
        self.of_list = true;
        self
    }

    /// Whether a list or a map would be shorter without the value.
    pub(super) fn is_of_list(&self) -> bool {
        self.of_list
    }

    /// Where the value is in the reply, for example `Vpcs.Vpc[2].VpcId`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.path.iter().rev() {
            if !path.is_empty() && !step.starts_with('[') {
                path.push('.');
            }
            path.push_str(step);
        }
        path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.is_empty() {
            true => f.write_str("the reply")?,
            // Keys of a map are the server's.
            false => write!(f, "`{}`", self.path().escape_debug())?,
        }
        write!(f, " should be {}, but is {}", self.expected, self.found)
    }
}

impl std::error::Error for DecodeError {}
