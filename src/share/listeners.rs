//! The listeners for warnings from the background.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::wal::Warning;

/// Is called with each warning.
pub type Listener = Arc<dyn Fn(&Warning) + Send + Sync>;

/// The listeners of an engine, by the shares they belong to.
#[derive(Default)]
pub(super) struct Listeners(Mutex<Vec<(u64, Listener)>>);

impl Listeners {
    pub(super) fn add(&self, id: u64, listener: Listener) {
        self.lock().push((id, listener));
    }

    pub(super) fn remove(&self, id: u64) {
        self.lock().retain(|(other, _)| *other != id);
    }

    pub(super) fn warn(&self, warning: &Warning) {
        for (_, listener) in &*self.lock() {
            listener(warning);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(u64, Listener)>> {
        // The list is whole after any panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Listeners").field(&self.lock().len()).finish()
    }
}
