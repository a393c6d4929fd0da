//! One poll of a resource.

use std::time::Duration;

use serde_json::Value;

use super::Plan;
use super::missing::says_missing;
use crate::call::{CallOptions, PathOf, PreparedCall, RawPages, decode_as, items_at, text_at, value_at};
use crate::error::{Error, ErrorKind};
use crate::operation::Until;
use crate::sanitize::{MAX_NAME_BYTES, sanitize};
use crate::suggest::nearest;
use crate::wire::Params;

/// The suffix of the parameter for the first id of a list.
pub(super) const FIRST: &str = ".1";

/// The maximum number of ids in one call: some operations accept no more.
const MOST_IDS: usize = 5;

/// What a poll found.
pub(super) enum ResourceState {
    Missing,
    Present(Option<String>),
}

impl Plan {
    /// Polls all resources: the state of each, in their order.
    pub(super) async fn poll(&self, remaining: Duration) -> Result<Vec<ResourceState>, Error> {
        // One call asks for several of them if the poll takes a list of ids, and for all if it takes none.
        let at_once = match &self.info.id {
            Some(parameter) if parameter.ends_with(FIRST) => MOST_IDS,
            Some(_) => 1,
            None => self.ids.len().max(1),
        };
        let mut states = Vec::with_capacity(self.ids.len());
        for ids in self.ids.chunks(at_once) {
            match self.ask(ids, remaining).await? {
                Some(found) => states.extend(found),
                // Only a poll for each one shows which of several is missing.
                None if ids.len() > 1 && self.info.id.is_some() => {
                    for id in ids {
                        let found = self.ask(std::slice::from_ref(id), remaining).await?;
                        states.extend(found.unwrap_or_else(|| vec![ResourceState::Missing]));
                    }
                }
                None => states.extend(ids.iter().map(|_| ResourceState::Missing)),
            }
        }
        Ok(states)
    }

    /// The result of one call; `None` if the service says that the requested resource is missing.
    async fn ask(&self, ids: &[String], remaining: Duration) -> Result<Option<Vec<ResourceState>>, Error> {
        match self.call(ids, remaining).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if says_missing(&error, self) => Ok(None),
            Err(error) => Err(error.with_operation(self.info.operation.name.clone())),
        }
    }

    fn params(&self, ids: &[String]) -> Params {
        let mut params = Params::new();
        match (self.info.id.as_deref().map(|parameter| (parameter, parameter.strip_suffix(FIRST))), ids) {
            (Some((_, Some(list))), ids) => {
                ids.iter().enumerate().for_each(|(index, id)| params.set(format!("{list}.{}", index + 1), id));
            }
            (Some((parameter, None)), [id]) => params.set(parameter, id),
            _ => {}
        }
        self.add_params(&mut params);
        params
    }

    /// The parameters besides the id.
    fn add_params(&self, params: &mut Params) {
        for (name, value) in self.info.with.iter() {
            match value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) {
                Some(given) => self.given(given).into_iter().for_each(|value| params.set(name, value)),
                None => params.set(name, value),
            }
        }
        for (name, value) in self.also.iter().filter(|(name, _)| !self.info.unsent.contains(name)) {
            params.set(name, value);
        }
    }

    async fn call(&self, ids: &[String], remaining: Duration) -> Result<Vec<ResourceState>, Error> {
        let limit = self.options.operation_timeout.unwrap_or(self.client.context().operation_timeout).min(remaining);
        let call = PreparedCall {
            client: self.client.clone(),
            operation: self.info.operation.clone(),
            params: self.params(ids),
            options: CallOptions { operation_timeout: Some(limit), ..self.options.clone() },
            decode: decode_as::<Value>,
        };
        if self.info.items.is_empty() {
            let reply: Value = call.start().await?.into_value()?;
            return ids.iter().map(|id| self.find_in_reply(id, &reply)).collect();
        }
        let mut found: Vec<ResourceState> = ids.iter().map(|_| ResourceState::Missing).collect();
        let mut pages =
            RawPages::of_poll(call, &self.info.items, if self.info.takes_id() { PathOf::Spec } else { PathOf::Caller });
        while let Some(page) = pages.next().await {
            let page = page?;
            let items = pages.items_of(&page)?;
            if !self.info.takes_id() && self.info.until.is_none() && items.len() > 1 {
                let advice = "Ask for one resource, with parameters such as its id";
                return Err(unclear(format!("the reply lists {} items, any of which may be meant", items.len())).advise(advice));
            }
            let items = self.inside(items)?;
            for (state, id) in found.iter_mut().zip(ids).filter(|(state, _)| matches!(state, ResourceState::Missing)) {
                *state = self.find(id, &items)?;
            }
            if !found.iter().any(|state| matches!(state, ResourceState::Missing)) {
                break;
            }
        }
        Ok(found)
    }

    /// The value of a parameter that the caller set besides the id.
    fn given(&self, name: &str) -> Option<&str> {
        self.also.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The values that may be the resource: the items of a list, or of the lists in them.
    fn inside<'v>(&self, items: &'v [Value]) -> Result<Vec<&'v Value>, Error> {
        if self.info.sub_items.is_empty() {
            return Ok(items.iter().collect());
        }
        let mut inside = Vec::new();
        for item in items {
            for path in self.info.sub_items.iter() {
                let (list, _) = path.split_once('.').unwrap_or((path, ""));
                // A list that is empty may be left out of an item.
                if item.get(list).is_some() || !item.is_object() {
                    inside.extend(items_at(item, path.split('.'), PathOf::Spec, None)?);
                }
            }
        }
        Ok(inside)
    }

    /// The resource that a reply describes.
    fn find_in_reply(&self, id: &str, reply: &Value) -> Result<ResourceState, Error> {
        let described = self.info.id.as_deref().filter(|_| self.info.sub_items.is_empty()).and_then(|name| reply.get(name));
        match described.and_then(Value::as_str) {
            Some(other) if !other.is_empty() && other != id => {
                return Err(unclear(format!("the reply describes `{}`, not `{id}`", shown(other))));
            }
            // Some operations answer an unknown id with a reply without values.
            _ if is_without_values(reply) => return Ok(ResourceState::Missing),
            Some("") if self.ends_by_absence() => {
                return Err(unclear(format!(
                    "the reply describes something without an id, so it does not show whether `{id}` is there"
                )));
            }
            _ => {}
        }
        let items = self.inside(std::slice::from_ref(reply))?;
        match self.find(id, &items)? {
            ResourceState::Present(None) if !self.info.status.is_empty() => {
                if value_at(reply, self.info.status.iter()).is_some() || !self.ends_by_absence() {
                    return Ok(ResourceState::Missing);
                }
                let path: Vec<_> = self.info.status.iter().collect();
                Err(unclear(format!("the reply has no `{}`, so it does not show whether `{id}` is there", path.join("."))))
            }
            state => Ok(state),
        }
    }

    /// Searches for a resource.
    fn find(&self, id: &str, items: &[&Value]) -> Result<ResourceState, Error> {
        for item in items {
            if self.is_meant(item, id)? {
                return self.state_of(item);
            }
        }
        Ok(ResourceState::Missing)
    }

    /// Whether an item is the resource. Some filters match loosely, so the id is compared where there is one.
    fn is_meant(&self, item: &Value, id: &str) -> Result<bool, Error> {
        let Some(field) = self.info.matches.iter().next() else {
            // A list of ids, or whatever is there.
            return Ok(item.is_object() || !self.info.takes_id() || text_at(item, []).is_some_and(|value| value == id));
        };
        match text_at(item, [field]) {
            Some(value) if value == id => {
                Ok(self.info.matches.iter().skip(1).all(|field| {
                    self.given(field).is_none_or(|wanted| text_at(item, [field]).is_some_and(|value| value == wanted))
                }))
            }
            Some(value) if self.ends_by_absence() && value.trim().eq_ignore_ascii_case(id) => {
                Err(unclear(format!("the list has `{}`, which differs from `{id}` only in case or blanks", shown(&value))))
            }
            // An item that cannot be distinguished from the resource must not count as another.
            None if self.ends_by_absence() => Err(unclear(format!("an item of the list has no `{field}`"))),
            _ => Ok(false),
        }
    }

    fn state_of(&self, item: &Value) -> Result<ResourceState, Error> {
        let state = text_at(item, self.info.status.iter());
        // Only a name that the caller wrote can be misspelt.
        if let (None, Some(name), Some(fields), false) =
            (&state, self.info.status.iter().next(), item.as_object(), self.info.takes_id())
            && !fields.contains_key(name)
            && let Some(near) = nearest(name, fields.keys().map(String::as_str)).first()
        {
            return Err(unclear(format!("the reply has no `{name}`")).advise(format!("Did you mean `{}`?", shown(near))));
        }
        Ok(ResourceState::Present(state))
    }

    fn ends_by_absence(&self) -> bool {
        matches!(self.info.until, Some(Until::Gone | Until::Detached))
    }
}

/// A text of a reply, safe to display.
fn shown(text: &str) -> String {
    sanitize(text, MAX_NAME_BYTES, &[])
}

/// The error of a reply that does not describe what was polled.
fn unclear(message: String) -> Error {
    Error::new(ErrorKind::Decode, message)
}

/// Whether a reply holds nothing but its request id.
fn is_without_values(reply: &Value) -> bool {
    fn is_empty(value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Bool(value) => !value,
            Value::Number(number) => number.as_f64() == Some(0.0),
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.iter().all(is_empty),
            Value::Object(fields) => fields.values().all(is_empty),
        }
    }
    reply.as_object().is_some_and(|fields| fields.iter().all(|(name, value)| name == "RequestId" || is_empty(value)))
}
