//! Where a list begins, and whether that fits how it is paginated.

use super::progress::Position;
use crate::error::Error;
use crate::operation::Pagination;

/// Checks what the caller asks of a list before anything is sent, given the page size that is asked for. The answer is the page
/// size to ask for in its place, if the position to begin at has one.
pub(super) fn check_start(pagination: Option<&Pagination>, start: &Position, asked: Option<u64>) -> Result<Option<u64>, Error> {
    if let Some(paginated @ (Pagination::Page { page: name, .. } | Pagination::Token { token: name, .. })) = pagination {
        let size = paginated.size();
        if name.is_empty() || size.is_some_and(|size| size.is_empty()) {
            return Err(refuse("a parameter of the list has an empty name", "Name the parameters as the API does"));
        }
        if let (Some(0), Some(size)) = (asked, size) {
            return Err(refuse(format!("pages without items were asked for (`{size}` is 0)"), "A page has at least one item"));
        }
    }
    match (pagination, start) {
        (Some(Pagination::Page { .. }), Position::Page { number: 0, .. }) => {
            Err(refuse("the page to begin at is not a number from 1", "The first page has the number 1"))
        }
        (Some(Pagination::Page { .. }), &Position::Page { size: Some(reached), .. }) => match asked {
            Some(asked) if asked != reached => Err(refuse(
                format!("the position was reached with pages of {reached} items, and pages of {asked} are asked for"),
                "Resume a list with the page size that it began with",
            )),
            _ => Ok(Some(reached)),
        },
        (Some(Pagination::Page { .. }), Position::Page { .. })
        | (Some(Pagination::Token { .. }), Position::Token(_))
        | (None, Position::Token(None)) => Ok(None),
        (pagination, _) => {
            let style = match pagination {
                Some(Pagination::Page { .. }) => "it is paginated by number",
                Some(Pagination::Token { .. }) => "it is paginated by token",
                None => "it has one page",
            };
            let message = format!("the list cannot begin at this position: {style}");
            Err(refuse(message, "Use a position that `position` returned for a list of this operation"))
        }
    }
}

fn refuse(message: impl Into<std::borrow::Cow<'static, str>>, advice: &'static str) -> Error {
    Error::config(message).unsent().advise(advice)
}
