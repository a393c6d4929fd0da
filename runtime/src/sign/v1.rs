//! Signature V1: HMAC-SHA1 over every parameter, `SignatureVersion` 1.0.
//!
//! These functions are independent of requests, so verifiers and tools can use them as well as the client.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ctutils::CtEq;
use sha1::Sha1;
use zeroize::Zeroizing;

use super::encoding::push_encoded;
use super::mac::hmac;
use super::secret::Secret;

/// What is signed: the method, the path `/`, and the [canonical query](super::canonical_query) encoded once more.
///
/// The canonical query holds every parameter but `Signature`, no matter whether it travels in the query or in a form body.
///
/// ```
/// use acs_runtime::sign::v1;
///
/// assert_eq!(v1::string_to_sign("GET", "Action=DescribeVpcs&Name=a%20b"), "GET&%2F&Action%3DDescribeVpcs%26Name%3Da%2520b");
/// ```
pub fn string_to_sign(method: &str, canonical_query: &str) -> String {
    // Every `=`, `&` and `%` of the query grows by two characters: half as much again is enough for nearly all requests.
    let mut text = String::with_capacity(method.len() + 5 + canonical_query.len() + canonical_query.len() / 2);
    text.push_str(method);
    text.push_str("&%2F&");
    push_encoded(&mut text, canonical_query);
    text
}

/// The signature in base64, not yet percent-encoded. The key is the secret followed by `&`.
pub fn signature(secret: &Secret, string_to_sign: &str) -> String {
    let key = Zeroizing::new(format!("{}&", secret.expose()));
    STANDARD.encode(hmac::<Sha1>(key.as_bytes(), string_to_sign.as_bytes()))
}

/// Whether `signature` is right. The comparison takes constant time.
pub fn verify(secret: &Secret, string_to_sign: &str, signature: &str) -> bool {
    self::signature(secret, string_to_sign).as_bytes().ct_eq(signature.as_bytes()).into()
}
