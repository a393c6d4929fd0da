//! Calls of operations by name.

use std::fmt;

use serde_json::Value;

use super::completed::CompletedCall;
use super::preview::{Preview, preview};
use super::raw_list::{RawItems, RawList, RawPages};
use super::{CallFuture, CallOptions, DryRun, Pages, PreparedCall, WithMetadata, decode_as};
use crate::context::Client;
use crate::error::Error;
use crate::operation::{Method, OperationInfo};
use crate::wire::{Param, Params};

/// A call of any operation by its name, even one that this SDK does not know. Parameters are set by their names on the wire, and
/// the reply is returned as JSON, whether the service sent JSON or XML.
///
/// It is signed, retried and classified like any other call. Unless set otherwise, an operation counts as a read if its name
/// begins with `Describe`, `List`, `Get`, `Query` or `Check`.
pub struct RawCall {
    client: Client,
    operation: OperationInfo,
    params: Params,
    options: CallOptions,
}

/// The name of the idempotency token, the same in every operation that takes one.
const CLIENT_TOKEN: &str = "ClientToken";

/// Prefixes of the names of operations that only read.
pub(crate) const READING_VERBS: [&str; 5] = ["Describe", "List", "Get", "Query", "Check"];

impl Client {
    /// Creates a call of any operation by its name.
    pub fn raw_call(&self, action: impl Into<String>) -> RawCall {
        RawCall::new(self.clone(), action.into())
    }
}

impl RawCall {
    pub(crate) fn new(client: Client, name: String) -> Self {
        let service = client.context().service.clone();
        let read_only = READING_VERBS.iter().any(|verb| name.starts_with(verb));
        let operation = OperationInfo { service, name: name.into(), read_only, ..OperationInfo::DEFAULT };
        RawCall { client, operation, params: Params::new(), options: CallOptions::default() }
    }

    /// Sets a parameter by its name on the wire, such as `Tag.1.Key`. A `ClientToken` makes the call safe to retry.
    pub fn param(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        let name = name.into();
        if name == CLIENT_TOKEN {
            self.operation.idempotency_token = Some(CLIENT_TOKEN.into());
        }
        self.params.set(name, value.to_string());
        self
    }

    /// Sets a parameter that is sent in the form body.
    pub fn form_param(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.operation.form = true;
        self.params.insert(Param::new(&name.into(), &value.to_string()).in_form());
        self
    }

    /// Sends it with this HTTP method; `POST` is the default.
    pub fn method(mut self, method: Method) -> Self {
        self.operation.method = method;
        self
    }

    /// Sets whether the operation only reads, so that it may be retried after any failure.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.operation.read_only = read_only;
        self
    }

    /// Sets options that override the client's for this call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the call.
    pub fn send(self) -> CallFuture<Value> {
        CallFuture::new(self.prepare().start(), CompletedCall::into_value)
    }

    /// Sends the call, and returns the reply with its metadata.
    pub fn send_with_metadata(self) -> CallFuture<WithMetadata<Value>> {
        CallFuture::new(self.prepare().start(), WithMetadata::of)
    }

    /// Checks whether the call would succeed, without changing anything (dry run). The operation must have a parameter `DryRun`: an
    /// operation without it would be executed.
    pub fn dry_run(self) -> DryRun {
        DryRun::new(self.param("DryRun", "true").prepare().start())
    }

    /// The pages of the list that the operation returns.
    ///
    /// ```no_run
    /// # use acs_runtime::{Client, Error, RawList};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let mut pages = client.raw_call("DescribeVpcs").pages(RawList::by_page("Vpcs.Vpc"));
    /// while let Some(page) = pages.next().await {
    ///     println!("{}", page?["Vpcs"]["Vpc"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self, list: RawList) -> RawPages {
        let mut call = self;
        call.operation.pagination.clone_from(&list.pagination);
        RawPages::new(Pages::new(call.prepare()), list)
    }

    /// The items of all pages.
    pub fn items(self, list: RawList) -> RawItems {
        RawItems::new(self.pages(list))
    }

    pub(crate) fn into_poll(self) -> (Client, OperationInfo, Params, CallOptions) {
        let RawCall { client, operation, params, options } = self;
        (client, operation, params, options)
    }

    /// The request that the call would send: finds credentials and signs it, but does not send it.
    ///
    /// # Errors
    /// There is no region, or there are no credentials.
    pub async fn preview(self) -> Result<Preview, Error> {
        preview(self.prepare()).await
    }

    fn prepare(self) -> PreparedCall {
        let RawCall { client, operation, params, options } = self;
        PreparedCall { client, operation: operation.into(), params, options, decode: decode_as::<Value> }
    }
}

impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawCall").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}
