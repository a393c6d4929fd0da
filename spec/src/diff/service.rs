//! What all operations share: `service.yaml`, `glossary.yaml` and `waiters.yaml`.

use std::collections::BTreeSet;

use crate::read::SpecTree;
use crate::types::{Endpoints, Named, Service, Waiter};

use super::operation;
use super::{Changes, Severity};

pub(super) fn compare(old: &SpecTree, new: &SpecTree, changes: &mut Changes) {
    changes.renamed_groups = renamed_groups(old, new);
    service(&old.service, &new.service, changes);
    waiters(&old.waiters, &new.waiters, changes);
    for name in names(&old.glossary, &new.glossary) {
        let place = &["glossary", name];
        match (old.glossary.get(name), new.glossary.get(name)) {
            (None, _) => changes.add(Severity::Documentation, place, "is new"),
            (_, None) => changes.add(Severity::Documentation, place, "is gone"),
            _ => {}
        }
        changes.documented(
            &["glossary", name],
            "description",
            &old.glossary.get(name).or(new.glossary.get(name)),
            &new.glossary.get(name).or(old.glossary.get(name)),
        );
    }
}

/// Groups that are gone while a new one has all of their operations and no other.
fn renamed_groups(old: &SpecTree, new: &SpecTree) -> Vec<(String, String)> {
    let of = |tree: &SpecTree, group: &str| -> BTreeSet<String> {
        let sources = tree.operations.iter().filter(|source| source.group == group);
        sources.map(|source| source.operation.operation.clone()).collect()
    };
    let gone = old.service.groups.names().filter(|name| new.service.groups.get(name).is_none());
    let renamed = gone.filter_map(|before| {
        let operations = of(old, before);
        let mut added = new.service.groups.names().filter(|name| old.service.groups.get(name).is_none());
        let after = added.find(|after| !operations.is_empty() && operations == of(new, after))?;
        Some((before.to_owned(), after.to_owned()))
    });
    renamed.collect()
}

/// A waiter that is gone while a new one says the same has another name.
fn waiters(old: &Named<Waiter>, new: &Named<Waiter>, changes: &mut Changes) {
    let mut added: Vec<(&str, &Waiter)> = new.iter().filter(|(name, _)| old.get(name).is_none()).collect();
    for (name, before) in old.iter() {
        if let Some(after) = new.get(name) {
            waiter(name, before, after, changes);
        } else if let Some(index) = added.iter().position(|(_, after)| *after == before) {
            let (renamed, _) = added.remove(index);
            changes.breaking(&["waiters", name], format!("is now `{renamed}`"));
        } else {
            changes.breaking(&["waiters", name], "is gone");
        }
    }
    for (name, _) in added {
        changes.additive(&["waiters", name], "is new");
    }
}

fn service(old: &Service, new: &Service, changes: &mut Changes) {
    for (key, before, after) in [("product", &old.product, &new.product), ("version", &old.version, &new.version)] {
        if before != after {
            changes.breaking(&[key], format!("is now `{after}` instead of `{before}`"));
        }
    }
    if old.region_parameter != new.region_parameter {
        changes.breaking(&["region_parameter"], "is another: methods take other arguments");
    }
    changes.documented(&["summary"], "text", &old.summary, &new.summary);
    endpoints(&old.endpoints, &new.endpoints, changes);
    operation::shared_parameters(&old.parameters, &new.parameters, changes);
    let renamed = changes.renamed_groups.clone();
    for (name, before) in old.groups.iter() {
        let now = renamed.iter().find(|(was, _)| was == name).map(|(_, now)| now.as_str());
        if let Some(now) = now {
            changes.breaking(&["groups", name], format!("is now `{now}`, and so is the cargo feature"));
        }
        match new.groups.get(now.unwrap_or(name)) {
            Some(after) => changes.documented(&["groups", now.unwrap_or(name)], "summary", before, after),
            None => changes.breaking(&["groups", name], "is gone, and the cargo feature with it"),
        }
    }
    let is_new = |name: &&str| old.groups.get(name).is_none() && !renamed.iter().any(|(_, now)| now == name);
    for name in new.groups.names().filter(is_new) {
        changes.additive(&["groups", name], "is new");
    }
    let both = |of: &Service, other: &Service| -> Vec<String> {
        of.groups.names().filter(|name| other.groups.get(name).is_some()).map(str::to_owned).collect()
    };
    changes.documented(&["groups"], "order", &both(old, new), &both(new, old));
    // These codes are not variants of an enum: they only say how to repeat.
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
        changes.additive(&["endpoints", "rule"], format!("is now `{}` instead of `{}`", new.rule, old.rule));
    }
    if old.network_rule != new.network_rule {
        changes.additive(&["endpoints", "network_rule"], "is another");
    }
    for region in names(&old.map, &new.map) {
        let host = |of: &Endpoints| of.map.get(region).cloned().unwrap_or_else(|| of.rule.replace("{region}", region));
        let (before, after) = (host(old), host(new));
        // A change of the rule is reported once.
        if before != after && (old.map.get(region).is_some() || old.rule == new.rule) {
            changes.additive(&["endpoints", "map", region], format!("is now `{after}` instead of `{before}`"));
        }
    }
    let regions = |of: &Endpoints| of.regions.iter().cloned().collect::<BTreeSet<_>>();
    changes.documented(&["endpoints", "regions"], "list", &regions(old), &regions(new));
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
}

/// The names of both, each once, in the order of the first.
fn names<'n, T>(old: &'n Named<T>, new: &'n Named<T>) -> impl Iterator<Item = &'n str> {
    old.names().chain(new.names().filter(|name| old.get(name).is_none()))
}
