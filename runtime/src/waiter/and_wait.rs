//! A call, and then a wait.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::Wait;
use crate::call::CallFuture;
use crate::context::Client;
use crate::error::Error;
use crate::future::BoxFuture;

/// A call on its way, and after it a wait: a future of the call's reply, ready when the wait is over.
#[must_use = "a call is sent by awaiting it"]
pub struct CallAndWait<R> {
    /// What is to be done, until it is first polled.
    ready: Option<(CallFuture<R>, Begin<R>)>,
    /// What is being done since.
    under_way: Option<BoxFuture<'static, Result<R, Error>>>,
    #[cfg_attr(not(feature = "blocking"), expect(dead_code, reason = "only blocking calls need it"))]
    client: Client,
}

/// Makes the wait out of the reply.
type Begin<R> = Box<dyn FnOnce(&R) -> Wait + Send>;

impl<R: Send + 'static> CallFuture<R> {
    /// After the call, waits for what `wait` makes of the reply.
    ///
    /// What is to be waited for is for the caller to say, since often only the caller knows it: a certificate that is deleted
    /// leaves a gateway busy, which neither the call nor its reply names. If the wait fails, the reply is lost, while the error
    /// names the resource; a program that needs the reply even then awaits the two one after the other.
    ///
    /// The wait goes to the region that the call names, unless it names one itself.
    ///
    /// ```no_run
    /// # use acs_runtime::{Client, Error, generated::{OperationInfo, WaiterInfo}};
    /// # async fn example(client: Client, available: &'static WaiterInfo) -> Result<(), Error> {
    /// let created = client.raw_call("CreateVpc").send();
    /// let waiting = client.clone();
    /// created.and_wait(move |vpc| waiting.wait(available, vpc["VpcId"].as_str().unwrap_or_default())).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn and_wait(self, wait: impl FnOnce(&R) -> Wait + Send + 'static) -> CallAndWait<R> {
        let client = self.client().clone();
        CallAndWait { ready: Some((self, Box::new(wait))), under_way: None, client }
    }
}

impl<R: 'static> CallAndWait<R> {
    /// Changes the wait before it begins: how long it may take, how often it looks, who is told.
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
            self.ready = Some((sending, Box::new(move |reply| change(wait(reply)))));
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

impl<R: Send + 'static> Future for CallAndWait<R> {
    type Output = Result<R, Error>;

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

async fn run<R>(sending: CallFuture<R>, wait: Begin<R>) -> Result<R, Error> {
    let region = sending.region().map(str::to_owned);
    let reply = sending.await?;
    let waiting = wait(&reply).in_region_of_call(region).into_future();
    waiting.await?;
    Ok(reply)
}

impl<R> fmt::Debug for CallAndWait<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallAndWait").finish_non_exhaustive()
    }
}
