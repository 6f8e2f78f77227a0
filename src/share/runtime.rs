//! Where what blocks runs: saves, pauses.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

/// Never shut down: a runtime that ended with the last JavaScript environment would end a worker's
/// last save.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

/// Runs something that blocks, off the calling thread; on it where the system has no thread to give.
pub(crate) fn spawn_blocking(work: impl FnOnce() + Send + 'static) {
    let runtime = RUNTIME
        .get_or_init(|| Builder::new_multi_thread().worker_threads(1).thread_name("mock-state-store").build().ok());
    match runtime {
        Some(runtime) => drop(runtime.spawn_blocking(work)),
        None => work(),
    }
}
