//! Looking from time to time at what others have done to a file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::engine::{Engine, Keeping, Unshared, system_now};
use super::patience::Patience;
use super::runtime;
use crate::error::Error;
use crate::persist::Fold;

/// How often the file is looked at for what somebody has made of it.
const LOOK: Duration = Duration::from_millis(240);

/// How often the shared revision is looked at for those who watch.
const GLANCE: Duration = Duration::from_millis(20);

/// How long those who look wait for a lock: on their thread, others wait for their turn to look.
const COURTESY: Duration = Duration::from_millis(20);

impl Engine {
    /// Looks at what others have done, and tells what there is to say.
    fn look(&self) {
        let shared = match &self.keeping {
            Keeping::Memory => return,
            Keeping::File(unshared) => {
                let Unshared { file, listeners, .. } = &**unshared;
                if let Ok(Some(warning)) = file.look(&self.store, system_now()) {
                    listeners.tell(&warning);
                }
                return;
            }
            Keeping::Shared(shared) => shared,
        };
        if shared.has_left.load(Ordering::Relaxed) {
            return;
        }
        let hold = || shared.hold(&Patience::of(COURTESY));
        if shared.kept.is_edited(&self.store)
            && let Ok(Some(warning)) = shared.kept.adopt(&self.store, None, system_now(), hold)
        {
            shared.listeners.tell(&warning);
        }
        let mut since = shared.orphaned_since.lock().unwrap_or_else(PoisonError::into_inner);
        if !shared.kept.is_orphaned(&self.store) {
            *since = None;
        } else if since.get_or_insert_with(Instant::now).elapsed().as_millis()
            > shared.patience.load(Ordering::Relaxed).into()
        {
            // Where others are to be waited for, there is a next time.
            if !matches!(self.save(Fold::Lazy, &Patience::of(COURTESY)), Err(Error::Busy { .. })) {
                *since = None;
            }
        }
    }
}

/// Looks at an engine's file from time to time, as long as the engine lives.
pub(super) fn look_after(engine: &Arc<Engine>) {
    let nudge = match &engine.keeping {
        Keeping::Memory => return,
        // Whoever changes it here wakes those who watch.
        Keeping::File(_) => None,
        Keeping::Shared(shared) => Some(Arc::clone(&shared.nudge)),
    };
    let engine = Arc::downgrade(engine);
    runtime::spawn(async move {
        let mut looked = Instant::now();
        while let Some(is_watched) = engine.upgrade().map(|engine| engine.store.is_watched()) {
            match &nudge {
                None => tokio::time::sleep(LOOK).await,
                Some(nudge) => {
                    let _ = tokio::time::timeout(if is_watched { GLANCE } else { LOOK }, nudge.notified()).await;
                }
            }
            let Some(engine) = engine.upgrade() else { break };
            // What panics here has closed the store for those who use it. Asking for the revision wakes
            // those who watch where it has moved.
            let _ = catch_unwind(AssertUnwindSafe(|| {
                let _ = engine.store.revision();
                if looked.elapsed() >= LOOK {
                    looked = Instant::now();
                    engine.look();
                }
            }));
        }
    });
}
