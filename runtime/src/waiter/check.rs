//! Waits that are rejected before anything is sent.

use super::Plan;
use super::poll::FIRST;
use crate::error::Error;
use crate::operation::Pagination;

impl Plan {
    /// Rejects a wait that cannot refer to a single resource. An empty id would match every resource or none, so the wait would
    /// succeed whatever happened to the intended resource.
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
                    "An id has letters, digits and hyphens; `wait_for_all` takes several ids",
                );
            }
        }
        if let Some((parameter, _)) = self.also.iter().find(|(_, value)| is_blank(value)) {
            return wrong(
                format!("a wait for `{name}` was given an empty `{parameter}`"),
                "Pass a value, or leave the parameter out; if it comes from a reply, check that the reply has it",
            );
        }
        let mut templates = self.info.with.iter().filter_map(|(_, value)| value.strip_prefix('{')?.strip_suffix('}'));
        if let Some(needed) = templates.find(|needed| !self.also.iter().any(|(given, _)| given == needed)) {
            return wrong(format!("a wait for `{name}` needs `{needed}`"), "Pass it with `.also(name, value)`");
        }
        let is_taken = |given: &str| self.info.id.as_deref().is_some_and(|id| id.strip_suffix(FIRST).unwrap_or(id) == given);
        if let Some((given, _)) =
            self.also.iter().find(|(given, _)| self.info.takes_id() && (is_taken(given) || self.is_of_page(given)))
        {
            return wrong(
                format!("a wait for `{name}` sets `{given}` itself"),
                "Leave it out: the id is an argument of the wait, and every page is searched",
            );
        }
        if !self.info.operation.read_only {
            return wrong(
                format!("a wait would call `{}` again and again, which may do more than read", self.info.operation.name),
                "Poll an operation that reads; `read_only(true)` says so of one whose name does not",
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

    fn is_of_page(&self, parameter: &str) -> bool {
        match &self.info.operation.pagination {
            Some(Pagination::Page { page: name, .. } | Pagination::Token { token: name, .. }) => name == parameter,
            None => false,
        }
    }
}

/// Whether a text has nothing that can be seen.
fn is_blank(text: &str) -> bool {
    !text.chars().any(|c| c.is_alphanumeric() || c.is_ascii_punctuation())
}

/// Whether a text may be the id, the address or the CIDR block of one resource. Asterisks stand in the ids of examples.
fn is_id(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "-_.:/@+=*".contains(c);
    let is_nothing = ["null", "nil", "none", "undefined", "nan"].iter().any(|nothing| text.eq_ignore_ascii_case(nothing));
    text.chars().all(is_sign) && text.contains(|c: char| c.is_ascii_alphanumeric()) && !is_nothing
}
