//! One look at a resource.

use std::time::Duration;

use super::Plan;
use crate::call::{Action, CallOptions, PreparedCall, decode_as};
use crate::error::Error;
use crate::wire::{Node, Params};

/// What a look found.
pub(super) enum ResourceState {
    Missing,
    Present(Option<String>),
}

impl Plan {
    pub(super) async fn poll(&self, remaining: Duration) -> Result<ResourceState, Error> {
        let mut params = Params::new();
        if let Some(parameter) = self.info.id {
            params.set(parameter, &self.id);
        }
        for (name, value) in self.info.with {
            params.set(*name, *value);
        }
        for (name, value) in &self.also {
            params.set(name, value);
        }
        let limit = self.client.inner().operation_timeout.min(remaining);
        let call = PreparedCall {
            client: self.client.clone(),
            action: Action::from(self.info.operation),
            params,
            options: CallOptions::new().operation_timeout(limit),
            decode: decode_as::<Node<'static>>,
        };
        match call.start().await {
            Ok(call) => Ok(self.find(&call.into_value()?)),
            Err(error) if self.says_missing(&error) => Ok(ResourceState::Missing),
            Err(error) => Err(error),
        }
    }

    /// Looks for the resource in a reply.
    fn find(&self, node: &Node<'_>) -> ResourceState {
        let mut items = match self.info.items {
            [] => vec![node],
            path => list_at(node, path),
        };
        if !self.info.sub_items.is_empty() {
            items = items.into_iter().flat_map(|item| list_at(item, self.info.sub_items)).collect();
        }
        // Some filters match loosely, so the id is compared where there is one.
        let matches = |item: &&Node<'_>| match self.info.matches {
            Some(field) => item.get(field).and_then(Node::to_text).is_some_and(|id| id == self.id),
            None => true,
        };
        let found = items.into_iter().find(matches);
        match found {
            // Operations that describe one resource may answer an unknown id with an empty reply.
            Some(item) => match text_at(item, self.info.status) {
                None if self.info.items.is_empty() && !self.info.status.is_empty() => ResourceState::Missing,
                state => ResourceState::Present(state),
            },
            None => ResourceState::Missing,
        }
    }

    fn says_missing(&self, error: &Error) -> bool {
        error.is_missing(self.info.not_found)
    }
}

/// The items of the list at a path. XML has each item as an element of its own, so a name may stand several times.
fn list_at<'n>(node: &'n Node<'n>, path: &[&str]) -> Vec<&'n Node<'n>> {
    let Some((name, rest)) = path.split_first() else {
        return match node {
            Node::List(items) => items.iter().collect(),
            Node::Null => Vec::new(),
            Node::Text(text) if text.is_empty() => Vec::new(),
            item => vec![item],
        };
    };
    match node {
        Node::Object(entries) => {
            entries.iter().filter(|entry| entry.name == *name).flat_map(|entry| list_at(&entry.node, rest)).collect()
        }
        // A wrapper that a reply leaves out.
        Node::List(_) if rest.is_empty() => list_at(node, rest),
        _ => Vec::new(),
    }
}

fn text_at(node: &Node<'_>, path: &[&str]) -> Option<String> {
    let (name, rest) = path.split_first()?;
    let field = node.get(name)?;
    if rest.is_empty() {
        field.to_text().map(|text| text.into_owned()).filter(|text| !text.is_empty())
    } else {
        text_at(field, rest)
    }
}
