//! The role of the instance that the program runs on.

use std::borrow::Cow;
use std::time::Duration;

use ::http::{HeaderName, HeaderValue};

use super::cache::Cache;
use super::http::{fetch, get, key_in_reply};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;
use crate::reply::HttpReply;
use crate::sign::percent_encode;
use crate::transport::HttpRequest;

/// A temporary key for the role of an ECS instance, from the instance's metadata service. `ReqwestTransport` uses no proxy for
/// it.
///
/// Requests carry a token (IMDSv2). If the service gives no token, or rejects requests with it, the provider sends them without
/// one, as old instances require, unless that is disabled. Each request may take one second, and is retried if the service is not
/// ready yet.
#[derive(Debug)]
pub struct EcsRoleProvider {
    metadata: Metadata,
    cache: Cache,
}

/// The metadata service, and how to send requests to it.
#[derive(Debug, Clone)]
struct Metadata {
    endpoint: String,
    role: Option<String>,
    without_token: bool,
}

/// The address of the metadata service, the same on each instance.
const ENDPOINT: &str = "http://100.100.100.200";

const ROLES: &str = "/latest/meta-data/ram/security-credentials/";
const LIMIT: Duration = Duration::from_secs(1);
const TOKEN: HeaderName = HeaderName::from_static("x-aliyun-ecs-metadata-token");
const TOKEN_SECONDS: HeaderName = HeaderName::from_static("x-aliyun-ecs-metadata-token-ttl-seconds");

impl EcsRoleProvider {
    /// The role that the instance has.
    pub fn new() -> Self {
        let metadata = Metadata { endpoint: ENDPOINT.to_owned(), role: None, without_token: true };
        EcsRoleProvider { metadata, cache: Cache::default() }
    }

    /// Reads these variables: `ALIBABA_CLOUD_ECS_METADATA` names the role, `ALIBABA_CLOUD_IMDSV1_DISABLED=true` forbids requests
    /// without a token.
    pub fn reading(env: &Env) -> Self {
        let mut provider = Self::new().without_token(!env.is_true("ALIBABA_CLOUD_IMDSV1_DISABLED"));
        provider.metadata.role = env.get("ALIBABA_CLOUD_ECS_METADATA");
        provider
    }

    /// Sets the role's name, which saves a request.
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.metadata.role = Some(name.into());
        self
    }

    /// Whether to send requests without a token if those with one fail (IMDSv1). True by default.
    pub fn without_token(mut self, allow: bool) -> Self {
        self.metadata.without_token = allow;
        self
    }

    /// Sets another address of the metadata service, for tests: scheme and host.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.metadata.endpoint = url.into().trim_end_matches('/').to_owned();
        self
    }

    fn fetch(&self, components: &RuntimeComponents) -> BoxFuture<'static, Result<Credentials, CredentialsError>> {
        let (metadata, components) = (self.metadata.clone(), components.clone());
        Box::pin(async move { metadata.find(&components).await })
    }
}

/// Why a role's key was not found.
enum Failure {
    /// The service rejected the token.
    Refused(CredentialsError),
    Other(CredentialsError),
}

impl From<CredentialsError> for Failure {
    fn from(error: CredentialsError) -> Self {
        Failure::Other(error)
    }
}

impl Metadata {
    async fn find(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let found = match self.token(components).await {
            Ok(token) => self.key(Some(&token), components).await,
            Err(error) => Err(Failure::Refused(error)),
        };
        let found = match found {
            Err(Failure::Refused(_)) if self.without_token => self.key(None, components).await,
            found => found,
        };
        found.map_err(|(Failure::Refused(error) | Failure::Other(error))| error)
    }

    async fn token(&self, components: &RuntimeComponents) -> Result<HeaderValue, CredentialsError> {
        let make = || {
            let mut request =
                HttpRequest { method: ::http::Method::PUT, ..get(format!("{}/latest/api/token", self.endpoint), LIMIT) };
            request.headers.insert(TOKEN_SECONDS, HeaderValue::from_static("21600"));
            Ok(request)
        };
        let reply = fetch(components, LIMIT, make).await?;
        if reply.status() != 200 {
            return Err(CredentialsError::new(format!("the metadata service gave no token, but status {}", reply.status())));
        }
        let mut token = HeaderValue::from_bytes(reply.body().trim_ascii())
            .map_err(|_| CredentialsError::new("the metadata service's token is not a header value"))?;
        token.set_sensitive(true);
        Ok(token)
    }

    async fn key(&self, token: Option<&HeaderValue>, components: &RuntimeComponents) -> Result<Credentials, Failure> {
        let role = match &self.role {
            Some(role) => Cow::Borrowed(role.as_str()),
            None => Cow::Owned(self.role_name(token, components).await?),
        };
        let path = format!("{ROLES}{}", percent_encode(&role));
        let reply = self.ask(&path, token, components).await?;
        if reply.status() == 404 {
            return Err(CredentialsError::new(format!("the instance has no role `{role}`")).into());
        }
        Ok(key_in_reply(&reply, "the metadata service's reply")?)
    }

    async fn role_name(&self, token: Option<&HeaderValue>, components: &RuntimeComponents) -> Result<String, Failure> {
        let reply = self.ask(ROLES, token, components).await?;
        match reply.status() {
            200 => {}
            404 => return Err(CredentialsError::new("the instance has no role").into()),
            status => {
                return Err(CredentialsError::new(format!("the metadata service named no role, but gave status {status}")).into());
            }
        }
        let text = std::str::from_utf8(reply.body()).ok().map(str::trim);
        let name = text.filter(|name| !name.is_empty() && !name.contains(char::is_whitespace));
        let wrong = || CredentialsError::new("the metadata service's reply is not the name of a role");
        Ok(name.ok_or_else(wrong)?.to_owned())
    }

    async fn ask(&self, path: &str, token: Option<&HeaderValue>, components: &RuntimeComponents) -> Result<HttpReply, Failure> {
        let make = || {
            let mut request = get(format!("{}{path}", self.endpoint), LIMIT);
            if let Some(token) = token {
                request.headers.insert(TOKEN, token.clone());
            }
            Ok(request)
        };
        let reply = fetch(components, LIMIT, make).await?;
        match reply.status() {
            status @ (401 | 403) if token.is_some() => {
                let reason = format!("the metadata service refused the token that it had given, with status {status}");
                Err(Failure::Refused(CredentialsError::new(reason)))
            }
            _ => Ok(reply),
        }
    }
}

impl Default for EcsRoleProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialsProvider for EcsRoleProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("ECS instance role")
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.name(), components, || self.fetch(components))
    }

    fn discard(&self, refused: &Credentials) {
        self.cache.discard(refused);
    }
}
