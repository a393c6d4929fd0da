//! One file: the quick way first, the slow one to explain why that failed.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Place, Source};

use super::node::{MAX_DEPTH, Node};
use super::{explain, lenient};

/// The content of a file, or none and what is wrong with it.
pub(super) fn file<T: DeserializeOwned>(source: &Arc<Source>, mistakes: &mut Vec<Diagnostic>) -> Option<T> {
    let quick = if is_deep(&source.text) { None } else { Some(serde_yaml::from_str(&source.text)) };
    let refusal = match quick {
        Some(Ok(content)) => return Some(content),
        Some(Err(error)) => Some(error),
        None => None,
    };
    let root = match Node::parse(&source.text) {
        Ok(root) => root,
        Err(error) => {
            mistakes.push(explain::tree_error(source, error));
            return None;
        }
    };
    match (lenient::read(&root), refusal) {
        (Ok(content), None) => return Some(content),
        (Ok(_), Some(error)) => mistakes.push(own_words(source, &error)),
        (Err(problems), _) => mistakes.extend(problems.into_iter().map(|problem| explain::problem(source, problem))),
    }
    None
}

/// Whether brackets may nest deeper than they should. `serde_yaml` takes time with the square of that depth.
fn is_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// The reader's own message at its own place, for what only it objects to.
fn own_words(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().map_or(0, |location| location.index());
    Diagnostic::error(Code::Syntax, Place::new(source, at..at + 1), format!("the file cannot be read: {error}"))
}
