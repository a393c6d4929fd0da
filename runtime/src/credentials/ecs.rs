//! The role of the instance that the program runs on.

use std::borrow::Cow;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::fetch::{fetch, get, key_in_reply};
use super::refresh::Cache;
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;
use crate::reply::HttpReply;
use crate::sign::percent_encode;
use crate::transport::HttpRequest;

/// A temporary key for the role of an ECS instance, from the instance's metadata service. `ReqwestTransport` uses no proxy for
/// it.
///
/// It asks with a token first. When it gets none it asks without one, as old instances want it, unless that is switched off.
/// Each request has one second.
#[derive(Debug)]
pub struct EcsRoleProvider {
    role: Option<String>,
    without_token: bool,
    endpoint: String,
    cache: Cache,
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
        EcsRoleProvider { role: None, without_token: true, endpoint: ENDPOINT.to_owned(), cache: Cache::default() }
    }

    /// As these variables say: `ALIBABA_CLOUD_ECS_METADATA` names the role, `ALIBABA_CLOUD_IMDSV1_DISABLED=true` forbids to
    /// ask without token.
    pub fn reading(env: &Env) -> Self {
        EcsRoleProvider {
            role: env.get("ALIBABA_CLOUD_ECS_METADATA"),
            without_token: !env.is_true("ALIBABA_CLOUD_IMDSV1_DISABLED"),
            ..Self::new()
        }
    }

    /// The role's name, which saves a request.
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
        self
    }

    /// Whether to ask without a token when there is none (IMDSv1). Yes by default.
    pub fn without_token(mut self, allow: bool) -> Self {
        self.without_token = allow;
        self
    }

    /// Another address of the metadata service, for tests: scheme and host.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = url.into().trim_end_matches('/').to_owned();
        self
    }

    async fn fetch(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let token = match self.token(components).await {
            Ok(token) => Some(token),
            Err(_) if self.without_token => None,
            Err(error) => return Err(error),
        };
        let role = match &self.role {
            Some(role) => Cow::Borrowed(role.as_str()),
            None => Cow::Owned(self.role_name(token.as_ref(), components).await?),
        };
        let path = format!("{ROLES}{}", percent_encode(&role));
        let reply = self.ask(&path, token.as_ref(), components).await?;
        if reply.status() == 404 {
            return Err(CredentialsError::new(format!("the instance has no role `{role}`")));
        }
        key_in_reply(&reply, "the metadata service's reply")
    }

    async fn token(&self, components: &RuntimeComponents) -> Result<HeaderValue, CredentialsError> {
        let mut request = HttpRequest { method: http::Method::PUT, ..get(format!("{}/latest/api/token", self.endpoint), LIMIT) };
        request.headers.insert(TOKEN_SECONDS, HeaderValue::from_static("21600"));
        let reply = fetch(components, request, LIMIT).await?;
        if reply.status() != 200 {
            return Err(CredentialsError::new(format!("the metadata service gave no token, but status {}", reply.status())));
        }
        let mut token = HeaderValue::from_bytes(reply.body().trim_ascii())
            .map_err(|_| CredentialsError::new("the metadata service's token is no header value"))?;
        token.set_sensitive(true);
        Ok(token)
    }

    async fn role_name(&self, token: Option<&HeaderValue>, components: &RuntimeComponents) -> Result<String, CredentialsError> {
        let reply = self.ask(ROLES, token, components).await?;
        match reply.status() {
            200 => {}
            404 => return Err(CredentialsError::new("the instance has no role")),
            status => return Err(CredentialsError::new(format!("the metadata service named no role, but gave status {status}"))),
        }
        let text = std::str::from_utf8(reply.body()).ok().map(str::trim);
        let name = text.filter(|name| !name.is_empty() && !name.contains(char::is_whitespace));
        name.map(str::to_owned).ok_or_else(|| CredentialsError::new("the metadata service's reply is not the name of a role"))
    }

    async fn ask(
        &self,
        path: &str,
        token: Option<&HeaderValue>,
        components: &RuntimeComponents,
    ) -> Result<HttpReply, CredentialsError> {
        let mut request = get(format!("{}{path}", self.endpoint), LIMIT);
        if let Some(token) = token {
            request.headers.insert(TOKEN, token.clone());
        }
        fetch(components, request, LIMIT).await
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
        self.cache.get(self.name(), components, Box::pin(self.fetch(components)))
    }
}
