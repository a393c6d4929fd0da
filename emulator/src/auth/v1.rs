//! Verifies signature V1: HMAC-SHA1 over every parameter, wherever it travels.

use acs_runtime::sign::{Secret, canonical_query, v1};

use super::{Claim, incomplete, mismatch, required, unknown_method};
use crate::incoming::Incoming;
use crate::service_error::ServiceError;

pub(super) fn claim(incoming: &Incoming) -> Result<Claim<'_>, ServiceError> {
    let claim = Claim {
        key_id: required(incoming.parameter("AccessKeyId"), "AccessKeyId")?,
        time: required(incoming.parameter("Timestamp"), "Timestamp")?,
        nonce: required(incoming.parameter("SignatureNonce"), "SignatureNonce")?,
        token: incoming.parameter("SecurityToken"),
    };
    let method = required(incoming.parameter("SignatureMethod"), "SignatureMethod")?;
    if method != "HMAC-SHA1" {
        return Err(unknown_method(method));
    }
    let version = required(incoming.parameter("SignatureVersion"), "SignatureVersion")?;
    if version != "1.0" {
        let message = format!("The signature version {version} is not supported.");
        return Err(ServiceError::new(400, "InvalidSignatureVersion", message));
    }
    Ok(claim)
}

/// The canonical query of everything that is signed.
pub(super) fn canonical(incoming: &Incoming) -> String {
    canonical_query(incoming.parameters().filter(is_signed))
}

/// Whether a parameter is one that the signature covers.
pub(super) fn is_signed((name, _): &(&str, &str)) -> bool {
    *name != "Signature"
}

pub(super) fn verify(incoming: &Incoming, secret: &Secret) -> Result<(), ServiceError> {
    let canonical = canonical(incoming);
    let string_to_sign = v1::string_to_sign(incoming.method.as_str(), &canonical);
    match incoming.parameter("Signature").filter(|signature| !signature.is_empty()) {
        None => Err(incomplete(&format!("server string to sign is:{string_to_sign}"))),
        Some(signature) if v1::verify(secret, &string_to_sign, signature) => Ok(()),
        Some(_) => Err(mismatch(&string_to_sign)),
    }
}
