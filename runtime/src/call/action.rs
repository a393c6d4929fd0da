//! The operation that is called, whether a spec describes it or not.

use std::borrow::Cow;

use crate::operation::{Method, OperationInfo, ServiceInfo};
use crate::retry::RetryClass;

#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub(crate) service: &'static ServiceInfo,
    pub(crate) name: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) read_only: bool,
    pub(crate) region: bool,
    pub(crate) form: bool,
    pub(crate) request_id: bool,
    pub(crate) idempotency_token: Option<&'static str>,
    pub(crate) retry: &'static [(&'static str, RetryClass)],
}

impl From<&'static OperationInfo> for Action {
    fn from(info: &'static OperationInfo) -> Self {
        Action {
            service: info.service,
            name: Cow::Borrowed(info.name),
            method: info.method,
            read_only: info.read_only,
            region: info.region,
            form: info.form,
            request_id: info.request_id,
            idempotency_token: info.idempotency_token,
            retry: info.retry,
        }
    }
}

impl Action {
    /// An operation of which only the name is known. What its name says about reading is believed.
    pub(crate) fn unknown(service: &'static ServiceInfo, name: String) -> Self {
        let read_only = ["Describe", "List", "Get", "Query", "Check"].iter().any(|verb| name.starts_with(verb));
        Action {
            service,
            name: Cow::Owned(name),
            method: Method::Post,
            read_only,
            region: true,
            form: false,
            request_id: true,
            idempotency_token: None,
            retry: &[],
        }
    }
}
