//! Keys that a person's sign-in with the vendor's command line gives: CloudSSO and OAuth.
//!
//! The command line keeps a key and the token of the sign-in in its configuration. When the key expires, the token gets a new
//! one, which is written back as the command line does: an OAuth token is replaced when it is used, so the next process needs
//! the new one.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use serde_json::{Map, Value, json};

use super::super::http::{KEY_FIELDS, KeyFields, MAX_REPLY_BYTES, fetch, object, place, temporary_key, text, time};
use super::super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use super::json;
use super::model::Profile;
use crate::future::BoxFuture;
use crate::reply::HttpReply;
use crate::sign::{FORM, Secret, write_query};
use crate::time::timestamp;
use crate::transport::HttpRequest;

/// A key of a sign-in, and what renews it.
#[derive(Debug)]
pub(super) struct SignIn {
    name: String,
    path: PathBuf,
    kept: Option<Credentials>,
    token: Token,
    /// A key that the service refused, so that it is not used although it should be valid.
    refused: Mutex<Option<Credentials>>,
}

#[derive(Debug)]
enum Token {
    CloudSso { url: Option<String>, account: Option<String>, configuration: Option<String>, access: Lasting },
    OAuth { site: Option<&'static Site>, access: Lasting, refresh: Option<Secret> },
}

/// A token and when it expires.
#[derive(Debug)]
struct Lasting {
    token: Option<Secret>,
    expires: Option<SystemTime>,
}

/// Where an account signs in, and how the command line calls itself there.
#[derive(Debug)]
struct Site {
    name: &'static str,
    url: &'static str,
    client_id: &'static str,
}

static SITES: [Site; 2] = [
    Site { name: "CN", url: "https://oauth.aliyun.com", client_id: "4038181954557748008" },
    Site { name: "INTL", url: "https://oauth.alibabacloud.com", client_id: "4103531455503354461" },
];

/// A key is renewed this long before it expires; if that fails, it is used until shortly before.
const EARLY: Duration = Duration::from_secs(180);
const LEAST: Duration = Duration::from_secs(5);

const CONNECT: Duration = Duration::from_secs(5);
const LIMIT: Duration = Duration::from_secs(10);

/// The names of a key's fields in a reply of the OAuth service.
const OAUTH_FIELDS: KeyFields = ["accessKeyId", "accessKeySecret", "securityToken", "expiration"];

impl SignIn {
    pub(super) fn cloud_sso(profile: &Profile) -> Self {
        let owned = |field| profile.get(field).map(str::to_owned);
        let token = Token::CloudSso {
            url: owned("cloud_sso_sign_in_url"),
            account: owned("cloud_sso_account_id"),
            configuration: owned("cloud_sso_access_config"),
            access: lasting(profile, "access_token", "cloud_sso_access_token_expire"),
        };
        Self::new(profile, token)
    }

    pub(super) fn oauth(profile: &Profile) -> Self {
        let site = profile.get("oauth_site_type").and_then(|name| SITES.iter().find(|site| site.name.eq_ignore_ascii_case(name)));
        let access = lasting(profile, "oauth_access_token", "oauth_access_token_expire");
        let refresh = profile.get("oauth_refresh_token").map(Secret::from);
        Self::new(profile, Token::OAuth { site, access, refresh })
    }

    fn new(profile: &Profile, token: Token) -> Self {
        let expires = profile.get("sts_expiration").and_then(time);
        let kept = match (profile.key(), profile.get("sts_token"), expires) {
            (Ok(key), Some(token), Some(expires)) => Some(key.with_token(token).with_expiry(expires)),
            _ => None,
        };
        SignIn { name: profile.name.clone(), path: profile.path.clone(), kept, token, refused: Mutex::default() }
    }

    async fn find(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let kept = self.kept.as_ref().filter(|kept| Some(*kept) != refused.as_ref());
        let now = components.clock.now();
        let lasts = |credentials: &&Credentials, time| credentials.expires().is_some_and(|expires| expires > now + time);
        if let Some(kept) = kept.filter(|kept| lasts(kept, EARLY)) {
            return Ok(kept.clone());
        }
        let renewed = match &self.token {
            Token::CloudSso { .. } => self.renew_cloud_sso(components).await,
            Token::OAuth { .. } => self.renew_oauth(components).await,
        };
        match (renewed, kept.filter(|kept| lasts(kept, LEAST))) {
            (Err(_), Some(kept)) => Ok(kept.clone()),
            (Err(error), None) => Err(error),
            (Ok(credentials), _) => Ok(credentials),
        }
    }

    async fn renew_cloud_sso(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let Token::CloudSso { url, account, configuration, access } = &self.token else { return Err(self.ended("token")) };
        let (Some(url), Some(account), Some(configuration)) = (url, account, configuration) else {
            return Err(self.ended("URL, account or access configuration"));
        };
        let token = access.valid_at(components.clock.now()).ok_or_else(|| self.ended("access token"))?;
        let place = place(url);
        if !place.starts_with("https://") && !crate::endpoint::is_loopback_url(url) {
            return Err(self.wrong("the sign-in URL is not an https URL"));
        }
        let body = json!({ "AccountId": account, "AccessConfigurationId": configuration }).to_string();
        let make = || self.request(format!("{place}/cloud-credentials"), "application/json", body.clone(), Some(token));
        let reply = fetch(components, LIMIT, make).await?;
        let reply = self.accepted(&reply, "CloudSSO")?;
        let what = "the reply of CloudSSO";
        let key = reply.get("CloudCredential").and_then(Value::as_object).unwrap_or(&reply);
        let credentials = temporary_key(key, KEY_FIELDS, what)?;
        self.write(key_fields(key, KEY_FIELDS, &credentials, LEAST));
        Ok(credentials)
    }

    async fn renew_oauth(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let Token::OAuth { site, access, refresh } = &self.token else { return Err(self.ended("token")) };
        let site = site.ok_or_else(|| self.wrong("its `oauth_site_type` is neither `CN` nor `INTL`"))?;
        let (token, mut changed) = match (access.valid_at(components.clock.now()), refresh) {
            (Some(token), _) => (token.clone(), Vec::new()),
            (None, Some(refresh)) => self.refresh(site, refresh, components).await?,
            (None, None) => return Err(self.ended("access token")),
        };
        let make = || self.request(format!("{}/v1/exchange", site.url), "application/json", String::new(), Some(&token));
        let exchanged = async {
            let reply = fetch(components, LIMIT, make).await?;
            let reply = self.accepted(&reply, "OAuth")?;
            let credentials = temporary_key(&reply, OAUTH_FIELDS, "the reply of OAuth")?;
            Ok((key_fields(&reply, OAUTH_FIELDS, &credentials, Duration::ZERO), credentials))
        };
        let exchanged: Result<_, CredentialsError> = exchanged.await;
        // The old refresh token is void by now, whether the exchange succeeded or not.
        let result = exchanged.map(|(fields, credentials)| {
            changed.extend(fields);
            credentials
        });
        self.write(changed);
        result
    }

    /// Exchanges the refresh token for new tokens.
    async fn refresh(
        &self,
        site: &Site,
        refresh: &Secret,
        components: &RuntimeComponents,
    ) -> Result<(Secret, Vec<(&'static str, Value)>), CredentialsError> {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose()), ("client_id", site.client_id)];
        let form = write_query(fields);
        let make = || self.request(format!("{}/v1/token", site.url), FORM, form.clone(), None);
        let reply = fetch(components, LIMIT, make).await?;
        let reply = self.accepted(&reply, "OAuth")?;
        let token = text(&reply, "access_token").ok_or_else(|| self.wrong("the reply of OAuth has no `access_token`"))?;
        let mut changed = vec![("oauth_access_token", Value::from(token))];
        if let Some(refresh) = text(&reply, "refresh_token") {
            changed.push(("oauth_refresh_token", refresh.into()));
        }
        if let Some(seconds) = reply.get("expires_in").and_then(Value::as_u64) {
            changed.push(("oauth_access_token_expire", (unix(components.clock.now()) + seconds).into()));
        }
        Ok((Secret::from(token), changed))
    }

    fn request(&self, url: String, content: &str, body: String, token: Option<&Secret>) -> Result<HttpRequest, CredentialsError> {
        let wrong = |_| self.wrong("its token contains a character that cannot be sent");
        let mut request = HttpRequest {
            method: Method::POST,
            body: Bytes::from(body),
            connect_timeout: CONNECT,
            max_reply_bytes: MAX_REPLY_BYTES,
            ..HttpRequest::get(url)
        };
        request.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        request.headers.insert(CONTENT_TYPE, HeaderValue::from_str(content).map_err(wrong)?);
        if let Some(token) = token {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose())).map_err(wrong)?;
            value.set_sensitive(true);
            request.headers.insert(AUTHORIZATION, value);
        }
        Ok(request)
    }

    /// The object in a reply of success.
    fn accepted(&self, reply: &HttpReply, service: &str) -> Result<Map<String, Value>, CredentialsError> {
        match reply.status() {
            200 => object(reply.body(), &format!("the reply of {service}")),
            status @ 400..=403 => Err(self.wrong(format!("{service} refused its token with status {status}: {}", self.advice()))),
            status => Err(self.wrong(format!("{service} answered with status {status}"))),
        }
    }

    /// Keeps what was renewed for the command line and the next process. The key is good even if that fails.
    fn write(&self, fields: Vec<(&'static str, Value)>) {
        if let Err(error) = json::update(&self.path, &self.name, &fields) {
            tracing::warn!(error = %error.in_full(), "the renewed key could not be written to the configuration");
        }
    }

    fn ended(&self, missing: &str) -> CredentialsError {
        let advice = self.advice();
        match self.kept.as_ref().and_then(Credentials::expires) {
            Some(expires) => self.wrong(format!(
                "its key expired at {}, and there is no valid {missing} to renew it: {advice}",
                timestamp(expires)
            )),
            None => self.wrong(format!("it has no key, and no valid {missing} to get one: {advice}")),
        }
    }

    fn advice(&self) -> String {
        let name = &self.name;
        match &self.token {
            Token::CloudSso { .. } => format!("sign in with `aliyun configure --mode CloudSSO --profile {name}`"),
            Token::OAuth { .. } => format!("sign in with `aliyun configure --mode OAuth --profile {name}`"),
        }
    }

    fn wrong(&self, what: impl std::fmt::Display) -> CredentialsError {
        CredentialsError::new(format!("profile `{}` of {}: {what}", self.name, self.path.display()))
    }
}

impl Lasting {
    fn valid_at(&self, now: SystemTime) -> Option<&Secret> {
        let valid = self.expires.is_some_and(|expires| expires > now + LEAST);
        self.token.as_ref().filter(|_| valid)
    }
}

fn lasting(profile: &Profile, token: &str, expires: &str) -> Lasting {
    Lasting { token: profile.get(token).map(Secret::from), expires: profile.get(expires).and_then(time) }
}

/// The fields of the configuration that hold a key. The command line takes it as expired `early`.
fn key_fields(
    key: &Map<String, Value>,
    [id, secret, token, _]: KeyFields,
    credentials: &Credentials,
    early: Duration,
) -> Vec<(&'static str, Value)> {
    let value = |name| key.get(name).cloned().unwrap_or_default();
    let expires = credentials.expires().and_then(|expires| expires.checked_sub(early)).map_or(0, unix);
    vec![
        ("access_key_id", value(id)),
        ("access_key_secret", value(secret)),
        ("sts_token", value(token)),
        ("sts_expiration", expires.into()),
    ]
}

fn unix(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl CredentialsProvider for SignIn {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self.token {
            Token::CloudSso { .. } => "CloudSSO",
            Token::OAuth { .. } => "OAuth",
        })
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.find(components))
    }

    fn discard(&self, refused: &Credentials) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused.clone());
    }
}
