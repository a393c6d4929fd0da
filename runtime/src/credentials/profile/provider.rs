//! From a profile to the provider that it describes.

use std::sync::Arc;

use super::super::sts::{Role, Sts};
use super::super::{
    AssumeRoleProvider, Credentials, CredentialsError, CredentialsProvider, EcsRoleProvider, ExternalProvider, OidcProvider,
    UriProvider,
};
use super::model::{Profile, Profiles};
use super::sign_in::SignIn;
use crate::env::Env;

type Provider = Arc<dyn CredentialsProvider>;

/// The provider that the profile describes.
pub(super) fn provider(profiles: &Profiles, name: &str, env: &Env) -> Result<Provider, CredentialsError> {
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
        "AK" => Arc::new(profile.key()?),
        "StsToken" => Arc::new(profile.key()?.with_token(profile.required("sts_token")?)),
        "RamRoleArn" => {
            let source = profile.key()?;
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
