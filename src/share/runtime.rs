//! The threads on which checkpoints run and calls wait.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Result};

/// Never shut down: a runtime that ended with the last JavaScript environment would cut off a worker's last
/// checkpoint.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

fn runtime() -> Option<&'static Runtime> {
    RUNTIME
        .get_or_init(|| {
            Builder::new_multi_thread().worker_threads(1).enable_time().thread_name("mock-state-store").build().ok()
        })
        .as_ref()
}

/// Runs a task; not at all where the system cannot start a thread.
pub(super) fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    if let Some(runtime) = runtime() {
        runtime.spawn(work);
    }
}

/// Runs something that blocks on a thread of its own; on the calling one where the system cannot start a thread.
pub(super) fn spawn_blocking(work: impl FnOnce() + Send + 'static) {
    match runtime() {
        Some(runtime) => drop(runtime.spawn_blocking(work)),
        None => work(),
    }
}

/// Runs something that blocks on a thread of its own, and hands over the outcome there.
pub fn in_background<T: 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
    done: impl FnOnce(Result<T>) + Send + 'static,
) {
    spawn_blocking(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        done(outcome.unwrap_or(Err(Error::Closed)));
    });
}
