//! Lists of operations that are known only by name.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_json::Value;

use super::PreparedCall;
use super::item_path::{PathOf, integer_at, items_at, text_at, value_at};
use super::pages::Pages;
use super::progress::Position;
use crate::error::{Error, ErrorKind};
use crate::facts::{Names, Text};
use crate::operation::{OperationInfo, PageFacts, Pagination};

/// How an operation that is known only by name returns a list: where the items are in its reply, and how it is paginated.
///
/// ```
/// use acs_runtime::RawList;
///
/// let by_number = RawList::by_page("Vpcs.Vpc");
/// let by_token = RawList::by_token("NatIps");
/// let otherwise = RawList::by_page("Logs").page_parameter("PageNo").size_parameter("PageLimit").total_field("Total");
/// ```
#[derive(Debug, Clone)]
pub struct RawList {
    pub(super) pagination: Option<Pagination>,
    items: Text,
    total: Text,
    token: Text,
    path_of: PathOf,
}

/// The pages of such a list: a stream of replies, with the same rules as [`Pages`].
#[must_use = "a stream does nothing unless polled"]
pub struct RawPages {
    pages: Pages<Value>,
    list: RawList,
}

/// The items of all pages of such a list.
#[must_use = "a stream does nothing unless polled"]
pub struct RawItems {
    pages: RawPages,
    items: VecDeque<Value>,
}

impl RawList {
    /// A list paginated by page number, whose items are at this path in the reply, such as `Vpcs.Vpc`. By default the parameters are
    /// `PageNumber` and `PageSize`, and the field `TotalCount` has the number of all items.
    pub fn by_page(items: impl Into<Text>) -> Self {
        let pagination = Pagination::Page { page: "PageNumber".into(), size: "PageSize".into(), default_size: 0 };
        Self::new(Some(pagination), items.into())
    }

    /// A list paginated by token, whose items are at this path in the reply. By default the parameters are `NextToken` and
    /// `MaxResults`, and the field `NextToken` has the token of the next page.
    pub fn by_token(items: impl Into<Text>) -> Self {
        Self::new(Some(Pagination::Token { token: "NextToken".into(), size: Some("MaxResults".into()) }), items.into())
    }

    /// A list paginated as the operation's description says. By default the token of the next page is in the field that is named
    /// like the parameter.
    pub fn described(operation: &OperationInfo, items: impl Into<Text>) -> Self {
        let list = Self::new(operation.pagination.clone(), items.into());
        match &operation.pagination {
            Some(Pagination::Token { token, .. }) => list.token_field(token.clone()),
            _ => list,
        }
    }

    fn new(pagination: Option<Pagination>, items: Text) -> Self {
        RawList { pagination, items, total: "TotalCount".into(), token: "NextToken".into(), path_of: PathOf::Caller }
    }

    /// The parameter for the number of a page, or for its token.
    pub fn page_parameter(mut self, name: impl Into<Text>) -> Self {
        if let Some(Pagination::Page { page: parameter, .. } | Pagination::Token { token: parameter, .. }) = &mut self.pagination
        {
            *parameter = name.into();
        }
        self
    }

    /// The parameter for the number of items in a page.
    pub fn size_parameter(mut self, name: impl Into<Text>) -> Self {
        match &mut self.pagination {
            Some(Pagination::Page { size, .. }) => *size = name.into(),
            Some(Pagination::Token { size, .. }) => *size = Some(name.into()),
            None => {}
        }
        self
    }

    /// The path of the field that has the number of all items.
    pub fn total_field(mut self, path: impl Into<Text>) -> Self {
        self.total = path.into();
        self
    }

    /// The path of the field that has the token of the next page.
    pub fn token_field(mut self, path: impl Into<Text>) -> Self {
        self.token = path.into();
        self
    }

    /// The items of a reply.
    fn items_of<'v>(&self, reply: &'v Value) -> Result<&'v [Value], Error> {
        // The reply of a paginated list always has a total. Without pagination, a reply without the list may simply be empty.
        let may_be_absent = self.path_of == PathOf::Spec && self.pagination.is_none();
        if may_be_absent && reply.as_object().is_some_and(|fields| fields.keys().all(|name| name == "RequestId")) {
            return Ok(&[]);
        }
        items_at(reply, self.items.split('.'), self.path_of, integer_at(reply, &self.total))
    }

    /// The token of the next page.
    fn token_of(&self, reply: &Value) -> Result<Option<String>, Error> {
        match value_at(reply, self.token.split('.')) {
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                let message = format!("`{}` of the reply is not a token, so the next page cannot be requested", self.token);
                Err(Error::new(ErrorKind::Decode, message))
            }
            _ => Ok(text_at(reply, self.token.split('.'))),
        }
    }

    fn facts(&self, reply: &Value) -> Result<PageFacts, Error> {
        // In a list with another kind of pagination, a token shows that the list is incomplete.
        let next_token = self.token_of(reply)?;
        Ok(PageFacts { count: self.items_of(reply)?.len(), total: integer_at(reply, &self.total), next_token })
    }
}

impl RawPages {
    pub(super) fn new(pages: Pages<Value>, list: RawList) -> Self {
        RawPages { pages, list }
    }

    /// The pages of the list that a wait polls.
    pub(crate) fn of_poll(call: PreparedCall, items: &Names, path_of: PathOf) -> Self {
        let list = RawList::described(&call.operation, items.iter().collect::<Vec<_>>().join("."));
        RawPages::new(Pages::new(call), RawList { path_of, ..list })
    }

    /// The items of a page.
    pub(crate) fn items_of<'v>(&self, page: &'v Value) -> Result<&'v [Value], Error> {
        self.list.items_of(page)
    }

    /// As [`Pages::page_size`].
    pub fn page_size(mut self, items: u32) -> Self {
        self.pages = self.pages.page_size(items);
        self
    }

    /// Begins at a position that an earlier [`position`](Self::position) returned, as [`Pages::start_at`].
    pub fn start_at(mut self, position: Position) -> Self {
        self.pages = self.pages.start_at(position);
        self
    }

    /// As [`Pages::prefetch`].
    pub fn prefetch(mut self, ahead: bool) -> Self {
        self.pages = self.pages.prefetch(ahead);
        self
    }

    /// As [`Pages::allow_incomplete`].
    pub fn allow_incomplete(mut self, allow: bool) -> Self {
        self.pages = self.pages.allow_incomplete(allow);
        self
    }

    /// The position of the next page, to resume the list later; `None` if there is no next page.
    pub fn position(&self) -> Option<Position> {
        self.pages.position()
    }

    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Value, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::context::Client {
        self.pages.client()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Value, Error>>> {
        let RawPages { pages, list } = self;
        pages.poll_page(context, &|reply| list.facts(reply))
    }
}

impl RawItems {
    pub(super) fn new(pages: RawPages) -> Self {
        RawItems { pages, items: VecDeque::new() }
    }

    /// As [`Pages::page_size`].
    pub fn page_size(mut self, items: u32) -> Self {
        self.pages = self.pages.page_size(items);
        self
    }

    /// Begins at a position that an earlier [`RawPages::position`] returned.
    pub fn start_at(mut self, position: Position) -> Self {
        self.pages = self.pages.start_at(position);
        self
    }

    /// As [`Pages::prefetch`].
    pub fn prefetch(mut self, ahead: bool) -> Self {
        self.pages = self.pages.prefetch(ahead);
        self
    }

    /// As [`Pages::allow_incomplete`].
    pub fn allow_incomplete(mut self, allow: bool) -> Self {
        self.pages = self.pages.allow_incomplete(allow);
        self
    }

    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Value, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// All remaining items.
    ///
    /// # Errors
    /// A page failed to load, or the list is incomplete. The items read so far are lost.
    pub async fn collect(mut self) -> Result<Vec<Value>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::context::Client {
        self.pages.client()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Value, Error>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.items = self.pages.items_of(&page)?.to_vec().into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl Stream for RawPages {
    type Item = Result<Value, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

impl Stream for RawItems {
    type Item = Result<Value, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl fmt::Debug for RawPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawPages").field("pages", &self.pages).finish_non_exhaustive()
    }
}

impl fmt::Debug for RawItems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawItems").field("pages", &self.pages).field("ready", &self.items.len()).finish()
    }
}
