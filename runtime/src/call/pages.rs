//! Paginated lists.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::PreparedCall;
use super::completed::CompletedCall;
use super::pager::Pager;
use super::progress::Position;
use crate::error::Error;
use crate::operation::{Page, PageFacts};
use crate::wire::{Decode, ToNode};

/// The pages of a list: a stream of replies. A page is requested when it is needed and not before, unless
/// [`prefetch`](Self::prefetch) is called; dropping the stream ends it. After an error the stream has ended.
///
/// The stream continues past an empty page while the service announces more items, and until the announced total is reached,
/// whatever the size of the pages. Without a total it ends at an empty page, or at one that is smaller than an earlier one. A page
/// that the service returns twice, in a row or not, is yielded once. If pages contradict each other or stop bringing new items, the
/// stream ends with an error of the kind [`Incomplete`](crate::ErrorKind::Incomplete).
///
/// The stream begins with the page that the call's parameters name, so setting the page number or the token resumes a list.
///
/// ```no_run
/// # use acs_runtime::{Error, Pages, operation::Page, wire::Decode};
/// # async fn example<R: Decode + Default + Page + 'static>(mut pages: Pages<R>) -> Result<(), Error> {
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

/// The items of all pages of a list: a stream of items, over [`Pages`].
#[must_use = "a stream does nothing unless polled"]
pub struct Items<R: Page> {
    pages: Pages<R>,
    items: VecDeque<R::Item>,
}

impl<R> Pages<R> {
    pub(super) fn new(call: PreparedCall) -> Self {
        Pages { pager: Pager::new(call), finish: std::marker::PhantomData }
    }

    /// The number of items per page, at least 1: with 0 the stream returns an error. The service may limit it further.
    pub fn page_size(mut self, items: u32) -> Self {
        self.pager.set_size(items);
        self
    }

    /// Begins at a position that an earlier [`position`](Self::position) returned, with pages of the same size. The position of a
    /// list with another kind of pagination, or a different page size, is an error.
    pub fn start_at(mut self, position: Position) -> Self {
        self.pager.start_at(position);
        self
    }

    /// Requests the next page while the program processes the current one, in a task of the runtime that reads the list.
    pub fn prefetch(mut self, ahead: bool) -> Self {
        self.pager.prefetch = ahead;
        self
    }

    /// Whether to accept a list with fewer items than the service announced. By default such a list ends, after its last page, with
    /// an error of the kind [`Incomplete`](crate::ErrorKind::Incomplete).
    pub fn allow_incomplete(mut self, allow: bool) -> Self {
        self.pager.allow_incomplete = allow;
        self
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::context::Client {
        &self.pager.call.client
    }

    /// The position of the next page, to resume the list later; `None` if there is no next page.
    pub fn position(&self) -> Option<Position> {
        self.pager.position()
    }
}

impl<R: Decode + Default + Page + 'static> Pages<R> {
    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R, Error>> {
        poll_fn(|context| self.poll_page(context, &PageFacts::of)).await
    }
}

impl<R: ToNode + 'static> Pages<R> {
    /// The next page of an operation that is known only at run time, so that its reply's type cannot be a [`Page`]: `facts` extracts
    /// the pagination data of a page. `None` after the last one.
    pub async fn next_by(&mut self, facts: &dyn Fn(&R) -> PageFacts) -> Option<Result<R, Error>> {
        poll_fn(|context| self.poll_page(context, &|page| Ok(facts(page)))).await
    }

    pub(super) fn poll_page(
        &mut self,
        context: &mut Context<'_>,
        facts: &dyn Fn(&R) -> Result<PageFacts, Error>,
    ) -> Poll<Option<Result<R, Error>>> {
        loop {
            let Some(answer) = ready!(self.pager.poll_answer(context)) else {
                return Poll::Ready(None);
            };
            let read = |answer: CompletedCall| {
                let page = answer.into_value::<R>()?;
                Ok((facts(&page)?, page))
            };
            let (facts, page) = match answer.and_then(read) {
                Ok(read) => read,
                Err(error) => {
                    self.pager.stop();
                    return Poll::Ready(Some(Err(error.with_operation(self.pager.call.operation.name.clone()))));
                }
            };
            let node = page.to_node().unwrap_or_default();
            let is_new = self.pager.took(facts, &node);
            drop(node);
            if is_new {
                return Poll::Ready(Some(Ok(page)));
            }
        }
    }
}

impl<R: Decode + Default + Page + 'static> Stream for Pages<R> {
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context, &PageFacts::of)
    }
}

impl PageFacts {
    fn of<R: Page>(page: &R) -> Result<Self, Error> {
        Ok(PageFacts { count: page.count(), total: page.total(), next_token: page.next_token().map(str::to_owned) })
    }
}

impl<R: Page> Items<R> {
    pub(super) fn new(pages: Pages<R>) -> Self {
        Items { pages, items: VecDeque::new() }
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::context::Client {
        self.pages.client()
    }

    /// The number of items per page. The service may limit it further.
    pub fn page_size(mut self, items: u32) -> Self {
        self.pages = self.pages.page_size(items);
        self
    }

    /// Begins at a position that an earlier [`Pages::position`] returned.
    pub fn start_at(mut self, position: Position) -> Self {
        self.pages = self.pages.start_at(position);
        self
    }

    /// Requests the next page while the program processes the items of the current one.
    pub fn prefetch(mut self, ahead: bool) -> Self {
        self.pages = self.pages.prefetch(ahead);
        self
    }

    /// As [`Pages::allow_incomplete`].
    pub fn allow_incomplete(mut self, allow: bool) -> Self {
        self.pages = self.pages.allow_incomplete(allow);
        self
    }
}

impl<R: Decode + Default + Page + 'static> Items<R> {
    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// All remaining items. A list may be long.
    ///
    /// # Errors
    /// A page failed to load, or the list is incomplete. The items read so far are lost; use [`next`](Self::next) to keep them.
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
            match ready!(self.pages.poll_page(context, &PageFacts::of)) {
                Some(Ok(page)) => self.items = page.into_items().into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Items are moved out of a queue; nothing is pinned in place.
impl<R: Page> Unpin for Items<R> {}

impl<R: Decode + Default + Page + 'static> Stream for Items<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("next", &self.pager.position()).finish_non_exhaustive()
    }
}

impl<R: Page> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("ready", &self.items.len()).finish()
    }
}
