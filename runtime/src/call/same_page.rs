//! Whether a service gave the same page twice.

use bytes::Bytes;

/// A page as it was sent.
pub(super) struct SentPage {
    pub(super) body: Bytes,
    pub(super) request_id: Option<String>,
}

impl SentPage {
    /// Whether another page is the same but for its request id and its number.
    pub(super) fn is_same(&self, other: &SentPage, number: &str) -> bool {
        self.body.len().abs_diff(other.body.len()) <= 64 && self.without(number) == other.without(number)
    }

    /// The body without what differs between two replies that say the same.
    fn without(&self, number: &str) -> String {
        let body = String::from_utf8_lossy(&self.body);
        let body = match self.request_id.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => body.replace(id, ""),
            None => body.into_owned(),
        };
        let mut kept = String::with_capacity(body.len());
        for (index, piece) in body.split(number).enumerate() {
            // `"PageNumber":2` in JSON, `<PageNumber>2<` in XML.
            let value = piece.trim_start_matches(['"', ':', ' ', '>']);
            kept.push_str(if index == 0 { piece } else { value.trim_start_matches(|c: char| c.is_ascii_digit()) });
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::SentPage;

    fn page(body: &str, id: &str) -> SentPage {
        SentPage { body: body.to_owned().into(), request_id: Some(id.to_owned()) }
    }

    #[test]
    fn pages_are_compared_without_request_id_and_number() {
        let first = page(r#"{"RequestId":"A","PageNumber":9,"Vpcs":["vpc-1"]}"#, "A");
        assert!(first.is_same(&page(r#"{"RequestId":"B-2","PageNumber":10,"Vpcs":["vpc-1"]}"#, "B-2"), "PageNumber"));
        assert!(!first.is_same(&page(r#"{"RequestId":"B","PageNumber":10,"Vpcs":["vpc-2"]}"#, "B"), "PageNumber"));
        let first = page("<R><PageNumber>1</PageNumber><Id>x</Id><RequestId>A</RequestId></R>", "A");
        assert!(first.is_same(&page("<R><PageNumber>2</PageNumber><Id>x</Id><RequestId>B</RequestId></R>", "B"), "PageNumber"));
        assert!(!first.is_same(&page("<R><PageNumber>2</PageNumber><Id>y</Id><RequestId>B</RequestId></R>", "B"), "PageNumber"));
    }
}
