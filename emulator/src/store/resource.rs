//! One resource, of whatever kind.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::fields::Fields;
use super::kind::Kind;
use super::tags::Tags;
use crate::ids::Ids;

/// A resource. All kinds are alike: what they have of their own is in `fields`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Resource {
    #[serde(serialize_with = "name")]
    pub(crate) kind: &'static Kind,
    pub(crate) id: String,
    pub(crate) region: String,
    /// State, in the words of its kind; empty for kinds that have none.
    pub(crate) status: String,
    /// When it was created, in milliseconds.
    pub(crate) created: u64,
    /// What it is removed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) owner: Option<String>,
    /// Its values by the names of the wire; lists are plain arrays.
    pub(crate) fields: Fields,
    #[serde(skip_serializing_if = "Tags::is_empty")]
    pub(crate) tags: Tags,
    /// What is going to happen, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) due: Vec<Due>,
}

/// A kind is saved as its name.
fn name<S: Serializer>(kind: &&'static Kind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name)
}

/// Something that is going to happen to a resource.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Due {
    pub(crate) at: u64,
    pub(crate) then: Then,
}

/// What is going to happen to a resource.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Then {
    Status(String),
    Set(String, Value),
    Gone,
}

impl Resource {
    /// A new one, in its usual state and with the values that its kind has by default.
    pub(crate) fn new(kind: &'static Kind, ids: &Ids, region: &str, now: u64) -> Self {
        let mut resource = Resource {
            kind,
            id: ids.resource(kind.prefix),
            region: region.to_owned(),
            status: kind.states.usual().to_owned(),
            created: now,
            owner: None,
            fields: Fields::default(),
            tags: Tags::default(),
            due: Vec::new(),
        };
        for (name, json) in kind.defaults {
            resource.set(name, serde_json::from_str::<Value>(json).unwrap_or_default());
        }
        resource
    }

    pub(crate) fn is(&self, kind: &Kind) -> bool {
        self.kind.name == kind.name
    }

    /// A field that holds text.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        match field == self.kind.id {
            true => Some(&self.id),
            false => self.fields.get(field).and_then(Value::as_str),
        }
    }

    pub(crate) fn flag(&self, field: &str) -> bool {
        self.fields.get(field).and_then(Value::as_bool).unwrap_or(false)
    }

    pub(crate) fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.fields.insert(field, value.into());
    }

    /// Sets a field that nothing has set yet.
    pub(crate) fn default(&mut self, field: &str, value: impl Into<Value>) {
        if matches!(self.fields.get(field), None | Some(Value::Null)) {
            self.set(field, value);
        }
    }

    /// The items of a field that holds a list of text.
    pub(crate) fn list(&self, field: &str) -> Vec<String> {
        let items = self.fields.get(field).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Plans something, after what is planned for earlier.
    pub(crate) fn plan(&mut self, at: u64, then: Then) {
        let position = self.due.partition_point(|due| due.at <= at);
        self.due.insert(position, Due { at, then });
    }

    /// Whether something else is being done to it.
    pub(crate) fn is_busy(&self) -> bool {
        let states = &self.kind.states;
        !states.ready.is_empty() && !states.is_ready(&self.status)
    }
}
