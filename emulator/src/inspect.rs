//! What an emulator holds, as people and tools look at it: resources, and what depends on what.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, SystemTime};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::clock;
use crate::store::{Resource, Store};

/// A resource that an emulator holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ResourceState {
    /// Its kind: `Vpc`, `VSwitch`, `NatGateway`, …
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its name; empty if it has none.
    pub name: String,
    /// Its region.
    pub region: String,
    /// Its state, in the words of its kind; empty for kinds that have none.
    pub status: String,
    /// When it was created, by the emulator's clock.
    #[serde(serialize_with = "time")]
    pub created: SystemTime,
    /// The resource that it is removed with.
    pub owner: Option<String>,
    /// The resources that it refers to. What belongs to it is not among them.
    pub needs: Vec<String>,
    /// The resources that refer to it.
    pub needed_by: Vec<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its fields by the names of the wire.
    pub fields: Map<String, Value>,
}

fn time<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&clock::text(clock::millis(*time)))
}

/// Every resource, in the order of creation.
pub(crate) fn resources(store: &Store) -> Vec<ResourceState> {
    let mut needed_by: HashMap<&str, Vec<String>> = HashMap::new();
    let needs: Vec<BTreeSet<&str>> = store.all().map(|resource| needs(store, resource)).collect();
    for (resource, needs) in store.all().zip(&needs) {
        needs.iter().for_each(|id| needed_by.entry(id).or_default().push(resource.id.clone()));
    }
    let state = |(resource, needs): (&Resource, &BTreeSet<&str>)| ResourceState {
        kind: resource.kind.name.to_owned(),
        id: resource.id.clone(),
        name: name(resource),
        region: resource.region.clone(),
        status: resource.status.clone(),
        created: SystemTime::UNIX_EPOCH + Duration::from_millis(resource.created),
        owner: resource.owner.clone(),
        needs: needs.iter().map(|id| (*id).to_owned()).collect(),
        needed_by: needed_by.get(resource.id.as_str()).cloned().unwrap_or_default(),
        tags: resource.tags.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        fields: resource.fields.to_map(),
    };
    store.all().zip(&needs).map(state).collect()
}

fn name(resource: &Resource) -> String {
    let own = format!("{}Name", resource.kind.name);
    let name = [own.as_str(), "Name"].into_iter().find_map(|field| resource.text(field).filter(|name| !name.is_empty()));
    name.unwrap_or_default().to_owned()
}

/// The ids that occur in a resource's fields, and its owner.
fn needs<'s>(store: &'s Store, resource: &'s Resource) -> BTreeSet<&'s str> {
    let mut found = BTreeSet::new();
    resource.fields.iter().for_each(|(_, value)| mentioned(store, value, &mut found));
    found.extend(resource.owner.as_deref().filter(|owner| store.get(owner).is_some()));
    // What belongs to a resource is named by it, but not needed by it.
    found.retain(|id| *id != resource.id && store.get(id).is_none_or(|other| other.owner.as_ref() != Some(&resource.id)));
    found
}

fn mentioned<'v>(store: &Store, value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::String(text) if store.get(text).is_some() => drop(found.insert(text)),
        Value::Array(items) => items.iter().for_each(|item| mentioned(store, item, found)),
        Value::Object(fields) => fields.values().for_each(|field| mentioned(store, field, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;
    use crate::store::Kind;

    static PARENT: Kind = Kind { name: "Parent", id: "ParentId", prefix: "p-", ..Kind::PLAIN };
    static CHILD: Kind = Kind { name: "Child", id: "ChildId", prefix: "c-", ..Kind::PLAIN };

    #[test]
    fn a_resource_needs_what_it_names_and_its_owner() {
        let (mut store, ids) = (Store::default(), Ids::default());
        let mut parent = Resource::new(&PARENT, &ids, "r", 0);
        let (mut owned, mut other) = (Resource::new(&CHILD, &ids, "r", 0), Resource::new(&CHILD, &ids, "r", 0));
        parent.set("ParentName", "web");
        parent.set("OwnedId", owned.id.as_str());
        owned.owner = Some(parent.id.clone());
        other.set("Nested", serde_json::json!({"Ids": [parent.id, "p-none"]}));
        let all = [parent.id.clone(), owned.id.clone(), other.id.clone()];
        [parent, owned, other].into_iter().for_each(|resource| store.insert(resource));
        let states = resources(&store);
        let needs: Vec<_> = states.iter().map(|state| state.needs.clone()).collect();
        assert_eq!(needs, [vec![], vec![all[0].clone()], vec![all[0].clone()]]);
        assert_eq!(states[0].needed_by, all[1..]);
        assert_eq!(states[0].name, "web");
    }
}
