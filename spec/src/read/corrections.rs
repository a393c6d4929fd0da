//! Corrections of a text that are certain, to find what is wrong behind them.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Change, Diagnostic, Edit, Location, Source};

/// Pieces of a text with others in their place, in order.
#[derive(Default)]
pub(super) struct Corrections(Vec<(Range<usize>, String)>);

impl Corrections {
    /// Adds what certainly removes a mistake, if that is known and not in the way of another.
    pub(super) fn add(&mut self, mistake: &Diagnostic) -> bool {
        let Some(Change::Replace { location, replacement }) = mistake.certain_edit().map(|edit| &edit.change) else {
            return false;
        };
        let span = location.span();
        let at = self.0.partition_point(|(before, _)| before.start < span.start);
        let is_behind = at.checked_sub(1).is_none_or(|before| self.0[before].0.end <= span.start);
        let is_before = self.0.get(at).is_none_or(|(next, _)| span.end <= next.start && span != *next);
        let is_free = is_behind && is_before;
        if is_free {
            self.0.insert(at, (span, replacement.clone()));
        }
        is_free
    }

    /// The text with the corrections.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut better = text.to_owned();
        for (span, replacement) in self.0.iter().rev() {
            better.replace_range(span.clone(), replacement);
        }
        better
    }

    /// A diagnostic of the corrected text as one of the text itself.
    pub(super) fn undone(&self, found: Diagnostic, source: &Arc<Source>) -> Diagnostic {
        let moved = |location: &Location| {
            let span = location.span();
            Location::new(source, self.place(span.start)..self.place(span.end))
        };
        let edit = |edit: &Edit| match &edit.change {
            Change::Replace { location, replacement } => Edit::replace(moved(location), replacement.clone(), edit.applicability),
            Change::Rename { name, .. } => Edit::rename(Location::file(source), name.clone(), edit.applicability),
        };
        Diagnostic {
            location: moved(&found.location),
            related: found.related.iter().map(|(location, label)| (moved(location), label.clone())).collect(),
            edits: found.edits.iter().map(edit).collect(),
            ..found
        }
    }

    /// Where a place in the corrected text is in the text itself.
    fn place(&self, at: usize) -> usize {
        let mut place = at;
        for (span, replacement) in &self.0 {
            if place <= span.start {
                break;
            }
            if place < span.start + replacement.len() {
                return span.start;
            }
            place = place - replacement.len() + span.len();
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Applicability, Code};

    #[test]
    fn places_lead_back_to_the_text() {
        let source = Arc::new(Source::new("A.yaml".to_owned(), "a,, b,, c = d".to_owned()));
        let mut corrections = Corrections::default();
        for (span, replacement) in [(5..7, ","), (1..3, ","), (9..12, ": ")] {
            let edit = Edit::replace(Location::new(&source, span.clone()), replacement, Applicability::Certain);
            let mistake = Diagnostic::error(Code::Syntax, Location::new(&source, span), "").edit(edit);
            assert!(corrections.add(&mistake));
            assert!(!corrections.add(&mistake), "the same once more");
        }
        let better = corrections.apply(&source.text);
        assert_eq!(better, "a, b, c: d");
        for sign in ["a", "b", "c", "d"] {
            assert_eq!(corrections.place(better.find(sign).unwrap()), source.text.find(sign).unwrap(), "{sign}");
        }
    }
}
