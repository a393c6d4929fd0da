//! The group tree becomes folders.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::metadata::{Directory, Document};
use super::topic::topics;
use crate::names;
use crate::read::SpecTree;

/// Which group each operation belongs to.
#[derive(Debug, Default)]
pub(super) struct Groups {
    by_operation: HashMap<String, String>,
    /// The group of operations that no directory lists.
    fallback: String,
    /// Groups in the order of the tree.
    pub(super) order: Vec<String>,
}

impl Groups {
    /// Groups by the innermost directory that lists an operation.
    pub(super) fn of(document: Document<'_>) -> Groups {
        let fallback = slug(document.product().unwrap_or_default()).unwrap_or_else(|| "operations".to_owned());
        let mut groups = Groups { fallback: fallback.clone(), ..Groups::default() };
        groups.walk(document.directories().unwrap_or_default(), &fallback);
        for api in document.apis() {
            let stated = api.group().and_then(slug);
            let group = stated.or_else(|| groups.by_operation.get(api.name).cloned()).unwrap_or_else(|| fallback.clone());
            groups.put(api.name, &group, true);
        }
        groups
    }

    pub(super) fn get(&self, operation: &str) -> &str {
        self.by_operation.get(operation).unwrap_or(&self.fallback)
    }

    /// Goes on with an existing tree: an operation stays where it is, and a new one goes where most of those are that the
    /// metadata lists beside it.
    pub(super) fn keep(&mut self, existing: &SpecTree) {
        let at: HashMap<&str, &str> =
            existing.operations.iter().map(|source| (source.operation.operation.as_str(), source.group.as_str())).collect();
        let mut moved: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
        for (operation, group) in &self.by_operation {
            if let Some(now) = at.get(operation.as_str()) {
                *moved.entry(group).or_default().entry(now).or_default() += 1;
            }
        }
        let majority = |group: &str| {
            let counts = moved.get(group)?;
            // The greatest count; of equal ones the first by name, so that the result does not vary.
            counts.iter().max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a))).map(|(now, _)| (*now).to_owned())
        };
        let kept = self.by_operation.iter().map(|(operation, group)| {
            let now = at.get(operation.as_str()).map(|now| (*now).to_owned());
            let stays = || existing.service.groups.get(group).is_some().then(|| group.clone());
            let group = now.or_else(stays).or_else(|| majority(group)).unwrap_or_else(|| group.clone());
            (operation.clone(), group)
        });
        self.by_operation = kept.collect();
    }

    fn walk(&mut self, nodes: &[Json], parent: &str) {
        for node in nodes {
            match Directory::of(node) {
                Some(Directory::Operation(name)) => self.put(name, parent, false),
                Some(Directory::Group { title, children }) => {
                    let titled = title.filter(|title| !is_number(title)).and_then(slug);
                    let group = titled.or_else(|| self.topic(children)).unwrap_or_else(|| parent.to_owned());
                    self.walk(children, &group);
                }
                None => {}
            }
        }
    }

    /// A name that no group has yet, made from the operations that a directory lists.
    fn topic(&self, children: &[Json]) -> Option<String> {
        let operations = children.iter().filter_map(|node| match Directory::of(node)? {
            Directory::Operation(name) => Some(name),
            Directory::Group { .. } => None,
        });
        topics(operations).iter().filter_map(|topic| slug(topic)).find(|topic| !self.order.contains(topic))
    }

    /// The first place counts, unless `wins`.
    fn put(&mut self, operation: &str, group: &str, wins: bool) {
        if !wins && self.by_operation.contains_key(operation) {
            return;
        }
        if !self.order.iter().any(|known| known == group) {
            self.order.push(group.to_owned());
        }
        self.by_operation.insert(operation.to_owned(), group.to_owned());
    }
}

/// Whether a title says nothing: `group-86036`.
fn is_number(title: &str) -> bool {
    title.strip_prefix("group-").unwrap_or(title).bytes().all(|byte| byte.is_ascii_digit())
}

/// A title as the name of a folder, a cargo feature and a module; `None` if nothing of it can be used.
fn slug(title: &str) -> Option<String> {
    let spaced: String = title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<String> =
        spaced.split_whitespace().map(|word| names::field(word).trim_matches('_').replace('_', "-")).collect();
    let mut slug = words.join("-");
    if slug.is_empty() {
        return None;
    }
    if slug.starts_with(|c: char| c.is_ascii_digit()) {
        slug.insert_str(0, "group-");
    }
    let unusable = names::FEATURES.contains(&slug.as_str()) || names::is_never_raw(&slug) || names::is_keyword(&slug);
    if unusable {
        slug.push_str("-group");
    }
    Some(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_slugs() {
        for (title, expected) in [
            ("ssl-vpn-client", Some("ssl-vpn-client")),
            ("group-62809", Some("group-62809")),
            ("VPC & vSwitch", Some("vpc-v-switch")),
            ("Ipv6Gateway", Some("ipv6-gateway")),
            ("3D", Some("group-3-d")),
            ("default", Some("default-group")),
            ("type", Some("type-group")),
            ("专有网络", None),
            ("../..", None),
        ] {
            assert_eq!(slug(title).as_deref(), expected, "{title}");
        }
    }
}
