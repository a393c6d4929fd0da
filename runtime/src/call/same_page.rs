//! Whether a service gave a page that it had given before.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use crate::wire::Node;

/// Fingerprints of the pages that came.
#[derive(Default)]
pub(super) struct SeenPages {
    keys: RandomState,
    fingerprints: HashSet<u64>,
}

/// How a page compares with those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    New,
    /// The same items came before.
    Again,
    /// The same texts or numbers came before, which does not mean that they are the same items.
    AgainPerhaps,
}

impl SeenPages {
    /// Takes note of a page. What counts are its lists: request id, page number, token and the like differ between two replies
    /// that say the same.
    pub(super) fn insert(&mut self, page: &Node<'_>) -> Seen {
        let Node::Object(fields) = page else { return Seen::New };
        let mut hasher = self.keys.build_hasher();
        let (mut is_empty, mut has_objects) = (true, false);
        for field in fields.iter().filter(|field| matches!(field.node, Node::List(_) | Node::Object(_))) {
            is_empty = false;
            field.name.hash(&mut hasher);
            hash(&field.node, &mut hasher, &mut has_objects);
        }
        if is_empty || self.fingerprints.insert(hasher.finish()) {
            return Seen::New;
        }
        if has_objects { Seen::Again } else { Seen::AgainPerhaps }
    }
}

fn hash(node: &Node<'_>, hasher: &mut impl Hasher, has_objects: &mut bool) {
    std::mem::discriminant(node).hash(hasher);
    match node {
        Node::Null => {}
        Node::Bool(value) => value.hash(hasher),
        Node::Int(number) => number.hash(hasher),
        Node::Float(number) => number.to_bits().hash(hasher),
        Node::Text(text) => text.hash(hasher),
        Node::List(items) => {
            items.len().hash(hasher);
            for item in items {
                *has_objects |= matches!(item, Node::Object(_));
                hash(item, hasher, has_objects);
            }
        }
        Node::Object(fields) => {
            fields.len().hash(hasher);
            for field in fields {
                field.name.hash(hasher);
                hash(&field.node, hasher, has_objects);
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
        assert_eq!(second(&json!({ "Ids": ["a"] }), &json!({ "Ids": ["a"] })), Seen::AgainPerhaps);
        assert_eq!(second(&json!({ "Ids": ["a", "b"] }), &json!({ "Ids": ["ab"] })), Seen::New);
        assert_eq!(second(&json!({ "TotalCount": 1 }), &json!({ "TotalCount": 1 })), Seen::New);
    }
}
