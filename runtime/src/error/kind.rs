//! The kinds of errors.

/// Where a call went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service refused the request, and said why: [`Error::code`](crate::Error::code) and [`Error::message`](crate::Error::message). There is no code if the reply has none
    /// and denies success nevertheless, as with `Success` that is false.
    ///
    /// Troubleshooting: the code decides. `Display` ends with what to do about the common ones, and
    /// [`ServiceError::recommend`](crate::error::ServiceError::recommend) is the service's own page about the incident.
    Service,
    /// No reply came, because there was no connection or it was lost.
    ///
    /// Troubleshooting: check region and endpoint, name resolution, proxies and firewalls.
    Transport,
    /// Time ran out.
    ///
    /// Troubleshooting: set a longer time on the client's builder, or for this call in `CallOptions`. Whether the service did what
    /// was asked is not known, unless the call only reads.
    Timeout,
    /// The reply is not the service's: not JSON or XML, without a request id, or an error without a code. A gateway, a proxy or a
    /// captive portal sent it.
    ///
    /// Troubleshooting: the message says what the reply is and which host was asked; [`Error::reply`](crate::Error::reply) has status, headers and
    /// body.
    Reply,
    /// The service reported success, but the reply has a list that does not fit its type. A field that does not fit is not an error:
    /// see [`Metadata::faults`](crate::Metadata::faults).
    ///
    /// Troubleshooting: the service has done what was asked; [`Error::reply`](crate::Error::reply) has the body. The spec of the operation is wrong
    /// and should be corrected.
    Decode,
    /// The pages of a list contradict what the service announced: items are missing, or the list has no end. All pages that there
    /// are came before this error.
    ///
    /// Troubleshooting: list again; resources that are deleted meanwhile can do it. If it stays so, the service counts items that
    /// it does not show, and [`Pages::allow_incomplete`](crate::Pages::allow_incomplete) takes the list as it is.
    Incomplete,
    /// There are no credentials to sign with.
    ///
    /// Troubleshooting: the message lists what was tried.
    Credentials,
    /// The client or the call is set up in a way that cannot work, or a required parameter is blank: empty, or nothing but white space
    /// and invisible characters. Nothing was sent.
    ///
    /// Troubleshooting: the message names the setting or the parameter.
    Config,
    /// A wait ended without what was waited for.
    ///
    /// Troubleshooting: the message has the last state and the time; a wait that ran out of time can be started again.
    Wait,
    /// An interceptor stopped the call.
    ///
    /// Troubleshooting: the source is the interceptor's error.
    Interceptor,
}
