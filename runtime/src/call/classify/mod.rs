//! What a reply means: a success of the service, an error of the service, or something that the service did not send.
//!
//! A status of 200 proves nothing: captive portals, sign-in pages, firewalls and gateways answer with it too, and what they send
//! can be an object without a single field that an operation knows. Taken for a success, it would be an empty list. So a reply is
//! a success only if the service shows in it:
//!
//! - It is JSON or XML, and in XML the root element is the operation's own, as in `<DescribeVpcsResponse>`.
//! - It has a `RequestId`, where the operation declares one: the service names the request in every reply. A reply that has
//!   declared fields but no `RequestId` is not a success either: a cache, a stub or a gateway sent it, and its list may be
//!   incomplete. The error holds the reply, so that a program can still use it.
//! - Where the operation declares no `RequestId`, the reply has one nevertheless, or the header `x-acs-request-id`, or any field that
//!   the operation declares.
//! - It has no error code: a `Code` other than `200`, `OK` and `Success`, in any case, is an error whatever the status is. That is the
//!   rule of the service's older SDK for Node, pop-core, and the nine operations that declare a `Code` answer with `200`. Blank text,
//!   zero and `false` are not error codes, also when written as text, as in XML. Of several codes, one error code is enough for an
//!   error. An object or a list in place of a code is an error as well.
//! - It does not say `Success` is false. All fourteen operations that declare the field say with it whether the call succeeded.
//! - It has no `error`, `errors`, `errorCode` or `errCode` with something in it, which is how gateways and other services report.
//!   Capitalised they count as well, unless the operation declares the field, or is not described at all.
//!
//! If one of two request ids is blank, the other is used.
//!
//! A success is decoded as it is read, which takes less than half of what a tree takes. Where anything in it may mean something else, an
//! error code, a value that does not fit, or text that is not valid, the tree of the reply decides, as it does for XML with more than
//! elements and text, and for every other status.

mod body;
mod failure;
mod foreign;
mod web_page;

use std::any::Any;
use std::borrow::Cow;
use std::time::SystemTime;

use http::header::CONTENT_TYPE;

use self::body::Body;
use super::secrets::Secrets;
use crate::error::{Error, ErrorKind, ServiceError};
use crate::operation::OperationInfo;
use crate::reply::HttpReply;
use crate::retry::{RetryClass, class_of, stated_wait};
use crate::sanitize::{MAX_NAME_BYTES, is_plain, sanitize};
use crate::sign;
use crate::wire::{DecodeError, DecodeReport, FromNode, Node, Reader, TextReply, read_reply};

/// Decodes a reply into the type that the caller asked for, which nothing between here and the caller knows.
pub(crate) type DecodeReply = fn(Reader<'_>) -> Result<Box<dyn Any + Send>, DecodeError>;

/// Decodes a reply into `R`.
pub(crate) fn decode_as<R: FromNode + Default + Send + 'static>(reader: Reader<'_>) -> Result<Box<dyn Any + Send>, DecodeError> {
    Ok(Box::new(R::read(reader)?.unwrap_or_default()))
}

/// Ignores the fields of a reply.
pub(crate) fn ignore(_: Reader<'_>) -> Result<Box<dyn Any + Send>, DecodeError> {
    Ok(Box::new(()))
}

/// What classification must know besides the reply.
pub(super) struct ReplyContext<'a> {
    pub(super) operation: &'a OperationInfo,
    pub(super) decode: DecodeReply,
    /// The host that was asked.
    pub(super) host: &'a str,
    pub(super) now: SystemTime,
    /// What must not show up in an error, even if the reply repeats it.
    pub(super) secrets: Secrets<'a>,
    /// What the client signed.
    pub(super) string_to_sign: Option<&'a str>,
}

/// A success of the service.
pub(super) struct DecodedReply {
    pub(super) reply: HttpReply,
    pub(super) request_id: Option<String>,
    pub(super) value: Box<dyn Any + Send>,
    pub(super) report: DecodeReport,
}

impl DecodedReply {
    /// What a trace shows of it: the status and the request id.
    pub(super) fn traced(&self) -> (u16, Option<&str>) {
        (self.reply.status(), self.request_id.as_deref())
    }
}

/// What of a success is not the reply itself.
type Content = (Option<String>, Box<dyn Any + Send>, DecodeReport);

/// Decodes a reply, or says what kind of error it is.
pub(super) fn classify_response(reply: HttpReply, context: &ReplyContext<'_>) -> Result<DecodedReply, Error> {
    let outcome = context.read_success(&reply).map_or_else(|| context.of_tree(&reply), Ok);

    match outcome {
        Ok((request_id, value, report)) => Ok(DecodedReply { reply, request_id, value, report }),
        Err(error) => {
            let error = match reply.request_id() {
                Some(id) => error.with_request_id(context.name(id)),
                None => error,
            };
            Err(error.with_reply(reply))
        }
    }
}

impl ReplyContext<'_> {
    /// A success, decoded as it is read. `None` if it may be anything else, which its tree shows.
    fn read_success(&self, reply: &HttpReply) -> Option<Content> {
        if !reply.is_success() {
            return None;
        }
        let TextReply { value, request_id, report } =
            read_reply(body::json_or_xml(reply)?, |root| self.is_own_root(root), self.decode)?;
        let stated = reply.request_id();
        let known = match &request_id {
            Some(_) => true,
            None => !self.operation.request_id && (stated.is_some() || report.has_known_fields()),
        };
        known.then(|| (stated.map(Cow::Borrowed).or(request_id.map(Cow::Owned)).map(|id| self.id(id)), value, report))
    }

    /// What the tree of a reply's body says.
    fn of_tree(&self, reply: &HttpReply) -> Result<Content, Error> {
        let body = Body::of(reply);
        match (reply.status(), &body) {
            (200..300, Body::Object { root, node }) => self.success(reply, root.as_deref(), node),
            (_, Body::Object { node, .. }) => Err(self.refusal(reply, node).unwrap_or_else(|| self.foreign(reply, &body))),
            _ => Err(self.foreign(reply, &body)),
        }
    }

    fn success(&self, reply: &HttpReply, root: Option<&str>, node: &Node<'_>) -> Result<Content, Error> {
        if let Some(error) = self.refusal(reply, node) {
            return Err(error);
        }
        if let Some(root) = root
            && !self.is_own_root(root)
        {
            return Err(self.foreign_root(root));
        }
        let request_id = request_id(node);
        if request_id.is_none() && self.operation.request_id {
            return Err(self.anonymous(node));
        }
        let mut report = DecodeReport::default();
        let value = (self.decode)(Reader::new(node, &mut report));
        let shows_nothing = value.is_ok() && !report.has_known_fields();
        if request_id.is_none() && reply.request_id().is_none() && root.is_none() && shows_nothing {
            return Err(self.anonymous(node));
        }
        if let Some(failure) = self.failure(node) {
            return Err(failure);
        }
        let value = value.map_err(|error| {
            Error::new(ErrorKind::Decode, "the reply does not fit the operation's description").with_source(error)
        })?;
        let id = reply.request_id().map(Cow::Borrowed).or(request_id).map(|id| self.id(id));
        Ok((id, value, report))
    }

    /// Whether the root element of a reply in XML is the operation's own.
    fn is_own_root(&self, root: &str) -> bool {
        root.strip_suffix("Response") == Some(self.operation.name.as_ref())
    }

    /// The service's error, if the reply has an error code.
    fn refusal(&self, reply: &HttpReply, node: &Node<'_>) -> Option<Error> {
        let is_error = |code: &str| !is_success_code(code);
        let raw = ServiceError::read(node, is_error).or_else(|| match reply.is_success() {
            true => None,
            false => ServiceError::read(node, |_| true),
        })?;
        let (message, theirs) = sign::split_string_to_sign(raw.message());
        let service = raw.sanitized(message, &self.secrets.all());
        let wait = stated_wait(reply, self.now).is_some();
        let tables = [&self.operation.retry, &self.operation.service.retry];
        let class = class_of(tables, Some(service.code()), service.message(), reply.status(), wait);
        let error = Error::of_service(service).with_class(class);
        Some(match (self.string_to_sign, theirs) {
            (Some(ours), Some(theirs)) => error.advise(sign::compare(ours, theirs)),
            _ => error,
        })
    }

    fn of_status(&self, reply: &HttpReply) -> RetryClass {
        let tables = [&self.operation.retry, &self.operation.service.retry];
        class_of(tables, None, "", reply.status(), stated_wait(reply, self.now).is_some())
    }

    /// A name or an id from the server, fit to be shown.
    fn name(&self, name: &str) -> String {
        self.id(Cow::Borrowed(name))
    }

    fn id(&self, id: Cow<'_, str>) -> String {
        match is_plain(&id, MAX_NAME_BYTES, self.secrets.candidates()) {
            true => id.into_owned(),
            false => self.shown(&id, MAX_NAME_BYTES),
        }
    }

    /// A text from the server, fit to be shown.
    fn shown(&self, text: &str, max_bytes: usize) -> String {
        sanitize(text, max_bytes, &self.secrets.all())
    }
}

/// The id that the service gives to each request. Other clouds have a field of that name too, in another case.
fn request_id<'n>(node: &'n Node<'_>) -> Option<Cow<'n, str>> {
    node.all("RequestId").filter_map(Node::to_text).find(|id| !id.trim().is_empty())
}

/// Whether a `Code` in a reply says that all went well.
fn is_success_code(code: &str) -> bool {
    ["200", "OK", "Success"].iter().any(|success| code.trim().eq_ignore_ascii_case(success))
}

/// A header's value, or nothing.
fn content_type(reply: &HttpReply) -> &str {
    reply.header(CONTENT_TYPE.as_str()).unwrap_or_default()
}
