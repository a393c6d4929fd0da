//! `waiters.yaml`.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

use super::{Kind, Named, Operation, Schema, is_default};

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
    /// Parameter that takes the id of the resource. A path with dots below a list or an object: `Filter.1.Value.1`.
    pub id: String,
    /// What the replies of operations that begin the wait call the id, where they call it otherwise than the poll does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_id: Option<String>,
    /// Parameters with a fixed value, by wire name or path.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub with: Named<String>,
    /// Parameters that the caller must give besides the id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// List in the reply that holds the resource. Left out where the reply itself is the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// List inside an item of `items` that holds the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_items: Option<String>,
    /// Field of an item that must equal the id.
    #[serde(rename = "match", default, skip_serializing_if = "Option::is_none")]
    pub matches: Option<String>,
    /// Field that holds the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// States that end the wait well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<String>,
    /// States that end the wait badly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<String>,
    /// States to keep waiting in. Any other state that is no success and no failure is waited in as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transient: Vec<String>,
    /// What ends the wait when it is not a state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Until>,
    /// Error codes that say that the resource is not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_found: Vec<String>,
    /// Seconds before the first poll.
    #[serde(default, skip_serializing_if = "is_default")]
    pub delay: u32,
}

impl Waiter {
    /// What the id is called: like the parameter that takes it, or, where that is a list or a filter, like the field that must
    /// equal it.
    pub fn id_name(&self) -> &str {
        match (self.id.split_once('.'), &self.matches) {
            (Some(_), Some(field)) => field,
            (Some((parameter, _)), None) => parameter,
            (None, _) => &self.id,
        }
    }

    /// The field that has the id in the reply of an operation that begins the wait, if one has.
    pub fn id_in_reply<'s>(&'s self, operation: &Operation) -> Option<&'s str> {
        let mut names = std::iter::once(self.id_name()).chain(self.reply_id.as_deref());
        names.find(|name| is_text(operation.response.get(name)))
    }

    /// What only the caller knows of what to wait for after an operation: neither the request nor its reply has it.
    pub fn arguments<'s>(&'s self, operation: &Operation) -> Vec<&'s str> {
        let id = self.id_in_reply(operation).is_none().then(|| self.id_name());
        let names = id.into_iter().chain(self.also.iter().map(String::as_str));
        names.filter(|name| !is_text(operation.parameters.get(name))).collect()
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
    /// The resource is there.
    Present,
    /// The resource is not there.
    Gone,
}
