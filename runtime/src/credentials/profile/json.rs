//! The configuration of the vendor's command line: `{"current": name, "profiles": [{"name": …, "mode": …, …}]}`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::super::CredentialsError;
use super::model::{Field, Format, Profile, Profiles};
use super::text::{fault, read_text};

pub(in crate::credentials) static FORMAT: Format =
    Format { variable: "ALIBABA_CLOUD_CONFIG_FILE", folder: ".aliyun", names: &["config.json"], parse };

type Object<'a> = BTreeMap<String, &'a RawValue>;

fn parse(path: &Path, text: &str) -> Result<Profiles, CredentialsError> {
    // The parser of values says more about what is wrong than that of raw text.
    serde_json::from_str::<Value>(text).map_err(|error| syntax(path, &error))?;
    let file: &RawValue = serde_json::from_str(text).map_err(|error| syntax(path, &error))?;
    let line = |raw: &RawValue| line_of(text, raw);
    let wanted = |raw: &RawValue, what: &str| fault(path, line(raw), format!("{what}, found {}", kind(raw)));
    let object = read::<Object<'_>>(file).ok_or_else(|| wanted(file, "expected an object with `profiles`"))?;
    let current = object.get("current").filter(|raw| !is_blank(raw));
    let current = current.map(|raw| {
        let text = read(raw).ok_or_else(|| wanted(raw, "expected the name of a profile as `current`"))?;
        Ok(Field { text, line: line(raw) })
    });
    let list = match object.get("profiles") {
        Some(raw) => read::<Vec<&RawValue>>(raw).ok_or_else(|| wanted(raw, "expected a list as `profiles`"))?,
        None => Vec::new(),
    };
    let profiles = list.into_iter().map(|raw| {
        let object = read::<Object<'_>>(raw).ok_or_else(|| wanted(raw, "expected a profile, which is an object"))?;
        let fields = object.iter().filter_map(|(name, raw)| Some((name.clone(), Field { text: scalar(raw)?, line: line(raw) })));
        let mut fields: BTreeMap<_, _> = fields.collect();
        let name = fields.remove("name").ok_or_else(|| fault(path, line(raw), "the profile has no `name`"))?.text;
        // The Python SDK writes the session's name under another key than the command line.
        if let Some(name) = fields.remove("role_session_name") {
            fields.entry("ram_session_name".to_owned()).or_insert(name);
        }
        Ok(Profile { name, path: path.to_owned(), line: line(raw), fields, names: &[] })
    });
    Ok(Profiles { path: path.to_owned(), current: current.transpose()?, profiles: profiles.collect::<Result<_, _>>()? })
}

fn read<'a, T: serde_core::Deserialize<'a>>(raw: &'a RawValue) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

/// Text, a number or a truth value as text, unless it is empty.
fn scalar(raw: &RawValue) -> Option<String> {
    match read(raw)? {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn is_blank(raw: &RawValue) -> bool {
    matches!(raw.get(), "null" | "\"\"")
}

fn kind(raw: &RawValue) -> &'static str {
    match raw.get().as_bytes().first() {
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        Some(b'"') => "text",
        Some(b'n') => "null",
        Some(b't' | b'f') => "a truth value",
        _ => "a number",
    }
}

/// The line on which a part of a text begins.
fn line_of(text: &str, part: &RawValue) -> usize {
    let offset = (part.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

/// What the parser says, with the position in the form that editors know.
fn syntax(path: &Path, error: &serde_json::Error) -> CredentialsError {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    fault(path, error.line(), format!("column {}: not valid JSON: {reason}", error.column()))
}

/// Sets fields of a profile in the file, and leaves everything else as it is. The file is replaced as a whole, so that no reader
/// sees a part of it.
pub(super) fn update(path: &Path, profile: &str, fields: &[(&str, Value)]) -> Result<(), CredentialsError> {
    let wrong = |error: std::io::Error| CredentialsError::new(format!("{} cannot be written", path.display())).with_source(error);
    let mut file: Value = serde_json::from_str(&read_text(path)?).map_err(|error| syntax(path, &error))?;
    let is_named = |object: &&mut Map<String, Value>| object.get("name").and_then(Value::as_str) == Some(profile);
    let profiles = file.get_mut("profiles").and_then(Value::as_array_mut);
    let object = profiles.into_iter().flatten().filter_map(Value::as_object_mut).find(is_named);
    let object = object.ok_or_else(|| CredentialsError::new(format!("{} has no profile `{profile}`", path.display())))?;
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.clone());
    }
    // Through a symbolic link, so that the link stays one. A new temporary file is readable by its owner alone.
    let target = path.canonicalize().map_err(wrong)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
    let mut writer = serde_json::Serializer::with_formatter(&mut temporary, serde_json::ser::PrettyFormatter::with_indent(b"\t"));
    serde_core::Serialize::serialize(&file, &mut writer).map_err(|error| wrong(error.into()))?;
    temporary.flush().map_err(wrong)?;
    temporary.as_file().sync_all().map_err(wrong)?;
    temporary.persist(&target).map_err(|error| wrong(error.error))?;
    Ok(())
}
