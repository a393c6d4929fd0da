//! One file.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Place, Source};

/// The content of a file, or none and what is wrong with it.
pub(super) fn file<T: DeserializeOwned>(source: &Arc<Source>, mistakes: &mut Vec<Diagnostic>) -> Option<T> {
    match serde_yaml::from_str(&source.text) {
        Ok(content) => Some(content),
        Err(error) => {
            mistakes.push(own_words(source, &error));
            None
        }
    }
}

/// The reader's own message at its own place.
fn own_words(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().map_or(0, |location| location.index());
    Diagnostic::error(Code::Syntax, Place::new(source, at..at + 1), error.to_string())
}
