//! The scan of mappings and lists in brackets.

use acs_spec::fit::Step;

use super::Part;
use super::lenient::{Level, Scan, plain};

impl Scan<'_> {
    /// Mappings and lists in brackets. Returns where the line begins behind the last bracket.
    pub(super) fn flow(&mut self, start: usize, mut at: usize) -> usize {
        let outside = self.levels.len();
        let column = self.levels.last().map_or(at - start, |level| level.column);
        // The brackets that are open, and whether what the last key of a mapping stands before is being read.
        let mut open: Vec<(bool, bool)> = Vec::new();
        while self.found.is_none() {
            let next = self.skip(at, column);
            let Some(next) = next else {
                // Not closed: a line follows that cannot belong to it, or nothing.
                let end = self.line_that_leaves(at, column);
                if let Some(target) =
                    self.target.filter(|target| (at..end).contains(target) || *target == end && end == self.text.len())
                {
                    self.flow_gap(&open, target);
                }
                self.levels.truncate(outside);
                return end;
            };
            let sign = self.text[next..].chars().next().unwrap_or_default();
            let is_scalar = !matches!(sign, '{' | '[' | '}' | ']' | ',' | ':');
            if let Some(target) = self.target.filter(|target| (at..=next).contains(target) && !open.is_empty())
                && (!is_scalar || target < next)
            {
                self.flow_gap(&open, target);
                break;
            }
            at = next + sign.len_utf8();
            match sign {
                '{' => open.push((true, false)),
                '[' => {
                    open.push((false, true));
                    self.levels.push(Level { column: usize::MAX, step: Step::Index(0), is_text: false });
                }
                '}' | ']' => {
                    if open.pop().is_some_and(|(_, has_level)| has_level) {
                        self.levels.pop();
                    }
                    if open.is_empty() {
                        break;
                    }
                }
                ',' => match open.last_mut() {
                    Some((true, has_key)) if *has_key => {
                        *has_key = false;
                        self.levels.pop();
                    }
                    Some((false, _)) => {
                        if let Some(Level { step: Step::Index(index), .. }) = self.levels.last_mut() {
                            *index += 1;
                        }
                    }
                    _ => {}
                },
                ':' => {}
                _ => {
                    let end = self.scalar(next, self.text.len(), true);
                    let is_key = matches!(open.last(), Some((true, false)));
                    self.word(if is_key { Part::Key } else { Part::Value }, next..end);
                    if let Some((_, has_key)) =
                        open.last_mut().filter(|_| is_key && self.text[end..].trim_start_matches(' ').starts_with(':'))
                    {
                        *has_key = true;
                        self.levels.push(Level {
                            column: usize::MAX,
                            step: Step::Key(plain(&self.text[next..end])),
                            is_text: false,
                        });
                    }
                    at = end.max(at);
                }
            }
        }
        self.levels.truncate(outside);
        self.end_of_line(at) + 1
    }

    fn flow_gap(&mut self, open: &[(bool, bool)], target: usize) {
        self.gap(if matches!(open.last(), Some((true, false))) { Part::Key } else { Part::Value }, target);
    }

    /// The next sign of a flow behind spaces, line ends and comments; none if the flow has ended without a bracket.
    fn skip(&self, mut at: usize, column: usize) -> Option<usize> {
        loop {
            let rest = &self.text[at..];
            let sign = rest.chars().next()?;
            match sign {
                '\n' if self.leaves(at + 1, column) => return None,
                '#' => at = self.end_of_line(at),
                sign if sign.is_whitespace() => at += sign.len_utf8(),
                _ => return Some(at),
            }
        }
    }

    /// Whether the line that begins here is indented no deeper than the key before the brackets, and does not close one.
    fn leaves(&self, start: usize, column: usize) -> bool {
        let line = &self.text[start..self.end_of_line(start)];
        let body = line.trim_start_matches(' ');
        !body.trim().is_empty() && line.len() - body.len() <= column && !body.starts_with(['}', ']'])
    }

    fn line_that_leaves(&self, at: usize, column: usize) -> usize {
        let starts = self.text[at..].match_indices('\n').map(|(index, _)| at + index + 1);
        starts.into_iter().find(|start| self.leaves(*start, column)).unwrap_or(self.text.len())
    }
}
