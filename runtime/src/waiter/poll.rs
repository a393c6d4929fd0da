//! One poll of a resource.

use std::time::Duration;

use super::Plan;
use crate::call::{CallOptions, PreparedCall, decode_as};
use crate::error::Error;
use crate::facts::Text;
use crate::operation::Pagination;
use crate::wire::{Node, Params};

/// What a poll found.
pub(super) enum ResourceState {
    Missing,
    Present(Option<String>),
}

impl Plan {
    /// Polls all resources: the state of each, in their order.
    pub(super) async fn poll(&self, remaining: Duration) -> Result<Vec<ResourceState>, Error> {
        let list = self.info.id.as_ref().and_then(|parameter| parameter.strip_suffix(".1"));
        // One call asks for all of them if the poll takes no id, or a list of ids.
        let at_once = if self.info.id.is_none() || list.is_some() { self.ids.len().max(1) } else { 1 };
        let mut states = Vec::with_capacity(self.ids.len());
        for ids in self.ids.chunks(at_once) {
            let mut params = Params::new();
            match (&self.info.id, list, ids) {
                (_, Some(list), ids) => {
                    ids.iter().enumerate().for_each(|(index, id)| params.set(format!("{list}.{}", index + 1), id));
                }
                (Some(parameter), None, [id]) => params.set(parameter.as_ref(), id),
                _ => {}
            }
            self.call(params, ids, remaining, &mut states).await?;
        }
        Ok(states)
    }

    async fn call(
        &self,
        mut params: Params,
        ids: &[String],
        remaining: Duration,
        states: &mut Vec<ResourceState>,
    ) -> Result<(), Error> {
        for (name, value) in self.info.with.iter() {
            match value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) {
                Some(given) => self.given(given).into_iter().for_each(|value| params.set(name, value)),
                None => params.set(name, value),
            }
        }
        for (name, value) in self.also.iter().filter(|(name, _)| !self.info.unsent.contains(name)) {
            params.set(name, value);
        }
        let limit = self.client.context().operation_timeout.min(remaining);
        let mut found: Vec<ResourceState> = ids.iter().map(|_| ResourceState::Missing).collect();
        let mut last: Option<Node<'static>> = None;
        loop {
            let call = PreparedCall {
                client: self.client.clone(),
                operation: self.info.operation.clone(),
                params: params.clone(),
                options: CallOptions::new().operation_timeout(limit),
                decode: decode_as::<Node<'static>>,
            };
            let node: Node<'static> = match call.start().await {
                Ok(call) => call.into_value()?,
                Err(error) if self.says_missing(&error) => break,
                Err(error) => return Err(error),
            };
            let items = self.items(&node);
            // A service that takes no page number gives the same page again.
            if last.as_ref().is_some_and(|last| self.items(last) == items) {
                break;
            }
            for (state, id) in found.iter_mut().zip(ids).filter(|(state, _)| matches!(state, ResourceState::Missing)) {
                *state = self.find(id, &items);
            }
            let is_complete = !found.iter().any(|state| matches!(state, ResourceState::Missing));
            match self.next_page(&node, &params) {
                Some((name, value)) if !is_complete => params.set(name, value),
                _ => break,
            }
            last = Some(node);
        }
        states.extend(found);
        Ok(())
    }

    /// The parameter for the page after this one, if there may be one: what is not on one page may be on the next.
    fn next_page(&self, node: &Node<'_>, params: &Params) -> Option<(Text, String)> {
        match self.info.operation.pagination.as_ref()? {
            Pagination::Page { page, size, default_size } if !self.info.items.is_empty() => {
                let asked = params.get(size).and_then(|size| size.parse().ok()).unwrap_or(u64::from(*default_size));
                let count = list_at(node, self.info.items.iter()).len() as u64;
                let number: u64 = params.get(page).and_then(|page| page.parse().ok()).unwrap_or(1);
                (asked > 0 && count >= asked).then(|| (page.clone(), (number + 1).to_string()))
            }
            Pagination::Page { .. } => None,
            Pagination::Token { token, .. } => {
                let next = text_at(node, std::iter::once(token.as_ref()))?;
                (params.get(token) != Some(next.as_str())).then(|| (token.clone(), next))
            }
        }
    }

    /// What the caller gave under a name besides the id.
    fn given(&self, name: &str) -> Option<&str> {
        self.also.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The nodes of a reply of which one may be the resource.
    fn items<'n>(&self, node: &'n Node<'n>) -> Vec<&'n Node<'n>> {
        let items = match self.info.items.is_empty() {
            true => vec![node],
            false => list_at(node, self.info.items.iter()),
        };
        if self.info.sub_items.is_empty() {
            return items;
        }
        let inside = |item| self.info.sub_items.iter().flat_map(move |path| list_at(item, path.split('.')));
        items.into_iter().flat_map(inside).collect()
    }

    /// Searches for a resource.
    fn find(&self, id: &str, items: &[&Node<'_>]) -> ResourceState {
        // Some filters match loosely, so the id is compared where there is one.
        let equals = |item: &Node<'_>, field: &str, wanted: &str| {
            item.get(field).and_then(Node::to_text).is_some_and(|value| value == wanted)
        };
        let matches = |item: &&&Node<'_>| match item {
            Node::Object(_) => self.info.matches.iter().enumerate().all(|(index, field)| match index {
                0 => equals(item, field, id),
                _ => self.given(field).is_none_or(|wanted| equals(item, field, wanted)),
            }),
            _ if !self.info.takes_id() => true,
            // A list of ids.
            value => value.to_text().is_some_and(|value| value == id),
        };
        match items.iter().find(matches) {
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
