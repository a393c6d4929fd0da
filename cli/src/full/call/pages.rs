//! `--all-pages`: a paginated list as one reply.

use acs_runtime::operation::PageFacts;
use acs_spec::facts::{PageParameters, PaginationFacts};
use serde_json::{Map, Value};

/// Gathers the pages of a list.
pub(super) struct Gathering<'s> {
    pagination: &'s PaginationFacts<'s>,
    whole: Option<Map<String, Value>>,
    items: Vec<Value>,
}

impl<'s> Gathering<'s> {
    pub(super) fn new(pagination: &'s PaginationFacts<'s>) -> Self {
        Gathering { pagination, whole: None, items: Vec::new() }
    }

    /// How many items there are so far.
    pub(super) fn count(&self) -> usize {
        self.items.len()
    }

    /// What a page says of its list.
    pub(super) fn facts(&self, page: &Map<String, Value>) -> PageFacts {
        let field = |path: Option<&str>| {
            let (first, rest) = path?.split_once('.').map_or((path?, None), |(first, rest)| (first, Some(rest)));
            rest.into_iter().flat_map(|rest| rest.split('.')).try_fold(page.get(first)?, |value, name| value.get(name))
        };
        PageFacts {
            count: list(page, &self.pagination.items).map_or(0, Vec::len),
            total: field(self.pagination.total).and_then(whole_number),
            next_token: field(self.pagination.next).and_then(Value::as_str).map(str::to_owned),
        }
    }

    /// Takes a page.
    pub(super) fn add(&mut self, mut page: Map<String, Value>) {
        self.items.extend(take_list(&mut page, &self.pagination.items));
        self.whole.get_or_insert(page);
    }

    /// The first reply with all the items in it, without what was said of its page alone.
    pub(super) fn whole(self) -> Value {
        let mut whole = self.whole.unwrap_or_default();
        let of_page = match self.pagination.parameters {
            PageParameters::Page { page, size, .. } => [Some(page), Some(size), self.pagination.next],
            PageParameters::Token { size, .. } => [None, size, self.pagination.next],
        };
        for name in of_page.into_iter().flatten() {
            whole.shift_remove(name);
        }
        put_list(&mut whole, &self.pagination.items, self.items);
        Value::Object(whole)
    }
}

fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The list at the end of a path. A wrapper that is not there is skipped.
fn list<'v>(object: &'v Map<String, Value>, path: &[&str]) -> Option<&'v Vec<Value>> {
    let (first, rest) = path.split_first()?;
    match object.get(*first)? {
        Value::Array(items) => Some(items),
        Value::Object(inner) => list(inner, rest),
        _ => None,
    }
}

/// Takes the list at the end of a path out of an object. A wrapper that is not there is skipped.
fn take_list(object: &mut Map<String, Value>, path: &[&str]) -> Vec<Value> {
    let Some((first, rest)) = path.split_first() else { return Vec::new() };
    match object.get_mut(*first) {
        Some(Value::Array(items)) => std::mem::take(items),
        Some(Value::Object(inner)) => take_list(inner, rest),
        _ => Vec::new(),
    }
}

fn put_list(object: &mut Map<String, Value>, path: &[&str], items: Vec<Value>) {
    let Some((first, rest)) = path.split_first() else { return };
    match object.get_mut(*first) {
        Some(Value::Object(inner)) => put_list(inner, rest, items),
        _ => {
            object.insert((*first).to_owned(), Value::Array(items));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn pages_become_one_reply() {
        let pagination = PaginationFacts {
            parameters: PageParameters::Page { page: "PageNumber", size: "PageSize", default_size: 2 },
            items: vec!["Vpcs", "Vpc"],
            total: Some("TotalCount"),
            next: Some("NextToken"),
        };
        let mut gathering = Gathering::new(&pagination);
        let page = |number: u64, ids: &[u64]| {
            object(json!({"PageNumber": number, "TotalCount": "3", "Vpcs": {"Vpc": ids}, "R": number}))
        };
        assert_eq!(gathering.facts(&page(1, &[1, 2])), PageFacts { count: 2, total: Some(3), next_token: None });
        assert_eq!(
            gathering.facts(&object(json!({"NextToken": "t"}))),
            PageFacts { next_token: Some("t".to_owned()), ..Default::default() }
        );
        gathering.add(page(1, &[1, 2]));
        gathering.add(page(2, &[3]));
        assert_eq!(gathering.whole(), json!({"TotalCount": "3", "Vpcs": {"Vpc": [1, 2, 3]}, "R": 1}));
    }
}
