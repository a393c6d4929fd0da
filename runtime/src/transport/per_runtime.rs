//! What belongs to one tokio runtime.
//!
//! A connection is driven by the runtime that opened it. If that runtime has ended, or is not being polled, the connection makes no
//! progress, so it must not be reused from another runtime: each runtime has separate connections.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tokio::runtime::{Handle, Id, RuntimeFlavor};
use tokio::task::AbortHandle;

/// A `T` for each runtime.
#[derive(Debug)]
pub(super) struct PerRuntime<T> {
    /// That of the first runtime, which is the only one of most programs: found without a lock.
    first: OnceLock<(Id, Arc<T>)>,
    others: RwLock<Vec<Owned<T>>>,
}

/// A `T` of a runtime that may end long before the transport does.
#[derive(Debug)]
struct Owned<T> {
    runtime: Id,
    value: Arc<T>,
    /// A task that never ends by itself: it ends with its runtime.
    life: AbortHandle,
}

impl<T> Default for PerRuntime<T> {
    fn default() -> Self {
        PerRuntime { first: OnceLock::new(), others: RwLock::default() }
    }
}

impl<T: Default> PerRuntime<T> {
    /// The value of a runtime.
    pub(super) fn of(&self, runtime: &Handle) -> Arc<T> {
        let id = runtime.id();
        let (first, value) = self.first.get_or_init(|| (id, Arc::default()));
        if *first == id {
            return value.clone();
        }
        let find = |others: &[Owned<T>]| others.iter().find(|owned| owned.runtime == id).map(|owned| owned.value.clone());
        if let Some(value) = find(&self.others.read().unwrap_or_else(PoisonError::into_inner)) {
            return value;
        }
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread of the same runtime may have been faster.
        if let Some(value) = find(&others) {
            return value;
        }
        // There are never more than there were runtimes at once.
        others.retain(|owned| !owned.life.is_finished());
        let value = Arc::<T>::default();
        let life = runtime.spawn(std::future::pending::<()>()).abort_handle();
        others.push(Owned { runtime: id, value: value.clone(), life });
        value
    }
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        self.life.abort();
    }
}

/// Lets the runtime process the events of its connections since it was last polled, such as that a server has closed one. A request
/// on such a connection would be lost.
///
/// A multi-threaded runtime processes them at once. A current-thread runtime processes them when it is next polled, and would send
/// the request first.
pub(super) async fn catch_up(runtime: &Handle) {
    if runtime.runtime_flavor() == RuntimeFlavor::CurrentThread {
        // It must be a task: a future that is waited for on another thread than the one that drives the runtime would go on before
        // sockets are examined. The error says that the runtime is ending, which the request will find out.
        let _ = runtime.spawn(tokio::task::yield_now()).await;
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().unwrap()
    }

    #[test]
    fn each_runtime_has_its_own_and_none_stays_for_those_that_ended() {
        let values = PerRuntime::<u32>::default();
        let of = |runtime: &Runtime| values.of(runtime.handle());
        let (first, second) = (runtime(), runtime());
        assert!(Arc::ptr_eq(&of(&first), &of(&first)) && Arc::ptr_eq(&of(&second), &of(&second)));
        assert!(!Arc::ptr_eq(&of(&first), &of(&second)));
        for _ in 0..100 {
            of(&runtime());
        }
        // The first one's, the second one's, and the last one's.
        assert_eq!(values.others.read().unwrap().len(), 2);
        assert!(Arc::ptr_eq(&of(&second), &of(&second)));
    }

    #[test]
    fn no_task_stays_behind() {
        let (first, second) = (runtime(), runtime());
        let values = PerRuntime::<u32>::default();
        let _ = (values.of(first.handle()), values.of(second.handle()));
        assert_eq!(second.metrics().num_alive_tasks(), 1);
        drop(values);
        second.block_on(tokio::task::yield_now());
        assert_eq!((first.metrics().num_alive_tasks(), second.metrics().num_alive_tasks()), (0, 0));
    }
}
