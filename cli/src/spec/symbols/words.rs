//! The words of a file: its keys and values, each with the way to it.

use std::ops::Range;

use acs_spec::fit::Step;
use acs_spec::read::{Data, Node};

/// Whether a word is a key or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::spec) enum Part {
    Key,
    Value,
}

/// A word: of a key, `steps` lead to the mapping that has it, of a value to the value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::spec) struct Word {
    pub(in crate::spec) steps: Vec<Step>,
    pub(in crate::spec) part: Part,
    pub(in crate::spec) span: Range<usize>,
    pub(in crate::spec) text: String,
}

impl Word {
    /// The way to what the word is the key or the value of.
    pub(in crate::spec) fn way(&self) -> Vec<Step> {
        let key = (self.part == Part::Key).then(|| Step::Key(self.text.clone()));
        self.steps.iter().cloned().chain(key).collect()
    }
}

/// All words of a valid text; none if it is not valid.
pub(in crate::spec) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    if let Some(root) = Node::of(text) {
        collect(&root, &mut Vec::new(), &mut words);
    }
    words
}

pub(in crate::spec) fn collect(node: &Node, steps: &mut Vec<Step>, words: &mut Vec<Word>) {
    match &node.data {
        Data::Scalar { text, .. } => {
            words.push(Word { steps: steps.clone(), part: Part::Value, span: node.span.clone(), text: text.clone() });
        }
        Data::List(items) => {
            for (index, item) in items.iter().enumerate() {
                steps.push(Step::Index(index));
                collect(item, steps, words);
                steps.pop();
            }
        }
        Data::Map(entries) => {
            for entry in entries {
                let Some(text) = entry.key.text() else { continue };
                let (span, text) = (entry.key.span.clone(), text.to_owned());
                words.push(Word { steps: steps.clone(), part: Part::Key, span, text: text.clone() });
                steps.push(Step::Key(text));
                collect(&entry.value, steps, words);
                steps.pop();
            }
        }
    }
}
