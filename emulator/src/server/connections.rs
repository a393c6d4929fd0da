//! The connections that are open, and which of them may end for a new one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// The connections that are open. Clones are about the same ones.
#[derive(Debug, Clone)]
pub(super) struct Connections {
    free: Arc<Semaphore>,
    idle: Arc<Mutex<Idle>>,
}

/// The connections without a request, by the order in which they became so.
#[derive(Debug, Default)]
struct Idle {
    next: u64,
    waiting: BTreeMap<u64, Arc<Notify>>,
}

impl Connections {
    pub(super) fn new(most: usize) -> Self {
        Connections { free: Arc::new(Semaphore::new(most)), idle: Arc::default() }
    }

    /// Waits for a place for a connection. If all are taken, the connection that has been idle the longest ends.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        if self.free.available_permits() == 0 {
            self.end_oldest();
        }
        Arc::clone(&self.free).acquire_owned().await.ok()
    }

    /// Ends the connection that has been idle the longest; false if there is none.
    pub(super) fn end_oldest(&self) -> bool {
        let oldest = self.idle().waiting.pop_first();
        oldest.iter().for_each(|(_, end)| end.notify_one());
        oldest.is_some()
    }

    /// A new connection. It is idle.
    pub(super) fn open(&self) -> Connection {
        let connection = Connection { all: self.clone(), end: Arc::default(), number: Arc::default() };
        connection.rest();
        connection
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection. Clones are about the same one.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    all: Connections,
    end: Arc<Notify>,
    /// Its place among those that are idle.
    number: Arc<Mutex<Option<u64>>>,
}

impl Connection {
    /// Waits until it has to end.
    pub(super) async fn ended(&self) {
        self.end.notified().await;
    }

    /// It is idle from now on.
    pub(super) fn rest(&self) {
        let mut idle = self.all.idle();
        let number = idle.next;
        idle.next += 1;
        idle.waiting.insert(number, Arc::clone(&self.end));
        *self.number() = Some(number);
    }

    /// It answers a request from now on.
    pub(super) fn work(&self) {
        let mut idle = self.all.idle();
        if let Some(number) = self.number().take() {
            idle.waiting.remove(&number);
        }
    }

    fn number(&self) -> MutexGuard<'_, Option<u64>> {
        self.number.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
