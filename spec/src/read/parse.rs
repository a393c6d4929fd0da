//! One file: the quick way first, the slow one to explain why that failed.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Applicability, Code, Diagnostic, Edit, Location, Source};

use super::corrections::Corrections;
use super::node::{MAX_DEPTH, Node, TreeError};
use super::{explain, lenient, unindented};

/// The content of a file, or none and what is wrong with it.
pub(super) fn file<T: DeserializeOwned>(source: &Arc<Source>, mistakes: &mut Vec<Diagnostic>) -> Option<T> {
    let quick = if is_deep(&source.text) { None } else { Some(quickly(&source.text)) };
    let refusal = match quick {
        Some(Ok(content)) => return Some(content),
        Some(Err(error)) => Some(error),
        None => None,
    };
    let root = match Node::parse(&source.text) {
        Ok(root) => root,
        Err(error) => {
            mistakes.extend(invalid::<T>(source, error));
            return None;
        }
    };
    match (lenient::read(&root), refusal) {
        (Ok(content), None) => return Some(content),
        (Ok(_), Some(error)) => mistakes.push(own_words(source, &error)),
        (Err(problems), _) => {
            let problems = unindented::collapse(&root, problems);
            // What stands beside a mistake is looked for in the whole tree: for each of very many, that takes the square of their
            // number.
            let nothing = Node::parse("{}").ok();
            let tree = |number: usize| nothing.as_ref().filter(|_| number >= MOST_LOOKED_AT).unwrap_or(&root);
            let problems = problems.into_iter().enumerate();
            mistakes.extend(problems.map(|(number, problem)| explain::problem(source, tree(number), problem)));
        }
    }
    None
}

/// Mistakes in the form of one file that get edits, and helps that depend on what stands beside them.
const MOST_LOOKED_AT: usize = 500;

/// The content of a text without mistakes. JSON is YAML too, and is read many times faster by a reader of its own.
fn quickly<T: DeserializeOwned>(text: &str) -> Result<T, serde_yaml::Error> {
    match text.starts_with('{').then(|| serde_json::from_str(text)) {
        Some(Ok(content)) => Ok(content),
        _ => serde_yaml::from_str(text),
    }
}

/// What is wrong with a text that is not valid YAML: its first mistake, and as long as it is certain what was meant, what comes after
/// it.
fn invalid<T: DeserializeOwned>(source: &Arc<Source>, error: TreeError) -> Vec<Diagnostic> {
    let first = explain::tree_error(source, error);
    let mut corrections = Corrections::default();
    let mut is_corrected = corrections.add(&first);
    let mut found = vec![first];
    while is_corrected && found.len() < MOST_CORRECTIONS {
        let better = Arc::new(Source { path: source.path.clone(), text: corrections.apply(&source.text) });
        match Node::parse(&better.text) {
            Err(error) => {
                let next = corrections.undone(explain::tree_error(&better, error), source);
                is_corrected = corrections.add(&next);
                found.push(next);
            }
            Ok(root) => {
                let problems = lenient::read::<T>(&root).err().unwrap_or_default().into_iter();
                found.extend(problems.map(|problem| corrections.undone(explain::problem(&better, &root, problem), source)));
                break;
            }
        }
    }
    found
}

/// How many YAML mistakes are reported per file.
const MOST_CORRECTIONS: usize = 20;

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
    if source.text[at.min(source.text.len())..].starts_with('\t') {
        let found = Diagnostic::error(Code::Syntax, Location::new(source, at..at + 1), "the file is not valid YAML");
        let space = Edit::replace(Location::new(source, at..at + 1), " ", Applicability::Certain);
        return found.label("this is a tab").help("write a space: YAML allows no tabs there").edit(space);
    }
    Diagnostic::error(Code::Syntax, Location::new(source, at..at + 1), format!("the file cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Operation;

    const TEXT: &str = include_str!("../../tests/trees/good/vpc/DescribeThings.yaml");

    #[test]
    fn brackets_may_nest_as_deep_as_they_may() {
        let nested = |depth: usize| format!("{}{}", "[{".repeat(depth / 2), "}]".repeat(depth / 2));
        assert!(!is_deep(&nested(MAX_DEPTH).repeat(3)), "what is closed counts no more");
        assert!(is_deep(&nested(MAX_DEPTH + 2)));
        assert!(is_deep(&"[".repeat(MAX_DEPTH + 1)));
        assert!(!is_deep(&"]".repeat(MAX_DEPTH + 1)));
    }

    /// Both ways lead to the same content, so what one accepts and the other explains is one format.
    #[test]
    fn the_slow_way_reads_what_the_quick_one_reads() {
        let quick: Operation = serde_yaml::from_str(TEXT).unwrap();
        let slow: Operation = lenient::read(&Node::parse(TEXT).unwrap()).unwrap();
        assert_eq!(slow, quick);
    }

    #[test]
    fn whatever_line_is_missing_both_ways_agree() {
        let lines: Vec<&str> = TEXT.split_inclusive('\n').collect();
        let mut accepted = 0;
        for left_out in 0..lines.len() {
            let text: String = lines.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, line)| *line).collect();
            let quick = serde_yaml::from_str::<Operation>(&text).ok();
            let slow = Node::parse(&text).ok().and_then(|root| lenient::read::<Operation>(&root).ok());
            assert!(slow == quick, "without line {}: {}", left_out + 1, lines[left_out]);
            accepted += usize::from(quick.is_some());
        }
        assert!(accepted > lines.len() / 4 && accepted < lines.len(), "{accepted} of {}", lines.len());
    }

    #[test]
    fn whatever_scalar_stands_there_both_ways_agree() {
        let scalars = [
            "~",
            "",
            "null",
            "true",
            "yes",
            "1",
            "-1",
            "0x10",
            "007",
            "1.5",
            "1e3",
            ".inf",
            "-.inf",
            "99999999999",
            "\"1\"",
            "'true'",
            "text",
            "string",
            "[]",
            "{}",
            "[a]",
            "{a: b}",
            "2016-04-28",
            "query",
            "form",
            "flat",
        ];
        let keys = [
            "type",
            "shape",
            "format",
            "description",
            "required",
            "needed",
            "default",
            "example",
            "enum",
            "values",
            "min_length",
            "minimum",
            "max_items",
            "pattern",
            "sensitive",
            "style",
            "in",
            "wraps",
            "items",
            "fields",
        ];
        for key in keys {
            for scalar in scalars {
                let text = format!("operation: A\nsummary: S.\naccess: read\nresponse: {{ A: {{ {key}: {scalar} }} }}\n");
                let quick = serde_yaml::from_str::<Operation>(&text).ok();
                let slow = Node::parse(&text).ok().and_then(|root| lenient::read::<Operation>(&root).ok());
                assert!(slow == quick, "{key}: {scalar}");
            }
        }
    }

    #[test]
    fn brackets_in_text_do_not_refuse_a_file() {
        let text = format!("operation: A\nsummary: \"{}\"\naccess: read\n", "[".repeat(100));
        assert!(is_deep(&text));
        let source = Arc::new(Source::new("A.yaml".to_owned(), text));
        let mut mistakes = Vec::new();
        let operation: Option<Operation> = file(&source, &mut mistakes);
        assert_eq!(operation.map(|operation| operation.summary.len()), Some(100));
        assert_eq!(mistakes, []);
    }
}
