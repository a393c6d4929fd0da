//! The token service (STS, version 2015-04-01), the operations that credentials need.

use std::ops::RangeInclusive;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::http::{KEY_FIELDS, MAX_REPLY_BYTES, fetch, object, temporary_key, text};
use super::{Credentials, CredentialsError, RuntimeComponents};
use crate::endpoint::{Endpoint, check_region};
use crate::env::Env;
use crate::operation::Method;
use crate::sanitize::{MAX_TEXT_BYTES, sanitize};
use crate::sign::{ReplyFormat, SignatureVersion, SignedRequest, SigningInput, sign};
use crate::time::timestamp;
use crate::transport::HttpRequest;
use crate::wire::{Param, Params};

/// Where the token service is reached: at `sts.aliyuncs.com`, unless a region, a network or an endpoint is set.
///
/// ```
/// use acs_runtime::credentials::Sts;
///
/// let near = Sts::new().region("cn-beijing"); // sts.cn-beijing.aliyuncs.com
/// let from_inside = Sts::new().region("cn-beijing").vpc(true); // sts-vpc.cn-beijing.aliyuncs.com
/// ```
#[derive(Debug, Clone, Default)]
pub struct Sts {
    region: Option<String>,
    vpc: bool,
    endpoint: Option<String>,
}

impl Sts {
    /// Version of the service's API.
    pub const VERSION: &str = "2015-04-01";

    /// The central endpoint's host.
    pub const HOST: &str = "sts.aliyuncs.com";

    /// How many seconds a role's key lasts at least and at most. What the role allows may be less.
    pub const KEY_SECONDS: RangeInclusive<u64> = 900..=43_200;

    /// How many seconds a role's key lasts unless the request says otherwise.
    pub const DEFAULT_KEY_SECONDS: u64 = 3600;

    /// Whether a role's session can have this name: 2 to 64 letters, digits and `.@-_`.
    pub fn is_session_name(name: &str) -> bool {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".@-_".contains(&byte);
        (2..=64).contains(&name.len()) && name.bytes().all(fits)
    }

    /// The central endpoint.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads these variables: `ALIBABA_CLOUD_STS_REGION`, `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` (`true` for the endpoint
    /// inside VPCs), `ALIBABA_CLOUD_STS_ENDPOINT`.
    pub fn reading(env: &Env) -> Self {
        Sts {
            region: env.get("ALIBABA_CLOUD_STS_REGION"),
            vpc: env.is_true("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"),
            endpoint: env.get("ALIBABA_CLOUD_STS_ENDPOINT"),
        }
    }

    /// Uses the endpoint of this region, in place of an endpoint that was set before.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self.endpoint = None;
        self
    }

    /// Whether to use the endpoint inside VPCs, in place of an endpoint that was set before. It needs a region: the client's,
    /// unless one is set here.
    pub fn vpc(mut self, inside: bool) -> Self {
        self.vpc = inside;
        if inside {
            self.endpoint = None;
        }
        self
    }

    /// Uses this address: a host, or a URL without path. Plain http is only for this machine.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    fn address(&self, client_region: Option<&str>) -> Result<Endpoint, CredentialsError> {
        let wrong = |error| CredentialsError::new("the endpoint of the token service is not valid").with_source(error);
        if let Some(endpoint) = &self.endpoint {
            return Endpoint::parse(endpoint, false).map_err(wrong);
        }
        let host = match (self.region.as_deref(), self.vpc) {
            (None, false) => Sts::HOST.to_owned(),
            (Some(region), false) => {
                check_region(region).map_err(wrong)?;
                format!("sts.{region}.aliyuncs.com")
            }
            (region, true) => {
                let region = region.or(client_region).ok_or_else(|| {
                    CredentialsError::new(
                        "the endpoint of the token service inside a VPC needs a region, such as from ALIBABA_CLOUD_STS_REGION",
                    )
                })?;
                check_region(region).map_err(wrong)?;
                format!("sts-vpc.{region}.aliyuncs.com")
            }
        };
        Endpoint::parse(&host, false).map_err(wrong)
    }

    /// Calls an operation that answers with a key. Anonymous credentials sign nothing.
    pub(super) async fn call(
        &self,
        action: &str,
        params: &Params,
        credentials: &Credentials,
        components: &RuntimeComponents,
    ) -> Result<Credentials, CredentialsError> {
        let endpoint = self.address(components.region.as_deref())?;
        let make = || {
            let nonce = components.random.nonce();
            let nonce = nonce.map_err(|error| CredentialsError::new("the source of randomness failed").with_source(error))?;
            let timestamp = timestamp(components.clock.now());
            let signed = sign(
                SignatureVersion::V1,
                &SigningInput {
                    method: Method::Post,
                    host: endpoint.host(),
                    version: Sts::VERSION,
                    action,
                    params,
                    form: true,
                    format: ReplyFormat::Json,
                    timestamp: &timestamp,
                    nonce: &nonce,
                    key: credentials.key(),
                    headers: &[],
                },
            );
            Ok(request(&endpoint, signed))
        };
        let reply = fetch(components, LIMIT, make).await?;
        if reply.is_success() {
            let what = format!("the reply to {action}");
            let object = object(reply.body(), &what)?;
            let key = object.get("Credentials").and_then(Value::as_object);
            let key = key.ok_or_else(|| CredentialsError::new(format!("{what} has no `Credentials`")))?;
            return temporary_key(key, KEY_FIELDS, &what);
        }
        let sensitive = params.iter().filter(|param| param.is_sensitive()).map(Param::value);
        Err(refused(action, reply.status(), reply.body(), credentials.secrets().chain(sensitive)))
    }
}

/// Longest time for a call of the token service.
const LIMIT: Duration = Duration::from_secs(10);

fn request(endpoint: &Endpoint, signed: SignedRequest) -> HttpRequest {
    let mut headers = HeaderMap::new();
    for (name, value) in &signed.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    HttpRequest {
        method: http::Method::POST,
        headers,
        body: Bytes::from(signed.body),
        max_reply_bytes: MAX_REPLY_BYTES,
        ..HttpRequest::get(endpoint.url(signed.path, &signed.query))
    }
}

/// The message of the token service, without the secrets that it may repeat.
fn refused<'s>(action: &str, status: u16, body: &[u8], secrets: impl Iterator<Item = &'s str>) -> CredentialsError {
    let object = object(body, "the reply").unwrap_or_default();
    let mut reason = format!("the token service refused {action} with status {status}");
    // After a wrong signature the message continues with all parameters, which do not help.
    let message = text(&object, "Message").map(|message| message.split(" server string to sign is:").next().unwrap_or_default());
    for part in [text(&object, "Code"), message].into_iter().flatten() {
        reason.push_str(": ");
        reason.push_str(part.trim_end_matches('.'));
    }
    if let Some(id) = text(&object, "RequestId") {
        reason.push_str(&format!(" (request id {id})"));
    }
    let reason = sanitize(&reason, MAX_TEXT_BYTES, &secrets.collect::<Vec<_>>());
    CredentialsError::new(reason).with_code(text(&object, "Code"))
}

/// The role to assume, as far as the operations have it in common.
#[derive(Debug, Clone, Default)]
pub(super) struct Role {
    pub(super) arn: String,
    pub(super) session_name: Option<String>,
    pub(super) duration: Option<Duration>,
    pub(super) policy: Option<String>,
}

/// Name of the session in the service's audit trail, unless one is set.
const SESSION_NAME: &str = "acs-rust-sdk";

impl Role {
    pub(super) fn of(arn: impl Into<String>) -> Self {
        Role { arn: arn.into(), ..Role::default() }
    }

    /// The parameters, if they are valid.
    pub(super) fn params(&self) -> Result<Params, CredentialsError> {
        let name = self.session_name.as_deref().unwrap_or(SESSION_NAME);
        if !Sts::is_session_name(name) {
            let rule = "2 to 64 letters, digits and `.@-_`";
            return Err(CredentialsError::new(format!("the role session name `{name}` is not {rule}")));
        }
        let seconds = self.duration.map_or(Sts::DEFAULT_KEY_SECONDS, |duration| duration.as_secs());
        let least = *Sts::KEY_SECONDS.start();
        if seconds < least {
            return Err(CredentialsError::new(format!("a role's key lasts at least {least} seconds, but {seconds} are set")));
        }
        let mut params = Params::new();
        params.insert(Param::new("RoleArn", &self.arn).in_form());
        params.insert(Param::new("RoleSessionName", name).in_form());
        params.insert(Param::new("DurationSeconds", &seconds.to_string()).in_form());
        if let Some(policy) = &self.policy {
            params.insert(Param::new("Policy", policy).in_form());
        }
        Ok(params)
    }
}

/// The settings that the providers of roles share: methods for a struct with fields `role` and `sts`.
macro_rules! role_settings {
    () => {
        /// Names the session in the service's audit trail: 2 to 64 letters, digits and `.@-_`. `acs-rust-sdk` by default.
        pub fn session_name(mut self, name: impl Into<String>) -> Self {
            self.role.session_name = Some(name.into());
            self
        }

        /// Sets how long each key lasts: at least 15 minutes, and at most what the role allows. One hour by default.
        pub fn duration(mut self, duration: Duration) -> Self {
            self.role.duration = Some(duration);
            self
        }

        /// Sets a policy in JSON that narrows what the role may do.
        pub fn policy(mut self, policy: impl Into<String>) -> Self {
            self.role.policy = Some(policy.into());
            self
        }

        /// Sets how to reach the token service.
        pub fn sts(mut self, sts: Sts) -> Self {
            self.sts = sts;
            self
        }
    };
}

pub(super) use role_settings;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn region_and_network_choose_the_endpoint() {
        let host = |sts: Sts, region| sts.address(region).map(|endpoint| endpoint.host().to_owned()).ok();
        let host = |sts, region| host(sts, region).unwrap_or_default();
        assert_eq!(host(Sts::new(), Some("cn-beijing")), "sts.aliyuncs.com");
        assert_eq!(host(Sts::new().region("eu-central-1"), Some("cn-beijing")), "sts.eu-central-1.aliyuncs.com");
        assert_eq!(host(Sts::new().region("eu-central-1").vpc(true), None), "sts-vpc.eu-central-1.aliyuncs.com");
        assert_eq!(host(Sts::new().vpc(true), Some("cn-beijing")), "sts-vpc.cn-beijing.aliyuncs.com");
        assert_eq!(host(Sts::new().vpc(true), None), "");
        assert_eq!(host(Sts::new().region("example.com/"), None), "");
        assert_eq!(host(Sts::new().region("cn-beijing").endpoint("http://127.0.0.1:1"), None), "127.0.0.1:1");
        assert_eq!(host(Sts::new().endpoint("http://example.com"), None), "");
        let env = Env::of([("ALIBABA_CLOUD_STS_REGION", "cn-shanghai"), ("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "True")]);
        assert_eq!(host(Sts::reading(&env), None), "sts-vpc.cn-shanghai.aliyuncs.com");
    }
}
