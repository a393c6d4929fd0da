//! Profiles: one model, read from two kinds of files.
//!
//! [`json`] reads the configuration of the vendor's command line and [`ini`] the SDKs' file. Both give [`Profiles`] whose
//! fields have the command line's names; errors use the file's own.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::http::time;
use super::sts::{Role, Sts};
use super::{
    AssumeRoleProvider, Credentials, CredentialsError, CredentialsProvider, EcsRoleProvider, ExternalProvider, OidcProvider,
    UriProvider,
};
use crate::env::Env;
use file::fault;

pub(super) mod file;
pub(super) mod ini;
pub(super) mod json;
mod sign_in;

use sign_in::SignIn;

/// The profiles of a file. They contain secrets, so nothing here has a `Debug`.
pub(super) struct Profiles {
    path: PathBuf,
    current: Option<Field>,
    profiles: Vec<Profile>,
}

struct Profile {
    name: String,
    path: PathBuf,
    /// The line on which the profile begins.
    line: usize,
    fields: BTreeMap<String, Field>,
    /// What the file calls the fields that it gives another name.
    names: &'static [(&'static str, &'static str)],
}

struct Field {
    text: String,
    line: usize,
}

impl Profiles {
    /// The name of the profile to use unless another is asked for.
    fn current(&self) -> Result<String, CredentialsError> {
        let Some(current) = &self.current else { return Ok("default".to_owned()) };
        match self.profiles.iter().any(|profile| profile.name == current.text) {
            true => Ok(current.text.clone()),
            false => Err(fault(&self.path, current.line, format!("`current` is `{}`, {}", current.text, self.names()))),
        }
    }

    fn profile(&self, name: &str) -> Result<&Profile, CredentialsError> {
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
    fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|field| field.text.as_str())
    }

    fn required(&self, field: &str) -> Result<&str, CredentialsError> {
        self.get(field).ok_or_else(|| self.fault(format!("has no `{}`", self.name_of(field))))
    }

    fn is_true(&self, field: &str) -> bool {
        self.get(field).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// A number of seconds, unless it is zero.
    fn seconds(&self, field: &str) -> Result<Option<Duration>, CredentialsError> {
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
    fn fault(&self, what: impl Display) -> CredentialsError {
        fault(&self.path, self.line, format!("profile `{}` {what}", self.name))
    }

    /// An error about a field: `is not …`.
    fn fault_of(&self, field: &str, what: impl Display) -> CredentialsError {
        let line = self.fields.get(field).map_or(self.line, |field| field.line);
        fault(&self.path, line, format!("the `{}` of profile `{}` {what}", self.name_of(field), self.name))
    }
}

type Provider = Arc<dyn CredentialsProvider>;

/// The provider that the profile describes.
fn provider(profiles: &Profiles, name: &str, env: &Env) -> Result<Provider, CredentialsError> {
    provider_via(profiles, name, env, &mut Vec::new())
}

/// The modes of profiles.
const MODES: &[&str] = &[
    "AK",
    "StsToken",
    "RamRoleArn",
    "EcsRamRole",
    "RamRoleArnWithRoleName",
    "OIDC",
    "ChainableRamRoleArn",
    "External",
    "CredentialsURI",
    "CloudSSO",
    "OAuth",
    "BearerToken",
    "Anonymous",
    "RsaKeyPair",
];

/// `via` has the profiles that led to this one.
fn provider_via(profiles: &Profiles, name: &str, env: &Env, via: &mut Vec<String>) -> Result<Provider, CredentialsError> {
    let profile = profiles.profile(name)?;
    let mode = profile.required("mode")?;
    // The command line takes modes in any case.
    let mode = MODES.iter().find(|known| known.eq_ignore_ascii_case(mode)).copied().unwrap_or_default();
    Ok(match mode {
        "AK" => Arc::new(key(profile)?),
        "StsToken" => Arc::new(key(profile)?.with_token(profile.required("sts_token")?)),
        "RamRoleArn" => {
            let source = key(profile)?;
            let source = match profile.get("sts_token") {
                Some(token) => source.with_token(token),
                None => source,
            };
            assume_role(profile, Arc::new(source), env)?
        }
        "EcsRamRole" => Arc::new(instance_role(profile, env)),
        "RamRoleArnWithRoleName" => assume_role(profile, Arc::new(instance_role(profile, env)), env)?,
        "OIDC" => {
            let (provider_arn, file) = (profile.required("oidc_provider_arn")?, profile.required("oidc_token_file")?);
            Arc::new(OidcProvider::over(role(profile, env)?, provider_arn, file).sts(sts(profile, env)))
        }
        "ChainableRamRoleArn" => {
            via.push(name.to_owned());
            let source = profile.required("source_profile")?;
            if via.iter().any(|seen| seen == source) {
                return Err(profile.fault(format!("leads back to itself: {} -> {source}", via.join(" -> "))));
            }
            assume_role(profile, provider_via(profiles, source, env, via)?, env)?
        }
        "External" => {
            if env.is_true("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS") {
                return Err(profile.fault("runs a program, which ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids"));
            }
            Arc::new(ExternalProvider::new(profile.required("process_command")?))
        }
        "CredentialsURI" => Arc::new(match profile.get("credentials_uri") {
            Some(uri) => UriProvider::new(uri),
            None => UriProvider::reading(env),
        }),
        "CloudSSO" => Arc::new(SignIn::cloud_sso(profile)),
        "OAuth" => Arc::new(SignIn::oauth(profile)),
        "BearerToken" => Arc::new(Credentials::bearer(profile.required("bearer_token")?)),
        "Anonymous" => Arc::new(Credentials::anonymous()),
        "RsaKeyPair" => return Err(profile.fault_of("mode", "is one that the service no longer supports (a pair of RSA keys)")),
        _ => return Err(profile.fault_of("mode", "is not one that this SDK knows")),
    })
}

fn key(profile: &Profile) -> Result<Credentials, CredentialsError> {
    Ok(Credentials::access_key(profile.required("access_key_id")?, profile.required("access_key_secret")?))
}

fn instance_role(profile: &Profile, env: &Env) -> EcsRoleProvider {
    let provider = EcsRoleProvider::reading(env);
    match profile.get("ram_role_name") {
        Some(name) => provider.role(name),
        None => provider,
    }
}

fn assume_role(profile: &Profile, source: Provider, env: &Env) -> Result<Provider, CredentialsError> {
    let provider = AssumeRoleProvider::over(source, role(profile, env)?).sts(sts(profile, env));
    Ok(Arc::new(match profile.get("external_id") {
        Some(id) => provider.external_id(id),
        None => provider,
    }))
}

fn role(profile: &Profile, env: &Env) -> Result<Role, CredentialsError> {
    Ok(Role {
        arn: profile.required("ram_role_arn")?.to_owned(),
        session_name: profile.get("ram_session_name").map(str::to_owned).or_else(|| env.get("ALIBABA_CLOUD_ROLE_SESSION_NAME")),
        duration: profile.seconds("expired_seconds")?,
        policy: profile.get("policy").map(str::to_owned),
    })
}

fn sts(profile: &Profile, env: &Env) -> Sts {
    let mut sts = Sts::reading(env);
    if let Some(region) = profile.get("sts_region") {
        sts = sts.region(region);
    }
    if profile.is_true("enable_vpc") {
        sts = sts.vpc(true);
    }
    match profile.get("sts_endpoint") {
        Some(endpoint) => sts.endpoint(endpoint),
        None => sts,
    }
}
