//! Who the caller is.
//!
//! [`Credentials`] identify the sender of a request, and a [`CredentialsProvider`] finds them. [`DefaultChain`] looks where every
//! Alibaba Cloud SDK looks, in the same order; each of its providers can also be used alone, or in a [`Chain`] of your own. Fixed
//! credentials, such as a bearer token, are a provider themselves.
//!
//! | provider | finds |
//! | --- | --- |
//! | [`EnvProvider`] | a key in environment variables |
//! | [`OidcProvider`] | a role, for the identity token of a pod |
//! | [`CliProvider`] | whatever a profile of the command line `aliyun` describes |
//! | [`ProfileFileProvider`] | whatever a profile of the SDKs' INI file describes |
//! | [`EcsRoleProvider`] | the role of the instance |
//! | [`UriProvider`] | a key that a URL returns |
//! | [`AssumeRoleProvider`] | a role, assumed with what another provider finds |
//! | [`ExternalProvider`] | a key that a program prints |
//! | [`Refreshing`] | what your own provider finds, kept until shortly before it expires |
//!
//! Files are read and services are asked in the first call of a client, when credentials are about to expire, and when the
//! service refuses credentials as expired. An error tells which providers were tried and why each had none; it never contains a
//! secret, nor the content of a file or a reply.
//!
//! White space and byte-order marks around ids, secrets and tokens are removed, since they come from the files and variables
//! that they were copied to. Credentials that contain characters that none can have are an error that names the part.

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::SystemTime;

use crate::env::trimmed;
use crate::future::BoxFuture;
use crate::random::Random;
use crate::sign::{Key, Secret};
use crate::time::{Clock, Sleep};
use crate::transport::Transport;

mod assume_role;
mod cache;
mod chain;
mod cli;
mod default;
mod ecs;
mod env;
mod error;
mod external;
mod flight;
mod http;
mod oidc;
mod profile;
mod profile_file;
mod refresh;
mod sts;
mod uri;

pub use assume_role::AssumeRoleProvider;
pub use chain::Chain;
pub use cli::CliProvider;
pub use default::DefaultChain;
pub(crate) use default::profile_region;
pub use ecs::EcsRoleProvider;
pub use env::EnvProvider;
pub use error::CredentialsError;
pub use external::ExternalProvider;
pub use oidc::OidcProvider;
pub use profile_file::ProfileFileProvider;
pub use refresh::Refreshing;
pub use sts::Sts;
pub use uri::UriProvider;

/// What identifies the sender of a request. `Debug` shows neither secret nor token.
///
/// ```
/// use acs_runtime::credentials::Credentials;
///
/// let lasting = Credentials::access_key("ExampleKeyId", "ExampleSecret");
/// let temporary = Credentials::access_key("STS.ExampleKeyId", "ExampleSecret").with_token("ExampleToken");
/// assert!(!format!("{lasting:?} {temporary:?}").contains("Secret"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    proof: Proof,
    expires: Option<SystemTime>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Proof {
    AccessKey { id: String, secret: Secret, token: Option<Secret> },
    Bearer { token: Secret },
    Anonymous,
}

impl Credentials {
    /// An access key: of an account, of a RAM user, or with [`with_token`](Self::with_token) a temporary one.
    pub fn access_key(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let id = trimmed(&id.into()).to_owned();
        Credentials { proof: Proof::AccessKey { id, secret: trimmed_secret(secret), token: None }, expires: None }
    }

    /// A bearer token, sent in place of a signature.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Credentials { proof: Proof::Bearer { token: trimmed_secret(token) }, expires: None }
    }

    /// No credentials. Only a few operations of the token service answer such a request.
    pub fn anonymous() -> Self {
        Credentials { proof: Proof::Anonymous, expires: None }
    }

    /// Adds the security token that makes an access key a temporary one. Other credentials stay as they are.
    pub fn with_token(mut self, security_token: impl Into<Secret>) -> Self {
        if let Proof::AccessKey { token, .. } = &mut self.proof {
            *token = Some(trimmed_secret(security_token));
        }
        self
    }

    /// Sets when they expire. Credentials without expiry are kept until the service refuses them.
    pub fn with_expiry(mut self, expires: SystemTime) -> Self {
        self.expires = Some(expires);
        self
    }

    /// When they expire.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    /// The id of the access key. It is not a secret, but tells which account it belongs to.
    pub fn access_key_id(&self) -> Option<&str> {
        match &self.proof {
            Proof::AccessKey { id, .. } => Some(id),
            Proof::Bearer { .. } | Proof::Anonymous => None,
        }
    }

    pub(crate) fn key(&self) -> Key<'_> {
        match &self.proof {
            Proof::AccessKey { id, secret, token } => Key::AccessKey { id, secret, token: token.as_ref() },
            Proof::Bearer { token } => Key::Bearer(token),
            Proof::Anonymous => Key::Anonymous,
        }
    }

    /// The texts that must not be shown anywhere.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let (a, b) = match &self.proof {
            Proof::AccessKey { secret, token, .. } => (Some(secret), token.as_ref()),
            Proof::Bearer { token } => (Some(token), None),
            Proof::Anonymous => (None, None),
        };
        a.into_iter().chain(b).map(Secret::expose)
    }

    fn is_expired_at(&self, time: SystemTime) -> bool {
        self.expires.is_some_and(|expires| expires <= time)
    }

    /// Refuses what no id, secret or token can be.
    fn check(&self) -> Result<(), CredentialsError> {
        let parts: &[(&str, &str)] = match &self.proof {
            Proof::AccessKey { id, secret, token: None } => &[("access key id", id), ("access key secret", secret.expose())],
            Proof::AccessKey { id, secret, token: Some(token) } => {
                &[("access key id", id), ("access key secret", secret.expose()), ("security token", token.expose())]
            }
            Proof::Bearer { token } => &[("bearer token", token.expose())],
            Proof::Anonymous => &[],
        };
        let wrong = |(name, text): &(&str, &str)| fault(text).map(|fault| format!("the {name} {fault}"));
        parts.iter().find_map(wrong).map_or(Ok(()), |fault| Err(CredentialsError::new(fault)))
    }
}

/// Why a text is not an id, a secret or a token, all of which are graphic ASCII.
fn fault(text: &str) -> Option<&'static str> {
    let quoted = |quote| text.starts_with(quote) && text.ends_with(quote);
    match text {
        "" => Some("is empty"),
        _ if text.contains(['\r', '\n']) => Some("contains a line break"),
        _ if text.contains(char::is_whitespace) => Some("contains a blank"),
        _ if !text.bytes().all(|byte| byte.is_ascii_graphic()) => Some("contains a character that is not visible ASCII"),
        _ if quoted('"') || quoted('\'') => Some("is enclosed in quotation marks, which are not part of it"),
        _ => None,
    }
}

fn trimmed_secret(secret: impl Into<Secret>) -> Secret {
    Secret::from(trimmed(secret.into().expose()))
}

/// Finds credentials.
///
/// A client asks before each attempt, so a provider that must ask a service itself keeps the answer until it is about to expire:
/// [`Refreshing`] does that for any provider.
pub trait CredentialsProvider: Send + Sync + Debug {
    /// What the provider is called in errors, like `environment variables`.
    fn name(&self) -> Cow<'static, str>;

    /// Credentials that are valid now.
    ///
    /// # Errors
    /// There are none, and why. The text contains no secret.
    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>>;

    /// The service refused these credentials as expired: they must not be returned again if there can be others. The client asks
    /// again and retries the call once if it gets others.
    fn discard(&self, refused: &Credentials) {
        let _ = refused;
    }

    /// What is wrong with the files and settings of the provider, as far as can be told without asking a service. A source that
    /// is absent is not wrong. Reports of a client's check show it.
    fn faults(&self) -> Vec<CredentialsError> {
        Vec::new()
    }
}

/// The credentials of a provider, if a request can be sent with them.
pub(crate) async fn usable(
    provider: &dyn CredentialsProvider,
    components: &RuntimeComponents,
) -> Result<Credentials, CredentialsError> {
    let credentials = provider.credentials(components).await?;
    let wrong = |fault| CredentialsError::new(format!("unusable credentials from {}", provider.name())).with_source(fault);
    credentials.check().map_err(wrong)?;
    Ok(credentials)
}

/// What a provider may use to find credentials: the client's own, so that a test controls all of it.
#[derive(Debug, Clone)]
pub struct RuntimeComponents {
    /// Sends requests, such as to the token service.
    pub transport: Arc<dyn Transport>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Waits.
    pub sleep: Arc<dyn Sleep>,
    /// Makes nonces.
    pub random: Arc<dyn Random>,
    /// The client's region.
    pub region: Option<String>,
}

impl<T: CredentialsProvider + ?Sized> CredentialsProvider for Arc<T> {
    fn name(&self) -> Cow<'static, str> {
        (**self).name()
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        (**self).credentials(components)
    }

    fn discard(&self, refused: &Credentials) {
        (**self).discard(refused);
    }

    fn faults(&self) -> Vec<CredentialsError> {
        (**self).faults()
    }
}

impl CredentialsProvider for Credentials {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("fixed credentials")
    }

    fn credentials<'a>(&'a self, _: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { Ok(self.clone()) })
    }

    fn faults(&self) -> Vec<CredentialsError> {
        self.check().err().into_iter().collect()
    }
}
