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

/// A call of any operation by its name, also one that this SDK does not know: parameters go in by their names on the wire,
/// and the reply comes out as JSON, whether the service sent JSON or XML.
///
/// It is signed, retried and classified like any other call. Unless set otherwise, an operation counts as a read if its name
/// begins with `Describe`, `List`, `Get`, `Query` or `Check`.
pub struct RawCall {
    client: Client,
    operation: OperationInfo,
    params: Params,
    options: CallOptions,
}

/// What every operation that takes an idempotency token calls it.
const CLIENT_TOKEN: &str = "ClientToken";

/// How the name of an operation that only reads begins.
pub(crate) const READING_VERBS: [&str; 5] = ["Describe", "List", "Get", "Query", "Check"];

impl Client {
    /// Begins a call of any operation by its name.
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

    /// Sets a parameter by its name on the wire, like `Tag.1.Key`. A `ClientToken` makes it safe to repeat the call.
    pub fn param(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        let name = name.into();
        if name == CLIENT_TOKEN {
            self.operation.idempotency_token = Some(CLIENT_TOKEN.into());
        }
        self.params.set(name, value.to_string());
        self
    }

    /// Sets a parameter that travels in the form body.
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

    /// Says whether the operation only reads, so that it may be repeated whatever happened.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.operation.read_only = read_only;
        self
    }

    /// Sets what differs for this call from what the client is set up for.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the call.
    pub fn send(self) -> CallFuture<Value> {
        CallFuture::new(self.prepare().start(), CompletedCall::into_value)
    }

    /// Sends the call, and keeps what came with the reply.
    pub fn send_with_metadata(self) -> CallFuture<WithMetadata<Value>> {
        CallFuture::new(self.prepare().start(), WithMetadata::of)
    }

    /// Asks whether the call would succeed. The operation must have a parameter `DryRun`: one that has none would be done.
    pub fn dry_run(self) -> DryRun {
        DryRun::new(self.param("DryRun", "true").prepare().start())
    }

    /// The list that the operation gives, in pages.
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

    /// What the call would send. It finds credentials and signs, and sends nothing.
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
