//! `waiters.yaml`.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

use super::{Kind, Named, Operation, Schema, Texts, is_default};

/// The content of `waiters.yaml`: waiters by name.
pub type Waiters = Named<Waiter>;

/// What to poll, and what ends the wait.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Waiter {
    /// One sentence that says what is waited for.
    pub summary: String,
    /// Operation to poll.
    pub operation: String,
    /// Parameter that takes the id of the resource. A path with dots below a list or an object: `Filter.1.Value.1`. Left out
    /// where the poll takes none, as for one member of something: then `match` alone finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name of the id in the operations that begin the wait, if it differs from the poll's. A path with dots below objects and
    /// lists; if it leads to several ids, all of them are waited for.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub called: Texts,
    /// Parameters with a fixed value, by wire name or path. `"{Name}"` stands for the value of that name in `also`.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub with: Named<String>,
    /// Values that the caller must supply besides the id. A value is sent if the poll has a parameter of that name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// List in the reply that holds the resource. Left out where the reply itself is the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// List inside an item of `items` that holds the resource, or several lists of which one holds it.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub sub_items: Texts,
    /// Field of an item that must equal the id. With several fields, the others must equal the values that the caller supplies under
    /// the same names: for resources without an id. Left out if the list holds plain values, one of which is the id.
    #[serde(rename = "match", default, skip_serializing_if = "<[_]>::is_empty")]
    pub matches: Texts,
    /// Field that holds the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// States that end the wait successfully.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<String>,
    /// States that end the wait with an error.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<String>,
    /// States to keep waiting in. The wait also continues in any other state that is neither success nor failure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transient: Vec<String>,
    /// What ends the wait when it is not a state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Until>,
    /// Error codes that say that the resource does not exist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_found: Vec<String>,
    /// Seconds before the first poll.
    #[serde(default, skip_serializing_if = "is_default")]
    pub delay: u32,
}

impl Waiter {
    /// What the id is called: like the parameter that takes it, or, where there is none or it is a list or a filter, like the
    /// field that must equal it.
    pub fn id_name(&self) -> &str {
        let (parameter, is_path) = match self.id.as_deref().map(|id| id.split_once('.').ok_or(id)) {
            Some(Ok((parameter, _))) => (parameter, true),
            Some(Err(parameter)) => (parameter, false),
            None => ("", true),
        };
        let matched = self.matches.first().or_else(|| self.called.first().filter(|_| parameter.is_empty()));
        matched.map(String::as_str).filter(|_| is_path).unwrap_or(parameter)
    }

    /// What the caller gives besides the id: what the poll needs, and what the other fields must equal.
    pub fn given(&self) -> impl Iterator<Item = &str> + Clone {
        let matched = self.matches.iter().skip(1).filter(|name| !self.also.contains(name));
        self.also.iter().chain(matched).map(String::as_str)
    }

    /// Where the reply of an operation that begins the wait has the ids: the paths of the fields, none if it has none.
    pub fn ids_in_reply<'s>(&'s self, operation: &Operation) -> Vec<&'s str> {
        self.ids(&operation.response, &operation.shapes)
    }

    /// Where the request of such an operation has them.
    pub fn ids_in_request<'s>(&'s self, operation: &Operation) -> Vec<&'s str> {
        self.ids(&operation.parameters, &operation.shapes)
    }

    /// The field that has the id in the reply of an operation that begins the wait, if one has.
    pub fn id_in_reply<'s>(&'s self, operation: &Operation) -> Option<&'s str> {
        self.names().find(|name| is_text(operation.response.get(name)))
    }

    /// The parameter of such an operation that has the id, if one has.
    pub fn id_in_request<'s>(&'s self, operation: &Operation) -> Option<&'s str> {
        self.names().find(|name| is_text(operation.parameters.get(name)))
    }

    /// What only the caller knows of what to wait for after an operation: neither the request nor its reply has it.
    pub fn arguments<'s>(&'s self, operation: &Operation) -> Vec<&'s str> {
        let is_known = !(self.ids_in_reply(operation).is_empty() && self.ids_in_request(operation).is_empty());
        let also = self.given().filter(|name| !is_text(operation.parameters.get(name)));
        (!is_known).then(|| self.id_name()).into_iter().chain(also).collect()
    }

    /// Whether a field of this name holds the id that it takes.
    pub(crate) fn takes(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// One name that has one id, or all paths that lead to ids.
    fn ids<'s>(&'s self, fields: &Named<Schema>, shapes: &Named<Schema>) -> Vec<&'s str> {
        match self.names().find(|name| is_text(fields.get(name))) {
            Some(name) => vec![name],
            None => self.called.iter().map(String::as_str).filter(|path| leads_to_text(path, fields, shapes)).collect(),
        }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id_name()).chain(self.called.iter().map(String::as_str))
    }
}

/// Whether a path through objects and the items of lists ends at text.
pub(crate) fn leads_to_text(path: &str, fields: &Named<Schema>, shapes: &Named<Schema>) -> bool {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let mut found = fields.get(first).and_then(|schema| schema.resolved(shapes));
    while let Some(items) = found.filter(|schema| schema.kind == Some(Kind::List)).and_then(|list| list.items.as_deref()) {
        found = items.resolved(shapes);
    }
    match (found, rest) {
        (Some(schema), None) => schema.kind == Some(Kind::String),
        (Some(schema), Some(rest)) => leads_to_text(rest, &schema.fields, shapes),
        (None, _) => false,
    }
}

fn is_text(schema: Option<&Schema>) -> bool {
    schema.is_some_and(|schema| schema.kind == Some(Kind::String))
}

/// What ends a wait that is not for a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Until {
    /// The resource exists.
    Present,
    /// The resource does not exist.
    Gone,
    /// What holds the resource no longer lists it.
    Detached,
}
