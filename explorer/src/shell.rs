//! Text as a shell takes it.

/// A word of a command line, quoted if the shell needs it.
pub fn word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { quoted(word) }
}

/// A text in single quotes, within which a shell takes everything as it is but the quote.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_shell_takes_words_as_they_are() {
        assert_eq!(word("cn-hangzhou"), "cn-hangzhou");
        assert_eq!(word(""), "''");
        assert_eq!(word("it's $HOME"), r"'it'\''s $HOME'");
    }
}
