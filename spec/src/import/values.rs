//! Sets of values, defaults and examples: those that fit their type.

use crate::check::is_secret;
use serde_json::Value as Json;

use super::coerce::{coerce, why_not};
use super::metadata::{self, scalar_text};
use super::report::NoteKind;
use super::schema::Converter;
use crate::names::{self, Unusable};
use crate::types::{Format, Kind, Named, Schema, Value};

impl<'m> Converter<'m, '_> {
    /// Closed and known values, default and example.
    pub(super) fn values(&mut self, source: metadata::Schema<'m>, schema: &mut Schema) {
        if schema.sensitive {
            return;
        }
        self.closed(source, schema);
        for value in source.values("x-known-values") {
            self.known(value, schema);
        }
        let says_nothing = |value: &Json| schema.kind != Some(Kind::String) && value.as_str() == Some("");
        if let Some(value) = source.get("default").filter(|value| !says_nothing(value)) {
            schema.default = self.fitting(schema, value);
            if schema.default.is_none() {
                self.note(NoteKind::DefaultDropped, value.to_string());
            }
        }
        if let Some(value) = source.get("example") {
            self.example(value, schema);
        }
        for key in ["readOnly", "isFileTransferUrl"] {
            if source.flag(key) {
                self.note(NoteKind::NoPlace, key);
            }
        }
    }

    fn closed(&mut self, source: metadata::Schema<'m>, schema: &mut Schema) {
        let values = source.values("enum");
        if values.is_empty() {
            return;
        }
        let texts: Vec<String> = unique(values.iter().filter_map(scalar_text));
        match enum_of(schema, &texts) {
            Ok(()) => schema.closed = texts,
            Err(why) => {
                self.note(NoteKind::EnumOpened, why);
                for value in values {
                    self.known(value, schema);
                }
            }
        }
    }

    fn known(&mut self, value: &Json, schema: &mut Schema) {
        // Of a list, what is known are the values of its items.
        let target = match (&mut schema.items, schema.kind) {
            (Some(items), Some(Kind::List)) => items.as_mut(),
            _ => schema,
        };
        if !target.closed.is_empty() && scalar_text(value).is_some_and(|text| target.closed.contains(&text)) {
            return;
        }
        let scalar = matches!(target.kind, Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean));
        let coerced = (scalar && target.closed.is_empty()).then(|| coerce(target, value, &Named::default())).flatten();
        match coerced {
            Some(value) if target.values.contains(&value) => {}
            Some(value) => target.values.push(value),
            None => {
                let why = if scalar { why_not(target, value, &Named::default()) } else { "only a text or a number can be known" };
                self.note(NoteKind::ValueDropped, format!("{value}: {why}"));
            }
        }
    }

    /// An example of the whole; or, of a list, of one item.
    fn example(&mut self, value: &Json, schema: &mut Schema) {
        let bare = value.as_str().and_then(crate::check::bare_example).map(Json::from);
        let value = bare.as_ref().unwrap_or(value);
        if scalar_text(value).is_some_and(|text| text.trim().is_empty()) {
            return;
        }
        if let Some(whole) = self.fitting(schema, value) {
            if self.is_request() && schema.format.is_none() && holds_json(schema, value) {
                schema.format = Some(Format::Json);
            }
            schema.example = Some(whole);
            return;
        }
        if let (Some(Kind::List), Some(items)) = (schema.kind, &mut schema.items)
            && let Some(one) = coerce(items, value, &self.shapes.known).filter(|one| !one.is_sequence())
        {
            if items.example.is_none() && !items.sensitive {
                items.example = Some(one);
            }
            return;
        }
        let why = why_not(schema, value, &self.shapes.known);
        self.note(NoteKind::ExampleDropped, format!("{value}: {why}"));
    }

    fn fitting(&self, schema: &Schema, value: &Json) -> Option<Value> {
        coerce(schema, value, &self.shapes.known)
    }

    pub(super) fn looks_secret(&mut self, schema: &Schema) -> bool {
        let name = self.path.last().copied().unwrap_or_default();
        let secret = self.rules.guess_secrets && schema.kind == Some(Kind::String) && names_secret(name);
        if secret {
            self.note(NoteKind::SensitiveGuessed, "kept out of logs");
        }
        secret
    }
}

/// Whether the example of a text is a list or an object in JSON. The metadata says it in no other way.
fn holds_json(schema: &Schema, example: &Json) -> bool {
    schema.kind == Some(Kind::String) && schema.closed.is_empty() && is_json_text(example)
}

/// Whether a text is a list or an object in JSON.
pub(super) fn is_json_text(example: &Json) -> bool {
    let parsed = example.as_str().and_then(|text| serde_json::from_str::<Json>(text).ok());
    parsed.is_some_and(|json| json.is_array() || json.is_object())
}

/// Whether values can be the variants of a Rust enum.
fn enum_of(schema: &Schema, values: &[String]) -> Result<(), String> {
    if schema.kind != Some(Kind::String) {
        return Err("its values are not strings".to_owned());
    }
    let mut taken = vec!["Unknown".to_owned()];
    for value in values {
        match names::usable_variant(value) {
            Err(Unusable::Keyword(variant)) => return Err(format!("`{value}` would be the variant `{variant}`, which is taken")),
            Err(_) => return Err(format!("`{value}` cannot become a Rust name")),
            Ok(variant) if taken.contains(&variant) => {
                return Err(format!("`{value}` would be the variant `{variant}`, which is taken"));
            }
            Ok(variant) => taken.push(variant),
        }
    }
    Ok(())
}

fn unique(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// Whether a name is that of a secret.
fn names_secret(name: &str) -> bool {
    if is_secret(name) {
        return true;
    }
    let name = names::field(name);
    let ends = ["secret_key", "auth_key", "shared_key", "security_token"];
    ends.iter().any(|end| name == *end || name.ends_with(&format!("_{end}")))
}

#[cfg(test)]
mod tests {
    use super::names_secret;

    #[test]
    fn names_of_secrets_are_known_by_their_last_words() {
        for name in ["Password", "SecretKey", "AuthKey", "BgpAuthKey", "PreSharedKey", "StsSecurityToken"] {
            assert!(names_secret(name), "{name}");
        }
        for name in ["KeyName", "AuthKeyId", "NextToken", "TokenType"] {
            assert!(!names_secret(name), "{name}");
        }
    }
}
