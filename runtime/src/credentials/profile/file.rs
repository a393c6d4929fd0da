//! The profile that a program uses: its file, and the credentials and region in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use super::model::{Format, Profiles};
use super::provider::provider;
use super::text::read_text;
use crate::env::{Env, PROFILE};

/// Which profile of which file to use.
#[derive(Debug, Clone)]
pub struct ProfileFile {
    format: &'static Format,
    env: Env,
    path: Option<PathBuf>,
    profile: Option<String>,
}

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

    /// What is wrong with the file and its profile. An optional file that is absent is not a fault.
    pub(in crate::credentials) fn faults(&self) -> Vec<CredentialsError> {
        let Ok(path) = self.locate() else { return Vec::new() };
        let unprotected = can_be_written_by_all(&path)
            .then(|| CredentialsError::new(format!("{}: every user of this machine can change the file", path.display())));
        self.provider().err().into_iter().chain(unprotected).collect()
    }

    fn provider(&self) -> Result<Arc<dyn CredentialsProvider>, CredentialsError> {
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

    /// The file that is named, or the first of the usual ones, whether or not it exists.
    pub(in crate::credentials) fn location(&self) -> Result<PathBuf, CredentialsError> {
        match self.named() {
            Some(path) => Ok(path),
            None => Ok(self.folder()?.join(self.format.names[0])),
        }
    }

    fn locate(&self) -> Result<PathBuf, CredentialsError> {
        if let Some(path) = self.named() {
            return Ok(path);
        }
        let folder = self.folder()?;
        let found = self.format.names.iter().map(|name| folder.join(name)).find(|path| path.exists());
        found.ok_or_else(|| {
            let names: Vec<_> = self.format.names.iter().map(|name| format!("`{name}`")).collect();
            CredentialsError::new(format!("there is no {} in {}", names.join(" or "), folder.display()))
        })
    }

    fn named(&self) -> Option<PathBuf> {
        self.path.clone().or_else(|| self.env.get(self.format.variable).map(PathBuf::from))
    }

    fn folder(&self) -> Result<PathBuf, CredentialsError> {
        let home = self.env.first(&["HOME", "USERPROFILE"]).map(PathBuf::from);
        let home =
            home.ok_or_else(|| CredentialsError::new("there is no home directory: neither HOME nor USERPROFILE is set"))?;
        Ok(home.join(self.format.folder))
    }
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
