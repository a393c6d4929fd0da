//! Quotes that a word processor made, which YAML takes for a part of the text.

/// Signs that look like ASCII quotes.
const QUOTES: &[char] = &['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '\u{ff02}', '\u{ff07}'];

/// Where values of a line begin with such a quote. The line comes without its indentation.
pub(crate) fn begun(line: &str) -> Vec<(usize, char)> {
    let quote = |at: usize| Some((at, line[at..].chars().next().filter(|c| QUOTES.contains(c))?));
    values(line).into_iter().filter_map(quote).collect()
}

/// Where values begin in a line: behind a colon, a dash, and what separates items in brackets.
fn values(line: &str) -> Vec<usize> {
    let mut starts: Vec<usize> = line.match_indices(": ").map(|(at, sign)| at + sign.len()).collect();
    starts.extend(line.starts_with("- ").then_some(2));
    for sign in ["[", ", "] {
        starts.extend(line.match_indices(sign).map(|(at, _)| at + sign.len()).filter(|at| is_in_brackets(line, *at)));
    }
    starts.sort_unstable();
    starts
}

fn is_in_brackets(line: &str, at: usize) -> bool {
    let count = |signs: [char; 2]| line[..at].chars().filter(|c| signs.contains(c)).count();
    count(['{', '[']) > count(['}', ']'])
}

/// The value that begins in a place with a quote, if it ends with one as well. Outside of brackets, deeper lines go on with it.
pub(crate) fn quoted(line: &str, at: usize, goes_on: bool) -> Option<&str> {
    let value = &line[at..];
    if !is_in_brackets(line, at) {
        let value = value.split(" #").next().unwrap_or(value).trim_end();
        return (!goes_on && value.ends_with(is_quote)).then_some(value);
    }
    let ends = |rest: &str| rest.is_empty() || rest.trim_start().starts_with([',', '}', ']']);
    let quotes = value.char_indices().skip(1).filter(|(_, c)| is_quote(*c));
    quotes.map(|(at, quote)| at + quote.len_utf8()).find(|end| ends(&value[*end..])).map(|end| &value[..end])
}

fn is_quote(c: char) -> bool {
    QUOTES.contains(&c) || matches!(c, '"' | '\'')
}

/// What is between the quotes, if there is none of the kind inside: then it is certain which belong together.
pub(crate) fn inner(quoted: &str) -> Option<&str> {
    let mut chars = quoted.chars();
    let (_, _) = (chars.next()?, chars.next_back()?);
    let inner = chars.as_str();
    let is_apostrophe = |c: char| c == '\u{2019}' && !quoted.starts_with(['\u{2018}', '\u{2019}']);
    inner.chars().all(|c| !is_quote(c) || is_apostrophe(c)).then_some(inner)
}
