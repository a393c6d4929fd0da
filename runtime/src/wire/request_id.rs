//! The response of the many operations that return nothing but the request's ID: one type, compiled once.

use super::{Decode, DecodeError, Encode, Fields, Reader};

/// A response that has the ID of the request and nothing else.
#[derive(Clone, Default)]
pub struct RequestIdResponse {
    /// ID of the request.
    pub request_id: Option<String>,
}

impl Encode for RequestIdResponse {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        to.string("RequestId", &self.request_id);
    }
}

impl Decode for RequestIdResponse {
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError> {
        match name {
            "RequestId" => value.string(&mut self.request_id),
            _ => value.skip(),
        }
    }
}

crate::__data!(RequestIdResponse);
#[cfg(feature = "serde")]
crate::__serde!(RequestIdResponse);
