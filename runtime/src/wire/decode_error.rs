//! What went wrong between a reply and its type.

use std::fmt;

use super::node::Node;

/// A value that does not fit its field.
///
/// It tells where the value is and of what kind, but never the value, which may be secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// From the value outwards.
    path: Vec<String>,
    expected: &'static str,
    found: &'static str,
}

impl DecodeError {
    /// A value that is not what it should be, like `an object`.
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
        DecodeError { path: Vec::new(), expected, found }
    }

    /// The same error as the object sees it whose field `name` has it.
    pub fn within(mut self, name: impl Into<String>) -> Self {
        self.path.push(name.into());
        self
    }

    /// The same error as the list sees it whose item has it, counted from 0.
    pub fn at(self, index: usize) -> Self {
        self.within(format!("[{index}]"))
    }

    /// Where in the reply, as `Vpcs.Vpc[2].VpcId`.
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
            false => write!(f, "`{}`", self.path())?,
        }
        write!(f, " should be {}, but is {}", self.expected, self.found)
    }
}

impl std::error::Error for DecodeError {}
