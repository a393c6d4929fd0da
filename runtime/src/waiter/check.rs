//! What a wait is refused for before anything is sent.

use super::Plan;
use crate::error::Error;

impl Plan {
    /// Refuses a wait that cannot mean one resource. An empty id would ask for every resource or for none, so that the wait would
    /// end well whatever happened to the resource that was meant.
    pub(super) fn check(&self) -> Result<(), Error> {
        let wrong = |message: String, advice: &'static str| {
            Err(Error::config(message).with_operation(self.info.operation.name.clone()).unsent().advise(advice))
        };
        let name = &self.info.name;
        if self.info.takes_id() {
            let parameter = self.info.id.as_deref().or_else(|| self.info.matches.iter().next()).unwrap_or("id");
            if self.ids.is_empty() || self.ids.iter().any(|id| is_blank(id)) {
                return wrong(
                    format!("a wait for `{name}` was given an empty id ({parameter})"),
                    "Pass the id of one resource; if it comes from a reply, check that the reply has it",
                );
            }
            if let Some(id) = self.ids.iter().find(|id| !is_id(id)) {
                return wrong(
                    format!("a wait for `{name}` was given `{}`, which is not an id ({parameter})", id.escape_debug()),
                    "An id has no blanks, no commas and no invisible characters; `wait_for_all` takes several ids",
                );
            }
        }
        if let Some((parameter, _)) = self.also.iter().find(|(_, value)| is_blank(value)) {
            return wrong(
                format!("a wait for `{name}` was given an empty `{parameter}`"),
                "Pass a value, or leave the parameter out; if it comes from a reply, check that the reply has it",
            );
        }
        if self.info.until.is_none() && (self.info.success.is_empty() || self.info.status.is_empty()) {
            return wrong(
                format!("a wait for `{name}` was given no state to wait for"),
                "Name the field that holds the state, and at least one state",
            );
        }
        Ok(())
    }
}

/// Whether a text has nothing that can be seen.
fn is_blank(text: &str) -> bool {
    !text.chars().any(|c| c.is_alphanumeric() || c.is_ascii_punctuation())
}

/// Whether a text may be the id, the address or the CIDR block of one resource.
fn is_id(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_graphic() && c != ',')
}
