//! What exists: resources, and what is going to happen to them.

mod edit;
mod fields;
mod index;
mod kind;
mod resource;
mod tags;
mod written;

pub(crate) use kind::{Blocker, Kind, Quota, States};
pub(crate) use resource::{Due, Resource, Then};
pub(crate) use written::{Text, Written};

use std::sync::Arc;

use imbl::{HashMap, OrdMap, OrdSet, Vector};

use edit::Edit;
use fields::Shared;
use index::Key;

/// Every resource of an account, in all regions.
///
/// A copy is cheap and shares everything that is not changed afterwards: a request works on one, which replaces the
/// store if it succeeds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    /// By number, in the order of creation.
    resources: OrdMap<u64, Arc<Resource>>,
    numbers: HashMap<String, u64>,
    /// The numbers of the resources that have a key.
    index: OrdSet<(Key, u64)>,
    /// The numbers of the resources of a kind in a region, in order: a page of them is found without those before it.
    places: HashMap<Key, Vector<u64>>,
    /// The next change of each resource, by its time.
    due: OrdSet<(u64, u64)>,
    next: u64,
    shared: Shared,
    /// What was written from it since its last change.
    written: Option<Written>,
    /// How many resources were examined.
    #[cfg(test)]
    visited: Arc<std::sync::atomic::AtomicUsize>,
}

impl Store {
    pub(crate) fn get(&self, id: &str) -> Option<&Resource> {
        self.visit(*self.numbers.get(id)?)
    }

    fn visit(&self, number: u64) -> Option<&Resource> {
        #[cfg(test)]
        self.visited.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.resources.get(&number).map(Arc::as_ref)
    }

    /// How many resources were examined, in this store and its copies.
    #[cfg(test)]
    pub(crate) fn visited(&self) -> usize {
        self.visited.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// How many resources of a kind there are in a region.
    pub(crate) fn count_in(&self, kind: &Kind, region: &str) -> usize {
        self.places.get(&index::of_place(kind, region)).map_or(0, Vector::len)
    }

    /// Some of the resources of a kind in a region, by their place in the order of creation.
    pub(crate) fn part_of(&self, kind: &Kind, region: &str, part: std::ops::Range<usize>) -> Vec<&Resource> {
        let Some(place) = self.places.get(&index::of_place(kind, region)) else { return Vec::new() };
        part.filter_map(|position| self.visit(*place.get(position)?)).collect()
    }

    /// The resources of a kind that have a tag; an empty value stands for any.
    pub(crate) fn tagged<'s>(&'s self, kind: &'s Kind, key: &'s str, value: &'s str) -> impl Iterator<Item = &'s Resource> {
        let has = move |resource: &&Resource| resource.tags.get(key).is_some_and(|has| value.is_empty() || has == value);
        self.keyed(index::of_tag(kind, key, value)).filter(move |resource| resource.is(kind)).filter(has)
    }

    /// A resource, to be changed.
    pub(crate) fn edit(&mut self, id: &str) -> Option<Edit<'_>> {
        let sequence = *self.numbers.get(id)?;
        let resource = Arc::clone(self.resources.get(&sequence)?);
        Some(Edit { store: self, sequence, resource })
    }

    /// Everything, in the order of creation.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Resource> {
        self.resources.values().map(Arc::as_ref)
    }

    /// The resources of a kind, in the order of creation.
    pub(crate) fn of<'s>(&'s self, kind: &'s Kind) -> impl Iterator<Item = &'s Resource> {
        self.keyed(index::of_kind(kind)).filter(move |resource| resource.is(kind))
    }

    /// The resources of a kind that have a value in a field.
    pub(crate) fn with<'s>(&'s self, kind: &'s Kind, field: &'s str, value: &'s str) -> impl Iterator<Item = &'s Resource> {
        let by_field = index::is_indexed(field) && field != kind.id;
        let key = if by_field { index::of_field(kind, field, value) } else { index::of_kind(kind) };
        self.keyed(key).filter(move |resource| resource.is(kind) && resource.text(field) == Some(value))
    }

    /// The ids of the resources of a kind that have a value in a field.
    pub(crate) fn ids_with(&self, kind: &Kind, field: &str, value: &str) -> Vec<String> {
        self.with(kind, field, value).map(|resource| resource.id.clone()).collect()
    }

    /// The resources of some ids, in the order of creation.
    pub(crate) fn by_ids<'s>(&'s self, ids: impl IntoIterator<Item = &'s str>) -> Vec<&'s Resource> {
        let mut numbers: Vec<u64> = ids.into_iter().filter_map(|id| self.numbers.get(id).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(|number| self.visit(number)).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.resources.len()
    }

    /// The replies that were written from this state.
    pub(crate) fn written(&mut self) -> Written {
        self.written.get_or_insert_default().clone()
    }

    /// A copy to be kept, without what was written.
    pub(crate) fn snapshot(&self) -> Store {
        Store { written: None, ..self.clone() }
    }

    /// Adds a resource, or replaces the one with its id.
    pub(crate) fn insert(&mut self, resource: Resource) {
        let number = self.numbers.get(&resource.id).copied().unwrap_or(self.next);
        if number == self.next {
            self.numbers.insert(resource.id.clone(), number);
            self.next += 1;
        }
        self.put(number, Arc::new(resource));
    }

    /// Removes a resource, and what belongs to it.
    pub(crate) fn remove(&mut self, id: &str) {
        let mut going = vec![id.to_owned()];
        while let Some(id) = going.pop() {
            let owned = self.keyed(index::of_owner(&id)).filter(|resource| resource.owner.as_deref() == Some(&id));
            going.extend(owned.map(|resource| resource.id.clone()));
            if let Some(number) = self.numbers.remove(&id) {
                self.take(number);
            }
        }
    }

    /// Makes every change that is due until now, in the order of time.
    pub(crate) fn apply_due(&mut self, now: u64) {
        while let Some(&(at, number)) = self.due.get_min().filter(|(at, _)| *at <= now) {
            let Some(mut resource) = self.resources.get(&number).map(|resource| Resource::clone(resource)) else {
                self.due.remove(&(at, number));
                continue;
            };
            match resource.due.remove(0).then {
                Then::Status(status) => resource.status = status,
                Then::Set(field, value) => {
                    resource.fields.insert(&field, value);
                }
                Then::Gone => {
                    self.remove(&resource.id);
                    continue;
                }
            }
            self.put(number, Arc::new(resource));
        }
    }

    /// The resources that have a key, in the order of creation, and maybe others.
    fn keyed(&self, key: Key) -> impl Iterator<Item = &Resource> {
        let numbers = self.index.range((key, 0)..=(key, u64::MAX));
        numbers.filter_map(|(_, number)| self.visit(*number))
    }

    /// Puts a resource in its place.
    fn put(&mut self, number: u64, mut resource: Arc<Resource>) {
        self.take(number);
        self.shared.share(&mut Arc::make_mut(&mut resource).fields);
        let place = self.places.entry(index::of_place(resource.kind, &resource.region)).or_default();
        if let Err(position) = place.binary_search(&number) {
            place.insert(position, number);
        }
        self.index.extend(index::keys(&resource).into_iter().map(|key| (key, number)));
        self.due.extend(resource.due.first().map(|due| (due.at, number)));
        self.resources.insert(number, resource);
    }

    /// Takes a resource away, and all that it is found by but its id.
    fn take(&mut self, number: u64) {
        // Copies of the former state go on with what was written from that.
        self.written = None;
        let Some(resource) = self.resources.remove(&number) else { return };
        for key in index::keys(&resource) {
            self.index.remove(&(key, number));
        }
        let key = index::of_place(resource.kind, &resource.region);
        if let Some(place) = self.places.get_mut(&key)
            && let Ok(position) = place.binary_search(&number)
        {
            place.remove(position);
        }
        if let Some(due) = resource.due.first() {
            self.due.remove(&(due.at, number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;

    static PARENT: Kind = Kind { name: "Parent", id: "ParentId", prefix: "p-", ..Kind::PLAIN };
    static CHILD: Kind = Kind { name: "Child", id: "ChildId", prefix: "c-", ..Kind::PLAIN };

    /// Parents with a child each.
    fn filled(count: usize) -> (Store, Vec<String>) {
        let (mut store, ids) = (Store::default(), Ids::default());
        let mut parents = Vec::new();
        for _ in 0..count {
            let parent = Resource::new(&PARENT, &ids, "r", 0);
            let mut child = Resource::new(&CHILD, &ids, "r", 0);
            child.set("ParentId", parent.id.as_str());
            child.owner = Some(parent.id.clone());
            parents.push(parent.id.clone());
            store.insert(parent);
            store.insert(child);
        }
        (store, parents)
    }

    #[test]
    fn looking_up_by_a_reference_visits_only_what_refers() {
        let (store, parents) = filled(10_000);
        let key = index::of_field(&CHILD, "ParentId", &parents[77]);
        assert_eq!(store.keyed(key).count(), 1);
        assert_eq!(store.ids_with(&CHILD, "ParentId", &parents[77]).len(), 1);
        assert_eq!(store.of(&PARENT).count(), 10_000);
    }

    #[test]
    fn a_changed_resource_is_found_by_its_new_values_and_copies_keep_theirs() {
        let (mut store, parents) = filled(2);
        let before = store.clone();
        let child = store.ids_with(&CHILD, "ParentId", &parents[0]).remove(0);
        if let Some(mut child) = store.edit(&child) {
            child.set("ParentId", parents[1].as_str());
        }
        assert_eq!(store.ids_with(&CHILD, "ParentId", &parents[0]).len(), 0);
        assert_eq!(store.ids_with(&CHILD, "ParentId", &parents[1]).len(), 2);
        assert_eq!(before.ids_with(&CHILD, "ParentId", &parents[0]), [child]);
    }

    #[test]
    fn what_was_written_is_forgotten_with_a_change_but_not_by_copies_of_the_former_state() {
        let (mut store, parents) = filled(2);
        store.written().keep("q".into(), "former 1", "1");
        assert!(store.snapshot().written().get("q").is_none());
        let former = store.clone();
        let has = |mut store: Store| store.written().get("q").is_some();
        store.apply_due(1000);
        assert!(has(store.clone()), "nothing was due");
        drop(store.edit(&parents[0]));
        assert!(!has(store.clone()) && has(former.clone()));
        store.written().keep("q".into(), "later 1", "1");
        store.remove(&parents[0]);
        assert!(!has(store.clone()));
        store.insert(Resource::new(&PARENT, &Ids::default(), "r", 0));
        // A reader of the former state does not write into the present one.
        former.clone().written().keep("r".into(), "former 1", "1");
        assert!(store.written().get("r").is_none());
    }

    #[test]
    fn removal_takes_along_what_is_owned_and_leaves_no_index() {
        let (mut store, parents) = filled(2);
        parents.iter().for_each(|id| store.remove(id));
        assert_eq!((store.len(), store.index.len(), store.numbers.len()), (0, 0, 0));
        assert_eq!((store.count_in(&PARENT, "r"), store.count_in(&CHILD, "r")), (0, 0));
    }

    #[test]
    fn due_changes_happen_in_the_order_of_time() {
        let (mut store, parents) = filled(2);
        for (id, at) in [(&parents[0], 20), (&parents[1], 10)] {
            if let Some(mut resource) = store.edit(id) {
                resource.plan(at, Then::Status("done".into()));
                resource.plan(at + 100, Then::Gone);
            }
        }
        store.apply_due(15);
        let status = |store: &Store, id: &str| store.get(id).map(|resource| resource.status.clone());
        assert_eq!(status(&store, &parents[0]).as_deref(), Some(""));
        assert_eq!(status(&store, &parents[1]).as_deref(), Some("done"));
        store.apply_due(1000);
        assert_eq!((store.len(), store.due.len()), (0, 0));
    }
}
