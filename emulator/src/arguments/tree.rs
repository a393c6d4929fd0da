//! Flat names put together again: `Tag.1.Key=a` is a value under `Tag`, `1`, `Key`.

/// Names deeper than this are refused; the deepest of the API has five parts.
const MAX_DEPTH: usize = 16;

/// A parameter and what is nested in it.
#[derive(Debug, Default)]
pub(super) struct Tree<'p> {
    /// The value of the parameter itself.
    pub(super) text: Option<&'p str>,
    /// What is below, by the next part of the name, in the order of arrival.
    pub(super) below: Vec<(&'p str, Tree<'p>)>,
}

impl<'p> Tree<'p> {
    /// Puts a value at a path. False if the path is too deep.
    pub(super) fn insert(&mut self, path: Option<&'p str>, text: &'p str) -> bool {
        let mut tree = self;
        let parts = path.into_iter().flat_map(|path| path.splitn(MAX_DEPTH + 1, '.'));
        for (depth, part) in parts.enumerate() {
            if depth == MAX_DEPTH {
                return false;
            }
            tree = tree.child(part);
        }
        tree.text = Some(text);
        true
    }

    fn child(&mut self, name: &'p str) -> &mut Tree<'p> {
        // From the end: the parts of one item follow each other.
        let position = self.below.iter().rposition(|(known, _)| *known == name).unwrap_or_else(|| {
            self.below.push((name, Tree::default()));
            self.below.len() - 1
        });
        &mut self.below[position].1
    }
}
