//! Work that several calls wait for, and that outlives each of them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::Shared;
use tokio::runtime::{Handle, Id as RuntimeId};

use crate::future::BoxFuture;

/// One piece of work at a time. It belongs to this value and not to the call that starts it: every call that waits for it drives
/// it, and when all of them are dropped, it pauses until the next call continues it. So no task is spawned, and dropping
/// this value ends the work.
pub(super) struct Flight<T: Clone> {
    state: Mutex<State<T>>,
}

struct State<T: Clone> {
    work: Option<Work<T>>,
    begun: u64,
}

struct Work<T: Clone> {
    id: u64,
    /// Work cannot continue in another tokio runtime than the one that its timers and sockets belong to.
    runtime: Option<RuntimeId>,
    waiters: usize,
    future: Shared<BoxFuture<'static, T>>,
}

impl<T: Clone> Default for Flight<T> {
    fn default() -> Self {
        Flight { state: Mutex::new(State { work: None, begun: 0 }) }
    }
}

impl<T: Clone + Send + Sync> Flight<T> {
    /// Whether a call is waiting for work.
    pub(super) fn is_driven(&self) -> bool {
        self.lock().work.as_ref().is_some_and(|work| work.waiters > 0)
    }

    /// Waits for the work under way, or else for that which `start` gives; it must not use this value. `done` is called with the
    /// result before other work can start. Work that nobody drove for a while may fail for that reason alone, and is started again
    /// then.
    pub(super) async fn get(
        &self,
        start: impl Fn() -> BoxFuture<'static, T>,
        is_failure: impl Fn(&T) -> bool,
        done: impl Fn(&T),
    ) -> T {
        let mut restarted = false;
        loop {
            let ticket = self.join(&start);
            let result = ticket.future.clone().await;
            if self.is_current(ticket.id) {
                done(&result);
                self.remove(ticket.id);
            }
            if restarted || !ticket.resumed || !is_failure(&result) {
                return result;
            }
            restarted = true;
        }
    }

    fn join(&self, start: &dyn Fn() -> BoxFuture<'static, T>) -> Ticket<'_, T> {
        let runtime = Handle::try_current().ok().map(|handle| handle.id());
        let mut state = self.lock();
        if let Some(work) = state.work.as_mut().filter(|work| work.runtime == runtime) {
            let resumed = work.waiters == 0;
            work.waiters += 1;
            return Ticket { flight: self, id: work.id, future: work.future.clone(), resumed };
        }
        state.begun += 1;
        let (id, future) = (state.begun, start().shared());
        state.work = Some(Work { id, runtime, waiters: 1, future: future.clone() });
        Ticket { flight: self, id, future, resumed: false }
    }
}

impl<T: Clone> Flight<T> {
    fn is_current(&self, id: u64) -> bool {
        self.lock().work.as_ref().is_some_and(|work| work.id == id)
    }

    fn remove(&self, id: u64) {
        self.lock().work.take_if(|work| work.id == id);
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that waits.
struct Ticket<'a, T: Clone> {
    flight: &'a Flight<T>,
    id: u64,
    future: Shared<BoxFuture<'static, T>>,
    /// Every call that waited for the work before was dropped.
    resumed: bool,
}

impl<T: Clone> Drop for Ticket<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Work that panicked cannot be continued.
            self.flight.remove(self.id);
        }
        if let Some(work) = self.flight.lock().work.as_mut().filter(|work| work.id == self.id) {
            work.waiters -= 1;
        }
    }
}
