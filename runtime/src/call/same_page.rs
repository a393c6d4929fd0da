//! Whether a service gave a page that it had given before.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use bytes::Bytes;

/// A page as it was sent.
pub(super) struct SentPage {
    pub(super) body: Bytes,
    pub(super) request_id: Option<String>,
}

/// Fingerprints of the pages that came, without what differs between two replies that say the same.
#[derive(Default)]
pub(super) struct SeenPages {
    keys: RandomState,
    fingerprints: HashSet<u64>,
}

/// The field that differs between two replies with the same page.
#[derive(Clone, Copy)]
pub(super) enum Mark<'a> {
    /// The page's number, in a field with this name.
    Number(&'a str),
    /// The token of the next page, in a field with this name.
    Token(&'a str),
}

impl SeenPages {
    /// Takes note of a page: whether it is a new one.
    pub(super) fn insert(&mut self, page: &SentPage, mark: Mark<'_>) -> bool {
        self.fingerprints.insert(self.fingerprint(page, mark))
    }

    fn fingerprint(&self, page: &SentPage, mark: Mark<'_>) -> u64 {
        let body = String::from_utf8_lossy(&page.body);
        let mut hasher = self.keys.build_hasher();
        match page.request_id.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => body.split(id).for_each(|piece| mark.hash_without(piece, &mut hasher)),
            None => mark.hash_without(&body, &mut hasher),
        }
        hasher.finish()
    }
}

impl Mark<'_> {
    fn hash_without(self, text: &str, hasher: &mut impl Hasher) {
        let (Mark::Number(name) | Mark::Token(name)) = self;
        for (index, piece) in text.split(name).enumerate() {
            let piece = if index == 0 { piece } else { self.after_value(piece) };
            piece.hash(hasher);
        }
    }

    /// What follows the value, given what follows the name: `":2,` in JSON, `>2<` in XML.
    fn after_value(self, text: &str) -> &str {
        let value = text.trim_start_matches(['"', ':', '>', ' ', '\t', '\r', '\n']);
        match self {
            Mark::Number(_) => value.trim_start_matches(|c: char| c.is_ascii_digit()),
            Mark::Token(_) => value.find(['"', '<', ',', '}']).map_or("", |end| &value[end..]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, SeenPages, SentPage};

    fn page(body: &str, id: &str) -> SentPage {
        SentPage { body: body.to_owned().into(), request_id: Some(id.to_owned()) }
    }

    fn are_same(mark: Mark<'_>, first: &SentPage, second: &SentPage) -> bool {
        let mut seen = SeenPages::default();
        assert!(seen.insert(first, mark));
        !seen.insert(second, mark)
    }

    #[test]
    fn pages_are_compared_without_request_id_and_number() {
        let number = Mark::Number("PageNumber");
        let first = page(r#"{"RequestId":"A","PageNumber":9,"Vpcs":["vpc-1"]}"#, "A");
        assert!(are_same(number, &first, &page(r#"{"RequestId":"B-2","PageNumber":10,"Vpcs":["vpc-1"]}"#, "B-2")));
        assert!(!are_same(number, &first, &page(r#"{"RequestId":"B","PageNumber":10,"Vpcs":["vpc-2"]}"#, "B")));
        let first = page("<R><PageNumber>1</PageNumber><Id>x</Id><RequestId>A</RequestId></R>", "A");
        let other = |id: &str| page(&format!("<R><PageNumber>2</PageNumber><Id>{id}</Id><RequestId>B</RequestId></R>"), "B");
        assert!(are_same(number, &first, &other("x")) && !are_same(number, &first, &other("y")));
    }

    #[test]
    fn pages_are_compared_without_the_token_of_the_next() {
        let token = Mark::Token("NextToken");
        for (first, same, other) in [
            (
                r#"{"NextToken": "1","Ids":["id-1"]}"#,
                r#"{"NextToken": "2","Ids":["id-1"]}"#,
                r#"{"NextToken": "2","Ids":["id-2"]}"#,
            ),
            (r#"{"Ids":[1],"NextToken":1}"#, r#"{"Ids":[1],"NextToken":22}"#, r#"{"Ids":[2],"NextToken":1}"#),
            (
                "<R><Id>1</Id><NextToken>a</NextToken></R>",
                "<R><Id>1</Id><NextToken>b</NextToken></R>",
                "<R><Id>2</Id><NextToken>a</NextToken></R>",
            ),
        ] {
            assert!(are_same(token, &page(first, ""), &page(same, "")), "{first}");
            assert!(!are_same(token, &page(first, ""), &page(other, "")), "{first}");
        }
    }
}
