//! Replies that the service did not send: what the error says about them, and whether a retry can help.

use std::borrow::Cow;

use http::header::LOCATION;

use super::body::{Body, text};
use super::{ReplyContext, content_type, web_page};
use crate::error::{Error, ErrorKind};
use crate::reply::HttpReply;
use crate::retry::RetryClass;
use crate::wire::Node;

/// Most bytes of such a reply that an error shows.
const PIECE_BYTES: usize = 160;

const ANSWERED_INSTEAD: &str = "Something else answered in the service's place: check the network's sign-in page, proxies, \
                                firewalls and the endpoint";

impl ReplyContext<'_> {
    /// The error that a reply is which is not the service's, by what its body is.
    pub(super) fn foreign(&self, reply: &HttpReply, body: &Body<'_>) -> Error {
        let of_status = self.of_status(reply);
        let is_success = reply.is_success();
        let (what, class): (Cow<'_, str>, _) = match body {
            _ if (300..400).contains(&reply.status()) => (self.redirect(reply).into(), RetryClass::None),
            // Gateways answer so when the service does not.
            Body::Empty if is_success => ("is empty".into(), RetryClass::Server),
            Body::Empty => ("is empty".into(), of_status),
            Body::Encoded(encoding) => (
                format!("is encoded as `{}`, which this client neither asks for nor reads", self.name(encoding)).into(),
                of_status,
            ),
            Body::WebPage => (self.web_page(reply).into(), of_status),
            // Cut off on its way: whether the call may be repeated is for its token to say.
            Body::Broken(error) if is_success => {
                let error = error.clone();
                return self.error("cannot be parsed", RetryClass::Server).with_source(error);
            }
            Body::TooMany => {
                let error = self.error("has more objects and values than one of the service", RetryClass::None);
                return error.advise("Ask for smaller pages, or check what answered in the service's place");
            }
            Body::Object { root: Some(root), .. } => return self.foreign_root(root).with_class(of_status),
            Body::Object { .. } | Body::Broken(_) | Body::Other => (self.other(reply).into(), of_status),
        };
        let error = self.error(&what, class);
        if class == RetryClass::None { error.advise(ANSWERED_INSTEAD) } else { error }
    }

    /// The error about XML of another root element.
    pub(super) fn foreign_root(&self, root: &str) -> Error {
        let what =
            format!("is not the service's: its root element is `{}`, not `{}Response`", self.name(root), self.operation.name);
        self.error(&what, RetryClass::None).advise(ANSWERED_INSTEAD)
    }

    /// The error about an object that nothing shows to be the service's. It names fields, not their values: what looks like a
    /// reply may hold what a reply holds.
    pub(super) fn anonymous(&self, node: &Node<'_>) -> Error {
        let names = match node {
            Node::Object(entries) => entries.iter().take(5).map(|entry| format!("`{}`", self.name(&entry.name))).collect(),
            _ => Vec::new(),
        };
        let what = match names.as_slice() {
            _ if node.all("RequestId").any(Node::is_blank) => "is not the service's: its `RequestId` is empty".to_owned(),
            _ if node.get("RequestId").is_some() => "is not the service's: its `RequestId` is not text".to_owned(),
            [] => "is not the service's: it has no fields".to_owned(),
            names => format!("is not the service's: it has no `RequestId`, but {}", names.join(", ")),
        };
        self.error(&what, RetryClass::None).advise(ANSWERED_INSTEAD)
    }

    fn error(&self, what: &str, class: RetryClass) -> Error {
        Error::new(ErrorKind::Reply, format!("the reply from {} {what}", self.host)).with_class(class)
    }

    fn redirect(&self, reply: &HttpReply) -> String {
        let host =
            reply.header(LOCATION.as_str()).and_then(|location| location.split_once("://")?.1.split(['/', '?', '#']).next());
        match host {
            Some(host) => format!("is a redirect to {}, which a signed request does not follow", self.name(host)),
            None => "is a redirect, which a signed request does not follow".to_owned(),
        }
    }

    fn web_page(&self, reply: &HttpReply) -> String {
        let page = web_page::describe(text(reply));
        let titled = match self.piece(&page.title) {
            title if title.is_empty() => String::new(),
            title => format!(" titled `{title}`"),
        };
        match self.piece(&page.text) {
            text if text.is_empty() => format!("is a web page{titled}"),
            text => format!("is a web page{titled}: `{text}`"),
        }
    }

    /// Text, or an object without an error code.
    fn other(&self, reply: &HttpReply) -> String {
        let kind = match content_type(reply).split(';').next().unwrap_or_default().trim() {
            "" => String::new(),
            kind => format!(" ({})", self.name(kind)),
        };
        format!("is not the service's{kind}: `{}`", self.piece(&web_page::beginning(text(reply))))
    }

    fn piece(&self, text: &str) -> String {
        self.shown(text, PIECE_BYTES)
    }
}
