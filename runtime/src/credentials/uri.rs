//! A key that an address gives.

use std::borrow::Cow;
use std::time::Duration;

use super::fetch::{fetch, get, key_in_reply};
use super::refresh::Cache;
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;
use crate::sign::Secret;

/// A temporary key from whatever answers at an address, such as a sidecar: a `GET`, answered with a JSON object of
/// `AccessKeyId`, `AccessKeySecret`, `SecurityToken` and `Expiration`.
#[derive(Debug)]
pub struct UriProvider {
    /// Its query may hold what the other side wants to see.
    uri: Option<Secret>,
    cache: Cache,
}

const VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";
const CONNECT: Duration = Duration::from_secs(5);
const LIMIT: Duration = Duration::from_secs(10);

impl UriProvider {
    /// Asks at this address, an `http` or `https` URL. `Debug` and errors do not show its path and query.
    pub fn new(uri: impl Into<Secret>) -> Self {
        UriProvider { uri: Some(uri.into()), cache: Cache::default() }
    }

    /// Asks at the address in `ALIBABA_CLOUD_CREDENTIALS_URI`.
    pub fn reading(env: &Env) -> Self {
        UriProvider { uri: env.get(VARIABLE).map(Secret::from), cache: Cache::default() }
    }

    async fn fetch(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let uri = self.uri.as_ref().ok_or_else(|| CredentialsError::new(format!("{VARIABLE} is not set")))?;
        if !uri.expose().starts_with("http://") && !uri.expose().starts_with("https://") {
            return Err(CredentialsError::new("the credentials URI is neither https nor http"));
        }
        let reply = fetch(components, get(uri.expose(), CONNECT), LIMIT).await?;
        key_in_reply(&reply, "the reply of the credentials URI")
    }
}

impl CredentialsProvider for UriProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("credentials URI")
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.name(), components, Box::pin(self.fetch(components)))
    }
}
