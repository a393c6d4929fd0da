//! The pages of a list, one after the other.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::PreparedCall;
use super::ahead::Ahead;
use super::completed::CompletedCall;
use super::futures::ExecutionFuture;
use super::progress::{Part, Position, Progress, Step};
use super::same_page::{Seen, SeenPages};
use super::start::check_start;
use crate::error::{Error, ErrorKind};
use crate::operation::{PageFacts, Pagination};
use crate::wire::Node;

/// Walks from page to page. It knows no types: the caller passes what a page says about the next one.
pub(super) struct Pager {
    pub(super) call: PreparedCall,
    /// Where the next page is; `None` after the last one.
    next: Option<Position>,
    running: Option<ExecutionFuture>,
    /// The page that was requested before it is needed.
    ahead: Option<Ahead>,
    /// Whether a page has been requested.
    begun: bool,
    /// A page failed to load, or the pages contradict each other; `next` still has the position.
    failed: bool,
    pub(super) prefetch: bool,
    /// Whether a list that ends short of what it announced ends like any other.
    pub(super) allow_incomplete: bool,
    progress: Progress,
    /// Why the list cannot be complete, to be returned after the page that showed it.
    incomplete: Option<Error>,
    /// The pages received so far, since a service may return one again.
    seen: SeenPages,
    /// Tokens that were followed: following one again would never end.
    followed: HashSet<String>,
}

impl Pager {
    pub(super) fn new(call: PreparedCall) -> Self {
        let first = match &call.operation.pagination {
            Some(Pagination::Page { page, .. }) => {
                // 0 is refused before anything is sent.
                let number = call.params.get(page).filter(|page| !page.is_empty()).map_or(1, |page| page.parse().unwrap_or(0));
                Position::Page { number, size: None }
            }
            Some(Pagination::Token { token, .. }) => {
                Position::Token(call.params.get(token).filter(|token| !token.is_empty()).map(str::to_owned))
            }
            None => Position::Token(None),
        };
        Pager {
            call,
            next: Some(first),
            running: None,
            ahead: None,
            begun: false,
            failed: false,
            prefetch: false,
            allow_incomplete: false,
            progress: Progress::default(),
            incomplete: None,
            seen: SeenPages::default(),
            followed: HashSet::new(),
        }
    }

    pub(super) fn set_size(&mut self, items: u32) {
        if self.begun {
            return self.refuse_change("the size of a page");
        }
        let Some(pagination) = &self.call.operation.pagination else { return };
        match pagination.size().cloned() {
            Some(size) => self.call.params.set(size.as_ref(), items.to_string()),
            None => self.refuse_size(),
        }
    }

    pub(super) fn start_at(&mut self, position: Position) {
        if self.begun {
            return self.refuse_change("where to begin");
        }
        self.next = Some(position);
    }

    /// Ends a list whose pages cannot have the requested size.
    fn refuse_size(&mut self) {
        let error = Error::config("the pages of the list have the size that the service chooses: no parameter takes another");
        let error = error.unsent().with_operation(self.call.operation.name.clone());
        self.incomplete.get_or_insert(error.advise("Leave the page size out"));
    }

    /// Ends a list that would lose items or repeat them.
    fn refuse_change(&mut self, what: &str) {
        let error =
            Error::config(format!("{what} was set after the first page")).with_operation(self.call.operation.name.clone());
        self.incomplete.get_or_insert(error.advise("Set it before the first page is taken, or begin a new list"));
    }

    pub(super) fn position(&self) -> Option<Position> {
        match self.next.clone()? {
            Position::Page { number, size } => Some(Position::Page { number, size: size.or_else(|| self.size()) }),
            position => Some(position),
        }
    }

    /// How many items a page was asked to have.
    fn size(&self) -> Option<u64> {
        let size = self.call.operation.pagination.as_ref()?.size()?;
        self.call.params.get(size)?.parse().ok()
    }

    pub(super) fn stop(&mut self) {
        (self.failed, self.running, self.ahead) = (true, None, None);
    }

    /// Checks where to begin, and takes over the page size of that position.
    fn begin(&mut self) -> Result<(), Error> {
        let Some(start) = &self.next else { return Ok(()) };
        let pagination = self.call.operation.pagination.as_ref();
        let resumed = check_start(pagination, start, self.size())
            .map_err(|error| error.with_operation(self.call.operation.name.clone()))?;
        if let (Some(Pagination::Page { size, .. }), Some(items)) = (pagination, resumed) {
            self.call.params.set(size, items.to_string());
        }
        Ok(())
    }

    /// The next page's reply; `None` after the last one.
    pub(super) fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<CompletedCall, Error>>> {
        if let Some(error) = self.incomplete.take() {
            self.failed = true;
            return Poll::Ready(Some(Err(error)));
        }
        if !std::mem::replace(&mut self.begun, true)
            && let Err(error) = self.begin()
        {
            self.failed = true;
            return Poll::Ready(Some(Err(error)));
        }
        if let Some(ahead) = &mut self.ahead {
            let answer = ready!(ahead.poll(context));
            self.ahead = None;
            // A call that was not driven meanwhile is made again.
            if let Some(answer) = answer {
                self.failed = answer.is_err();
                return Poll::Ready(Some(answer));
            }
        }
        // A page may be asked for again, and the runtime that asked before does not drive it any more.
        if self.running.as_ref().is_none_or(ExecutionFuture::is_left) {
            self.running = self.request();
        }
        let Some(running) = &mut self.running else {
            return Poll::Ready(None);
        };
        let answer = ready!(Pin::new(running).poll(context));
        self.running = None;
        if answer.is_err() {
            self.failed = true;
        }
        Poll::Ready(Some(answer))
    }

    /// The call of the next page.
    fn request(&self) -> Option<ExecutionFuture> {
        if self.failed || self.incomplete.is_some() {
            return None;
        }
        let mut call = self.call.clone();
        match (&self.call.operation.pagination, self.next.as_ref()?) {
            (Some(Pagination::Page { page, .. }), Position::Page { number, .. }) => {
                call.params.set(page.as_ref(), number.to_string())
            }
            (Some(Pagination::Token { token, .. }), Position::Token(Some(value))) => call.params.set(token.as_ref(), value),
            (Some(Pagination::Token { token, .. }), Position::Token(None)) => call.params.remove(token),
            // The whole list in one reply.
            _ => {}
        }
        Some(call.start())
    }

    /// Records a page, and returns whether it is new: false if the service returned it before.
    pub(super) fn took(&mut self, facts: PageFacts, page: &Node<'_>) -> bool {
        let (is_new, step) = self.step(facts, page);
        match step {
            Step::Page(number) => self.next = Some(Position::Page { number, size: None }),
            Step::Part(token) => self.next = Some(Position::Token(Some(token))),
            Step::End => self.next = None,
            Step::Incomplete(_) if self.allow_incomplete => self.next = None,
            Step::Incomplete(reason) => {
                self.next = None;
                let error = Error::new(ErrorKind::Incomplete, reason).with_operation(self.call.operation.name.clone());
                self.incomplete = Some(error.advise("`allow_incomplete` takes such a list as it is"));
            }
        }
        if self.prefetch {
            self.ahead = self.request().and_then(Ahead::start);
        }
        is_new
    }

    fn step(&mut self, facts: PageFacts, page: &Node<'_>) -> (bool, Step) {
        let (count, total) = (facts.count as u64, facts.total);
        let named = facts.next_token.filter(|token| !token.is_empty());
        match (&self.call.operation.pagination, &self.next) {
            (Some(Pagination::Page { default_size, .. }), Some(Position::Page { number, .. })) => {
                let asked = self.size().unwrap_or(u64::from(*default_size));
                if count > 0 && self.seen.insert(page) != Seen::New {
                    return (false, self.progress.after_repeated_page(count, asked));
                }
                (true, self.progress.after_page(*number, count, total, asked, named.is_some()))
            }
            (Some(Pagination::Token { .. }), Some(Position::Token(from))) => {
                let seen = if count > 0 { self.seen.insert(page) } else { Seen::New };
                let part = Part { first: from.is_none(), count, total, seen };
                let step = match named {
                    Some(token) if self.followed.insert(token.clone()) && from.as_ref() != Some(&token) => {
                        self.progress.after_part(part, token)
                    }
                    Some(_) => Step::Incomplete("the service gave the same token twice, so that the list has no end".to_owned()),
                    None => self.progress.after_last_part(part),
                };
                (seen != Seen::Again, step)
            }
            _ => (true, self.progress.after_only_page(count, total, named.is_some())),
        }
    }
}
