//! What the text of a file shows and its values do not: text cut off by a comment, keys without a value, look-alike signs.

use std::sync::Arc;

use crate::check::pointer::Pointer;
use crate::check::report::Report;
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::read::{self, plain, quotes};

/// Keys whose value is a sentence, in which ` #` is hardly ever a comment.
const PROSE: &[&str] = &["summary", "description"];

pub(super) fn check(source: &Arc<Source>, report: &mut Report) {
    let is_glossary = source.path.rsplit('/').next() == Some(read::GLOSSARY);
    let mut lines = Lines::of(&source.text).peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek();
        cut(source, &line, is_glossary, report);
        swallowed(source, &line, is_glossary, report);
        nothing(source, &line, next, report);
        if !line.text.is_ascii() {
            look_alike(source, &line, next, report);
        }
    }
}

/// A line that is neither blank, nor a comment, nor part of a literal text.
struct Line<'t> {
    start: usize,
    indent: usize,
    /// The line without its indentation.
    text: &'t str,
}

struct Lines<'t> {
    rest: &'t str,
    start: usize,
    block: Option<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Lines { rest: text, start: 0, block: None }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        while !self.rest.is_empty() {
            let end = self.rest.find('\n').map_or(self.rest.len(), |end| end + 1);
            let (whole, rest) = self.rest.split_at(end);
            let start = self.start;
            (self.rest, self.start) = (rest, start + end);
            let text = whole.trim_end();
            let body = text.trim_start_matches(' ');
            let indent = text.len() - body.len();
            if body.is_empty() || self.block.is_some_and(|key| indent > key) {
                continue;
            }
            self.block = None;
            if body.starts_with('#') {
                continue;
            }
            if body.ends_with(": |") || body.ends_with(": |-") || body.ends_with(": >") || body.ends_with(": >-") {
                self.block = Some(indent);
            }
            return Some(Line { start: start + indent, indent, text: body });
        }
        None
    }
}

/// ` #` behind a text without quotes, where a comment begins.
fn cut(source: &Arc<Source>, line: &Line<'_>, is_glossary: bool, report: &mut Report) {
    let Some(at) = line.text.find(" #") else { return };
    let Some((key, value)) = line.text[..at].split_once(": ") else { return };
    let value = value.trim_start();
    if value.is_empty() || value.starts_with(['"', '\'', '[', '{', '|', '>']) {
        return;
    }
    let is_prose = is_glossary || PROSE.contains(&key.trim_start_matches("- "));
    let comment = &line.text[at + 2..];
    if is_prose || !(comment.is_empty() || comment.starts_with([' ', '#', '!'])) {
        let start = line.start + at + 1;
        report.add(
            Diagnostic::warning(
                Code::CutText,
                Pointer::to_span(source, start..line.start + line.text.len()),
                "the text is cut off",
            )
            .label("a comment begins at ` #`")
            .help("put quotes around the text, or, for a comment, write it in a line of its own"),
        );
    }
}

/// `&` and `!` before the first word of a sentence: YAML takes the word for a name or a type, and not for text.
fn swallowed(source: &Arc<Source>, line: &Line<'_>, is_glossary: bool, report: &mut Report) {
    anchor(source, line, report);
    let Some((key, value)) = line.text.split_once(": ") else { return };
    let value = value.trim_start();
    if !value.starts_with(['&', '!']) || !(is_glossary || PROSE.contains(&key.trim_start_matches("- "))) {
        return;
    }
    let word = value.split(' ').next().unwrap_or(value);
    let start = line.start + line.text.len() - value.len();
    report.add(
        Diagnostic::warning(Code::CutText, Pointer::to_span(source, start..start + word.len()), "the text is cut off")
            .label(format!("YAML does not take `{word}` for text"))
            .help("put quotes around the text"),
    );
}

/// `{ example: &a }`: a name that YAML gives to nothing.
fn anchor(source: &Arc<Source>, line: &Line<'_>, report: &mut Report) {
    let Some(at) = line.text.find(": &").map(|at| at + 2).filter(|_| line.text.contains('{')) else { return };
    let word = line.text[at..].split([' ', ',', '}']).next().unwrap_or_default();
    let is_quoted = line.text[..at].matches(['"', '\'']).count() % 2 == 1;
    if !is_quoted && line.text[at + word.len()..].trim_start().starts_with([',', '}']) {
        report.add(
            Diagnostic::warning(
                Code::CutText,
                Pointer::to_span(source, line.start + at..line.start + at + word.len()),
                "the text is cut off",
            )
            .label(format!("YAML does not take `{word}` for text"))
            .help("put quotes around the text"),
        );
    }
}

/// Keys of lists that say nothing when they are empty, and what is in them.
const LISTS: &[(&str, &str)] = &[
    ("enum", "values"),
    ("values", "values"),
    ("aliases", "names"),
    ("called", "names"),
    ("also", "parameters"),
    ("success", "states"),
    ("failure", "states"),
    ("transient", "states"),
    ("not_found", "codes"),
    ("sub_items", "lists"),
    ("replaced_by", "operations"),
];

/// `parameters:` with nothing below it, `enum: []`, `example: null`.
fn nothing(source: &Arc<Source>, line: &Line<'_>, next: Option<&Line<'_>>, report: &mut Report) {
    let mut add = |at: usize, length: usize, what: String, help: String| {
        let span = line.start + at..line.start + at + length;
        report.add(
            Diagnostic::warning(Code::NothingSaid, Pointer::to_span(source, span), what).label("this has no effect").help(help),
        );
    };
    // Build scripts read every line of a spec without optimisation: what is searched for each key must be likely to be there.
    if line.text.contains(": []") {
        for (key, what) in LISTS {
            let written = format!("{key}: []");
            if let Some(at) = line.text.find(&written).filter(|at| begins_word(line.text, *at)) {
                add(at, written.len(), format!("`{key}` is empty"), format!("list the {what}, or leave `{key}` out"));
            }
        }
    }
    if line.text.contains(": null") || line.text.contains(": ~") {
        for key in ["example", "default"] {
            for nothing in ["null", "~"] {
                let written = format!("{key}: {nothing}");
                let Some(at) = line.text.find(&written).filter(|at| begins_word(line.text, *at)) else { continue };
                if line.text[at + written.len()..].is_empty() || line.text[at + written.len()..].starts_with([' ', ',', '}']) {
                    add(at, written.len(), format!("`{key}` has no value"), format!("write a value, or leave `{key}` out"));
                }
            }
        }
    }
    let Some(key) = line.text.trim_start_matches("- ").strip_suffix(':') else { return };
    let is_list = next.is_some_and(|next| next.indent == line.indent && next.text.starts_with('-'));
    if next.is_none_or(|next| next.indent <= line.indent) && !is_list && !key.contains(' ') {
        add(0, line.text.len() - 1, format!("`{key}` is empty"), format!("write what belongs below it, or leave `{key}` out"));
    }
}

fn begins_word(text: &str, at: usize) -> bool {
    text[..at].ends_with([' ', '{']) || at == 0
}

/// Typographic quotes around a value, and letters of other scripts between ASCII ones in a name.
fn look_alike(source: &Arc<Source>, line: &Line<'_>, next: Option<&Line<'_>>, report: &mut Report) {
    for (at, quote) in quotes::begun(line.text) {
        // A deeper line goes on with the text.
        let goes_on = next.is_some_and(|next| next.indent > line.indent);
        let quoted = quotes::quoted(line.text, at, goes_on);
        let length = quoted.map_or(quote.len_utf8(), str::len);
        let start = line.start + at;
        let span = Pointer::to_span(source, start..start + length);
        let found = Diagnostic::warning(Code::LookAlike, span, format!("`{quote}` is not a YAML quote"))
            .label("it becomes part of the text")
            .help("use plain quotes: `\"` or `'`");
        report.add(match quoted.and_then(quotes::inner) {
            Some(inner) => found.written_as(plain::quoted(inner)),
            None => found,
        });
    }
    let key = line.text.split(": ").next().unwrap_or_default();
    let is_name = key.len() < line.text.len() && !key.contains(' ') && key.contains(|c: char| c.is_ascii_alphabetic());
    let words = line.text.split([' ', ',', '{', '}', '[', ']', ':', '"', '\'']).filter(|word| looks_ascii(word));
    for word in words.filter(|word| is_name && !word.is_ascii()) {
        let Some(sign) = word.chars().find(|c| !c.is_ascii()) else { continue };
        let at = line.start + (word.as_ptr() as usize - line.text.as_ptr() as usize);
        report.add(
            Diagnostic::warning(
                Code::LookAlike,
                Pointer::to_span(source, at..at + word.len()),
                format!("`{word}` holds a letter that only looks like ASCII"),
            )
            .label(format!("`{sign}` is U+{:04X}", u32::from(sign))),
        );
    }
}

/// Whether a word is ASCII but for letters that look as if they were: Cyrillic, Greek and full-width ones.
fn looks_ascii(word: &str) -> bool {
    let look_alike = |c: char| matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{4ff}' | '\u{ff01}'..='\u{ff5e}');
    word.contains(|c: char| c.is_ascii_alphanumeric()) && word.chars().all(|c| c.is_ascii() || look_alike(c))
}
