//! The text of a profile file.

use std::collections::BTreeMap;

use super::CredentialsError;

/// Sections by name, and in each the values by key. It holds secrets, so there is no `Debug`.
pub(super) struct Ini {
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl Ini {
    /// Reads `[section]`, `key = value`, and comments: lines that begin with `#` or `;`, and what follows a `#` in a value.
    ///
    /// # Errors
    /// The number of a line that is none of these, not what it says.
    pub(super) fn parse(text: &str) -> Result<Self, CredentialsError> {
        let mut sections: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let mut section = String::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(rest) = line.strip_prefix('[') {
                let name = rest.split_once(']').map(|(name, _)| name.trim());
                section = name.ok_or_else(|| wrong(index, "has no `]`"))?.to_owned();
                sections.entry(section.clone()).or_default();
                continue;
            }
            let (key, value) = line.split_once('=').ok_or_else(|| wrong(index, "is neither `[section]` nor `key = value`"))?;
            sections.entry(section.clone()).or_default().insert(key.trim().to_ascii_lowercase(), plain(value).to_owned());
        }
        Ok(Ini { sections })
    }

    pub(super) fn section(&self, name: &str) -> Option<Section<'_>> {
        self.sections.get(name).map(Section)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }
}

/// One section.
#[derive(Clone, Copy)]
pub(super) struct Section<'a>(&'a BTreeMap<String, String>);

impl<'a> Section<'a> {
    /// A value, unless it is empty.
    pub(super) fn get(self, key: &str) -> Option<&'a str> {
        self.0.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// A value without its comment and quotes.
fn plain(value: &str) -> &str {
    let value = value.split_once('#').map_or(value, |(value, _)| value).trim();
    let unquoted = |quote| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
    unquoted('"').or_else(|| unquoted('\'')).unwrap_or(value)
}

fn wrong(index: usize, what: &str) -> CredentialsError {
    CredentialsError::new(format!("line {} {what}", index + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_keys_comments_and_quotes() {
        let text = "\u{feff}; first\r\n[ default ]\r\nType = access_key # of ours\r\naccess_key_id=\"a=b\"\r\nempty =\r\n# x = y\r\n[b]\r\n";
        let ini = Ini::parse(text).unwrap();
        let section = ini.section("default").unwrap();
        assert_eq!(section.get("type"), Some("access_key"));
        assert_eq!(section.get("access_key_id"), Some("a=b"));
        assert_eq!((section.get("empty"), section.get("x")), (None, None));
        assert_eq!(ini.names().collect::<Vec<_>>(), ["b", "default"]);
    }

    #[test]
    fn a_line_that_is_nothing_is_named_but_not_shown() {
        let reason = |text| Ini::parse(text).map(|_| ()).unwrap_err().to_string();
        assert_eq!(reason("[a]\nhidden"), "line 2 is neither `[section]` nor `key = value`");
        assert_eq!(reason("[hidden"), "line 1 has no `]`");
    }
}
