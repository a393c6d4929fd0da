//! What all operations share: `service.yaml`, `glossary.yaml` and `waiters.yaml`.

use crate::read::SpecTree;
use crate::types::{Endpoints, Named, Service, Waiter};

use super::Changes;
use super::operation;

pub(super) fn compare(old: &SpecTree, new: &SpecTree, changes: &mut Changes) {
    service(&old.service, &new.service, changes);
    for (name, before) in old.waiters.iter() {
        match new.waiters.get(name) {
            Some(after) => waiter(name, before, after, changes),
            None => changes.breaking(&["waiters", name], "is gone"),
        }
    }
    for name in new.waiters.names().filter(|name| old.waiters.get(name).is_none()) {
        changes.additive(&["waiters", name], "is new");
    }
    for name in names(&old.glossary, &new.glossary) {
        changes.documented(&["glossary", name], "description", &old.glossary.get(name), &new.glossary.get(name));
    }
}

fn service(old: &Service, new: &Service, changes: &mut Changes) {
    for (key, before, after) in [("product", &old.product, &new.product), ("version", &old.version, &new.version)] {
        if before != after {
            changes.breaking(&[key], format!("is `{after}` now, it was `{before}`"));
        }
    }
    if old.region_parameter != new.region_parameter {
        changes.breaking(&["region_parameter"], "is another: methods take other arguments");
    }
    changes.documented(&["summary"], "text", &old.summary, &new.summary);
    endpoints(&old.endpoints, &new.endpoints, changes);
    operation::shared_parameters(&old.parameters, &new.parameters, changes);
    for (name, before) in old.groups.iter() {
        match new.groups.get(name) {
            Some(after) => changes.documented(&["groups", name], "summary", before, after),
            None => changes.breaking(&["groups", name], "is gone, and the cargo feature with it"),
        }
    }
    for name in new.groups.names().filter(|name| old.groups.get(name).is_none()) {
        changes.additive(&["groups", name], "is new");
    }
    // These codes are no variants of an enum: they only say how to repeat.
    for before in &old.errors {
        match new.errors.iter().find(|after| after.code == before.code) {
            Some(after) => operation::retry(&["errors", &before.code], before, after, changes),
            None => changes.additive(&["errors", &before.code], "is gone"),
        }
    }
    for after in new.errors.iter().filter(|after| old.errors.iter().all(|before| before.code != after.code)) {
        changes.additive(&["errors", &after.code], "is new");
    }
}

fn endpoints(old: &Endpoints, new: &Endpoints, changes: &mut Changes) {
    if old.rule != new.rule {
        changes.additive(&["endpoints", "rule"], format!("is `{}` now, it was `{}`", new.rule, old.rule));
    }
    if old.network_rule != new.network_rule {
        changes.additive(&["endpoints", "network_rule"], "is another");
    }
    for region in names(&old.map, &new.map) {
        let host = |of: &Endpoints| of.map.get(region).cloned().unwrap_or_else(|| of.rule.replace("{region}", region));
        let (before, after) = (host(old), host(new));
        // A change of the rule is told once.
        if before != after && (old.map.get(region).is_some() || old.rule == new.rule) {
            changes.additive(&["endpoints", "map", region], format!("is `{after}` now, it was `{before}`"));
        }
    }
    changes.documented(&["endpoints", "regions"], "list", &old.regions, &new.regions);
}

fn waiter(name: &str, old: &Waiter, new: &Waiter, changes: &mut Changes) {
    let place = &["waiters", name];
    if old.id_name() != new.id_name() {
        changes.breaking(place, format!("takes `{}` instead of `{}`", new.id_name(), old.id_name()));
    }
    for parameter in new.given().filter(|parameter| !old.given().any(|known| known == *parameter)) {
        changes.breaking(place, format!("needs `{parameter}` as well"));
    }
    let ends = |of: &Waiter| (of.status.clone(), of.success.clone(), of.failure.clone(), of.until, of.not_found.clone());
    if ends(old) != ends(new) {
        changes.additive(place, "ends in another way");
    }
    let looks = |of: &Waiter| {
        (of.operation.clone(), of.id.clone(), of.with.clone(), of.items.clone(), of.sub_items.clone(), of.matches.clone())
    };
    if looks(old) != looks(new)
        || old.delay != new.delay
        || old.given().any(|parameter| !new.given().any(|known| known == parameter))
    {
        changes.additive(place, "polls in another way");
    }
    changes.documented(place, "summary", &old.summary, &new.summary);
    changes.documented(place, "list of transient states", &old.transient, &new.transient);
}

/// The names of both, each once, in the order of the first.
fn names<'n, T>(old: &'n Named<T>, new: &'n Named<T>) -> impl Iterator<Item = &'n str> {
    old.names().chain(new.names().filter(|name| old.get(name).is_none()))
}
