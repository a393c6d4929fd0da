//! Replies that were written from a state, for as long as the state stays the same.
//!
//! Clients wait for a state by asking for it again and again, and between two changes the answer to a question is the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of the replies that are kept of one state.
const MOST: usize = 8 << 20;

/// The replies that one state was asked for, by the question. Clones are about the same state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    texts: HashMap<String, Arc<Text>>,
    bytes: usize,
}

/// A reply as it is sent, without the id of the request.
#[derive(Debug, PartialEq)]
pub(crate) struct Text {
    before: String,
    after: String,
}

impl Text {
    /// The reply to the request of this id.
    pub(crate) fn with(&self, request_id: &str) -> String {
        [&self.before, request_id, &self.after].concat()
    }
}

impl Written {
    pub(crate) fn get(&self, question: &str) -> Option<Arc<Text>> {
        self.kept().texts.get(question).cloned()
    }

    /// Keeps the reply to a question, if there is room.
    pub(crate) fn keep(&self, question: String, reply: &str, request_id: &str) {
        let Some((before, after)) = reply.split_once(request_id) else { return };
        let mut kept = self.kept();
        let bytes = kept.bytes + question.len() + before.len() + after.len();
        if bytes <= MOST {
            kept.bytes = bytes;
            kept.texts.insert(question, Arc::new(Text { before: before.to_owned(), after: after.to_owned() }));
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_kept_without_the_id_of_its_request_and_the_room_is_bounded() {
        let written = Written::default();
        written.keep("a".into(), r#"{"Name":"x","RequestId":"ID-1"}"#, "ID-1");
        assert_eq!(written.get("a").map(|text| text.with("ID-2")).as_deref(), Some(r#"{"Name":"x","RequestId":"ID-2"}"#));
        written.keep("b".into(), "no id", "ID-1");
        written.keep("c".into(), &format!("{}ID-1", "x".repeat(MOST)), "ID-1");
        assert_eq!((written.get("b"), written.get("c")), (None, None));
    }
}
