//! Signature V1: HMAC-SHA1 over every parameter, `SignatureVersion` 1.0.
//!
//! These functions are independent of requests, so verifiers and tools can use them as well as the client.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ctutils::CtEq;
use hmac::Mac;

use super::encoding::push_encoded;
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
    let mut text = beginning(method, canonical_query.len());
    push_encoded(&mut text, canonical_query);
    text
}

/// What stands before the canonical query, with room for one of about this length.
pub(super) fn beginning(method: &str, length: usize) -> String {
    // Every `=`, `&` and `%` of the query grows by two characters: half as much again is enough for nearly all requests.
    let mut text = String::with_capacity(method.len() + 5 + length + length / 2);
    text.push_str(method);
    text.push_str("&%2F&");
    text
}

/// The signature in base64, not yet percent-encoded. The key is the secret followed by `&`.
pub fn signature(secret: &Secret, string_to_sign: &str) -> String {
    as_text(&digits(secret, string_to_sign)).to_owned()
}

/// The 28 digits of the signature in base64.
pub(super) fn digits(secret: &Secret, string_to_sign: &str) -> [u8; 28] {
    let mut digits = [0; 28];
    let signature = secret.keyed_v1().chain_update(string_to_sign).finalize().into_bytes();
    let written = STANDARD.encode_slice(signature, &mut digits);
    debug_assert_eq!(written, Ok(28), "20 bytes are 28 digits");
    digits
}

/// The text of a signature's digits, which are ASCII.
pub(super) fn as_text(digits: &[u8; 28]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}

/// Whether `signature` is right. The comparison takes constant time.
pub fn verify(secret: &Secret, string_to_sign: &str, signature: &str) -> bool {
    self::signature(secret, string_to_sign).as_bytes().ct_eq(signature.as_bytes()).into()
}
