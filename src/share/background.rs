//! Looking after the file of an engine in the background: edits by hand, and changes that other processes have made.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::engine::{Engine, Keeping, Shared};
use super::runtime;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::wal::OnCorrupt;

/// How often the file is checked for an edit.
pub(super) const CHECK: Duration = Duration::from_millis(240);

/// How often the shared revision is checked while there is a watcher.
const POLL: Duration = Duration::from_millis(20);

/// How long a check waits for the file lock.
const LOCK: Duration = Duration::from_millis(20);

/// Looks after an engine's file for as long as the engine lives.
pub(super) fn look_after(engine: &Arc<Engine>) {
    let Keeping::Shared(shared) = &engine.keeping else { return };
    let watched = Arc::clone(&shared.watched);
    let engine = Arc::downgrade(engine);
    runtime::spawn(async move {
        let mut checked = Instant::now();
        while let Some(is_watched) = engine.upgrade().map(|engine| engine.store.is_watched()) {
            let _ = tokio::time::timeout(if is_watched { POLL } else { CHECK }, watched.notified()).await;
            let Some(engine) = engine.upgrade() else { break };
            let is_due = checked.elapsed() >= CHECK;
            if is_due {
                checked = Instant::now();
            }
            // On another thread: the checkpoint of one engine must not delay the watchers of the others.
            let _ = tokio::task::spawn_blocking(move || {
                // A panic has closed the store for its callers.
                let _ = catch_unwind(AssertUnwindSafe(|| {
                    // Reading the revision wakes the watchers where it has moved.
                    let _ = engine.store.revision();
                    if is_due {
                        engine.check();
                    }
                }));
            })
            .await;
        }
    });
}

impl Engine {
    /// Adopts an edit of the file, and saves the changes of processes that have not saved them themselves.
    fn check(&self) {
        let Keeping::Shared(shared) = &self.keeping else { return };
        let Shared { file, listeners, orphan_delay, orphaned_since, .. } = &**shared;
        if shared.has_left() {
            return;
        }
        if file.is_edited(&self.store)
            && let Ok(Some(warning)) = file.adopt(&self.store, file.origin(), || shared.lock(&Deadline::after(LOCK)))
        {
            listeners.warn(&warning);
        }
        let mut since = orphaned_since.lock().unwrap_or_else(PoisonError::into_inner);
        let is_saved = !file.is_orphaned(&self.store) || {
            let delay = Duration::from_millis(orphan_delay.load(Ordering::Relaxed));
            let is_due = since.get_or_insert_with(Instant::now).elapsed() > delay;
            // Where another process holds the lock, the next check tries again.
            is_due && !matches!(self.checkpoint(OnCorrupt::Keep, &Deadline::after(LOCK)), Err(Error::Busy { .. }))
        };
        if is_saved {
            *since = None;
        }
    }
}
