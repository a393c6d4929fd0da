//! Secrets taken out of requests and replies that are kept.

use serde_json::Value;

use quick_xml::escape::{escape, unescape};

use crate::sanitize::hide;
use crate::wire::is_secret_name;

/// What stands in place of a value that is not kept.
pub(super) const HIDDEN: &str = "***";

/// What to hide: values by their names, and secrets anywhere.
pub(super) struct Redactor<'r> {
    pub(super) names: Vec<&'r str>,
    pub(super) secrets: Vec<&'r str>,
}

impl Redactor<'_> {
    pub(super) fn hides(&self, name: &str) -> bool {
        is_secret_name(name) || name.split('.').any(|part| self.names.contains(&part)) || self.names.contains(&name)
    }

    /// Hides secrets in a parameter's value, a header or a body: JSON, XML or any other text.
    pub(super) fn text(&self, text: &str) -> String {
        let start = text.trim_start();
        let by_name = match serde_json::from_str(start) {
            Ok(mut value @ (Value::Object(_) | Value::Array(_))) => {
                self.value(&mut value);
                return value.to_string();
            }
            // What cannot be parsed as it claims to be cannot be searched for values.
            _ if start.starts_with(['{', '[']) && start.split(['"', '\'']).any(|word| self.hides(word)) => HIDDEN.to_owned(),
            _ if start.starts_with('<') => self.markup(text),
            _ => text.to_owned(),
        };
        hide(&by_name, &self.secrets)
    }

    /// Hides secrets in JSON.
    pub(super) fn value(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match self.hides(name) && !value.is_null() {
                        true => *value = HIDDEN.into(),
                        false => self.value(value),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item)),
            Value::String(text) => *text = self.text(text),
            _ => {}
        }
    }

    /// Hides secrets in XML, well-formed or not: the content of an element whose name is hidden, and JSON in the text of others.
    fn markup(&self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('<') {
            kept.push_str(&self.character_data(&rest[..open]));
            rest = &rest[open..];
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let (tag, behind) = rest.split_at(end);
            kept.push_str(tag);
            rest = behind;
            let name = tag[1..].split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or_default();
            let local = name.rsplit(':').next().unwrap_or(name);
            if !local.is_empty() && self.hides(local) && !tag.ends_with("/>") {
                kept.push_str(HIDDEN);
                rest = rest.find(&format!("</{name}")).map_or("", |close| &rest[close..]);
            }
        }
        kept.push_str(&self.character_data(rest));
        kept
    }

    /// Text between tags, which may be JSON with its quotes escaped.
    fn character_data(&self, raw: &str) -> String {
        let trimmed = raw.trim();
        match unescape(trimmed) {
            Ok(text) if text.starts_with(['{', '[']) => escape(self.text(&text)).into_owned(),
            _ => raw.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str) -> String {
        Redactor { names: vec!["Cak"], secrets: vec!["s3cret/value"] }.text(text)
    }

    #[test]
    fn values_are_hidden_by_name_in_every_format() {
        assert_eq!(
            redacted(r#"{"Cak":"x","A":{"Psk":5},"B":["{\"Cak\":\"x\"}"]}"#),
            r#"{"Cak":"***","A":{"Psk":"***"},"B":["{\"Cak\":\"***\"}"]}"#
        );
        assert_eq!(
            redacted("<R><Cak>x</Cak><Psk a='1'><B>x</B></Psk><C>y</C></R>"),
            "<R><Cak>***</Cak><Psk a='1'>***</Psk><C>y</C></R>"
        );
        assert_eq!(redacted("<R><A>{&quot;Cak&quot;:&quot;x&quot;}</A></R>"), "<R><A>{&quot;Cak&quot;:&quot;***&quot;}</A></R>");
        assert_eq!(redacted("<R><Cak/><n:Cak>x</n:Cak></R>"), "<R><Cak/><n:Cak>***</n:Cak></R>");
    }

    #[test]
    fn what_is_cut_off_or_broken_keeps_no_secret() {
        assert_eq!(redacted("<R><Cak>x"), "<R><Cak>***");
        assert_eq!(redacted(r#"{"A":1,"Cak":"x"#), "***");
        assert_eq!(redacted(r#"{"A":1"#), r#"{"A":1"#);
    }

    #[test]
    fn secrets_are_hidden_wherever_they_stand() {
        assert_eq!(redacted("the value s3cret/value or s3cret%2Fvalue is wrong"), "the value *** or *** is wrong");
        assert_eq!(redacted(r#"{"Message":"not s3cret/value"}"#), r#"{"Message":"not ***"}"#);
        assert_eq!(redacted("<M>not s3cret/value</M>"), "<M>not ***</M>");
    }
}
