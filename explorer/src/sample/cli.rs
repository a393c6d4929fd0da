//! A command line.

use super::Sample;

pub(super) fn write(sample: &Sample<'_>) -> String {
    let mut line = format!("acs call {}", sample.operation.name);
    for param in &sample.params {
        line.push_str(&format!(" \\\n    --{} {}", param.name(), quoted(param.value())));
    }
    line
}

/// A word, quoted if the shell needs it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_takes_words_as_they_are() {
        assert_eq!(quoted("cn-hangzhou"), "cn-hangzhou");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
    }
}
