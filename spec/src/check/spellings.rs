//! How many operations spell a name how: which of two spellings is the wrong one.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Applicability, Change, Code, Diagnostic};
use crate::read::SpecTree;

use super::fields::each_field;
use super::pointer::NodePath;

/// In how many operations the usual spelling of a name is at least.
const FEWEST: usize = 3;

/// In how many operations parameters and fields have a name.
pub(super) struct Spellings<'t> {
    /// By the lower case of a name: each spelling with its number of operations.
    counts: HashMap<String, HashMap<&'t str, usize>>,
    /// In so many operations a spelling is the usual one; `None` if only some of the operations are read, which prove nothing.
    many: Option<usize>,
}

impl<'t> Spellings<'t> {
    pub(super) fn of(tree: &'t SpecTree) -> Self {
        let mut counts: HashMap<String, HashMap<&str, usize>> = HashMap::new();
        for source in &tree.operations {
            let top = NodePath::top(&source.source);
            let mut own: HashSet<&'t str> = HashSet::new();
            for fields in [&source.operation.parameters, &source.operation.response, &source.operation.shapes] {
                each_field(fields, "", &top, &mut |_, name, _, _| {
                    own.insert(name);
                });
            }
            for name in own {
                *counts.entry(name.to_ascii_lowercase()).or_default().entry(name).or_default() += 1;
            }
        }
        Spellings { counts, many: tree.whole.then(|| FEWEST.max(tree.operations.len() / 80)) }
    }

    /// How others spell a name that one operation alone spells so.
    pub(super) fn usual(&self, name: &str) -> Option<&'t str> {
        let spelled = self.counts.get(&name.to_ascii_lowercase())?;
        let (usual, count) = spelled.iter().max_by_key(|(name, count)| (**count, Reverse(**name)))?;
        (self.count(name) == 1 && *count >= self.many?).then_some(*usual)
    }

    /// A reference to a name that is not there becomes the nearest one; unless several operations have that very name, and the nearest
    /// is in one alone: then that one is likely misspelt, and nothing is certain.
    pub(super) fn doubt(&self, mut found: Diagnostic) -> Diagnostic {
        if !matches!(found.code, Code::UnknownTarget | Code::UnusedEntry) {
            return found;
        }
        for edit in &mut found.edits {
            let Change::Replace { location, replacement } = &edit.change else { continue };
            let (written, meant) = (last(location.text().get(location.span()).unwrap_or_default()), last(replacement));
            let count = self.count(written);
            if self.count(meant) == 1 && count > 1 {
                let note = format!("{count} operations have `{written}`, and one `{meant}`: is that misspelt?");
                edit.applicability = Applicability::Maybe;
                return found.note(note);
            }
        }
        found
    }

    fn count(&self, name: &str) -> usize {
        self.counts.get(&name.to_ascii_lowercase()).and_then(|spelled| spelled.get(name)).copied().unwrap_or(0)
    }
}

/// The last name of a path, which may end in the number of an item.
fn last(path: &str) -> &str {
    let mut steps = path.trim_matches(['"', '\'']).rsplit(['.', ':']);
    steps.find(|step| step.parse::<u32>().is_err()).unwrap_or_default()
}
