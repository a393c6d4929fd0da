//! What files with errors still reveal: which operations they were meant to describe, and most of each.
//!
//! Nothing is reported here, and nothing that comes out is checked. It serves to name what would have been made of the files, so
//! that code which uses those names is not found wrong for the errors of a spec.

use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Change, Diagnostic, Location, Source};
use crate::names;
use crate::types::{Operation, Service};

use super::node::Node;
use super::{File, SHARED, explain, files, lenient};

/// What is known of a folder or an operation file.
#[derive(Debug, Default)]
pub struct Outline {
    /// The content of `service.yaml`.
    pub service: Option<Service>,
    /// The operations by their files.
    pub operations: Vec<OutlinedOperation>,
}

/// What is known of an operation.
#[derive(Debug)]
pub struct OutlinedOperation {
    /// The folder of its file.
    pub group: String,
    /// Its name, which is that of its file.
    pub name: String,
    /// What the file says, as far as it can be read.
    pub operation: Option<Operation>,
}

/// The outline of what [`tree`](super::tree) or [`operation`](super::operation) reads. Of an operation file that is not there, the
/// most similar one beside it is taken.
pub fn outline(path: &Path) -> Outline {
    let found = if path.is_dir() { files::readable(path, &super::Overlay::new()).0 } else { files_of_operation(path) };
    let mut outline = Outline::default();
    for File { path, source } in found {
        match path.split('/').collect::<Vec<_>>()[..] {
            [name] if name == SHARED[0] => outline.service = content(&source.text),
            [group, name] => {
                let Some(name) = name.strip_suffix(".yaml").filter(|name| names::is_operation(name)) else { continue };
                let (group, name) = (group.to_owned(), name.to_owned());
                outline.operations.push(OutlinedOperation { group, name, operation: content(&source.text) });
            }
            _ => {}
        }
    }
    outline
}

fn files_of_operation(path: &Path) -> Vec<File> {
    let near = (!path.exists()).then(|| files::similar(path)).flatten();
    let path = near.as_deref().map_or(path.to_owned(), |name| path.with_file_name(name));
    match files::operation(&path) {
        Ok((files, _)) if files.iter().any(|file| file.path.contains('/')) => files,
        // Only the name is left.
        other => {
            let shared = other.map(|(files, _)| files).unwrap_or_default();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let nothing = File { path: format!("_/{name}"), source: Arc::new(Source::new(name, String::new())) };
            shared.into_iter().chain([nothing]).collect()
        }
    }
}

/// How often a text is corrected. Invalid YAML shows one mistake at a time.
const MOST_ROUNDS: usize = 20;

/// The content of a text: with the corrections that its mistakes suggest, and without the lines that are not YAML.
fn content<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut text = text.to_owned();
    for _ in 0..MOST_ROUNDS {
        let source = Arc::new(Source::new(String::new(), text.clone()));
        let root = match Node::parse(&text) {
            Ok(root) => root,
            Err(error) => {
                let mistake = explain::tree_error(&source, error);
                text = corrected(&text, [&mistake]).or_else(|| without_line(&text, &mistake.location))?;
                continue;
            }
        };
        let problems = match lenient::read(&root) {
            Ok(content) => return Some(content),
            Err(problems) => problems,
        };
        let mistakes: Vec<Diagnostic> = problems.into_iter().map(|problem| explain::problem(&source, &root, problem)).collect();
        match corrected(&text, &mistakes) {
            Some(better) => text = better,
            None => return lenient::salvage(&root),
        }
    }
    lenient::salvage(&Node::parse(&text).ok()?)
}

/// The text after the first edit of each mistake, from the end so that places stay right; `None` if there is none.
fn corrected<'m>(text: &str, mistakes: impl IntoIterator<Item = &'m Diagnostic>) -> Option<String> {
    let replacement = |mistake: &'m Diagnostic| match &mistake.edits.first()?.change {
        Change::Replace { location, replacement } => Some((location.span(), replacement)),
        Change::Rename { .. } => None,
    };
    let mut pieces: Vec<_> = mistakes.into_iter().filter_map(replacement).collect();
    pieces.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut better = text.to_owned();
    let mut end = text.len();
    for (span, replacement) in pieces {
        if span.end <= end {
            end = span.start;
            better.replace_range(span, replacement);
        }
    }
    (better != text).then_some(better)
}

/// The text with an empty line in place of the one that a location is in.
fn without_line(text: &str, location: &Location) -> Option<String> {
    let at = location.span().start;
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    (start < end).then(|| format!("{}{}", &text[..start], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(text: &str) -> Vec<String> {
        let operation: Operation = content(text).unwrap();
        operation.parameters.iter().filter(|(_, schema)| schema.required).map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn parameters_of_a_file_with_errors_are_known() {
        for text in [
            "operation: A\nacces: read\nparameters:\n  X: { type: string, requird: true }\n  Y: { type: strin }\n",
            "operation: A\nparameters:\n  X: { type: string, required: yes }\n",
            "operation: A\nsummary: a: b\naccess: read\nparameters:\n  X: { type: string, required: true }\n",
            "operation: A\naccess: read\nparameters:\n\tX: { type: string }\n  X: { type: string, required: true }\n",
            "parameters:\n  X: { type: string, required: true }\n  Z: { type: string, minimum: [ }\n",
        ] {
            assert_eq!(required(text), ["X"], "{text}");
        }
        assert!(content::<Operation>("").is_none());
    }
}
