//! Bearer tokens: no signature, the token is the proof.

use std::sync::Arc;

use crate::auth::{Keys, Session};
use crate::envelope::Scheme;
use crate::incoming::Incoming;
use crate::service_error::ServiceError;

/// The token of a request that is authenticated by one.
pub(super) fn token(incoming: &Incoming, scheme: Scheme) -> Option<&str> {
    match scheme {
        Scheme::V1 if incoming.parameter("SignatureType") == Some("BEARERTOKEN") => {
            Some(incoming.parameter("BearerToken").unwrap_or(""))
        }
        Scheme::V1 => None,
        Scheme::V3 => incoming.header("x-acs-bearer-token"),
    }
}

pub(super) fn authenticate(token: &str, keys: &Keys) -> Result<Arc<Session>, ServiceError> {
    keys.bearer(token).map(Arc::new).ok_or_else(|| {
        let message = "Specified bearer token is not valid. Give the emulator the tokens to accept with `Builder::bearer_token`.";
        ServiceError::new(400, "InvalidSecurityToken.Malformed", message)
    })
}
