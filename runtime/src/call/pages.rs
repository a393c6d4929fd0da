//! Lists that come in parts.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::Prepared;
use super::run::{Answer, Running};
use super::sending;
use crate::error::Error;
use crate::operation::{Page, Pagination};
use crate::wire::Decode;

/// The parts of a list: a stream of replies. A part is asked for when it is needed and not before, unless
/// [`prefetch`](Self::prefetch) is called; dropping the stream ends it. After an error the stream has ended.
///
/// It begins with the page that the call's parameters name, so a list is resumed by setting the page number or the token.
///
/// ```no_run
/// # use acs_runtime::{Error, Pages, operation::Page, wire::Decode};
/// # async fn example<R: Decode + Default + Page>(mut pages: Pages<R>) -> Result<(), Error> {
/// while let Some(page) = pages.next().await {
///     println!("{} items", page?.count());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless polled"]
pub struct Pages<R> {
    pager: Pager,
    finish: std::marker::PhantomData<fn() -> R>,
}

/// The items of all parts of a list: a stream of items, over [`Pages`].
#[must_use = "a stream does nothing unless polled"]
pub struct Items<R: Page> {
    pages: Pages<R>,
    items: VecDeque<R::Item>,
}

/// Where in a list a page is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// The number of a page, from 1.
    Page(u64),
    /// A token that the page before gave; `None` is the first page.
    Token(Option<String>),
}

impl<R> Pages<R> {
    pub(super) fn new(call: Prepared, pagination: Option<&'static Pagination>) -> Self {
        Pages { pager: Pager::new(call, pagination), finish: std::marker::PhantomData }
    }

    /// How many items a page should have. The service has its own bound.
    pub fn page_size(mut self, items: u32) -> Self {
        self.pager.set_size(items);
        self
    }

    /// Begins at a position that an earlier [`position`](Self::position) gave.
    pub fn start_at(mut self, position: Position) -> Self {
        self.pager.start_at(position);
        self
    }

    /// Asks for the next page while the one before is being worked on.
    pub fn prefetch(mut self, ahead: bool) -> Self {
        self.pager.prefetch = ahead;
        self
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::client::Client {
        &self.pager.call.client
    }

    /// Where the next page is, to resume the list later; `None` if there is no next page.
    pub fn position(&self) -> Option<Position> {
        self.pager.position()
    }
}

impl<R: Decode + Default + Page> Pages<R> {
    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R, Error>>> {
        let Some(answer) = ready!(self.pager.poll_answer(context)) else {
            return Poll::Ready(None);
        };
        let page = answer.and_then(sending::typed::<R>);
        match &page {
            Ok(page) => self.pager.took(page.count(), page.total(), page.next_token(), context),
            Err(_) => self.pager.failed = true,
        }
        Poll::Ready(Some(page))
    }
}

impl<R: Decode + Default + Page> Stream for Pages<R> {
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

impl<R: Page> Items<R> {
    pub(super) fn new(pages: Pages<R>) -> Self {
        Items { pages, items: VecDeque::new() }
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::client::Client {
        self.pages.client()
    }

    /// How many items a page should have. The service has its own bound.
    pub fn page_size(mut self, items: u32) -> Self {
        self.pages = self.pages.page_size(items);
        self
    }

    /// Begins at a position that an earlier [`Pages::position`] gave.
    pub fn start_at(mut self, position: Position) -> Self {
        self.pages = self.pages.start_at(position);
        self
    }

    /// Asks for the next page while the items of the one before are being worked on.
    pub fn prefetch(mut self, ahead: bool) -> Self {
        self.pages = self.pages.prefetch(ahead);
        self
    }
}

impl<R: Decode + Default + Page> Items<R> {
    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// All items that are left. Mind that a list may be long.
    ///
    /// # Errors
    /// A page could not be had; the items before it are lost.
    pub async fn collect(mut self) -> Result<Vec<R::Item>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R::Item, Error>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.items = page.into_items().into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Items are moved out of a queue; nothing is pinned in place.
impl<R: Page> Unpin for Items<R> {}

impl<R: Decode + Default + Page> Stream for Items<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

/// Walks from page to page. It knows no types: it is told what a page says about the next one.
struct Pager {
    call: Prepared,
    pagination: Option<&'static Pagination>,
    /// Where the next page is; `None` after the last one.
    next: Option<Position>,
    running: Option<Running>,
    /// A page could not be had; `next` still says which.
    failed: bool,
    prefetch: bool,
    /// How many items there were so far, with those before the first page that was asked for. Rather too few than too many:
    /// that costs one more request at the end, while the other would lose items.
    seen: Option<u64>,
    /// Tokens that were followed: one that comes again would go on for ever.
    followed: HashSet<String>,
}

impl Pager {
    fn new(call: Prepared, pagination: Option<&'static Pagination>) -> Self {
        let first = match pagination {
            Some(Pagination::Page { page, .. }) => {
                Position::Page(call.params.get(page).and_then(|page| page.parse().ok()).unwrap_or(1))
            }
            Some(Pagination::Token { token, .. }) => Position::Token(call.params.get(token).map(str::to_owned)),
            None => Position::Token(None),
        };
        Pager {
            call,
            pagination,
            next: Some(first),
            running: None,
            failed: false,
            prefetch: false,
            seen: None,
            followed: HashSet::new(),
        }
    }

    fn set_size(&mut self, items: u32) {
        if let Some(Pagination::Page { size, .. } | Pagination::Token { size, .. }) = self.pagination {
            self.call.params.set(*size, items.to_string());
        }
    }

    fn start_at(&mut self, position: Position) {
        self.next = Some(position);
    }

    fn position(&self) -> Option<Position> {
        self.next.clone()
    }

    fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Answer, Error>>> {
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
    fn request(&self) -> Option<Running> {
        if self.failed {
            return None;
        }
        let mut call = self.call.clone();
        match (self.pagination, self.next.as_ref()?) {
            (Some(Pagination::Page { page, .. }), Position::Page(number)) => call.params.set(*page, number.to_string()),
            (Some(Pagination::Token { token, .. }), Position::Token(Some(value))) => call.params.set(*token, value),
            (Some(Pagination::Token { token, .. }), Position::Token(None)) => call.params.remove(token),
            // The whole list in one reply.
            _ => {}
        }
        Some(call.start())
    }

    /// Takes note of a page.
    fn took(&mut self, count: usize, total: Option<i64>, token: Option<&str>, context: &mut Context<'_>) {
        self.next = match (self.pagination, self.next.take()) {
            (Some(pagination), Some(Position::Page(number))) => {
                self.more_pages(pagination, number, count, total).then(|| Position::Page(number + 1))
            }
            (Some(_), Some(Position::Token(_))) => {
                let token = token.filter(|token| !token.is_empty()).map(str::to_owned);
                token.filter(|token| self.followed.insert(token.clone())).map(|token| Position::Token(Some(token)))
            }
            _ => None,
        };
        if self.prefetch {
            self.running = self.request();
            if let Some(running) = &mut self.running {
                // One poll sends the request. A reply that is there at once is kept for the next turn.
                if let Poll::Ready(answer) = Pin::new(running).poll(context) {
                    self.running = Some(Running::done(self.call.client.clone(), answer));
                }
            }
        }
    }

    /// Whether there is a page after this one. A total is believed before a short page is, since the service may give
    /// smaller pages than it was asked for.
    fn more_pages(&mut self, pagination: &Pagination, number: u64, count: usize, total: Option<i64>) -> bool {
        let Pagination::Page { size, default_size, .. } = pagination else {
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

impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("next", &self.pager.next).finish_non_exhaustive()
    }
}

impl<R: Page> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("ready", &self.items.len()).finish()
    }
}
