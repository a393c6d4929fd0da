//! Calls without `async`.
//!
//! No extra code is generated: what an asynchronous program awaits, a blocking one waits for.
//!
//! | asynchronous | blocking |
//! | --- | --- |
//! | `call.send().await` | `call.send().wait()` |
//! | `call.dry_run().await` | `call.dry_run().wait()` |
//! | `client.wait_until_…().await` | `client.wait_until_…().wait()` |
//! | `client.check().await` | `client.check().wait()` |
//! | `while let Some(page) = pages.next().await` | `for page in pages.blocking()` |
//! | `while let Some(item) = items.next().await` | `for item in items.blocking()` |
//!
//! A client and its clones share one small runtime for this, made when the first call waits; the calling thread does the
//! work. Many threads may wait at once. Inside a task of an asynchronous program such a call would hold up other tasks, so it
//! fails there and says so; inside `spawn_blocking` it works.
//!
//! One client serves blocking and asynchronous calls. Connections that a client keeps are driven by the runtime that opened them, so
//! each runtime has its own: that of blocking calls, and each that asynchronous calls run on.

use std::future::{Future, IntoFuture};
use std::task::{Context, Poll, Waker};

use serde_json::Value;
use tokio::runtime::{Handle, Runtime};
use tokio::task::coop::poll_proceed;

use crate::call::{CallFuture, DryRun, Items, Pages, RawItems, RawPages};
use crate::check::{Check, CheckReport};
use crate::context::Client;
use crate::error::Error;
use crate::operation::Page;
use crate::waiter::{CallAndWait, Wait, Waited, WithWait};
use crate::wire::Decode;

impl<R> CallFuture<R> {
    /// Sends the call and waits for its reply.
    ///
    /// # Errors
    /// The call's own, and one if this thread runs asynchronous code.
    pub fn wait(self) -> Result<R, Error> {
        let client = self.client().clone();
        block_on(&client, self)?
    }
}

impl<R: Send + Sync + 'static> CallAndWait<R> {
    /// Sends the call, waits for its reply, and then for the resource.
    ///
    /// # Errors
    /// The call's or the wait's own, and one if this thread runs asynchronous code.
    pub fn wait(self) -> Result<WithWait<R>, Error> {
        let client = self.client().clone();
        block_on(&client, self)?
    }
}

impl DryRun {
    /// Sends the dry run and waits for its outcome.
    ///
    /// # Errors
    /// The call's own, and one if this thread runs asynchronous code.
    pub fn wait(self) -> Result<(), Error> {
        let client = self.client().clone();
        block_on(&client, self)?
    }
}

impl Wait {
    /// Waits for the resource.
    ///
    /// # Errors
    /// The wait's own, and one if this thread runs asynchronous code.
    pub fn wait(self) -> Result<Waited, Error> {
        let client = self.client().clone();
        block_on(&client, self)?
    }
}

impl Check {
    /// Checks the client and waits for the report.
    ///
    /// # Errors
    /// This thread runs asynchronous code.
    pub fn wait(self) -> Result<CheckReport, Error> {
        let client = self.client().clone();
        block_on(&client, self)
    }
}

impl<R: Decode + Default + Page + 'static> Pages<R> {
    /// The pages as an iterator that waits for each.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<R, Error>> {
        let client = self.client().clone();
        until_refused(move || block_on(&client, self.next()))
    }
}

impl<R: Decode + Default + Page + 'static> Items<R> {
    /// The items as an iterator that waits for each page.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<R::Item, Error>> {
        let client = self.client().clone();
        until_refused(move || block_on(&client, self.next()))
    }
}

impl RawPages {
    /// The pages as an iterator that waits for each.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<Value, Error>> {
        let client = self.client().clone();
        until_refused(move || block_on(&client, self.next()))
    }
}

impl RawItems {
    /// The items as an iterator that waits for each page.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<Value, Error>> {
        let client = self.client().clone();
        until_refused(move || block_on(&client, self.next()))
    }
}

/// Ends after the error that says that this thread cannot wait, which would come again and again.
fn until_refused<T>(mut next: impl FnMut() -> Result<Option<Result<T, Error>>, Error>) -> impl Iterator<Item = Result<T, Error>> {
    let mut refused = false;
    std::iter::from_fn(move || {
        if refused {
            return None;
        }
        next().unwrap_or_else(|error| {
            refused = true;
            Some(Err(error))
        })
    })
}

fn block_on<F: IntoFuture>(client: &Client, future: F) -> Result<F::Output, Error> {
    let runtime = enter(client)?;
    // On the heap, since a call's future is larger than some threads' stacks like.
    let mut future: std::pin::Pin<Box<F::IntoFuture>> = Box::pin(future.into_future());
    Ok(runtime.block_on(std::future::poll_fn(|context| future.as_mut().poll(context))))
}

/// Whether this thread runs a task of tokio. A thread of `spawn_blocking`, and one that has only entered a runtime, has
/// a handle too, but no budget of polls that ends.
fn runs_a_task() -> bool {
    /// More than the budget that tokio gives a task.
    const POLLS: usize = 1024;

    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    // Each gives back what it took of the budget when it is dropped, the last one first.
    let mut taken = Vec::new();
    let ends = (0..POLLS).any(|_| match poll_proceed(&mut context) {
        Poll::Ready(one) => {
            taken.push(one);
            false
        }
        Poll::Pending => true,
    });
    while taken.pop().is_some() {}
    ends
}

fn enter(client: &Client) -> Result<&Runtime, Error> {
    if runs_a_task() {
        return Err(Error::config("a blocking call in asynchronous code would hold up other tasks")
            .advise("Await it instead, or move it to a thread of its own, such as with `tokio::task::spawn_blocking`"));
    }
    client.context().blocking.get()
}
