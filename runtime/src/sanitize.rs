//! Text from a server, made fit for errors, logs and terminals.
//!
//! A reply can hold anything: megabytes, the secrets of the request, control characters that rewrite a terminal, marks that change the
//! order in which text is shown, and characters that are not shown at all, so that two texts look the same. [`sanitize`] is the one function that all text from a server passes on its way into
//! an error or a log line.

use std::borrow::Cow;

use crate::sign::percent_encode;

/// Most bytes of a server's text that an error shows.
pub const MAX_TEXT_BYTES: usize = 1024;

/// Most bytes of a name or an id from a server that an error shows.
pub const MAX_NAME_BYTES: usize = 128;

/// What replaces a secret.
const HIDDEN: &str = "***";

/// Shorter texts are not treated as secrets: to replace each occurrence would make any text unreadable.
const MIN_SECRET_BYTES: usize = 4;

/// Percent-encoding makes three characters of one; twice encoded, it is nine bytes at most.
const MAX_ENCODED_GROWTH: usize = 9;

/// Returns `text` on one line of at most `max_bytes` bytes, without `secrets`, control characters, bidirectional marks and invisible
/// characters.
///
/// - A longer text is cut, and `…` is added. The text is cut before anything else is done, so the work depends on `max_bytes`
///   and the secrets, never on the length of the text.
/// - A secret becomes `***`: as it is, percent-encoded, and encoded twice as in a string to sign. Each line of a secret of several
///   lines counts as a secret. Secrets of fewer than four bytes are left.
/// - So do the values of the URL parameters that identify the sender, such as `AccessKeyId` and `Signature`.
/// - White space of any length, line and paragraph separators included, becomes one space. Control characters, bidirectional marks and
///   invisible characters ([`is_invisible`]) become U+FFFD. A variation selector stays behind the character that it belongs to.
///
/// ```
/// use acs_runtime::sanitize::sanitize;
///
/// let text = "No such\r\nkey: \u{1b}[31mLTAI5t\u{202e}, signed with kept+secret, sent as kept%2Bsecret";
/// assert_eq!(
///     sanitize(text, 100, &["kept+secret"]),
///     "No such key: \u{fffd}[31mLTAI5t\u{fffd}, signed with ***, sent as ***",
/// );
/// assert_eq!(sanitize("a long message", 6, &[]), "a long…");
/// ```
pub fn sanitize(text: &str, max_bytes: usize, secrets: &[&str]) -> String {
    if is_plain(text, max_bytes, secrets.iter().copied()) {
        return text.to_owned();
    }
    let secrets = lines_of(secrets);
    // A secret that begins before the end must be whole to be found.
    let margin = secrets.first().map_or(0, |longest| longest.len() * MAX_ENCODED_GROWTH);
    let window = truncate(text, max_bytes.saturating_add(margin));
    let hidden = hide_sender(&hide_secrets(window, &secrets));
    let is_cut = window.len() < text.len();
    // A secret that the cut left in part can only stand in the margin.
    let whole = if is_cut { truncate(&hidden, hidden.len().saturating_sub(margin)) } else { &hidden };
    let mut line = one_line(whole, max_bytes);
    if is_cut || line.len() > max_bytes {
        line.truncate(truncate(&line, max_bytes).len());
        line.push('…');
    }
    line
}

/// Whether a text is an id that no secret can be in, as in nearly every reply: it has letters, digits and hyphens alone.
pub(crate) fn is_plain<'s>(text: &str, max_bytes: usize, mut secrets: impl Iterator<Item = &'s str>) -> bool {
    if text.len() > max_bytes || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return false;
    }
    // Which bytes occur, a bit for each: nearly always the first byte of a secret does not, for a fraction of a search.
    let bit = |byte: u8| 1_u128.checked_shl(byte.into()).unwrap_or(0);
    let present = text.bytes().fold(0, |present, byte| present | bit(byte));
    let is_line = |secret: &str| secret.bytes().any(|byte| matches!(byte, b'\r' | b'\n'));
    let is_in_text =
        |secret: &str| secret.len() <= text.len() && secret.bytes().all(|byte| present & bit(byte) != 0) && text.contains(secret);
    // A secret that is encoded differs from itself in signs that do not occur here.
    !secrets.any(|secret| secret.len() >= MIN_SECRET_BYTES && (is_line(secret) || is_in_text(secret)))
}

/// Replaces secrets in a text of ours that holds a server's or a request's: nothing is cut, and line breaks stay.
pub(crate) fn hide(text: &str, secrets: &[&str]) -> String {
    hide_sender(&hide_secrets(text, &lines_of(secrets)))
}

/// The longest beginning of `text` that has at most `max_bytes` bytes.
fn truncate(text: &str, max_bytes: usize) -> &str {
    let mut end = max_bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The lines of all secrets, the longest first: a secret can be a part of another.
fn lines_of<'s>(secrets: &[&'s str]) -> Vec<&'s str> {
    let lines = secrets.iter().flat_map(|secret| secret.split(['\r', '\n']));
    let mut lines: Vec<_> = lines.filter(|line| line.len() >= MIN_SECRET_BYTES).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.len()));
    lines
}

fn hide_secrets<'t>(text: &'t str, secrets: &[&str]) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for secret in secrets {
        let once = percent_encode(secret);
        let twice = percent_encode(&once);
        // Gateways write hexadecimal digits in either case, and blanks for plus signs; JSON may escape a slash.
        let lower_once = lower_hex(&once);
        let lower_twice = percent_encode(&lower_once);
        let (in_json, decoded) = (secret.replace('/', "\\/"), secret.replace('+', " "));
        let forms = [&*twice, &*lower_twice, &*once, &*lower_once, *secret, &*in_json, &*decoded];
        for form in forms {
            if text.contains(form) {
                text = Cow::Owned(text.replace(form, HIDDEN));
            }
        }
    }
    text
}

/// A percent-encoded text with its hexadecimal digits in lower case.
fn lower_hex(encoded: &str) -> String {
    let mut lower = String::with_capacity(encoded.len());
    let mut digits = 0;
    for character in encoded.chars() {
        lower.push(if digits > 0 { character.to_ascii_lowercase() } else { character });
        digits = if character == '%' { 2 } else { u8::saturating_sub(digits, 1) };
    }
    lower
}

/// Hides what an address or an `Authorization` header says about its sender: some gateways repeat them.
fn hide_sender(text: &str) -> String {
    const NAMES: [&str; 5] = ["AccessKeyId=", "Signature=", "SecurityToken=", "BearerToken=", "Credential="];
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(value) = rest.find('=').map(|equals| equals + 1) {
        let (name, after) = rest.split_at(value);
        hidden.push_str(name);
        rest = after;
        if NAMES.iter().any(|known| name.ends_with(known)) {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.~%+/*".contains(c))).unwrap_or(rest.len());
            hidden.push_str(HIDDEN);
            rest = &rest[end..];
        }
    }
    hidden + rest
}

/// Stops soon after `enough` bytes.
fn one_line(text: &str, enough: usize) -> String {
    let mut line = String::with_capacity(text.len().min(enough.saturating_add(4)));
    let mut space = false;
    for character in text.chars() {
        if line.len() > enough {
            break;
        }
        if character.is_whitespace() {
            space = !line.is_empty();
            continue;
        }
        if std::mem::take(&mut space) {
            line.push(' ');
        }
        // Such as the one that makes a heart an emoji. Behind a letter of a code or an id it would hide.
        let selects = is_variation_selector(character) && line.chars().next_back().is_some_and(may_vary);
        line.push(if is_hidden(character) && !selects { '\u{fffd}' } else { character });
    }
    line
}

/// Returns a line of ours on one line, too, if it holds what a caller gave. Nothing is cut.
pub(crate) fn clean(text: String) -> String {
    let is_clean = |character: char| character == ' ' || (!character.is_whitespace() && !is_hidden(character));
    if text.chars().all(is_clean) { text } else { one_line(&text, text.len().saturating_mul(3)) }
}

fn is_hidden(character: char) -> bool {
    is_unprintable(character) || is_invisible(character)
}

/// Whether a character could rewrite a terminal or change the order in which text is shown. White space such as a line end is
/// among them.
pub fn is_unprintable(character: char) -> bool {
    character.is_control() || is_bidirectional_mark(character)
}

fn is_bidirectional_mark(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character is not shown, though it is neither white space nor control: zero-width spaces and joiners, soft hyphens, tags,
/// fillers, variation selectors and all else that Unicode calls formatting (`Cf`) or ignorable by default.
pub fn is_invisible(character: char) -> bool {
    character >= INVISIBLE[0].0
        && INVISIBLE
            .binary_search_by(|(first, last)| match character {
                c if c < *first => std::cmp::Ordering::Greater,
                c if c > *last => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Equal,
            })
            .is_ok()
}

/// Whether a text shows nothing: it is empty, or has nothing but white space, control characters and invisible ones.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|character| character.is_whitespace() || is_hidden(character))
}

/// `Cf` and `Default_Ignorable_Code_Point`, in order. A test holds them to the Unicode database.
const INVISIBLE: [(char, char); 28] = [
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
    ('\u{202a}', '\u{202e}'),
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

fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a variation selector may follow.
fn may_vary(character: char) -> bool {
    !character.is_ascii() && character != '\u{fffd}' && !is_hidden(character)
}

#[cfg(test)]
mod tests;
