//! A key that a URL returns.

use std::borrow::Cow;
use std::time::Duration;

use super::cache::Cache;
use super::http::{fetch, get, key_in_reply};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;
use crate::sign::Secret;

/// A temporary key that a URL returns, such as a sidecar's: a `GET`, answered with a JSON object of `AccessKeyId`,
/// `AccessKeySecret`, `SecurityToken` and `Expiration`.
#[derive(Debug)]
pub struct UriProvider {
    /// Its query may contain a password.
    uri: Option<Secret>,
    cache: Cache,
}

const VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";
const CONNECT: Duration = Duration::from_secs(5);
const LIMIT: Duration = Duration::from_secs(10);

impl UriProvider {
    /// Requests the key from this address, an `http` or `https` URL. `Debug` and errors do not show its path and query.
    pub fn new(uri: impl Into<Secret>) -> Self {
        UriProvider { uri: Some(uri.into()), cache: Cache::default() }
    }

    /// Requests the key from the address in `ALIBABA_CLOUD_CREDENTIALS_URI`.
    pub fn reading(env: &Env) -> Self {
        UriProvider { uri: env.get(VARIABLE).map(Secret::from), cache: Cache::default() }
    }

    fn fetch(&self, components: &RuntimeComponents) -> BoxFuture<'static, Result<Credentials, CredentialsError>> {
        let (uri, components) = (self.uri.clone(), components.clone());
        Box::pin(async move {
            let uri = uri.ok_or_else(|| CredentialsError::new(format!("{VARIABLE} is not set")))?;
            if !uri.expose().starts_with("http://") && !uri.expose().starts_with("https://") {
                return Err(CredentialsError::new("the credentials URI is neither https nor http"));
            }
            let reply = fetch(&components, LIMIT, || Ok(get(uri.expose(), CONNECT))).await?;
            key_in_reply(&reply, "the reply of the credentials URI")
        })
    }
}

impl CredentialsProvider for UriProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("credentials URI")
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.name(), components, || self.fetch(components))
    }

    fn discard(&self, refused: &Credentials) {
        self.cache.discard(refused);
    }
}
