//! `--all-pages`: the whole of a list that comes in parts, as one reply.

use std::collections::HashSet;

use acs_codegen::spec::{PageStyle, Pagination};
use serde_json::{Map, Value};

use super::reply::Reply;

/// Gathers the pages of a list.
pub(super) struct Gathering<'s> {
    pagination: &'s Pagination,
    /// Steps from the top of a reply to the list, with the names of the objects that wrap it.
    path: Vec<&'s str>,
    /// Items in a page; 0 if nobody knows.
    size: u64,
    page: u64,
    followed: HashSet<String>,
    whole: Option<Map<String, Value>>,
    items: Vec<Value>,
}

impl<'s> Gathering<'s> {
    /// `path` leads to the list; `page` is the number of the first page, and `size` what was asked for as the size of a page.
    pub(super) fn new(pagination: &'s Pagination, path: Vec<&'s str>, page: Option<u64>, size: Option<u64>) -> Self {
        let size = size.unwrap_or_else(|| pagination.default_size.unwrap_or_default().into());
        Gathering { pagination, path, size, page: page.unwrap_or(1), followed: HashSet::new(), whole: None, items: Vec::new() }
    }

    /// How many items there are so far.
    pub(super) fn count(&self) -> usize {
        self.items.len()
    }

    /// Takes a page, and gives the parameter that asks for the next one; `None` after the last.
    pub(super) fn add(&mut self, mut page: Reply) -> Option<(&'s str, String)> {
        let items = take_list(&mut page.0, &self.path);
        let next = self.next(&page, items.len() as u64);
        self.items.extend(items);
        self.whole.get_or_insert(page.0);
        next
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

    fn next(&mut self, page: &Reply, count: u64) -> Option<(&'s str, String)> {
        let pagination = self.pagination;
        match pagination.style {
            PageStyle::Token => {
                let token = pagination.next.as_deref().and_then(|next| page.text(next))?.to_owned();
                // A token that comes again would never end.
                self.followed.insert(token.clone()).then_some((pagination.token.as_deref()?, token))
            }
            PageStyle::Page => {
                let total = pagination.total.as_deref().and_then(|total| whole_number(page.0.get(total)?));
                // A total is believed before a short page is: the service may give smaller pages than it was asked for.
                let more = match total {
                    _ if count == 0 => false,
                    Some(total) => (self.page - 1).saturating_mul(self.size.max(count)).saturating_add(count) < total,
                    None => count >= self.size,
                };
                self.page = self.page.saturating_add(1);
                more.then_some((pagination.page.as_deref()?, self.page.to_string()))
            }
        }
    }
}

fn whole_number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
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
    use serde_json::json;

    use super::*;

    fn pagination(style: PageStyle) -> Pagination {
        let name = |name: &str| Some(name.to_owned());
        Pagination {
            style,
            items: "Vpcs".into(),
            page: name("PageNumber"),
            token: name("NextToken"),
            next: name("NextToken"),
            size: "PageSize".into(),
            total: name("TotalCount"),
            default_size: Some(2),
            max_size: None,
        }
    }

    fn reply(value: Value) -> Reply {
        match value {
            Value::Object(fields) => Reply(fields),
            _ => Reply::default(),
        }
    }

    #[test]
    fn numbered_pages_end_with_the_total() {
        let pagination = pagination(PageStyle::Page);
        let mut gathering = Gathering::new(&pagination, vec!["Vpcs", "Vpc"], None, None);
        let page =
            |number: u64, ids: &[u64]| reply(json!({"PageNumber": number, "TotalCount": "3", "Vpcs": {"Vpc": ids}, "R": number}));
        assert_eq!(gathering.add(page(1, &[1, 2])), Some(("PageNumber", "2".to_owned())));
        assert_eq!(gathering.add(page(2, &[3])), None);
        assert_eq!(gathering.whole(), json!({"TotalCount": "3", "Vpcs": {"Vpc": [1, 2, 3]}, "R": 1}));
    }

    #[test]
    fn numbered_pages_without_a_total_end_with_a_short_or_empty_one() {
        let pagination = Pagination { total: None, ..pagination(PageStyle::Page) };
        let mut gathering = Gathering::new(&pagination, vec!["List"], Some(5), Some(1));
        assert_eq!(gathering.add(reply(json!({"List": [1]}))), Some(("PageNumber", "6".to_owned())));
        assert_eq!(gathering.add(reply(json!({"List": []}))), None);
    }

    #[test]
    fn tokens_are_followed_until_there_is_none_or_one_comes_again() {
        let pagination = pagination(PageStyle::Token);
        let mut gathering = Gathering::new(&pagination, vec!["List"], None, None);
        assert_eq!(gathering.add(reply(json!({"List": [1], "NextToken": "a"}))), Some(("NextToken", "a".to_owned())));
        assert_eq!(gathering.add(reply(json!({"List": [2], "NextToken": "a"}))), None);
        assert_eq!(gathering.whole(), json!({"List": [1, 2]}));
        let mut gathering = Gathering::new(&pagination, vec!["List"], None, None);
        assert_eq!(gathering.add(reply(json!({"List": [1], "NextToken": ""}))), None);
    }
}
