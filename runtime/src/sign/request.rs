//! From the parameters of one attempt to what is sent.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use crate::operation::Method;
use crate::wire::{Param, Params};

use super::encoding::{Pair, canonical_query, likely_length, order, push_canonical, push_encoded, sort, write_query};
use super::secret::Secret;
use super::{v1, v3};

/// The signature that a request carries. The service takes both on the same endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignatureVersion {
    /// HMAC-SHA1 over the parameters. A POST has all of them in a form body, common ones and the signature too, a GET in the query.
    #[default]
    V1,
    /// ACS3-HMAC-SHA256 over the whole request, common parameters in headers.
    V3,
}

/// The format of the reply that the request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReplyFormat {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
}

/// What authenticates a request.
#[derive(Debug, Clone, Copy)]
pub enum Key<'a> {
    /// An access key signs the request.
    AccessKey {
        /// Id of the key, sent in the clear.
        id: &'a str,
        /// Secret of the key, never sent.
        secret: &'a Secret,
        /// Security token of a temporary key.
        token: Option<&'a Secret>,
    },
    /// A token is sent, nothing is signed.
    Bearer(&'a Secret),
    /// No authentication; a few operations of the token service allow it.
    Anonymous,
}

/// One attempt, before it is signed.
#[derive(Clone, Copy)]
pub struct SigningInput<'a> {
    /// HTTP method.
    pub method: Method,
    /// Host as the URL has it, with the port if that is not the scheme's own.
    pub host: &'a str,
    /// Version of the API, like `2016-04-28`.
    pub version: &'a str,
    /// Name of the operation.
    pub action: &'a str,
    /// The operation's own parameters.
    pub params: &'a Params,
    /// Whether the operation has form parameters: then version 3 sends the content type even when the body is empty.
    pub form: bool,
    /// Format of the reply.
    pub format: ReplyFormat,
    /// Time in UTC, as `2024-05-17T12:02:09Z`.
    pub timestamp: &'a str,
    /// Text that no other request of the last half hour contained.
    pub nonce: &'a str,
    /// What the request is signed with.
    pub key: Key<'a>,
    /// More headers. Version 3 signs those that begin with `x-acs-`. One that bears the name of a header which signing
    /// sets is left out; of several of one name the last is sent.
    pub headers: &'a [(String, String)],
}

/// A request ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedRequest<'a> {
    /// HTTP method.
    pub method: Method,
    /// Path of the URL.
    pub path: &'static str,
    /// Query of the URL, encoded, without `?`. To be sent as it is.
    pub query: String,
    /// Headers; names are in lower case. `host` is not among them: the transport derives it from the URL.
    pub headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Body, empty or a form.
    pub body: String,
    /// The text that was signed, to compare with the one that the service returns with `SignatureDoesNotMatch`. In version 1 it
    /// holds all parameters and the security token: keep it out of logs. `None` if nothing was signed.
    pub string_to_sign: Option<String>,
}

/// Signs one attempt. The same input always gives the same output: time and nonce are part of it.
///
/// ```
/// use acs_runtime::operation::Method;
/// use acs_runtime::sign::{ReplyFormat, Key, Secret, SignatureVersion, SigningInput, sign};
/// use acs_runtime::wire::Params;
///
/// let unsigned = SigningInput {
///     method: Method::Get,
///     host: "ecs.aliyuncs.com",
///     version: "2014-05-26",
///     action: "DescribeRegions",
///     params: &Params::new(),
///     form: false,
///     format: ReplyFormat::Xml,
///     timestamp: "2016-02-23T12:46:24Z",
///     nonce: "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
///     key: Key::AccessKey { id: "testid", secret: &Secret::from("testsecret"), token: None },
///     headers: &[],
/// };
/// let signed = sign(SignatureVersion::V1, &unsigned);
/// assert!(signed.query.ends_with("&Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D"));
/// ```
pub fn sign<'a>(version: SignatureVersion, request: &SigningInput<'a>) -> SignedRequest<'a> {
    match version {
        SignatureVersion::V1 => sign_v1(request),
        SignatureVersion::V3 => sign_v3(request),
    }
}

/// The parameters that signing adds to a request: of version 1 of the signature, and where no signature is, of version 3. They
/// belong to no operation.
pub const COMMON_PARAMETERS: &[&str] = &[
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "SignatureType",
    "Timestamp",
    "Signature",
    "SecurityToken",
    "BearerToken",
];

/// Path of every RPC operation.
const PATH: &str = "/";

/// `SignatureType` of a request that carries a bearer token.
const BEARER: &str = "BEARERTOKEN";

fn sign_v1<'a>(request: &SigningInput<'a>) -> SignedRequest<'a> {
    let (access_key, bearer) = match request.key {
        Key::AccessKey { id, token, .. } => (Some((id, token)), None),
        Key::Bearer(token) => (None, Some(token)),
        Key::Anonymous => (None, None),
    };
    // In the order of their names, so that only the operation's own parameters need to be sorted.
    let common = [
        access_key.map(|(id, _)| ("AccessKeyId", id)),
        Some(("Action", request.action)),
        bearer.map(|token| ("BearerToken", token.expose())),
        Some(("Format", request.format.as_str())),
        access_key.and_then(|(_, token)| token).map(|token| ("SecurityToken", token.expose())),
        access_key.map(|_| ("SignatureMethod", "HMAC-SHA1")),
        Some(("SignatureNonce", request.nonce)),
        bearer.map(|_| ("SignatureType", BEARER)),
        access_key.map(|_| ("SignatureVersion", "1.0")),
        Some(("Timestamp", request.timestamp)),
        Some(("Version", request.version)),
    ];
    let common = common.into_iter().flatten();
    let mut own = Vec::with_capacity(request.params.len());
    own.extend(request.params.iter().map(|param| (param.name(), param.value())).filter(|(name, _)| *name != "Signature"));
    sort(&mut own);
    let length = likely_length(common.clone().chain(own.iter().copied()));
    let mut sent = String::with_capacity(length + 50);
    let mut text = v1::beginning(request.method.as_str(), length);
    push_canonical(&mut sent, &mut text, merged(common, own.into_iter()));
    let mut string_to_sign = None;
    if let Key::AccessKey { secret, .. } = request.key {
        sent.push_str("&Signature=");
        push_encoded(&mut sent, v1::as_text(&v1::digits(secret, &text)));
        string_to_sign = Some(text);
    }
    // Where parameters travel does not change the signature. In a form they are not in what proxies log, and have no limit of length.
    let (query, body, own) = match request.method {
        Method::Get => (sent, String::new(), None),
        Method::Post => (String::new(), sent, Some(CONTENT_TYPE_FORM)),
    };
    SignedRequest {
        method: request.method,
        path: PATH,
        query,
        headers: headers(own.into_iter(), request.headers),
        body,
        string_to_sign,
    }
}

fn sign_v3<'a>(request: &SigningInput<'a>) -> SignedRequest<'a> {
    let posted = request.method == Method::Post;
    let mut in_query = Vec::with_capacity(1 + request.params.len());
    in_query.extend(match request.key {
        Key::AccessKey { .. } => None,
        Key::Bearer(_) => Some(("SignatureType", BEARER)),
        Key::Anonymous => Some(("Format", request.format.as_str())),
    });
    let mut in_form = in_query.clone();
    let common = in_query.len();
    add_own(&mut in_query, request.params.iter().filter(|param| !(posted && param.is_form())));
    add_own(&mut in_form, request.params.iter().filter(|param| posted && param.is_form()));
    let query = canonical_query(in_query);
    let body = write_query(in_form.into_iter().skip(common));
    let has_form = posted && (request.form || !body.is_empty());
    let hashed_payload = v3::hashed(body.as_bytes());

    let mut own: Vec<(&'static str, Cow<'a, str>)> = Vec::with_capacity(10 + request.headers.len());
    own.extend([
        ("accept", request.format.content_type().into()),
        ("x-acs-action", request.action.into()),
        ("x-acs-version", request.version.into()),
        ("x-acs-date", request.timestamp.into()),
        ("x-acs-signature-nonce", request.nonce.into()),
        ("x-acs-content-sha256", hashed_payload.clone()),
    ]);
    own.extend(has_form.then_some(CONTENT_TYPE_FORM));
    match request.key {
        Key::AccessKey { id, token: Some(token), .. } => {
            own.extend([("x-acs-accesskey-id", id.into()), ("x-acs-security-token", token.expose().into())]);
        }
        Key::Bearer(token) => own.push(("x-acs-bearer-token", token.expose().into())),
        Key::AccessKey { token: None, .. } | Key::Anonymous => {}
    }
    let mut headers = headers(own.into_iter(), request.headers);

    let mut string_to_sign = None;
    if let Key::AccessKey { id, secret, .. } = request.key {
        let sent = headers.iter().map(|(name, value)| (&**name, &**value));
        let covered = v3::headers_to_sign(sent.chain([("host", request.host)]));
        let canonical = v3::canonical_request(request.method.as_str(), PATH, &query, &covered, &hashed_payload);
        let text = v3::string_to_sign(&canonical);
        let authorization = v3::authorization(id, &v3::signed_headers(&covered), &v3::signature(secret, &text));
        headers.push(("authorization".into(), authorization.into()));
        string_to_sign = Some(text);
    }
    SignedRequest { method: request.method, path: PATH, query, headers, body, string_to_sign }
}

/// The content type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

const CONTENT_TYPE_FORM: (&str, Cow<'_, str>) = ("content-type", Cow::Borrowed(FORM));

/// Common and own parameters in one order, given each in order. A name is sent once: an own parameter that bears the name of a
/// common one gives way.
fn merged<'a>(
    common: impl Iterator<Item = (&'a str, &'a str)>,
    own: impl Iterator<Item = (&'a str, &'a str)>,
) -> impl Iterator<Item = Pair<'a>> {
    let (mut common, mut own) = (common.peekable(), own.peekable());
    std::iter::from_fn(move || {
        while let (Some((theirs, _)), Some((ours, _))) = (common.peek(), own.peek()) {
            match order(theirs, ours) {
                Ordering::Less => break,
                Ordering::Equal => _ = own.next(),
                Ordering::Greater => return own.next().map(Pair::of),
            }
        }
        common.next().map(Pair::of_plain_name).or_else(|| own.next().map(Pair::of))
    })
}

/// Adds the operation's own parameters to common ones. A name is sent once: an own parameter that bears the name of a common one
/// gives way.
fn add_own<'a>(pairs: &mut Vec<(&'a str, &'a str)>, params: impl Iterator<Item = Param<'a>>) {
    let common = pairs.len();
    for param in params {
        let reserved = pairs[..common].iter().any(|(name, _)| *name == param.name());
        if !reserved {
            pairs.push((param.name(), param.value()));
        }
    }
}

/// All headers but `host` and `authorization`, each once: of extra ones of one name the last is sent. What is signed is
/// what is sent, so values are trimmed here.
fn headers<'a>(
    own: impl ExactSizeIterator<Item = (&'static str, Cow<'a, str>)>,
    extra: &'a [(String, String)],
) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
    let count = own.len();
    let mut headers: Vec<(Cow<'a, str>, Cow<'a, str>)> = Vec::with_capacity(count + extra.len() + 1);
    headers.extend(own.map(|(name, value)| (name.into(), trimmed(value))));
    for (name, value) in extra {
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        match headers.iter().position(|(present, _)| *present == name) {
            _ if name == "host" || name == "authorization" => {}
            Some(present) if present < count => {}
            Some(present) => headers[present].1 = value.into(),
            None => headers.push((name.into(), value.into())),
        }
    }
    headers
}

/// Values that are given have white space around them at times; the hash, which is made here, has none.
fn trimmed(value: Cow<'_, str>) -> Cow<'_, str> {
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
        Cow::Owned(hash) => Cow::Owned(hash),
    }
}

impl ReplyFormat {
    /// As the parameter `Format` names it.
    pub fn as_str(self) -> &'static str {
        match self {
            ReplyFormat::Json => "JSON",
            ReplyFormat::Xml => "XML",
        }
    }

    /// Media type of such a reply.
    pub fn content_type(self) -> &'static str {
        match self {
            ReplyFormat::Json => "application/json",
            ReplyFormat::Xml => "text/xml",
        }
    }
}

impl fmt::Debug for SigningInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningInput")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("version", &self.version)
            .field("action", &self.action)
            .field("params", &self.params)
            .field("form", &self.form)
            .field("format", &self.format)
            .field("timestamp", &self.timestamp)
            .field("nonce", &self.nonce)
            .field("key", &self.key)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish()
    }
}

/// Shows names and sizes, no values: query, body and headers hold the signature, tokens and the caller's values.
impl fmt::Debug for SignedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &format_args!("{} bytes", self.query.len()))
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
