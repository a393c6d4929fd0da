//! Verifies signature V3: ACS3-HMAC-SHA256 over method, path, query, the headers that the client chose, and the body.

use acs_runtime::sign::{Secret, canonical_query, v3};

use super::{Claim, incomplete, mismatch, required, unknown_method};
use crate::incoming::Incoming;
use crate::service_error::ServiceError;

pub(super) fn claim(incoming: &Incoming) -> Result<Claim<'_>, ServiceError> {
    Ok(Claim {
        key_id: authorization(incoming)?.key_id,
        time: required(incoming.header("x-acs-date"), "x-acs-date")?,
        nonce: required(incoming.header("x-acs-signature-nonce"), "x-acs-signature-nonce")?,
        token: incoming.header("x-acs-security-token"),
    })
}

pub(super) fn verify(incoming: &Incoming, secret: &Secret) -> Result<(), ServiceError> {
    let authorization = authorization(incoming)?;
    let hash = required(incoming.header("x-acs-content-sha256"), "x-acs-content-sha256")?;
    let headers = signed_headers(incoming, authorization.signed_headers)?;
    let query = canonical_query(incoming.query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let canonical = v3::canonical_request(incoming.method.as_str(), &incoming.path, &query, &headers, hash);
    let string_to_sign = v3::string_to_sign(&canonical);
    if !v3::verify(secret, &string_to_sign, authorization.signature) {
        return Err(mismatch(&string_to_sign));
    }
    match v3::hash(&incoming.body) == hash {
        true => Ok(()),
        false => Err(incomplete("x-acs-content-sha256 is not the SHA-256 of the body that arrived.")),
    }
}

pub(super) fn authorization(incoming: &Incoming) -> Result<v3::Authorization<'_>, ServiceError> {
    let value = required(incoming.header("authorization"), "Authorization")?;
    let algorithm = value.trim_start().split(' ').next().unwrap_or_default();
    if algorithm != v3::ALGORITHM {
        return Err(unknown_method(algorithm));
    }
    v3::parse_authorization(value).ok_or_else(|| incomplete("Authorization must hold Credential, SignedHeaders and Signature."))
}

/// The headers that the client says it signed, with their values as they arrived.
pub(super) fn signed_headers<'a>(incoming: &Incoming, names: &'a str) -> Result<Vec<v3::Header<'a>>, ServiceError> {
    let names: Vec<&str> = names.split(';').collect();
    let must_be_signed = |name: &str| name == "host" || name == "content-type" || name.starts_with("x-acs-");
    let left_out = incoming.headers.keys().map(|name| name.as_str()).find(|name| must_be_signed(name) && !names.contains(name));
    if let Some(name) = left_out {
        return Err(incomplete(&format!("The header {name} must be signed.")));
    }
    let header = |name: &&'a str| {
        let mut values: Vec<&str> =
            incoming.headers.get_all(*name).iter().filter_map(|value| value.to_str().ok()).map(str::trim).collect();
        values.sort_unstable();
        match values.is_empty() {
            true => Err(incomplete(&format!("The signed header {name} is not there."))),
            false => Ok(((*name).into(), values.join(",").into())),
        }
    };
    names.iter().map(header).collect()
}
