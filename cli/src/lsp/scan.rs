//! Where in the structure of a file each of its words stands, also while the file is being typed and is no YAML.
//!
//! A tree of the reader says it for a valid file. For others a scan by indentation and brackets does, which knows the layout that
//! spec files have; a bracket or a quote that is not closed ends where a line begins that cannot belong to it. A test holds the two
//! to each other.

use std::ops::Range;

use acs_spec::fit::Step;
use acs_spec::read::{Data, Node};

/// Whether a word is a key or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Key,
    Value,
}

/// A word: of a key, `steps` lead to the mapping that has it, of a value to the value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) steps: Vec<Step>,
    pub(super) part: Part,
    pub(super) span: Range<usize>,
    pub(super) text: String,
}

impl Word {
    /// The way to what the word is the key or the value of.
    pub(super) fn way(&self) -> Vec<Step> {
        let key = (self.part == Part::Key).then(|| Step::Key(self.text.clone()));
        self.steps.iter().cloned().chain(key).collect()
    }
}

/// All words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    match Node::of(text) {
        Some(root) => collect(&root, &mut Vec::new(), &mut words),
        None => words = Scan::new(text, None).run().0,
    }
    words
}

/// The words of a text that is being typed: a valid text has the same, and more that a person rarely writes.
pub(super) fn words_lenient(text: &str) -> Vec<Word> {
    Scan::new(text, None).run().0
}

/// What stands, or could stand, at a place of a text; none inside of a comment or of a text of several lines.
pub(super) fn cursor(text: &str, offset: usize) -> Option<Word> {
    Scan::new(text, Some(offset)).run().1
}

fn collect(node: &Node, steps: &mut Vec<Step>, words: &mut Vec<Word>) {
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

/// What the scan is inside of.
struct Level {
    /// Column at which it begins.
    column: usize,
    step: Step,
    /// Whether its value stands on its line, so that deeper lines are part of that text.
    is_text: bool,
}

struct Scan<'t> {
    text: &'t str,
    target: Option<usize>,
    levels: Vec<Level>,
    words: Vec<Word>,
    found: Option<Word>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, target: Option<usize>) -> Self {
        Scan { text, target, levels: Vec::new(), words: Vec::new(), found: None }
    }

    fn run(mut self) -> (Vec<Word>, Option<Word>) {
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

    /// Mappings and lists in brackets. Returns where the line begins behind the last bracket.
    fn flow(&mut self, start: usize, mut at: usize) -> usize {
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

    /// Whether the line that begins here stands no deeper than the key of a flow and is no bracket of it.
    fn leaves(&self, start: usize, column: usize) -> bool {
        let line = &self.text[start..self.end_of_line(start)];
        let body = line.trim_start_matches(' ');
        !body.trim().is_empty() && line.len() - body.len() <= column && !body.starts_with(['}', ']'])
    }

    fn line_that_leaves(&self, at: usize, column: usize) -> usize {
        let starts = self.text[at..].match_indices('\n').map(|(index, _)| at + index + 1);
        starts.into_iter().find(|start| self.leaves(*start, column)).unwrap_or(self.text.len())
    }

    /// Where the scalar that begins here ends.
    fn scalar(&self, at: usize, limit: usize, in_flow: bool) -> usize {
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

    fn word(&mut self, part: Part, span: Range<usize>) {
        let text = plain(&self.text[span.clone()]);
        let word = Word { steps: self.steps(), part, span: span.clone(), text };
        if self.target.is_some_and(|target| span.start <= target && target <= span.end) {
            self.found.get_or_insert(word);
        } else if self.target.is_none() {
            self.words.push(word);
        }
    }

    fn gap(&mut self, part: Part, target: usize) {
        let word = Word { steps: self.steps(), part, span: target..target, text: String::new() };
        self.found.get_or_insert(word);
    }

    fn steps(&self) -> Vec<Step> {
        self.levels.iter().map(|level| level.step.clone()).collect()
    }

    fn end_of_line(&self, at: usize) -> usize {
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
fn plain(text: &str) -> String {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => text[1..].strip_suffix(quote).unwrap_or(&text[1..]).to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(marked: &str) -> String {
        let offset = marked.find('|').unwrap_or_else(|| panic!("no mark in {marked:?}"));
        let text = marked.replacen('|', "", 1);
        let Some(word) = cursor(&text, offset) else { return "nothing".to_owned() };
        let steps: Vec<String> = word
            .steps
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.clone(),
                Step::Index(index) => index.to_string(),
            })
            .collect();
        format!("{:?} {} {:?}", word.part, steps.join("/"), word.text)
    }

    #[test]
    fn a_text_that_is_being_typed_has_its_places() {
        for (text, expected) in [
            ("|", "Key  \"\""),
            ("acc|", "Key  \"acc\""),
            ("access: |", "Value access \"\""),
            ("access:|", "Value access \"\""),
            ("access: |\nparameters:\n", "Value access \"\""),
            ("access: wr|ite\n", "Value access \"write\""),
            ("parameters:\n  |", "Key parameters \"\""),
            ("parameters:\n  A: { type: string }\n  |\nresponse:\n", "Key parameters \"\""),
            ("parameters:\n  A: { |", "Key parameters/A \"\""),
            ("parameters:\n  A: { | }", "Key parameters/A \"\""),
            ("parameters:\n  A: { type: |", "Value parameters/A/type \"\""),
            ("parameters:\n  A: { type: |, x: y }", "Value parameters/A/type \"\""),
            ("parameters:\n  A: { type: st|\n  B: { type: x }\n", "Value parameters/A/type \"st\""),
            ("parameters:\n  A: { type: string, r|\n  B: { type: x }\n", "Key parameters/A \"r\""),
            ("parameters:\n  A: { type: \n  B: { ty|pe: x }\n", "Key parameters/B \"type\""),
            ("parameters:\n  A:\n    type: list\n    |\n", "Key parameters/A \"\""),
            ("parameters:\n  A:\n    type: list\n  |\n", "Key parameters \"\""),
            ("parameters:\n  A: { enum: [a, |] }", "Value parameters/A/enum/1 \"\""),
            ("errors:\n  - |", "Value errors/0 \"\""),
            ("errors:\n  - { code: A }\n  - { code: |", "Value errors/1/code \"\""),
            ("errors:\n- code: A\n  st|", "Key errors/0 \"st\""),
            ("errors:\n- code: A\n- code: B|\n", "Value errors/1/code \"B\""),
            ("replaced_by: [A, B|]", "Value replaced_by/1 \"B\""),
            ("replaced_by:\n  - A\n  - B|\n", "Value replaced_by/1 \"B\""),
            ("description: |2\n  a: b\n".replace("|2", "x|").as_str(), "Value description \"x\""),
            ("summary: \"a: b|\nacc", "Value summary \"a: b\""),
            ("summary: \"a\nacc|", "Key  \"acc\""),
            ("# comment |\n", "nothing"),
            ("Crater: \"x\" |", "nothing"),
        ] {
            assert_eq!(at(text), expected, "{text:?}");
        }
        let literal = "description: >\n  a: b\n";
        assert_eq!(cursor(literal, literal.find("b").unwrap_or_default()), None, "inside of a text");
    }

    #[test]
    fn the_scan_agrees_with_the_reader_on_every_spec() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-spec");
        let texts = acs_spec::read::texts(&folder, &acs_spec::read::Overlay::new());
        let mut compared = 0;
        for (name, source) in texts.iter() {
            let text = &source.text;
            let mut tree = Vec::new();
            collect(&Node::of(text).unwrap_or_else(|| panic!("{name}")), &mut Vec::new(), &mut tree);
            // Texts of several lines are no words.
            let is_word =
                |word: &&Word| !text[word.span.clone()].contains('\n') && !word.text.contains('\n') && !word.span.is_empty();
            let place = |word: &Word| (word.steps.clone(), word.part, word.span.clone());
            let expected: Vec<_> = tree.iter().filter(is_word).map(place).collect();
            let scanned: Vec<_> = Scan::new(text, None).run().0.iter().filter(is_word).map(place).collect();
            for (one, other) in expected.iter().zip(&scanned) {
                assert_eq!(one, other, "{name}");
            }
            assert_eq!(expected.len(), scanned.len(), "{name}");
            for word in tree.iter().filter(is_word).step_by(17) {
                let found = cursor(text, word.span.start + word.span.len() / 2);
                assert_eq!(found.as_ref().map(place), Some(place(word)), "{name}");
                compared += 1;
            }
        }
        assert!(compared > 1000, "{compared}");
    }

    #[test]
    fn no_place_of_no_text_is_too_much() {
        let texts = [
            "{[}]",
            "- - - a: [",
            "a: \"\\",
            "'",
            "\u{feff}",
            "a: {b: [c, {d: ",
            "\t- x",
            "a:\r\n  b: ü\r\n",
            ": :",
            "-",
            "? a",
            "&a *b",
        ];
        for text in texts {
            for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
                let _ = cursor(text, offset);
            }
            let _ = Scan::new(text, None).run();
        }
    }
}
