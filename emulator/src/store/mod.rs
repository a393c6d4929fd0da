//! What exists: resources, and what is going to happen to them.

mod kind;
mod resource;

pub(crate) use kind::{Blocker, Kind, Quota, States};
pub(crate) use resource::{Due, Resource, Then};

use std::collections::BTreeMap;
use std::sync::Arc;

/// Every resource of an account, in all regions.
///
/// Resources are shared between copies until they are changed, so that a copy to try something on is cheap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    resources: BTreeMap<String, Arc<Resource>>,
    /// Ids in the order of creation.
    order: BTreeMap<u64, String>,
    next: u64,
}

impl Store {
    pub(crate) fn get(&self, id: &str) -> Option<&Resource> {
        self.resources.get(id).map(Arc::as_ref)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Resource> {
        self.resources.get_mut(id).map(Arc::make_mut)
    }

    /// Everything, in the order of creation.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Resource> {
        self.order.values().filter_map(|id| self.get(id))
    }

    /// The resources of a kind, in the order of creation.
    pub(crate) fn of<'w>(&'w self, kind: &'w Kind) -> impl Iterator<Item = &'w Resource> {
        self.all().filter(move |resource| resource.is(kind))
    }

    /// The resources of a kind that have a value in a field.
    pub(crate) fn with<'w>(&'w self, kind: &'w Kind, field: &'w str, value: &'w str) -> impl Iterator<Item = &'w Resource> {
        self.of(kind).filter(move |resource| resource.text(field) == Some(value))
    }

    /// The ids of the resources of a kind that have a value in a field.
    pub(crate) fn ids_with(&self, kind: &Kind, field: &str, value: &str) -> Vec<String> {
        self.with(kind, field, value).map(|resource| resource.id.clone()).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.resources.len()
    }

    /// Adds a resource, or takes the place of the one with its id.
    pub(crate) fn insert(&mut self, resource: Resource) {
        let id = resource.id.clone();
        if self.resources.insert(id.clone(), Arc::new(resource)).is_none() {
            self.order.insert(self.next, id);
            self.next += 1;
        }
    }

    /// Removes a resource, and what belongs to it.
    pub(crate) fn remove(&mut self, id: &str) {
        let mut going = vec![id.to_owned()];
        while let Some(id) = going.pop() {
            let owned = self.resources.values().filter(|resource| resource.owner.as_deref() == Some(&id));
            going.extend(owned.map(|resource| resource.id.clone()));
            self.resources.remove(&id);
            self.order.retain(|_, known| *known != id);
        }
    }

    /// Makes everything happen that was to happen until now, in the order in which it was due.
    pub(crate) fn apply_due(&mut self, now: u64) {
        loop {
            let due = self.resources.values().filter_map(|resource| Some((resource.due.first()?.at, resource.id.clone())));
            let Some((_, id)) = due.filter(|(at, _)| *at <= now).min() else { return };
            let Some(resource) = self.get_mut(&id) else { return };
            match resource.due.remove(0).then {
                Then::Status(status) => resource.status = status,
                Then::Set(field, value) => {
                    resource.fields.insert(field, value);
                }
                Then::Gone => self.remove(&id),
            }
        }
    }
}
