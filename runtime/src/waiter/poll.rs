//! One poll of a resource.

use std::time::Duration;

use super::Plan;
use crate::call::{CallOptions, PreparedCall, decode_as};
use crate::error::Error;
use crate::wire::{Node, Params};

/// What a poll found.
pub(super) enum ResourceState {
    Missing,
    Present(Option<String>),
}

impl Plan {
    pub(super) async fn poll(&self, remaining: Duration) -> Result<ResourceState, Error> {
        let mut params = Params::new();
        if let Some(parameter) = &self.info.id {
            params.set(parameter.as_ref(), &self.id);
        }
        for (name, value) in self.info.with.iter() {
            params.set(name, value);
        }
        for (name, value) in &self.also {
            params.set(name, value);
        }
        let limit = self.client.context().operation_timeout.min(remaining);
        let call = PreparedCall {
            client: self.client.clone(),
            operation: self.info.operation.clone(),
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
        let mut items = match self.info.items.is_empty() {
            true => vec![node],
            false => list_at(node, self.info.items.iter()),
        };
        if !self.info.sub_items.is_empty() {
            items = items.into_iter().flat_map(|item| list_at(item, self.info.sub_items.iter())).collect();
        }
        // Some filters match loosely, so the id is compared where there is one.
        let matches = |item: &&Node<'_>| match &self.info.matches {
            Some(field) => item.get(field).and_then(Node::to_text).is_some_and(|id| id == self.id),
            None => true,
        };
        let found = items.into_iter().find(matches);
        match found {
            // Operations that describe one resource may answer an unknown id with an empty reply.
            Some(item) => match text_at(item, self.info.status.iter()) {
                None if self.info.items.is_empty() && !self.info.status.is_empty() => ResourceState::Missing,
                state => ResourceState::Present(state),
            },
            None => ResourceState::Missing,
        }
    }

    fn says_missing(&self, error: &Error) -> bool {
        error.is_missing(&self.info.not_found)
    }
}

/// The items of the list at a path. XML has each item as an element of its own, so a name may stand several times.
fn list_at<'n, 'p>(node: &'n Node<'n>, mut path: impl Iterator<Item = &'p str> + Clone) -> Vec<&'n Node<'n>> {
    let Some(name) = path.next() else {
        return match node {
            Node::List(items) => items.iter().collect(),
            Node::Null => Vec::new(),
            Node::Text(text) if text.is_empty() => Vec::new(),
            item => vec![item],
        };
    };
    match node {
        Node::Object(entries) => {
            entries.iter().filter(|entry| entry.name == name).flat_map(|entry| list_at(&entry.node, path.clone())).collect()
        }
        // A wrapper that a reply leaves out.
        Node::List(_) if path.clone().next().is_none() => list_at(node, path),
        _ => Vec::new(),
    }
}

fn text_at<'p>(node: &Node<'_>, mut path: impl Iterator<Item = &'p str>) -> Option<String> {
    let first = node.get(path.next()?)?;
    let field = path.try_fold(first, |node, name| node.get(name))?;
    field.to_text().map(|text| text.into_owned()).filter(|text| !text.is_empty())
}
