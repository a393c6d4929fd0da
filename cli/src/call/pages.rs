//! `--all-pages`: the whole of a list that comes in parts, as one reply.

use acs_runtime::operation::PageFacts;
use acs_spec::Pagination;
use serde_json::{Map, Value};

use super::reply::Reply;

/// Gathers the pages of a list.
pub(super) struct Gathering<'s> {
    pagination: &'s Pagination,
    /// Steps from the top of a reply to the list, with the names of the objects that wrap it.
    path: Vec<&'s str>,
    whole: Option<Map<String, Value>>,
    items: Vec<Value>,
}

impl<'s> Gathering<'s> {
    /// `path` leads to the list.
    pub(super) fn new(pagination: &'s Pagination, path: Vec<&'s str>) -> Self {
        Gathering { pagination, path, whole: None, items: Vec::new() }
    }

    /// How many items there are so far.
    pub(super) fn count(&self) -> usize {
        self.items.len()
    }

    /// What a page says of its list.
    pub(super) fn facts(&self, page: &Reply) -> PageFacts {
        let field = |name: &Option<String>| page.0.get(name.as_deref()?);
        PageFacts {
            count: list(&page.0, &self.path).map_or(0, Vec::len),
            total: field(&self.pagination.total).and_then(whole_number),
            next_token: field(&self.pagination.next).and_then(Value::as_str).map(str::to_owned),
        }
    }

    /// Takes a page.
    pub(super) fn add(&mut self, mut page: Reply) {
        self.items.extend(take_list(&mut page.0, &self.path));
        self.whole.get_or_insert(page.0);
    }

    /// The first reply with all the items in it, without what was said of its page alone.
    pub(super) fn whole(self) -> Value {
        let mut whole = self.whole.unwrap_or_default();
        for name in [&self.pagination.page, &self.pagination.next].into_iter().flatten().chain([&self.pagination.size]) {
            whole.shift_remove(name);
        }
        put_list(&mut whole, &self.path, self.items);
        Value::Object(whole)
    }
}

fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The list at the end of a path. A wrapper that is not there is passed over.
fn list<'v>(object: &'v Map<String, Value>, path: &[&str]) -> Option<&'v Vec<Value>> {
    let (first, rest) = path.split_first()?;
    match object.get(*first)? {
        Value::Array(items) => Some(items),
        Value::Object(inner) => list(inner, rest),
        _ => None,
    }
}

/// Takes the list at the end of a path out of an object. A wrapper that is not there is passed over.
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
    use acs_spec::PageStyle;
    use serde_json::json;

    use super::*;

    fn reply(value: Value) -> Reply {
        match value {
            Value::Object(fields) => Reply(fields),
            _ => Reply::default(),
        }
    }

    #[test]
    fn pages_become_one_reply() {
        let name = |name: &str| Some(name.to_owned());
        let pagination = Pagination {
            style: PageStyle::Page,
            items: "Vpcs".into(),
            page: name("PageNumber"),
            token: None,
            next: name("NextToken"),
            size: "PageSize".into(),
            total: name("TotalCount"),
            default_size: Some(2),
            max_size: None,
        };
        let mut gathering = Gathering::new(&pagination, vec!["Vpcs", "Vpc"]);
        let page =
            |number: u64, ids: &[u64]| reply(json!({"PageNumber": number, "TotalCount": "3", "Vpcs": {"Vpc": ids}, "R": number}));
        assert_eq!(gathering.facts(&page(1, &[1, 2])), PageFacts { count: 2, total: Some(3), next_token: None });
        assert_eq!(gathering.facts(&reply(json!({"NextToken": "t"}))), PageFacts { next_token: name("t"), ..Default::default() });
        gathering.add(page(1, &[1, 2]));
        gathering.add(page(2, &[3]));
        assert_eq!(gathering.whole(), json!({"TotalCount": "3", "Vpcs": {"Vpc": [1, 2, 3]}, "R": 1}));
    }
}
