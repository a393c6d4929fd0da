//! A call, and then a wait.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{Wait, Waited};
use crate::call::CallFuture;
use crate::context::Client;
use crate::error::Error;
use crate::future::BoxFuture;

/// A call followed by a wait: a future of the call's reply and the wait's outcome, ready when the wait is over.
///
/// If the wait fails, the call has succeeded nevertheless, and [`Error::created`] has its reply.
#[must_use = "a call is sent by awaiting it"]
pub struct CallAndWait<R> {
    /// The work, until it is first polled.
    ready: Option<(CallFuture<R>, Begin<R>)>,
    /// The work in progress since then.
    under_way: Option<BoxFuture<'static, Result<WithWait<R>, Error>>>,
    #[cfg_attr(not(feature = "blocking"), expect(dead_code, reason = "only blocking calls need it"))]
    client: Client,
}

/// The wait, or the function that builds it from the reply.
enum Begin<R> {
    Wait(Box<Wait>),
    Of(Box<dyn FnOnce(&R) -> Wait + Send>),
}

/// A reply, and the outcome of the wait that followed. It dereferences to the reply.
#[derive(Debug, Clone)]
pub struct WithWait<R> {
    value: R,
    id: String,
    waited: Waited,
}

impl<R> WithWait<R> {
    /// The id of the resource that was waited for. If the call created a resource, this is its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How the wait ended.
    pub fn waited(&self) -> &Waited {
        &self.waited
    }

    /// The reply without the wait.
    pub fn into_inner(self) -> R {
        self.value
    }
}

impl<R> Deref for WithWait<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.value
    }
}

impl<R: Send + Sync + 'static> CallFuture<R> {
    /// Starts the wait that `wait` builds from the reply, once the call has succeeded.
    ///
    /// The caller builds the wait, since often only the caller knows what to wait for: deleting a certificate leaves a gateway busy
    /// that neither the call nor its reply names. If the wait fails, [`Error::created`] has the reply.
    ///
    /// The wait polls in the region of the call, unless it sets another.
    ///
    /// ```no_run
    /// # use acs_runtime::{Client, Error, operation::WaiterInfo};
    /// # async fn example(client: Client, available: &'static WaiterInfo) -> Result<(), Error> {
    /// let created = client.raw_call("CreateVpc").send();
    /// let waiting = client.clone();
    /// created.and_wait(move |vpc| waiting.wait(available, vpc["VpcId"].as_str().unwrap_or_default())).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn and_wait(self, wait: impl FnOnce(&R) -> Wait + Send + 'static) -> CallAndWait<R> {
        self.before(Begin::Of(Box::new(wait)))
    }

    /// Starts a wait that does not depend on the reply, once the call has succeeded. A wait without an id is rejected before
    /// anything is sent.
    pub fn then_wait(self, wait: Wait) -> CallAndWait<R> {
        self.before(Begin::Wait(Box::new(wait)))
    }

    fn before(self, wait: Begin<R>) -> CallAndWait<R> {
        let client = self.client().clone();
        CallAndWait { ready: Some((self, wait)), under_way: None, client }
    }
}

impl<R: 'static> CallAndWait<R> {
    /// Configures the wait before it begins: its deadline, its polling interval, its callback.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(creation: acs_runtime::CallAndWait<String>) -> Result<(), acs_runtime::Error> {
    /// let hasty = creation.waiting(|wait| wait.deadline(Duration::from_secs(60)).on_state(|seen| println!("{seen}")));
    /// hasty.await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn waiting(mut self, change: impl FnOnce(Wait) -> Wait + Send + 'static) -> Self {
        if let Some((sending, wait)) = self.ready.take() {
            let wait = match wait {
                Begin::Wait(wait) => Begin::Wait(Box::new(change(*wait))),
                Begin::Of(wait) => Begin::Of(Box::new(move |reply| change(wait(reply)))),
            };
            self.ready = Some((sending, wait));
        }
        self
    }
}

impl<R> CallAndWait<R> {
    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}

impl<R: Send + Sync + 'static> Future for CallAndWait<R> {
    type Output = Result<WithWait<R>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some((sending, wait)) = self.ready.take() {
            self.under_way = Some(Box::pin(run(sending, wait)));
        }
        match &mut self.under_way {
            Some(future) => future.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

async fn run<R: Send + Sync + 'static>(sending: CallFuture<R>, wait: Begin<R>) -> Result<WithWait<R>, Error> {
    if let Begin::Wait(wait) = &wait {
        wait.check()?;
    }
    let region = sending.region().map(str::to_owned);
    let value = sending.await?;
    let wait = match wait {
        Begin::Wait(wait) => *wait,
        Begin::Of(wait) => wait(&value),
    };
    let id = wait.id().to_owned();
    let waiting = wait.in_region_of_call(region).into_future();
    match waiting.await {
        Ok(waited) => Ok(WithWait { value, id, waited }),
        Err(error) => Err(error.with_created(value)),
    }
}

impl<R> fmt::Debug for CallAndWait<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallAndWait").finish_non_exhaustive()
    }
}
