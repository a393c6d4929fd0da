//! `waiters.yaml`.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

use super::{Named, is_default};

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
