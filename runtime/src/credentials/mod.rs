//! Who the caller is.
//!
//! [`Credentials`] prove it, a [`CredentialsProvider`] finds them. [`DefaultChain`] looks where every Alibaba Cloud SDK looks,
//! in the same order; each provider of it can also be used alone, or in a [`Chain`] of one's own. Fixed credentials, a bearer
//! token among them, are a provider themselves.
//!
//! | provider | finds |
//! | --- | --- |
//! | [`EnvProvider`] | a key in environment variables |
//! | [`OidcProvider`] | a role, for the identity token of a pod |
//! | [`CliProvider`] | whatever a profile of the command line `aliyun` says |
//! | [`ProfileFileProvider`] | whatever a profile of the SDKs' INI file says |
//! | [`EcsRoleProvider`] | the role of the instance |
//! | [`UriProvider`] | a key that an address answers with |
//! | [`AssumeRoleProvider`] | a role, taken on with what another provider finds |
//! | [`ExternalProvider`] | a key that a program prints |
//! | [`Refreshing`] | what one's own provider finds, kept until shortly before it ends |
//!
//! Files are read, and the service is asked, in the first call of a client and when credentials are about to end. An error tells
//! which providers were tried and why each did not serve; it never holds a secret, nor what a file or a reply said.

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::SystemTime;

use crate::future::BoxFuture;
use crate::random::Random;
use crate::sign::{Key, Secret};
use crate::time::{Clock, Sleep};
use crate::transport::Transport;

mod assume_role;
mod chain;
mod cli;
mod default;
mod ecs;
mod env;
mod error;
mod external;
mod fetch;
mod home;
mod ini;
mod oidc;
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

/// What a request proves its sender with. `Debug` shows neither secret nor token.
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
        Credentials { proof: Proof::AccessKey { id: id.into(), secret: secret.into(), token: None }, expires: None }
    }

    /// A bearer token, sent in place of a signature.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Credentials { proof: Proof::Bearer { token: token.into() }, expires: None }
    }

    /// Nothing. Only a few operations of the token service answer such a request.
    pub fn anonymous() -> Self {
        Credentials { proof: Proof::Anonymous, expires: None }
    }

    /// The security token that makes an access key a temporary one. Other credentials have none and stay as they are.
    pub fn with_token(mut self, security_token: impl Into<Secret>) -> Self {
        if let Proof::AccessKey { token, .. } = &mut self.proof {
            *token = Some(security_token.into());
        }
        self
    }

    /// When they end. Credentials without an end are kept for good.
    pub fn with_expiry(mut self, expires: SystemTime) -> Self {
        self.expires = Some(expires);
        self
    }

    /// When they end.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    /// The id of the access key. It is no secret, but tells who the account is.
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

    /// The texts that must not show up anywhere.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let (a, b) = match &self.proof {
            Proof::AccessKey { secret, token, .. } => (Some(secret), token.as_ref()),
            Proof::Bearer { token } => (Some(token), None),
            Proof::Anonymous => (None, None),
        };
        a.into_iter().chain(b).map(Secret::expose)
    }
}

/// Finds credentials.
///
/// A client asks before each attempt, so a provider that must go somewhere for its answer keeps it until it is about to
/// end: [`Refreshing`] does that for any.
pub trait CredentialsProvider: Send + Sync + Debug {
    /// What the provider is called in errors, like `environment variables`.
    fn name(&self) -> Cow<'static, str>;

    /// Credentials that are valid now.
    ///
    /// # Errors
    /// There are none to be had, and why. The text holds no secret.
    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>>;
}

/// What a provider may use to find credentials: the client's own, so that a test has all of it in hand.
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
}

impl CredentialsProvider for Credentials {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("fixed credentials")
    }

    fn credentials<'a>(&'a self, _components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { Ok(self.clone()) })
    }
}
