//! Whether a service returned a page that it had returned before.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use crate::wire::Node;

/// Fingerprints of the items received so far.
#[derive(Default)]
pub(super) struct SeenPages {
    keys: RandomState,
    fingerprints: HashSet<u64>,
}

/// How a page compares with those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    New,
    /// All of its items were received before.
    Again,
    /// The same texts or numbers were received before, which does not prove that they are the same items.
    AgainPerhaps,
}

impl SeenPages {
    /// Records a page. Only the items of its lists count: request id, page number, token, order and the like differ between two
    /// replies with the same content.
    pub(super) fn insert(&mut self, page: &Node<'_>) -> Seen {
        let Node::Object(fields) = page else { return Seen::New };
        let (mut objects, mut others) = (Vec::new(), self.keys.build_hasher());
        let mut has_others = false;
        for field in fields {
            match &field.node {
                Node::List(items) => self.list(items, &mut objects, &mut others, &mut has_others),
                // A list may be wrapped.
                Node::Object(inner) => inner.iter().for_each(|field| {
                    if let Node::List(items) = &field.node {
                        self.list(items, &mut objects, &mut others, &mut has_others);
                    }
                }),
                _ => {}
            }
        }
        let (known, again) = match objects.is_empty() {
            true if !has_others => return Seen::New,
            true => (vec![others.finish()], Seen::AgainPerhaps),
            false => (objects, Seen::Again),
        };
        // All of them are kept, also where one is new.
        let new = known.into_iter().filter(|fingerprint| self.fingerprints.insert(*fingerprint)).count();
        if new > 0 { Seen::New } else { again }
    }

    fn list(&self, items: &[Node<'_>], objects: &mut Vec<u64>, others: &mut impl Hasher, has_others: &mut bool) {
        for item in items {
            match item {
                Node::Object(_) => {
                    let mut hasher = self.keys.build_hasher();
                    hash(item, &mut hasher);
                    objects.push(hasher.finish());
                }
                other => {
                    *has_others = true;
                    hash(other, others);
                }
            }
        }
    }
}

fn hash(node: &Node<'_>, hasher: &mut impl Hasher) {
    std::mem::discriminant(node).hash(hasher);
    match node {
        Node::Null => {}
        Node::Bool(value) => value.hash(hasher),
        Node::Int(number) => number.hash(hasher),
        Node::Float(number) => number.to_bits().hash(hasher),
        Node::Text(text) => text.hash(hasher),
        Node::List(items) => {
            items.len().hash(hasher);
            items.iter().for_each(|item| hash(item, hasher));
        }
        Node::Object(fields) => {
            fields.len().hash(hasher);
            for field in fields {
                field.name.hash(hasher);
                hash(&field.node, hasher);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Seen, SeenPages};
    use crate::wire::ToNode;

    fn second(first: &Value, second: &Value) -> Seen {
        let mut seen = SeenPages::default();
        assert_eq!(seen.insert(&first.to_node().unwrap()), Seen::New);
        seen.insert(&second.to_node().unwrap())
    }

    #[test]
    fn pages_are_compared_by_their_lists() {
        let page = |id: &str, number: u32, vpc: &str| json!({ "RequestId": id, "PageNumber": number, "Took": number, "Vpcs": { "Vpc": [{ "VpcId": vpc, "Mtu": 1.5 }] } });
        assert_eq!(second(&page("A", 1, "vpc-1"), &page("B", 2, "vpc-1")), Seen::Again);
        assert_eq!(second(&page("1", 1, "vpc-1"), &page("2", 1, "vpc-2")), Seen::New);
        let two = |ids: [&str; 2]| json!({ "Vpcs": ids.map(|id| json!({ "VpcId": id })) });
        assert_eq!(second(&two(["a", "b"]), &two(["b", "a"])), Seen::Again);
        assert_eq!(second(&two(["a", "b"]), &two(["b", "c"])), Seen::New);
        assert_eq!(second(&json!({ "Ids": ["a"] }), &json!({ "Ids": ["a"] })), Seen::AgainPerhaps);
        assert_eq!(second(&json!({ "Ids": ["a", "b"] }), &json!({ "Ids": ["ab"] })), Seen::New);
        assert_eq!(second(&json!({ "TotalCount": 1 }), &json!({ "TotalCount": 1 })), Seen::New);
    }
}
