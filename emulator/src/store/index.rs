//! What resources are found by: their kind, owner, tags, and the fields that name others.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::kind::Kind;
use super::resource::Resource;

/// A hash of what a resource is found by. A lookup compares the resource itself, too.
pub(super) type Key = u64;

/// Whether resources are found by the text in a field.
pub(super) fn is_indexed(field: &str) -> bool {
    field.ends_with("Id") || ["AttachType", "DestinationCidrBlock", "IpAddress"].contains(&field)
}

pub(super) fn of_kind(kind: &Kind) -> Key {
    hash(("kind", kind.name))
}

pub(super) fn of_owner(owner: &str) -> Key {
    hash(("owner", owner))
}

pub(super) fn of_field(kind: &Kind, field: &str, value: &str) -> Key {
    hash(("field", kind.name, field, value))
}

/// What resources with a tag are found by. An empty value stands for any.
pub(super) fn of_tag(kind: &Kind, key: &str, value: &str) -> Key {
    hash(("tag", kind.name, key, value))
}

/// What the resources of a kind in a region are listed under.
pub(super) fn of_place(kind: &Kind, region: &str) -> Key {
    hash(("place", kind.name, region))
}

/// Every key of a resource.
pub(super) fn keys(resource: &Resource) -> Vec<Key> {
    let fields = resource.fields.iter().filter_map(|(name, value)| match value {
        Value::String(text) if is_indexed(name) => Some(of_field(resource.kind, name, text)),
        _ => None,
    });
    let tags = resource.tags.iter().flat_map(|(key, value)| {
        let exact = (!value.is_empty()).then(|| of_tag(resource.kind, key, value));
        exact.into_iter().chain([of_tag(resource.kind, key, "")])
    });
    let owner = resource.owner.as_deref().map(of_owner);
    fields.chain(tags).chain(owner).chain([of_kind(resource.kind)]).collect()
}

fn hash(key: impl Hash) -> Key {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
