//! From a profile to the provider that it describes.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::super::sts::{Role, Sts};
use super::super::{
    AssumeRoleProvider, Credentials, CredentialsError, CredentialsProvider, EcsRoleProvider, ExternalProvider, OidcProvider,
    RuntimeComponents, UriProvider,
};
use super::config::{Config, Profile};
use crate::env::Env;
use crate::future::BoxFuture;
use crate::time::timestamp;

type Provider = Arc<dyn CredentialsProvider>;

/// The provider that the profile describes.
pub(super) fn provider(config: &Config, name: &str, env: &Env) -> Result<Provider, CredentialsError> {
    provider_via(config, name, env, &mut Vec::new())
}

/// `via` has the profiles that led to this one.
fn provider_via(config: &Config, name: &str, env: &Env, via: &mut Vec<String>) -> Result<Provider, CredentialsError> {
    let profile = config.profile(name)?;
    Ok(match profile.required("mode")? {
        "AK" => Arc::new(key(&profile)?),
        "StsToken" => Arc::new(key(&profile)?.with_token(profile.required("sts_token")?)),
        "RamRoleArn" => {
            let source = key(&profile)?;
            let source = match profile.get("sts_token") {
                Some(token) => source.with_token(token),
                None => source,
            };
            role(&profile, Arc::new(source), env)?
        }
        "EcsRamRole" => Arc::new(instance(&profile, env)),
        "RamRoleArnWithRoleName" => role(&profile, Arc::new(instance(&profile, env)), env)?,
        "OIDC" => {
            let (provider_arn, file) = (profile.required("oidc_provider_arn")?, profile.required("oidc_token_file")?);
            Arc::new(OidcProvider::over(settings(&profile, env)?, provider_arn, file).sts(sts(&profile, env)))
        }
        "ChainableRamRoleArn" => {
            via.push(name.to_owned());
            let source = profile.required("source_profile")?;
            if via.iter().any(|seen| seen == source) {
                return Err(profile.wrong(&format!("leads back to itself: {} -> {source}", via.join(" -> "))));
            }
            role(&profile, provider_via(config, source, env, via)?, env)?
        }
        "External" => {
            if env.is_true("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS") {
                return Err(profile.wrong("runs a program, which ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids"));
            }
            Arc::new(ExternalProvider::new(profile.required("process_command")?))
        }
        "CredentialsURI" => Arc::new(match profile.get("credentials_uri") {
            Some(uri) => UriProvider::new(uri),
            None => UriProvider::reading(env),
        }),
        mode @ ("CloudSSO" | "OAuth") => Arc::new(cached_key(&profile, mode)?),
        "BearerToken" => Arc::new(Credentials::bearer(profile.required("bearer_token")?)),
        "Anonymous" => Arc::new(Credentials::anonymous()),
        "RsaKeyPair" => return Err(profile.wrong("is of mode `RsaKeyPair`, which the service has given up")),
        _ => return Err(profile.wrong("has a `mode` that this SDK does not know")),
    })
}

fn key(profile: &Profile<'_>) -> Result<Credentials, CredentialsError> {
    Ok(Credentials::access_key(profile.required("access_key_id")?, profile.required("access_key_secret")?))
}

fn instance(profile: &Profile<'_>, env: &Env) -> EcsRoleProvider {
    let provider = EcsRoleProvider::reading(env);
    match profile.get("ram_role_name") {
        Some(name) => provider.role(name),
        None => provider,
    }
}

fn role(profile: &Profile<'_>, source: Provider, env: &Env) -> Result<Provider, CredentialsError> {
    let provider = AssumeRoleProvider::over(source, settings(profile, env)?).sts(sts(profile, env));
    Ok(Arc::new(match profile.get("external_id") {
        Some(id) => provider.external_id(id),
        None => provider,
    }))
}

fn settings(profile: &Profile<'_>, env: &Env) -> Result<Role, CredentialsError> {
    // The Python SDK writes and reads the session's name under another key than the command line does.
    let name = profile.get("ram_session_name").or_else(|| profile.get("role_session_name")).map(str::to_owned);
    Ok(Role {
        arn: profile.required("ram_role_arn")?.to_owned(),
        session_name: name.or_else(|| env.get("ALIBABA_CLOUD_ROLE_SESSION_NAME")),
        duration: profile.seconds("expired_seconds"),
        policy: profile.get("policy").map(str::to_owned),
    })
}

fn sts(profile: &Profile<'_>, env: &Env) -> Sts {
    let mut sts = Sts::reading(env);
    if let Some(region) = profile.get("sts_region") {
        sts = sts.region(region);
    }
    if profile.is_true("enable_vpc") {
        sts = sts.vpc(true);
    }
    sts
}

/// The key that the command line keeps between its runs.
fn cached_key(profile: &Profile<'_>, mode: &str) -> Result<CachedKey, CredentialsError> {
    let name = profile.name();
    let advice = format!("sign in with `aliyun configure --mode {mode} --profile {name}`");
    let expires = profile.time("sts_expiration");
    let (Some(expires), Some(token), Ok(key)) = (expires, profile.get("sts_token"), key(profile)) else {
        return Err(profile.wrong(&format!("holds no key of {mode}: {advice}")));
    };
    let ended = profile.wrong(&format!("holds a key of {mode} that ended at {}: {advice}", timestamp(expires)));
    Ok(CachedKey { credentials: key.with_token(token).with_expiry(expires), ended })
}

#[derive(Debug)]
struct CachedKey {
    credentials: Credentials,
    ended: CredentialsError,
}

/// A key that ends sooner is not used: the request must reach the service.
const LEAST: Duration = Duration::from_secs(5);

impl CredentialsProvider for CachedKey {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("cached key")
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            match self.credentials.expires() {
                Some(expires) if expires <= components.clock.now() + LEAST => Err(self.ended.clone()),
                _ => Ok(self.credentials.clone()),
            }
        })
    }
}
