//! Profiles as every kind of file has them.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::{Credentials, CredentialsError};
use super::text::fault;

/// A kind of file that holds profiles.
pub(in crate::credentials) struct Format {
    /// The variable that names the file.
    pub(super) variable: &'static str,
    /// The folder of the file in the home directory.
    pub(super) folder: &'static str,
    /// The file's possible names.
    pub(super) names: &'static [&'static str],
    pub(super) parse: fn(&Path, &str) -> Result<Profiles, CredentialsError>,
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.variable)
    }
}

/// The profiles of a file. They contain secrets, so nothing here has a `Debug`.
pub(super) struct Profiles {
    pub(super) path: PathBuf,
    pub(super) current: Option<Field>,
    pub(super) profiles: Vec<Profile>,
}

pub(super) struct Profile {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// The line on which the profile begins.
    pub(super) line: usize,
    pub(super) fields: BTreeMap<String, Field>,
    /// What the file calls the fields that it gives another name.
    pub(super) names: &'static [(&'static str, &'static str)],
}

pub(super) struct Field {
    pub(super) text: String,
    pub(super) line: usize,
}

impl Profiles {
    /// The name of the profile to use unless another is asked for.
    pub(super) fn current(&self) -> Result<String, CredentialsError> {
        let Some(current) = &self.current else { return Ok("default".to_owned()) };
        match self.profiles.iter().any(|profile| profile.name == current.text) {
            true => Ok(current.text.clone()),
            false => Err(fault(&self.path, current.line, format!("`current` is `{}`, {}", current.text, self.names()))),
        }
    }

    pub(super) fn profile(&self, name: &str) -> Result<&Profile, CredentialsError> {
        self.profiles
            .iter()
            .find(|profile| profile.name == name)
            .ok_or_else(|| CredentialsError::new(format!("{} has no profile `{name}`, {}", self.path.display(), self.names())))
    }

    fn names(&self) -> String {
        let names: Vec<_> = self.profiles.iter().map(|profile| format!("`{}`", profile.name)).collect();
        match names.as_slice() {
            [] => "and there are no profiles".to_owned(),
            names => format!("but the profiles are {}", names.join(", ")),
        }
    }
}

impl Profile {
    /// A field's text, unless it is empty.
    pub(super) fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|field| field.text.as_str())
    }

    pub(super) fn required(&self, field: &str) -> Result<&str, CredentialsError> {
        self.get(field).ok_or_else(|| self.fault(format!("has no `{}`", self.name_of(field))))
    }

    /// The access key.
    pub(super) fn key(&self) -> Result<Credentials, CredentialsError> {
        Ok(Credentials::access_key(self.required("access_key_id")?, self.required("access_key_secret")?))
    }

    pub(super) fn is_true(&self, field: &str) -> bool {
        self.get(field).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// A number of seconds, unless it is zero.
    pub(super) fn seconds(&self, field: &str) -> Result<Option<Duration>, CredentialsError> {
        let Some(text) = self.get(field) else { return Ok(None) };
        match text.parse() {
            Ok(0) => Ok(None),
            Ok(seconds) => Ok(Some(Duration::from_secs(seconds))),
            Err(_) => Err(self.fault_of(field, "is not a number of seconds")),
        }
    }

    /// What the file calls a field.
    fn name_of<'a>(&self, field: &'a str) -> &'a str {
        self.names.iter().find(|(_, name)| *name == field).map_or(field, |(own, _)| own)
    }

    /// An error about the profile as a whole: `has no …`.
    pub(super) fn fault(&self, what: impl Display) -> CredentialsError {
        fault(&self.path, self.line, format!("profile `{}` {what}", self.name))
    }

    /// An error about a field: `is not …`.
    pub(super) fn fault_of(&self, field: &str, what: impl Display) -> CredentialsError {
        let line = self.fields.get(field).map_or(self.line, |field| field.line);
        fault(&self.path, line, format!("the `{}` of profile `{}` {what}", self.name_of(field), self.name))
    }
}
