//! Who sends a request, and whether it is really them.
//!
//! A verifier decodes what arrived and recomputes the signature. It needs no knowledge of how the client encoded.

mod access_key;
mod bearer;
mod explain;
mod keys;
mod nonces;
mod v1;
mod v3;
#[cfg(test)]
mod vectors;

pub use access_key::AccessKey;
pub(crate) use explain::explain;
pub(crate) use keys::{ACCOUNT, Keys, Session, role_id};
pub(crate) use nonces::Nonces;

use std::sync::Arc;

use acs_runtime::sign::Secret;

use crate::clock;
use crate::envelope::{Envelope, Scheme, present};
use crate::incoming::Incoming;
use crate::service_error::ServiceError;
use nonces::Nonce;

/// How far a request's time may be from the emulator's, in milliseconds.
const WINDOW: u64 = 15 * 60 * 1000;

/// What a request offers as proof, before any of it is checked.
pub(super) struct Claim<'i> {
    key_id: &'i str,
    time: &'i str,
    nonce: &'i str,
    token: Option<&'i str>,
}

/// The time, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// By the clock that requests are signed by.
    pub(crate) wire: u64,
    /// By the clock that temporary keys end by.
    pub(crate) state: u64,
}

/// A request that names a key, whose signature is yet to be verified.
pub(crate) struct Claimant<'i> {
    session: Arc<Session>,
    /// What is left to be verified; `None` for a bearer token, which is its own proof.
    signed: Option<(Claim<'i>, Nonce)>,
    scheme: Scheme,
    times: Times,
}

/// Checks the key, the time and the nonce, in this order. Then follow [`Claimant::verify`], which takes most of the time and needs
/// nothing that other requests change, and [`Claimant::accept`].
pub(crate) fn identify<'i>(
    incoming: &'i Incoming,
    envelope: &Envelope,
    keys: &Keys,
    nonces: &mut Nonces,
    times: Times,
) -> Result<Claimant<'i>, ServiceError> {
    let scheme = envelope.scheme;
    if let Some(token) = bearer::token(incoming, scheme) {
        return Ok(Claimant { session: bearer::authenticate(token, keys)?, signed: None, scheme, times });
    }
    let claim = match scheme {
        Scheme::V1 => v1::claim(incoming)?,
        Scheme::V3 => v3::claim(incoming)?,
    };
    let session = keys.session(claim.key_id)?;
    check_time(claim.time, times.wire)?;
    let nonce = Nonce::new(claim.key_id, claim.nonce);
    nonces.check(nonce, times.wire)?;
    Ok(Claimant { session, signed: Some((claim, nonce)), scheme, times })
}

impl Claimant<'_> {
    /// Checks the signature.
    pub(crate) fn verify(&self, incoming: &Incoming) -> Result<(), ServiceError> {
        match (&self.signed, self.scheme) {
            (None, _) => Ok(()),
            (Some(_), Scheme::V1) => v1::verify(incoming, &self.session.secret),
            (Some(_), Scheme::V3) => v3::verify(incoming, &self.session.secret),
        }
    }

    /// Uses the nonce up, which only a request does that is really the key's, and checks the security token. Returns the key's
    /// session.
    pub(crate) fn accept(self, nonces: &mut Nonces) -> Result<Arc<Session>, ServiceError> {
        if let Some((claim, nonce)) = &self.signed {
            nonces.use_up(*nonce, self.times.wire)?;
            check_token(&self.session, claim.token.filter(|token| !token.is_empty()), self.times.state)?;
        }
        Ok(self.session)
    }
}

fn check_time(time: &str, now: u64) -> Result<(), ServiceError> {
    let Some(time) = clock::parse(time) else {
        let message = "Specified time stamp or date value is not well formatted: it must be like 2024-05-17T12:02:09Z.";
        return Err(ServiceError::new(400, "InvalidTimeStamp.Format", message));
    };
    match time.abs_diff(now) <= WINDOW {
        true => Ok(()),
        false => Err(ServiceError::new(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")),
    }
}

fn check_token(session: &Session, token: Option<&str>, now: u64) -> Result<(), ServiceError> {
    let refuse = |code: &str, message: &str| Err(ServiceError::new(400, code, message));
    match (&session.token, token) {
        (None, None) => Ok(()),
        (None, Some(_)) => refuse("InvalidSecurityToken.MismatchWithAccessKey", "Specified access key takes no SecurityToken."),
        (Some(_), None) => refuse("MissingSecurityToken", "SecurityToken is required for a temporary access key."),
        (Some(right), Some(token)) if *right != Secret::from(token) => {
            refuse("InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey.")
        }
        _ if session.expires.is_some_and(|expires| expires <= now) => {
            refuse("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
        }
        _ => Ok(()),
    }
}

/// The service returns the text that it signed, so that a client can compare.
fn mismatch(string_to_sign: &str) -> ServiceError {
    let message = format!("Specified signature is not matched with our calculation. server string to sign is:{string_to_sign}");
    ServiceError::new(400, "SignatureDoesNotMatch", message)
}

fn incomplete(why: &str) -> ServiceError {
    ServiceError::new(400, "IncompleteSignature", format!("The request signature does not conform to Aliyun standards. {why}"))
}

fn unknown_method(method: &str) -> ServiceError {
    let message = format!("The signature method {method} is not supported.");
    ServiceError::new(400, "InvalidSignatureMethod", message)
}

/// A parameter or header of the signature that must be there.
fn required<'v>(value: Option<&'v str>, name: &str) -> Result<&'v str, ServiceError> {
    present(value, name)
}
