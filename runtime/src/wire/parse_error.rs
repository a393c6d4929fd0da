//! Text that cannot be parsed.

use std::fmt;

/// Text that is not valid JSON, or not valid XML.
///
/// It says where the fault is, and never quotes the text: a reply may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    format: &'static str,
    problem: String,
    line: usize,
    column: usize,
}

impl ParseError {
    /// `problem` must not quote the text.
    pub(super) fn new(format: &'static str, problem: impl Into<String>, line: usize, column: usize) -> Self {
        ParseError { format, problem: problem.into(), line, column }
    }

    /// Line where parsing stopped, from 1; 0 before the first.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Column where parsing stopped, in bytes from 1; 0 before the first.
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not valid {}: {} at line {}, column {}", self.format, self.problem, self.line, self.column)
    }
}

impl std::error::Error for ParseError {}
