//! Where the files of a user are.

use std::path::PathBuf;

use super::CredentialsError;
use crate::env::Env;

/// The home directory, as `HOME` or `USERPROFILE` say.
pub(super) fn home(env: &Env) -> Result<PathBuf, CredentialsError> {
    let home = env.first(&["HOME", "USERPROFILE"]).map(PathBuf::from);
    home.ok_or_else(|| CredentialsError::new("there is no home directory: neither HOME nor USERPROFILE is set"))
}

/// The variable that names the profile in both kinds of files.
pub(super) const PROFILE: &str = "ALIBABA_CLOUD_PROFILE";
