//! A call that has succeeded.

use std::borrow::Cow;
use std::time::Duration;

use super::classify::DecodedReply;
use crate::error::{Error, ErrorKind};

/// A successful reply, and how the call went.
pub(crate) struct CompletedCall {
    pub(crate) operation: Cow<'static, str>,
    pub(super) reply: DecodedReply,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl CompletedCall {
    /// The reply's fields, which were decoded into the type that the call was made with.
    ///
    /// # Errors
    /// `R` is not the type that the call was made with.
    pub(crate) fn into_value<R: 'static>(self) -> Result<R, Error> {
        self.split().map(|(value, _)| value)
    }

    /// The reply's fields, and the rest.
    pub(super) fn split<R: 'static>(mut self) -> Result<(R, Self), Error> {
        let value = std::mem::replace(&mut self.reply.value, Box::new(()));
        match value.downcast::<R>() {
            Ok(value) => Ok((*value, self)),
            Err(_) => Err(Error::new(ErrorKind::Decode, "the reply was decoded as another type").with_operation(self.operation)),
        }
    }
}
