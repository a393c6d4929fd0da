//! What a request would look like on the wire, and what of it is signed.

use acs_runtime::call::Preview;
use acs_runtime::env::{self, Env};
use acs_runtime::sign::{canonical_query, parse_query, v3, write_query};
use acs_runtime::{Credentials, SignatureVersion};

use crate::request::MASK;

/// Credentials that prove nothing, of the kind that the environment has: who calls is not shown, and finding out may take requests
/// of its own.
pub fn stand_in(env: &Env) -> Credentials {
    let key = Credentials::access_key(MASK, MASK);
    if env.get(env::SECURITY_TOKEN).is_some() { key.with_token(MASK) } else { key }
}

/// A request before it is sent, with the texts on the way to its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningSteps {
    /// HTTP method.
    pub method: String,
    /// The address with its query.
    pub url: String,
    /// The headers in the order in which they are sent, `host` first.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there is none.
    pub body: String,
    /// The request in canonical form. Version 1 has none.
    pub canonical_request: Option<String>,
    /// The text that is signed.
    pub string_to_sign: Option<String>,
    /// The signature, if it may be shown.
    pub signature: Option<String>,
}

impl SigningSteps {
    /// Takes a preview apart. `reveal` shows the signature; it is masked otherwise.
    pub fn of(preview: &Preview, version: SignatureVersion, reveal: bool) -> Self {
        let request = preview.request();
        let query = parse_query(request.query()).unwrap_or_default();
        let form = std::str::from_utf8(&request.body).ok().and_then(|body| parse_query(body).ok()).unwrap_or_default();
        let url = format!("{}?{}", request.address(), write_query(masked(&query, reveal)));
        let host = request.address().split('/').nth(2).unwrap_or_default();
        let sent = request.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()));
        let headers: Vec<(&str, &str)> = std::iter::once(("host", host)).chain(sent).collect();
        let authorization =
            headers.iter().find(|(name, _)| *name == "authorization").and_then(|(_, value)| v3::parse_authorization(value));
        let (canonical_request, signature) = match version {
            SignatureVersion::V1 => {
                (None, query.iter().chain(&form).find(|(name, _)| name == "Signature").map(|(_, value)| value.clone()))
            }
            SignatureVersion::V3 => {
                let signed = v3::headers_to_sign(headers.iter().copied());
                let query = canonical_query(pairs(&query));
                let canonical = v3::canonical_request(request.method.as_str(), "/", &query, &signed, &v3::hash(&request.body));
                (Some(canonical), authorization.map(|parts| parts.signature.to_owned()))
            }
        };
        let shown = |value: &str| match v3::parse_authorization(value) {
            Some(parts) if !reveal => v3::authorization(parts.key_id, parts.signed_headers, MASK),
            _ => value.to_owned(),
        };
        SigningSteps {
            method: request.method.as_str().to_owned(),
            url: url.trim_end_matches('?').to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), shown(value))).collect(),
            body: write_query(masked(&form, reveal)),
            canonical_request,
            string_to_sign: preview.string_to_sign().map(str::to_owned),
            signature: signature.filter(|_| reveal),
        }
    }
}

fn pairs(parameters: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

/// Parameters with the signature masked, unless it may be seen.
fn masked(parameters: &[(String, String)], reveal: bool) -> impl Iterator<Item = (&str, &str)> {
    pairs(parameters).map(move |(name, value)| (name, if name == "Signature" && !reveal { MASK } else { value }))
}
