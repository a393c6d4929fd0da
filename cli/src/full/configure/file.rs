//! The file `~/.aliyun/config.json`. What this program does not know of it is kept.

use std::io::Read;
use std::path::{Path, PathBuf};

use acs_runtime::credentials::CliProvider;
use acs_runtime::env::Env;
use acs_runtime::wire::is_secret_name;
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use acs_explorer::request::MASK;

/// The most bytes of a file that is read: a device may have no end.
const LARGEST: u64 = 16 << 20;

fn read(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    Ok(text)
}

pub(super) struct ConfigFile {
    path: PathBuf,
    content: Map<String, Value>,
}

impl ConfigFile {
    /// The file that the environment names, or the usual one. It need not exist.
    pub(super) fn open() -> Result<Self, Failure> {
        let path = CliProvider::location(&Env::process()).map_err(|error| Failure::new(error.to_string()))?;
        let invalid = |why: &str| Failure::new(format!("{} is not valid: {why}", path.display()));
        let content: Map<String, Value> = match read(&path) {
            Ok(text) if text.len() as u64 > LARGEST => return Err(invalid("it is larger than a configuration can be")),
            Ok(text) => serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| invalid(&error.to_string()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Map::new(),
            Err(error) => return Err(Failure::io("read", &path, &error)),
        };
        // What is something else would be lost when the file is saved.
        let is_list = content.get("profiles").is_none_or(|profiles| {
            profiles.is_null() || profiles.as_array().is_some_and(|profiles| profiles.iter().all(Value::is_object))
        });
        if !is_list {
            return Err(invalid("`profiles` is not a list of profiles"));
        }
        Ok(ConfigFile { path, content })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Name of the current profile.
    pub(super) fn current(&self) -> &str {
        self.content.get("current").and_then(Value::as_str).filter(|name| !name.is_empty()).unwrap_or("default")
    }

    pub(super) fn profiles(&self) -> &[Value] {
        self.content.get("profiles").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    pub(super) fn profile(&self, name: &str) -> Option<&Value> {
        self.profiles().iter().find(|profile| profile["name"] == name)
    }

    /// A profile without its secrets and what is empty.
    pub(super) fn shown(&self, profile: &Value) -> Value {
        let fields = profile.as_object().into_iter().flatten().filter(|(_, value)| !matches!(value, Value::Null) && *value != "");
        let shown = fields.map(|(name, value)| (name.clone(), if is_secret_name(name) { json!(MASK) } else { value.clone() }));
        let mut shown: Map<String, Value> = shown.collect();
        shown.insert("current".to_owned(), json!(profile["name"] == self.current()));
        Value::Object(shown)
    }

    /// Sets values of a profile. A new one is added, and the only one is the current one.
    pub(super) fn set(&mut self, name: &str, values: Vec<(&str, Value)>, make_current: bool) {
        if make_current || self.profiles().is_empty() {
            self.content.insert("current".to_owned(), json!(name));
        }
        let profiles = self.content.entry("profiles").or_insert_with(|| json!([]));
        if !profiles.is_array() {
            *profiles = json!([]);
        }
        let Some(profiles) = profiles.as_array_mut() else { return };
        let at = profiles.iter().position(|profile| profile["name"] == name).unwrap_or_else(|| {
            profiles.push(json!({ "name": name, "mode": "AK", "output_format": "json", "language": "en" }));
            profiles.len() - 1
        });
        for (field, value) in values {
            profiles[at][field] = value;
        }
    }

    /// Removes a profile. Says whether there was one.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let Some(profiles) = self.content.get_mut("profiles").and_then(Value::as_array_mut) else { return false };
        let before = profiles.len();
        profiles.retain(|profile| profile["name"] != name);
        let (removed, first) = (profiles.len() < before, profiles.first().map(|profile| profile["name"].clone()));
        if removed && self.current() == name {
            self.content.insert("current".to_owned(), first.unwrap_or_else(|| json!("default")));
        }
        removed
    }

    /// Writes the file whole or not at all, readable by its owner alone.
    pub(super) fn save(&self) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(&self.content).map_err(|error| Failure::new(error.to_string()))?;
        acs_spec::write::private_file(&self.path, &format!("{text}\n")).map_err(|error| Failure::io("write", &self.path, &error))
    }
}
