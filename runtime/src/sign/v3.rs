//! Signature V3: ACS3-HMAC-SHA256 over method, path, query, chosen headers and the hash of the body.
//!
//! These functions are independent of requests, so verifiers and tools can use them as well as the client.

use std::borrow::Cow;

use ctutils::CtEq;
use hmac::Mac;
use sha2::{Digest, Sha256};

use super::mac::hex;
use super::secret::Secret;

/// Name of the algorithm, first word of the string to sign and of the `authorization` header.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// The headers that the signature covers, out of all that are sent: `host`, `content-type` and every `x-acs-*`. Names
/// come out in lower case and sorted, values without surrounding white space.
///
/// `user-agent`, `accept` and the like are left out, since proxies rewrite them.
pub fn headers_to_sign<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Header<'a>> {
    let mut signed: Vec<_> = headers
        .into_iter()
        .map(|(name, value)| (lower_case(name), Cow::Borrowed(value.trim())))
        .filter(|(name, _)| name == "host" || name == "content-type" || name.starts_with("x-acs-"))
        .collect();
    signed.sort_unstable();
    signed
}

/// A header that is signed: its name in lower case, and its value without surrounding white space.
pub type Header<'a> = (Cow<'a, str>, Cow<'a, str>);

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

/// The names of the signed headers, joined with `;`.
pub fn signed_headers(headers: &[Header<'_>]) -> String {
    let mut names = String::with_capacity(headers.iter().map(|(name, _)| name.len() + 1).sum());
    for (name, _) in headers {
        if !names.is_empty() {
            names.push(';');
        }
        names.push_str(name);
    }
    names
}

/// The hash of a body, as the header `x-acs-content-sha256` carries it: lower-case hexadecimal of SHA-256 over the bytes
/// sent. An empty body has one too.
pub fn hash(body: &[u8]) -> String {
    hashed(body).into_owned()
}

/// The same: most requests have no body, and their hash is at hand.
pub(super) fn hashed(body: &[u8]) -> Cow<'static, str> {
    if body.is_empty() { EMPTY_HASH.into() } else { hex(&Sha256::digest(body)).into() }
}

/// The hash of nothing.
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The request in canonical form: six parts, one to a line.
///
/// `path` is `/` for RPC operations, `canonical_query` comes from [`canonical_query`](super::canonical_query), `headers`
/// from [`headers_to_sign`], `hashed_payload` from [`hash`].
pub fn canonical_request(
    method: &str,
    path: &str,
    canonical_query: &str,
    headers: &[Header<'_>],
    hashed_payload: &str,
) -> String {
    let names = signed_headers(headers);
    let lines: usize = headers.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    let length = method.len() + path.len() + canonical_query.len() + lines + names.len() + hashed_payload.len() + 5;
    let mut request = String::with_capacity(length);
    for part in [method, "\n", path, "\n", canonical_query, "\n"] {
        request.push_str(part);
    }
    for (name, value) in headers {
        for part in [name, ":", value, "\n"] {
            request.push_str(part);
        }
    }
    for part in ["\n", &names, "\n", hashed_payload] {
        request.push_str(part);
    }
    request
}

/// What is signed: the algorithm and the hash of the canonical request.
pub fn string_to_sign(canonical_request: &str) -> String {
    [ALGORITHM, "\n", &hex(&Sha256::digest(canonical_request))].concat()
}

/// The signature in lower-case hexadecimal. The key is the secret alone.
pub fn signature(secret: &Secret, string_to_sign: &str) -> String {
    hex(&secret.keyed_v3().chain_update(string_to_sign).finalize().into_bytes())
}

/// Whether `signature` is right. The comparison takes constant time.
pub fn verify(secret: &Secret, string_to_sign: &str, signature: &str) -> bool {
    self::signature(secret, string_to_sign).as_bytes().ct_eq(signature.as_bytes()).into()
}

/// The value of the `authorization` header.
pub fn authorization(key_id: &str, signed_headers: &str, signature: &str) -> String {
    [ALGORITHM, " Credential=", key_id, ",SignedHeaders=", signed_headers, ",Signature=", signature].concat()
}

/// What an `authorization` header says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Authorization<'a> {
    /// Id of the access key.
    pub key_id: &'a str,
    /// Names of the signed headers, joined with `;`.
    pub signed_headers: &'a str,
    /// Signature in lower-case hexadecimal.
    pub signature: &'a str,
}

/// Parses an `authorization` header; `None` if it is not one of this algorithm or if a part is missing. White space
/// around the parts is allowed.
///
/// ```
/// use acs_runtime::sign::v3;
///
/// let parts = v3::parse_authorization("ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-date,Signature=0a1b");
/// assert_eq!(parts.map(|parts| parts.signed_headers), Some("host;x-acs-date"));
/// ```
pub fn parse_authorization(value: &str) -> Option<Authorization<'_>> {
    let parts = value.trim().strip_prefix(ALGORITHM)?.strip_prefix(' ')?;
    let part = |name: &str| parts.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    Some(Authorization { key_id: part("Credential")?, signed_headers: part("SignedHeaders")?, signature: part("Signature")? })
}

impl std::fmt::Debug for Authorization<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authorization")
            .field("key_id", &self.key_id)
            .field("signed_headers", &self.signed_headers)
            .finish_non_exhaustive()
    }
}
