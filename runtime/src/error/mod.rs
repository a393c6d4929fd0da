//! The error of a call.

use std::any::Any;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use crate::error_code::{self, match_code};
use crate::facts::Names;
use crate::operation::{Operation, RetryClass};
use crate::reply::HttpReply;

pub(crate) mod advice;
mod display;
mod history;
mod kind;
mod service;

pub use advice::advice_for;
pub(crate) use history::AttemptHistory;
pub use history::Stopped;
pub use kind::ErrorKind;
pub use service::{AccessDenied, ServiceError};

/// A call that did not succeed.
///
/// It is one pointer in size. `Display` writes one line: the operation that failed, the reason, the request id, and what to do about
/// it. `Debug` writes the same as fields. Neither shows a secret, a parameter marked sensitive, or the content of a successful
/// reply, and all text from a server is bounded and [sanitized](crate::sanitize).
///
/// - [`kind`](Self::kind) says where the call failed, [`code`](Self::code) is the service's error code.
/// - [`is_not_found`](Self::is_not_found), [`is_throttling`](Self::is_throttling) and the like answer the usual questions.
/// - [`code_of`](Self::code_of) gives the code as the enum of an operation.
///
/// ```no_run
/// # use acs_runtime::{Error, error::ErrorKind};
/// # fn example(error: Error) {
/// if error.is_not_found() {
///     println!("gone already");
/// } else if error.kind() == ErrorKind::Credentials {
///     println!("sign in first: {error}");
/// }
/// # }
/// ```
pub struct Error(Box<Details>);

#[derive(Debug)]
struct Details {
    kind: ErrorKind,
    operation: Option<Cow<'static, str>>,
    message: Cow<'static, str>,
    service: Option<ServiceError>,
    reply: Option<HttpReply>,
    /// What the reply's header says, fit to be shown.
    request_id: Option<String>,
    class: RetryClass,
    /// The request surely did not reach the service.
    unsent: bool,
    advice: Option<Cow<'static, str>>,
    history: Option<AttemptHistory>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    /// The reply of the call that a failed wait followed.
    created: Option<Box<dyn Any + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Error(Box::new(Details {
            kind,
            operation: None,
            message: message.into(),
            service: None,
            reply: None,
            request_id: None,
            class: RetryClass::None,
            unsent: false,
            advice: None,
            history: None,
            source: None,
            created: None,
        }))
    }

    pub(crate) fn config(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    /// An interceptor's own error: a hook returns it to stop the call.
    pub fn interceptor(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Interceptor, "an interceptor stopped the call").with_source(source)
    }

    pub(crate) fn of_service(service: ServiceError) -> Self {
        let mut error = Self::new(ErrorKind::Service, service.message().to_owned());
        error.0.service = Some(service);
        error
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_operation(mut self, operation: impl Into<Cow<'static, str>>) -> Self {
        self.0.operation.get_or_insert_with(|| operation.into());
        self
    }

    pub(crate) fn with_reply(mut self, reply: HttpReply) -> Self {
        self.0.reply = Some(reply);
        self
    }

    pub(crate) fn with_request_id(mut self, request_id: String) -> Self {
        self.0.request_id = Some(request_id);
        self
    }

    pub(crate) fn with_class(mut self, class: RetryClass) -> Self {
        self.0.class = class;
        self
    }

    pub(crate) fn unsent(mut self) -> Self {
        self.0.unsent = true;
        self
    }

    /// Says what to do, unless something more to the point was said before.
    pub(crate) fn advise(mut self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.0.advice.get_or_insert_with(|| advice.into());
        self
    }

    pub(crate) fn with_attempt_history(mut self, history: AttemptHistory) -> Self {
        self.0.history = Some(history);
        self
    }

    pub(crate) fn with_created(mut self, reply: impl Any + Send + Sync) -> Self {
        self.0.created = Some(Box::new(reply));
        self
    }

    pub(crate) fn was_unsent(&self) -> bool {
        self.0.unsent
    }

    /// Where it went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The wire name of the operation that was called.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The service's error code, like `InvalidVpcId.NotFound`. Codes are compared as a whole and with case.
    pub fn code(&self) -> Option<&str> {
        self.0.service.as_ref().map(ServiceError::code)
    }

    /// The service's error code as one of those that operation `O` documents; `None` for any other, which
    /// [`code`](Self::code) still gives. Where the documentation has a template, such as `MissingParam.%s`, the variant holds the
    /// text in place of `%s`.
    pub fn code_of<O: Operation>(&self) -> Option<O::Code> {
        error_code::find(O::CODES, self.code()?)
    }

    /// The reason, in the service's words or in ours.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// HTTP status of the reply.
    pub fn status(&self) -> Option<u16> {
        self.0.reply.as_ref().map(HttpReply::status)
    }

    /// The id that the service gave to the request: what its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        let of_service = self.0.service.as_ref().and_then(ServiceError::request_id);
        of_service.or(self.0.request_id.as_deref())
    }

    /// All that the service said about the error.
    pub fn service(&self) -> Option<&ServiceError> {
        self.0.service.as_ref()
    }

    /// The reply as it came, if one came. Its body may hold what must not be logged.
    pub fn reply(&self) -> Option<&HttpReply> {
        self.0.reply.as_ref()
    }

    /// The reply of a call that succeeded before the wait after it failed: what was created is there, whatever state it is in.
    ///
    /// ```no_run
    /// # use acs_runtime::{CallAndWait, Error};
    /// # #[derive(Default)] struct CreateVpcResponse { vpc_id: Option<String> }
    /// # async fn example(creation: CallAndWait<CreateVpcResponse>) {
    /// if let Err(error) = creation.await
    ///     && let Some(created) = error.created::<CreateVpcResponse>()
    /// {
    ///     println!("remove {:?}: {error}", created.vpc_id);
    /// }
    /// # }
    /// ```
    pub fn created<R: 'static>(&self) -> Option<&R> {
        self.0.created.as_ref()?.downcast_ref()
    }

    /// What to do about it, if that is known.
    pub fn advice(&self) -> Option<&str> {
        self.0.advice.as_deref()
    }

    /// Whether a retry may succeed, and under which condition.
    pub fn retry_class(&self) -> RetryClass {
        self.0.class
    }

    /// How many attempts were made; 0 if the call failed before the first.
    pub fn attempts(&self) -> u32 {
        self.0.history.as_ref().map_or(0, |history| history.attempts)
    }

    /// How long the call took, with all attempts and waits.
    pub fn elapsed(&self) -> Duration {
        self.0.history.as_ref().map_or(Duration::ZERO, |history| history.elapsed)
    }

    /// What was retried, and how long each wait before it was.
    pub fn waits(&self) -> &[(RetryClass, Duration)] {
        self.0.history.as_ref().map_or(&[], |history| &history.waits)
    }

    /// Why there was no further attempt; `None` if the call failed before the first.
    pub fn stopped(&self) -> Option<Stopped> {
        self.0.history.as_ref().map(|history| history.stopped)
    }

    /// Whether the same call may succeed later. The client has already retried as often as its policy allows.
    pub fn is_retryable(&self) -> bool {
        self.0.class != RetryClass::None
    }

    /// Whether the service had too many requests.
    pub fn is_throttling(&self) -> bool {
        self.0.class == RetryClass::Throttled
    }

    /// Whether the resource is busy with another change.
    pub fn is_busy(&self) -> bool {
        self.0.class == RetryClass::Busy
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the service reports that something does not exist. It does so with codes such as `InvalidVpcId.NotFound` and various
    /// statuses; a 404 without such a code is a wrong address, not a missing resource.
    ///
    /// A program acts on this answer, so an error reply that names no request id does not count: the service names one in every
    /// reply, while gateways of all kinds answer with a code such as `NotFound` for an address that they do not know.
    pub fn is_not_found(&self) -> bool {
        self.request_id().is_some()
            && self.code().is_some_and(|code| {
                let code = code.to_ascii_lowercase();
                let about_the_call = ["invalidaction.", "invalidapi.", "invalidproduct.", "invalidaccesskeyid."];
                code.contains("notfound") && !about_the_call.iter().any(|prefix| code.starts_with(prefix))
            })
    }

    /// Whether the service gave one of these codes.
    pub(crate) fn has_code_of(&self, codes: &Names) -> bool {
        self.request_id().is_some() && self.code().is_some_and(|code| codes.iter().any(|known| match_code(known, code).is_some()))
    }

    /// Whether the caller may not do this.
    pub fn is_permission_denied(&self) -> bool {
        // `Forbbiden` is how the service spells some codes.
        self.code().is_some_and(|code| {
            ["Forbidden", "Forbbiden", "NoPermission"].iter().any(|prefix| code.starts_with(prefix)) && !self.is_not_found()
        })
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
