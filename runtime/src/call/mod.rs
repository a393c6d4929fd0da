//! From a call to its reply.
//!
//! A [`Call`] gathers what is sent; `execute` makes attempts until one succeeds or no more may be made; `attempt` makes one. What
//! is sent is a pure function of parameters, credentials, time and nonce (`request`), and what a reply means is another
//! (`classify`). All of it works on parameters and bytes; only the shells that return a typed future know types.

use std::fmt;
use std::time::Duration;

use crate::context::Client;
use crate::error::Error;
use crate::facts::Shared;
use crate::operation::OperationInfo;
use crate::retry::RetryPolicy;
use crate::wire::{Decode, Encode, Params};

mod ahead;
mod attempt;
mod classify;
mod completed;
mod created;
mod dry_run;
mod execute;
mod futures;
mod item_path;
mod metadata;
mod pager;
mod pages;
mod preview;
mod progress;
mod raw;
mod raw_list;
mod request;
mod required;
mod same_page;
mod secrets;
mod start;

pub(crate) use classify::{DecodeReply, decode_as, ignore};
pub(crate) use completed::CompletedCall;
#[doc(hidden)]
pub use created::created_id;
pub use dry_run::DryRun;
pub use futures::CallFuture;
pub(crate) use futures::{ExecutionFuture, moved};
pub(crate) use item_path::{PathOf, items_at, text_at, value_at};
pub use metadata::{Metadata, WithMetadata};
pub use pages::{Items, Pages};
pub use preview::Preview;
pub use progress::Position;
pub(crate) use raw::READING_VERBS;
pub use raw::RawCall;
pub use raw_list::{RawItems, RawList, RawPages};

/// A call of an operation, to be sent. Generated code wraps it with the operation's parameters.
#[derive(Clone)]
pub struct Call {
    client: Client,
    operation: Shared<OperationInfo>,
    extra: Vec<(String, String)>,
    options: CallOptions,
}

impl Client {
    /// Creates a call of an operation that a spec describes.
    pub fn call(&self, operation: impl Into<Shared<OperationInfo>>) -> Call {
        Call::new(self.clone(), operation.into())
    }
}

impl Call {
    pub(crate) fn new(client: Client, operation: Shared<OperationInfo>) -> Self {
        Call { client, operation, extra: Vec::new(), options: CallOptions::default() }
    }

    /// Sets a parameter by its name on the wire, such as `Tag.1.Key`, even one that the operation's description lacks. It overrides
    /// the same parameter set in another way.
    pub fn param(&mut self, name: String, value: String) {
        self.extra.push((name, value));
    }

    /// Sets options that override the client's for this call.
    pub fn options(&mut self, options: CallOptions) {
        self.options = options;
    }

    /// The client that the call goes through.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Sends the call.
    pub fn send<R: Decode + Default + Send + 'static>(self, request: &dyn Encode) -> CallFuture<R> {
        CallFuture::new(self.prepare(request, decode_as::<R>).start(), CompletedCall::into_value)
    }

    /// Sends the call, and returns the reply with its metadata.
    pub fn send_with_metadata<R: Decode + Default + Send + 'static>(self, request: &dyn Encode) -> CallFuture<WithMetadata<R>> {
        CallFuture::new(self.prepare(request, decode_as::<R>).start(), WithMetadata::of)
    }

    /// Checks whether the call would succeed, without changing anything (dry run).
    pub fn dry_run(self, request: &dyn Encode) -> DryRun {
        let mut prepared = self.prepare(request, ignore);
        prepared.params.set("DryRun", "true");
        DryRun::new(prepared.start())
    }

    /// The request that the call would send: finds credentials and signs it, but does not send it.
    ///
    /// # Errors
    /// There is no region, or there are no credentials.
    pub fn preview(self, request: &dyn Encode) -> impl Future<Output = Result<Preview, Error>> + Send + use<> {
        // The request itself is not kept: a future that holds it could not move between threads.
        preview::preview(self.prepare(request, ignore))
    }

    /// The pages of the list that the operation returns.
    pub fn pages<R: Decode + Default + Send + 'static>(self, request: &dyn Encode) -> Pages<R> {
        Pages::new(self.prepare(request, decode_as::<R>))
    }

    /// The items of all pages.
    pub fn items<R: Decode + Default + Send + 'static + crate::operation::Page>(self, request: &dyn Encode) -> Items<R> {
        Items::new(self.pages(request))
    }

    fn prepare(self, request: &dyn Encode, decode: DecodeReply) -> PreparedCall {
        let mut params = Params::of(request);
        for (name, value) in self.extra {
            params.set(name, value);
        }
        PreparedCall { client: self.client, operation: self.operation, params, options: self.options, decode }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

/// What all attempts of a call share.
#[derive(Clone)]
pub(crate) struct PreparedCall {
    pub(crate) client: Client,
    pub(crate) operation: Shared<OperationInfo>,
    pub(crate) params: Params,
    pub(crate) options: CallOptions,
    /// Decodes the reply into what the caller asked for.
    pub(crate) decode: DecodeReply,
}

impl PreparedCall {
    pub(crate) fn start(self) -> ExecutionFuture {
        ExecutionFuture::new(self)
    }
}

/// Options of one call, which override those of its client.
///
/// ```
/// use std::time::Duration;
/// use acs_runtime::{CallOptions, retry::RetryPolicy};
///
/// let options = CallOptions::new().operation_timeout(Duration::from_secs(10)).retry(RetryPolicy::off());
/// ```
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) operation_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
}

impl CallOptions {
    /// The default time for a call with all its attempts.
    pub const DEFAULT_OPERATION_TIMEOUT: Duration = Duration::from_secs(120);

    /// No overrides.
    pub fn new() -> Self {
        Self::default()
    }

    /// Longest time to establish a connection.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Longest time for one attempt.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Longest time for the call with all its attempts and the waits between them.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.operation_timeout = Some(timeout);
        self
    }

    /// When to retry a failed attempt.
    pub fn retry(mut self, policy: impl Into<RetryPolicy>) -> Self {
        self.retry = Some(policy.into());
        self
    }
}
