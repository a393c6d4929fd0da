//! Text from files, services and command lines, made fit for a terminal and a log.
//!
//! A runtime client has the same rule for what its errors show; a test of the workspace holds the two together.

use std::borrow::Cow;

/// What replaces a character that is not shown.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// The text without what would steer a terminal, turn the order of text, or be there without being seen. Line ends and tabs stay.
///
/// ```
/// use acs_spec::printable::printable;
///
/// assert_eq!(printable("red: \u{1b}[31m\u{202e}\n"), "red: \u{fffd}[31m\u{fffd}\n");
/// assert_eq!(printable("👩\u{200d}💻"), "👩\u{200d}💻");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    replaced(text, &|c| matches!(c, '\n' | '\t'))
}

/// The same on one line: line ends and what surrounds them become a blank, and a text of more than `most` characters is cut.
///
/// ```
/// use acs_spec::printable::one_line;
///
/// assert_eq!(one_line("a\r\nb\u{2028}c", 100), "a b c");
/// assert_eq!(one_line("abcdef", 3), "abc…");
/// ```
pub fn one_line(text: &str, most: usize) -> String {
    if !text.chars().any(is_hidden) && text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len().min(most));
    let (mut count, mut is_blank) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            is_blank = true;
            continue;
        }
        if count >= most {
            line.push('…');
            break;
        }
        if std::mem::take(&mut is_blank) && !line.is_empty() {
            line.push(' ');
        }
        line.push(c);
        count += 1;
    }
    match replaced(&line, &|_| false) {
        Cow::Owned(clean) => clean,
        Cow::Borrowed(_) => line,
    }
}

/// A JSON document in which such characters are escaped. They stand in texts alone, so nothing that it says changes.
pub fn json(document: &str) -> Cow<'_, str> {
    if document.chars().all(|c| c == '\n' || !is_hidden(c)) {
        return Cow::Borrowed(document);
    }
    let mut escaped = String::with_capacity(document.len() + 16);
    for c in document.chars() {
        if c == '\n' || !is_hidden(c) {
            escaped.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}")));
        }
    }
    Cow::Owned(escaped)
}

/// A rendered text with colours, whose parts that are not ours are [`printable`] but for the escape that colours begin with.
pub(crate) fn coloured(text: &str) -> Cow<'_, str> {
    replaced(text, &|c| matches!(c, '\n' | '\t' | '\u{1b}'))
}

fn replaced<'t>(text: &'t str, stays: &dyn Fn(char) -> bool) -> Cow<'t, str> {
    if !text.chars().any(|c| is_hidden(c) && !stays(c)) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        let shown = if !is_hidden(c) || stays(c) || joins(before, c) { c } else { REPLACEMENT };
        clean.push(shown);
        before = Some(shown);
    }
    Cow::Owned(clean)
}

/// Whether a character makes one sign of its neighbours, such as an emoji, and not a text that looks like another.
fn joins(before: Option<char>, c: char) -> bool {
    let is_joiner = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    is_joiner && before.is_some_and(|before| !before.is_ascii() && before != REPLACEMENT && !is_joiner_itself(before))
}

fn is_joiner_itself(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a character steers a terminal, turns the order of text, or is not seen: control characters, line and paragraph separators,
/// all that Unicode calls formatting (`Cf`), and all that may be ignored by default.
pub fn is_hidden(c: char) -> bool {
    const RANGES: [(char, char); 28] = [
        ('\u{ad}', '\u{ad}'),
        ('\u{34f}', '\u{34f}'),
        ('\u{600}', '\u{605}'),
        ('\u{61c}', '\u{61c}'),
        ('\u{6dd}', '\u{6dd}'),
        ('\u{70f}', '\u{70f}'),
        ('\u{890}', '\u{891}'),
        ('\u{8e2}', '\u{8e2}'),
        ('\u{115f}', '\u{1160}'),
        ('\u{17b4}', '\u{17b5}'),
        ('\u{180b}', '\u{180f}'),
        ('\u{200b}', '\u{200f}'),
        ('\u{2028}', '\u{202e}'),
        ('\u{2060}', '\u{206f}'),
        ('\u{2800}', '\u{2800}'),
        ('\u{3164}', '\u{3164}'),
        ('\u{fe00}', '\u{fe0f}'),
        ('\u{feff}', '\u{feff}'),
        ('\u{ffa0}', '\u{ffa0}'),
        ('\u{fff0}', '\u{fffb}'),
        ('\u{110bd}', '\u{110bd}'),
        ('\u{110cd}', '\u{110cd}'),
        ('\u{13430}', '\u{1343f}'),
        ('\u{16fe4}', '\u{16fe4}'),
        ('\u{1bca0}', '\u{1bca3}'),
        ('\u{1d159}', '\u{1d159}'),
        ('\u{1d173}', '\u{1d17a}'),
        ('\u{e0000}', '\u{e0fff}'),
    ];
    c.is_control() || (!c.is_ascii() && RANGES.iter().any(|(first, last)| (*first..=*last).contains(&c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_with_hidden_characters_escaped() {
        let value = serde_json::json!({ "a\u{9b}": "b\u{202e}\u{e0041}\u{1b}\nc" });
        let document = serde_json::to_string_pretty(&value).unwrap();
        let escaped = json(&document);
        assert!(escaped.chars().all(|c| c == '\n' || !is_hidden(c)), "{escaped:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }

    #[test]
    fn what_joins_signs_stays_between_them_alone() {
        assert_eq!(printable("❤\u{fe0f} 葛\u{e0100} می\u{200c}خواهم"), "❤\u{fe0f} 葛\u{e0100} می\u{200c}خواهم");
        assert_eq!(printable("Vpc\u{200d}Id\u{fe0f} 网\u{200d}\u{200d}"), "Vpc\u{fffd}Id\u{fffd} 网\u{200d}\u{fffd}");
    }
}
