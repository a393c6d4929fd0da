//! How a text is written as a scalar of YAML.

use super::scalar::Plain;

/// The text as it is, or in double quotes where YAML would take it for something else.
pub fn written(text: &str) -> String {
    let is_usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    if begins && text.chars().all(is_usual) && Plain::of(text) == Plain::Text { text.to_owned() } else { quoted(text) }
}

/// The text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    // What JSON escapes, YAML escapes in the same way; but YAML wants more escaped.
    let json = serde_json::Value::from(text).to_string();
    let mut yaml = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => yaml.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => yaml.push(c),
        }
    }
    yaml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_as_the_text() {
        for text in [
            "a", "", "12", "0x1f", "true", "a: b", "a #b", "- a", "é", "\"", "a\\b", "a\tb", "1.5", "x.1", "~", "{a}", " a",
            "\u{7f}",
        ] {
            let read: serde_yaml::Value = serde_yaml::from_str(&format!("[{}]", written(text))).unwrap();
            assert_eq!(read[0].as_str(), Some(text));
        }
    }
}
