//! Files of profiles: where they are, what they are called, and their text.

use std::path::{Path, PathBuf};

use super::super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use super::{Profiles, provider};
use crate::env::Env;

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

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.variable)
    }
}

/// Which profile of which file to use.
#[derive(Debug, Clone)]
pub(in crate::credentials) struct ProfileFile {
    format: &'static Format,
    env: Env,
    path: Option<PathBuf>,
    profile: Option<String>,
}

/// The variable that names the profile in both kinds of files.
const PROFILE: &str = "ALIBABA_CLOUD_PROFILE";

impl ProfileFile {
    pub(in crate::credentials) fn new(format: &'static Format, env: Env) -> Self {
        ProfileFile { format, env, path: None, profile: None }
    }

    pub(in crate::credentials) fn path(mut self, path: PathBuf) -> Self {
        self.path = Some(path);
        self
    }

    pub(in crate::credentials) fn profile(mut self, name: String) -> Self {
        self.profile = Some(name);
        self
    }

    /// The credentials that the profile describes, but not those that the service refused.
    pub(in crate::credentials) async fn credentials(
        &self,
        refused: Option<Credentials>,
        components: &RuntimeComponents,
    ) -> Result<Credentials, CredentialsError> {
        let provider = self.provider()?;
        if let Some(refused) = refused {
            provider.discard(&refused);
        }
        provider.credentials(components).await
    }

    /// The region that the profile names, if there are a file and a region in it.
    pub(in crate::credentials) fn region(&self) -> Result<Option<String>, CredentialsError> {
        let Ok(path) = self.locate() else { return Ok(None) };
        let profiles = self.read(path)?;
        Ok(profiles.profile(&self.profile_name(&profiles)?)?.get("region_id").map(str::to_owned))
    }

    /// What is wrong with the file and its profile. A file that may be absent and is so is not wrong.
    pub(in crate::credentials) fn faults(&self) -> Vec<CredentialsError> {
        let Ok(path) = self.locate() else { return Vec::new() };
        let unprotected = can_be_written_by_all(&path)
            .then(|| CredentialsError::new(format!("{}: every user of this machine can change the file", path.display())));
        self.provider().err().into_iter().chain(unprotected).collect()
    }

    fn provider(&self) -> Result<std::sync::Arc<dyn CredentialsProvider>, CredentialsError> {
        let profiles = self.read(self.locate()?)?;
        provider(&profiles, &self.profile_name(&profiles)?, &self.env)
    }

    fn read(&self, path: PathBuf) -> Result<Profiles, CredentialsError> {
        let text = read_text(&path)?;
        if text.trim().is_empty() {
            return Err(CredentialsError::new(format!("{} is empty", path.display())));
        }
        (self.format.parse)(&path, &text)
    }

    fn profile_name(&self, profiles: &Profiles) -> Result<String, CredentialsError> {
        match self.profile.clone().or_else(|| self.env.get(PROFILE)) {
            Some(name) => Ok(name),
            None => profiles.current(),
        }
    }

    fn locate(&self) -> Result<PathBuf, CredentialsError> {
        if let Some(path) = self.path.clone().or_else(|| self.env.get(self.format.variable).map(PathBuf::from)) {
            return Ok(path);
        }
        let home = self.env.first(&["HOME", "USERPROFILE"]).map(PathBuf::from);
        let home =
            home.ok_or_else(|| CredentialsError::new("there is no home directory: neither HOME nor USERPROFILE is set"))?;
        let folder = home.join(self.format.folder);
        let found = self.format.names.iter().map(|name| folder.join(name)).find(|path| path.is_file());
        found.ok_or_else(|| {
            let names: Vec<_> = self.format.names.iter().map(|name| format!("`{name}`")).collect();
            CredentialsError::new(format!("there is no {} in {}", names.join(" or "), folder.display()))
        })
    }
}

/// The text of a file that is for people to edit. A byte-order mark of UTF-8 is left out.
pub(in crate::credentials) fn read_text(path: &Path) -> Result<String, CredentialsError> {
    let about = |fault: &str| CredentialsError::new(format!("{} {fault}", path.display()));
    let bytes = std::fs::read(path).map_err(|error| about("cannot be read").with_source(error))?;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
        return Err(about("is encoded in UTF-16; save it in UTF-8"));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        fault(path, 1 + valid.iter().filter(|byte| **byte == b'\n').count(), "is not valid UTF-8")
    })
}

/// An error about a line of a file: `path:line: fault`.
pub(in crate::credentials) fn fault(path: &Path, line: usize, fault: impl std::fmt::Display) -> CredentialsError {
    CredentialsError::new(format!("{}:{line}: {fault}", path.display()))
}

#[cfg(unix)]
fn can_be_written_by_all(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o002 != 0)
}

#[cfg(not(unix))]
fn can_be_written_by_all(_path: &Path) -> bool {
    false
}
