//! The scan of a text that is being typed: by indentation.

use std::ops::Range;

use acs_spec::fit::Step;

use super::{Part, Word};

/// What the scan is inside of.
pub(super) struct Level {
    /// Column at which it begins.
    pub(super) column: usize,
    pub(super) step: Step,
    /// Whether its value stands on its line, so that deeper lines are part of that text.
    pub(super) is_text: bool,
}

/// Reads a text line by line, whatever it is.
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) target: Option<usize>,
    pub(super) levels: Vec<Level>,
    pub(super) words: Vec<Word>,
    pub(super) found: Option<Word>,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str, target: Option<usize>) -> Self {
        Scan { text, target, levels: Vec::new(), words: Vec::new(), found: None }
    }

    pub(super) fn run(mut self) -> (Vec<Word>, Option<Word>) {
        let mut at = 0;
        while at < self.text.len() && self.is_before_target(at) {
            at = self.line(at);
        }
        // An empty last line.
        if let (None, Some(target)) = (&self.found, self.target)
            && at <= target
        {
            self.blank(at, target);
        }
        (self.words, self.found)
    }

    fn is_before_target(&self, at: usize) -> bool {
        self.found.is_none() && self.target.is_none_or(|target| at <= target)
    }

    /// One line, or several if a value goes on behind it. Returns where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let end = self.end_of_line(start);
        let line = &self.text[start..end];
        let column = line.len() - line.trim_start_matches(' ').len();
        let body = line.trim();
        let is_here = self.target.is_some_and(|target| (start..=end).contains(&target));
        if body.is_empty() {
            if let Some(target) = self.target.filter(|_| is_here) {
                self.blank(start, target);
            }
            return end + 1;
        }
        let is_text = self.levels.iter().any(|level| level.is_text && level.column < column);
        if is_text || body.starts_with('#') || matches!(body, "---" | "...") {
            return if is_here { self.nowhere() } else { end + 1 };
        }
        if let Some(target) = self.target.filter(|target| is_here && *target < start + column) {
            self.blank(start, target);
            return end + 1;
        }
        let at = self.dashes(start, start + column, end);
        self.entry(start, at, end).max(end + 1)
    }

    /// Nothing can be said here: the scan ends.
    fn nowhere(&mut self) -> usize {
        self.target = None;
        self.text.len() + 1
    }

    /// The place of a line without words: inside of what begins further to the left.
    fn blank(&mut self, start: usize, target: usize) {
        let column = target - start;
        if self.levels.iter().any(|level| level.is_text && level.column < column) {
            return;
        }
        self.levels.retain(|level| level.column < column);
        self.gap(Part::Key, target);
    }

    /// The dashes of items at the beginning of a line.
    fn dashes(&mut self, start: usize, mut at: usize, end: usize) -> usize {
        loop {
            let rest = &self.text[at..end];
            let column = at - start;
            if !(rest == "-" || rest.starts_with("- ")) {
                self.levels.retain(|level| level.column < column);
                return at;
            }
            let is_item = |level: &Level| level.column == column && matches!(level.step, Step::Index(_));
            let index = self.levels.iter().find(|level| is_item(level)).map_or(0, |level| match level.step {
                Step::Index(index) => index + 1,
                Step::Key(_) => 0,
            });
            // A list may begin in the column of its key.
            self.levels.retain(|level| level.column < column || level.column == column && matches!(level.step, Step::Key(_)));
            self.levels.push(Level { column, step: Step::Index(index), is_text: false });
            let dash = at;
            at += rest.len() - rest[1..].trim_start().len();
            if self.target.is_some_and(|target| (dash..at.max(dash + 1)).contains(&target) || target == at && at == end) {
                self.gap(Part::Value, self.target.unwrap_or_default());
                return at;
            }
            if at == end {
                return at;
            }
        }
    }

    /// A key with what stands behind it, or a value alone.
    fn entry(&mut self, start: usize, at: usize, end: usize) -> usize {
        if self.found.is_some() || at >= end {
            return end + 1;
        }
        if self.text[at..].starts_with(['{', '[']) {
            return self.flow(start, at);
        }
        let key_end = self.scalar(at, end, false);
        let behind = self.text[key_end..end].trim_start();
        if !(behind.starts_with(": ") || behind == ":") {
            // A word alone is the beginning of a key, unless it is an item.
            let is_item = self.text[start..at].contains('-');
            self.word(if is_item { Part::Value } else { Part::Key }, at..key_end);
            return end + 1;
        }
        self.word(Part::Key, at..key_end);
        self.levels.push(Level { column: at - start, step: Step::Key(plain(&self.text[at..key_end])), is_text: false });
        let colon = end - behind.len();
        let value = end - behind[1..].trim_start().len();
        let rest = &self.text[value..end];
        if self.target.is_some_and(|target| {
            target > colon && (target < value || target == value && (rest.is_empty() || rest.starts_with('#')))
        }) {
            self.gap(Part::Value, self.target.unwrap_or_default());
            return end + 1;
        }
        match rest.chars().next() {
            None | Some('#') => end + 1,
            Some('{' | '[') => self.flow(start, value),
            Some('&' | '!') => end + 1,
            Some(first) => {
                if let Some(level) = self.levels.last_mut() {
                    level.is_text = true;
                }
                if matches!(first, '|' | '>') {
                    return end + 1;
                }
                let value_end = self.scalar(value, self.text.len(), false);
                self.word(Part::Value, value..value_end);
                // A quoted text may end lines below.
                self.end_of_line(value_end.max(value)) + 1
            }
        }
    }

    /// Where the scalar that begins here ends.
    pub(super) fn scalar(&self, at: usize, limit: usize, in_flow: bool) -> usize {
        let text = &self.text[at..limit];
        let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
        if let Some(quote) = quote {
            let mut chars = text.char_indices().skip(1).peekable();
            while let Some((index, c)) = chars.next() {
                match c {
                    '\\' if quote == '"' => drop(chars.next()),
                    '\'' if quote == '\'' && chars.next_if(|(_, next)| *next == '\'').is_some() => {}
                    c if c == quote => return at + index + 1,
                    // A quote that is not closed ends with its line, if a key follows.
                    '\n' if begins_key(&text[index + 1..]) => return at + index,
                    _ => {}
                }
            }
            return self.end_of_line(at).min(limit);
        }
        let mut end = at;
        let mut before = ' ';
        for (index, c) in text.char_indices() {
            let next = text[index + c.len_utf8()..].chars().next().unwrap_or('\n');
            let ends = match c {
                '\n' | '\r' => true,
                ':' => next.is_whitespace() || in_flow && matches!(next, ',' | '}' | ']'),
                '#' => before == ' ',
                ',' | '{' | '}' | '[' | ']' => in_flow,
                _ => false,
            };
            if ends {
                break;
            }
            if c != ' ' {
                end = at + index + c.len_utf8();
            }
            before = c;
        }
        end
    }

    pub(super) fn word(&mut self, part: Part, span: Range<usize>) {
        let text = plain(&self.text[span.clone()]);
        let word = Word { steps: self.steps(), part, span: span.clone(), text };
        if self.target.is_some_and(|target| span.start <= target && target <= span.end) {
            self.found.get_or_insert(word);
        } else if self.target.is_none() {
            self.words.push(word);
        }
    }

    pub(super) fn gap(&mut self, part: Part, target: usize) {
        let word = Word { steps: self.steps(), part, span: target..target, text: String::new() };
        self.found.get_or_insert(word);
    }

    fn steps(&self) -> Vec<Step> {
        self.levels.iter().map(|level| level.step.clone()).collect()
    }

    pub(super) fn end_of_line(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.find('\n').map_or(self.text.len(), |index| at + index)
    }
}

/// Whether a line is `key: …`, so that no quoted text goes on in it.
fn begins_key(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default().trim_start().trim_start_matches("- ");
    let length = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(line.len());
    length > 0 && (line[length..].starts_with(": ") || &line[length..] == ":")
}

/// A scalar without its quotes. What is escaped in it stays so.
pub(super) fn plain(text: &str) -> String {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => text[1..].strip_suffix(quote).unwrap_or(&text[1..]).to_owned(),
        None => text.to_owned(),
    }
}
