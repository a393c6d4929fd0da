//! Lists of operations that are only known by name.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_json::Value;

use super::pages::Pages;
use super::progress::Position;
use crate::error::{Error, ErrorKind};
use crate::facts::Text;
use crate::operation::{OperationInfo, PageFacts, Pagination};
use crate::suggest::nearest;

/// How an operation that is only known by name lists things: where the items are in its reply, and how it pages.
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
    /// A list by page number, whose items are at this path in the reply, such as `Vpcs.Vpc`. The parameters are `PageNumber` and
    /// `PageSize`, and the number of all items is in the field `TotalCount`, unless told otherwise.
    pub fn by_page(items: impl Into<Text>) -> Self {
        let pagination = Pagination::Page { page: "PageNumber".into(), size: "PageSize".into(), default_size: 0 };
        Self::new(Some(pagination), items.into())
    }

    /// A list by token, whose items are at this path in the reply. The parameters are `NextToken` and `MaxResults`, and the token
    /// of the next page is in the field `NextToken`, unless told otherwise.
    pub fn by_token(items: impl Into<Text>) -> Self {
        Self::new(Some(Pagination::Token { token: "NextToken".into(), size: "MaxResults".into() }), items.into())
    }

    /// A list that pages as the operation is described to.
    pub fn described(operation: &OperationInfo, items: impl Into<Text>) -> Self {
        Self::new(operation.pagination.clone(), items.into())
    }

    fn new(pagination: Option<Pagination>, items: Text) -> Self {
        RawList { pagination, items, total: "TotalCount".into(), token: "NextToken".into() }
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
        if let Some(Pagination::Page { size, .. } | Pagination::Token { size, .. }) = &mut self.pagination {
            *size = name.into();
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

    /// The items of a reply. Where a list is empty, the service may leave out the list, but not what it stands in.
    fn items_of<'v>(&self, reply: &'v Value) -> Result<&'v [Value], Error> {
        let mut value = reply;
        for (depth, name) in self.items.split('.').enumerate() {
            value = match value.get(name) {
                Some(value) => value,
                None if depth > 0 || self.total_of(reply) == Some(0) => return Ok(&[]),
                None => return Err(self.no_list(reply, name)),
            };
        }
        Ok(match value {
            Value::Array(items) => items,
            Value::Null => &[],
            Value::String(text) if text.is_empty() => &[],
            // XML has a list of one item like a field.
            one => std::slice::from_ref(one),
        })
    }

    fn no_list(&self, reply: &Value, name: &str) -> Error {
        let fields: Vec<_> = reply.as_object().into_iter().flat_map(|fields| fields.keys().map(String::as_str)).collect();
        let error = Error::new(ErrorKind::Decode, format!("the reply has no list `{}`", self.items));
        match nearest(name, fields.iter().copied()).first() {
            Some(near) => error.advise(format!("Did you mean `{near}`?")),
            None => error.advise(format!("Its fields are {}", fields.join(", "))),
        }
    }

    fn total_of(&self, reply: &Value) -> Option<i64> {
        match at(reply, &self.total)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    fn facts(&self, reply: &Value) -> PageFacts {
        PageFacts {
            count: self.items_of(reply).map_or(0, <[Value]>::len),
            total: self.total_of(reply),
            next_token: at(reply, &self.token).and_then(Value::as_str).map(str::to_owned),
        }
    }
}

fn at<'v>(reply: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(reply, |value, name| value.get(name))
}

impl RawPages {
    pub(super) fn new(pages: Pages<Value>, list: RawList) -> Self {
        RawPages { pages, list }
    }

    /// How many items a page should have. The service has its own bound.
    pub fn page_size(mut self, items: u32) -> Self {
        self.pages = self.pages.page_size(items);
        self
    }

    /// Begins at a position that an earlier [`position`](Self::position) gave.
    pub fn start_at(mut self, position: Position) -> Self {
        self.pages = self.pages.start_at(position);
        self
    }

    /// As [`Pages::allow_incomplete`].
    pub fn allow_incomplete(mut self, allow: bool) -> Self {
        self.pages = self.pages.allow_incomplete(allow);
        self
    }

    /// Where the next page is, to resume the list later; `None` if there is no next page.
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
        let page = ready!(pages.poll_page(context, &|reply| list.facts(reply)));
        // A path that leads nowhere must not look like an empty list.
        let fault = page.as_ref().and_then(|page| page.as_ref().ok()).and_then(|page| list.items_of(page).err());
        Poll::Ready(match fault {
            Some(fault) => {
                pages.stop();
                Some(Err(pages.named(fault)))
            }
            None => page,
        })
    }
}

impl RawItems {
    pub(super) fn new(pages: RawPages) -> Self {
        RawItems { pages, items: VecDeque::new() }
    }

    /// How many items a page should have. The service has its own bound.
    pub fn page_size(mut self, items: u32) -> Self {
        self.pages = self.pages.page_size(items);
        self
    }

    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Value, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    /// A page could not be had, or the list is incomplete; the items before are lost.
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
                Some(Ok(page)) => self.items = self.pages.list.items_of(&page)?.to_vec().into(),
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
