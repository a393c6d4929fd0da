//! Replies that look like a success, and say that the call has failed.

use super::{ReplyContext, is_success_code};
use crate::error::{Error, ErrorKind};
use crate::sanitize::MAX_TEXT_BYTES;
use crate::wire::{DecodeReport, Entry, FromNode, Node, Reader};

const UNKNOWN_OUTCOME: &str = "Find out whether the service has done what was asked before you repeat it";

/// What gateways and other services call the field that holds an error, or its code.
const ERRORS: [&str; 4] = ["Error", "Errors", "ErrorCode", "ErrCode"];

impl ReplyContext<'_> {
    /// The error of a reply that has no error code and denies success nevertheless.
    pub(super) fn failure(&self, node: &Node<'_>) -> Option<Error> {
        let Node::Object(entries) = node else { return None };
        entries.iter().find_map(|entry| self.failure_in(entry)).map(|what| {
            let message = match message(node) {
                Some(message) => format!("{what}: {}", self.shown(message, MAX_TEXT_BYTES)),
                None => what,
            };
            Error::new(ErrorKind::Service, message).advise(UNKNOWN_OUTCOME)
        })
    }

    fn failure_in(&self, entry: &Entry<'_>) -> Option<String> {
        let is = |name: &str| entry.name.eq_ignore_ascii_case(name);
        if is("Code") && matches!(entry.node, Node::Object(_) | Node::List(_)) && !entry.node.is_blank() {
            return Some(format!("the reply from {} has an error code that is not text", self.host));
        }
        if is("Success") && bool::from_node(&entry.node) == Ok(Some(false)) {
            return Some(format!("the reply from {} says that the call did not succeed", self.host));
        }
        if ERRORS.iter().any(|name| is(name)) && !is_nothing(&entry.node) && !self.declares(entry) {
            let name = self.name(&entry.name);
            return Some(match entry.node.to_text() {
                Some(text) => {
                    format!("the reply from {} has `{name}`: {}", self.host, self.shown(&text, MAX_TEXT_BYTES))
                }
                None => format!("the reply from {} has `{name}`", self.host),
            });
        }
        None
    }

    /// Whether the operation's reply has a field of this name. Of an operation that is not described that is not known; names begin
    /// with a capital there.
    fn declares(&self, entry: &Entry<'_>) -> bool {
        let mut report = DecodeReport::default();
        let node = Node::Object(vec![entry.clone()]);
        // It counts as declared if it does not fit, too.
        let _ = (self.decode)(Reader::new(&node, &mut report));
        report.known_fields().map_or(entry.name.starts_with(char::is_uppercase), |count| count > 0)
    }
}

/// What says that there is no error.
fn is_nothing(node: &Node<'_>) -> bool {
    node.is_blank() || bool::from_node(node) == Ok(Some(false)) || node.to_text().is_some_and(|text| is_success_code(&text))
}

fn message<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    ["Message", "message"].iter().flat_map(|name| node.all(name)).find_map(|node| match node {
        Node::Text(text) if !text.trim().is_empty() => Some(text.as_ref()),
        _ => None,
    })
}
