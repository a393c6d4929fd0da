//! The configuration file and its profiles. Both hold secrets, so neither has a `Debug`.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use super::super::CredentialsError;
use super::super::fetch::{object, text, time};

/// The file: `{"current": name, "profiles": [{"name": ..., "mode": ..., ...}]}`.
pub(super) struct Config {
    path: PathBuf,
    object: Map<String, Value>,
}

/// One of its profiles.
pub(super) struct Profile<'a> {
    name: &'a str,
    path: &'a Path,
    object: &'a Map<String, Value>,
}

impl Config {
    pub(super) fn read(path: PathBuf) -> Result<Self, CredentialsError> {
        let text = std::fs::read(&path)
            .map_err(|error| CredentialsError::new(format!("{} cannot be read", path.display())).with_source(error))?;
        let object = object(text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text), &path.display().to_string())?;
        Ok(Config { path, object })
    }

    /// The profile that `aliyun` uses.
    pub(super) fn current(&self) -> Option<&str> {
        text(&self.object, "current")
    }

    pub(super) fn profile(&self, name: &str) -> Result<Profile<'_>, CredentialsError> {
        let list = self.object.get("profiles").and_then(Value::as_array);
        let profiles: Vec<_> = list
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .filter_map(|object| Some(Profile { name: text(object, "name")?, path: &self.path, object }))
            .collect();
        let names: Vec<_> = profiles.iter().map(|profile| profile.name).collect();
        let missing = match names.as_slice() {
            [] => format!("{} has no profiles", self.path.display()),
            names => format!("{} has no profile `{name}`, but: {}", self.path.display(), names.join(", ")),
        };
        profiles.into_iter().find(|profile| profile.name == name).ok_or_else(|| CredentialsError::new(missing))
    }
}

impl<'a> Profile<'a> {
    pub(super) fn name(&self) -> &'a str {
        self.name
    }

    /// A field's text, unless it is empty.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        text(self.object, name)
    }

    pub(super) fn required(&self, name: &str) -> Result<&'a str, CredentialsError> {
        self.get(name).ok_or_else(|| self.wrong(&format!("has no `{name}`")))
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        self.object.get(name) == Some(&Value::Bool(true))
    }

    /// A number of seconds, unless it is zero.
    pub(super) fn seconds(&self, name: &str) -> Option<Duration> {
        self.object.get(name).and_then(Value::as_u64).filter(|seconds| *seconds > 0).map(Duration::from_secs)
    }

    pub(super) fn time(&self, name: &str) -> Option<SystemTime> {
        self.object.get(name).and_then(time)
    }

    /// An error about this profile: `has no ...`.
    pub(super) fn wrong(&self, what: &str) -> CredentialsError {
        CredentialsError::new(format!("profile `{}` of {} {what}", self.name, self.path.display()))
    }
}
