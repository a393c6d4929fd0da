//! From page to page.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::PreparedCall;
use super::futures::{CompletedCall, ExecutionFuture};
use crate::error::Error;
use crate::operation::{PageFacts, Pagination};

/// Where in a list a page is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// The number of a page, from 1.
    Page(u64),
    /// A token that the page before gave; `None` is the first page.
    Token(Option<String>),
}

/// Walks from page to page. It knows no types: it is told what a page says about the next one.
pub(super) struct Pager {
    pub(super) call: PreparedCall,
    /// Where the next page is; `None` after the last one.
    pub(super) next: Option<Position>,
    running: Option<ExecutionFuture>,
    /// A page could not be had; `next` still says which.
    pub(super) failed: bool,
    pub(super) prefetch: bool,
    /// How many items there were so far, with those before the first page that was asked for. Rather too few than too many:
    /// that costs one more request at the end, while the other would lose items.
    seen: Option<u64>,
    /// Tokens that were followed: one that comes again would go on for ever.
    followed: HashSet<String>,
}

impl Pager {
    pub(super) fn new(call: PreparedCall) -> Self {
        let first = match &call.operation.pagination {
            Some(Pagination::Page { page, .. }) => {
                Position::Page(call.params.get(page).and_then(|page| page.parse().ok()).unwrap_or(1))
            }
            Some(Pagination::Token { token, .. }) => Position::Token(call.params.get(token).map(str::to_owned)),
            None => Position::Token(None),
        };
        Pager { call, next: Some(first), running: None, failed: false, prefetch: false, seen: None, followed: HashSet::new() }
    }

    pub(super) fn set_size(&mut self, items: u32) {
        if let Some(Pagination::Page { size, .. } | Pagination::Token { size, .. }) = &self.call.operation.pagination {
            self.call.params.set(size.as_ref(), items.to_string());
        }
    }

    pub(super) fn start_at(&mut self, position: Position) {
        self.next = Some(position);
    }

    pub(super) fn position(&self) -> Option<Position> {
        self.next.clone()
    }

    pub(super) fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<CompletedCall, Error>>> {
        if self.running.is_none() {
            self.running = self.request();
        }
        let Some(running) = &mut self.running else {
            return Poll::Ready(None);
        };
        let answer = ready!(Pin::new(running).poll(context));
        self.running = None;
        Poll::Ready(Some(answer))
    }

    /// The call of the next page.
    fn request(&self) -> Option<ExecutionFuture> {
        if self.failed {
            return None;
        }
        let mut call = self.call.clone();
        match (&self.call.operation.pagination, self.next.as_ref()?) {
            (Some(Pagination::Page { page, .. }), Position::Page(number)) => call.params.set(page.as_ref(), number.to_string()),
            (Some(Pagination::Token { token, .. }), Position::Token(Some(value))) => call.params.set(token.as_ref(), value),
            (Some(Pagination::Token { token, .. }), Position::Token(None)) => call.params.remove(token),
            // The whole list in one reply.
            _ => {}
        }
        Some(call.start())
    }

    /// Takes note of a page.
    pub(super) fn took(&mut self, page: PageFacts, context: &mut Context<'_>) {
        self.next = match (&self.call.operation.pagination, self.next.take()) {
            (Some(_), Some(Position::Page(number))) => {
                self.more_pages(number, page.count, page.total).then(|| Position::Page(number + 1))
            }
            (Some(_), Some(Position::Token(_))) => {
                let token = page.next_token.filter(|token| !token.is_empty());
                token.filter(|token| self.followed.insert(token.clone())).map(|token| Position::Token(Some(token)))
            }
            _ => None,
        };
        if self.prefetch {
            self.running = self.request();
            if let Some(running) = &mut self.running {
                // One poll sends the request. A reply that is there at once is kept for the next turn.
                if let Poll::Ready(answer) = Pin::new(running).poll(context) {
                    self.running = Some(ExecutionFuture::done(self.call.client.clone(), answer));
                }
            }
        }
    }

    /// Whether there is a page after this one. A total is believed before a short page is, since the service may give
    /// smaller pages than it was asked for.
    fn more_pages(&mut self, number: u64, count: usize, total: Option<i64>) -> bool {
        let Some(Pagination::Page { size, default_size, .. }) = &self.call.operation.pagination else {
            return false;
        };
        let asked = self.call.params.get(size).and_then(|size| size.parse().ok()).unwrap_or(u64::from(*default_size));
        let count = count as u64;
        let before = self.seen.unwrap_or_else(|| number.saturating_sub(1).saturating_mul(asked.min(count)));
        let seen = *self.seen.insert(before.saturating_add(count));
        match total.and_then(|total| u64::try_from(total).ok()) {
            _ if count == 0 => false,
            Some(total) => seen < total,
            None => count >= asked,
        }
    }
}
