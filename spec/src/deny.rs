//! Warnings that the author of a spec wants as errors.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::suggest;

/// The warnings to treat as errors: all, or those of some rules. As text, `warnings` or codes, separated by commas.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deny {
    all: bool,
    codes: Vec<Code>,
}

impl Deny {
    /// The environment variable that the macros, the build script and the command line take it from.
    pub const VARIABLE: &str = "ACS_SPEC_DENY";

    /// Reads the text.
    ///
    /// # Errors
    /// If a word of it is neither `warnings` nor a code.
    pub fn parse(text: &str) -> Result<Deny, String> {
        let mut deny = Deny::default();
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match Code::of_id(word) {
                Some(code) => deny.codes.push(code),
                None if word == "warnings" => deny.all = true,
                None => return Err(unknown(word)),
            }
        }
        Ok(deny)
    }

    /// What the environment variable says.
    ///
    /// # Errors
    /// If it is set to what [`parse`](Deny::parse) does not take.
    pub fn from_env() -> Result<Deny, String> {
        let text = std::env::var_os(Deny::VARIABLE).unwrap_or_default();
        Deny::parse(&text.to_string_lossy())
            .map_err(|error| format!("{} is set to `{}`: {error}", Deny::VARIABLE, text.display()))
    }

    /// The same diagnostics, denied warnings as errors.
    pub fn apply(&self, found: Diagnostics) -> Diagnostics {
        let is_denied = |one: &Diagnostic| one.severity == Severity::Warning && (self.all || self.codes.contains(&one.code));
        let judged = found.into_iter().map(|one| match is_denied(&one) {
            true => {
                Diagnostic { severity: Severity::Error, ..one }.note(format!("a warning by itself; {} denies it", Deny::VARIABLE))
            }
            false => one,
        });
        judged.collect()
    }
}

fn unknown(word: &str) -> String {
    let known = Code::ALL.iter().map(|code| code.id()).chain(["warnings"]);
    let near = suggest::nearest(word, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("`{word}` is neither `warnings` nor a code like E0806{near}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_words_is_read() {
        assert_eq!(Deny::parse(""), Ok(Deny::default()));
        assert_eq!(Deny::parse("warnings"), Ok(Deny { all: true, codes: vec![] }));
        assert_eq!(Deny::parse("E0806, e0814"), Ok(Deny { all: false, codes: vec![Code::Undescribed, Code::ActiveText] }));
        let error = Deny::parse("warning").unwrap_err();
        assert_eq!(error, "`warning` is neither `warnings` nor a code like E0806; did you mean `warnings`?");
    }
}
