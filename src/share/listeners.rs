//! Who hears of what goes wrong in the background.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::persist::Warning;

/// What is to hear of what goes wrong in the background.
pub type Listener = Arc<dyn Fn(&Warning) + Send + Sync>;

/// Those who hear of it, by the shares they belong to.
#[derive(Default)]
pub(super) struct Listeners(Mutex<Vec<(u64, Listener)>>);

impl Listeners {
    pub(super) fn add(&self, id: u64, listener: Listener) {
        self.lock().push((id, listener));
    }

    pub(super) fn remove(&self, id: u64) {
        self.lock().retain(|(other, _)| *other != id);
    }

    pub(super) fn tell(&self, warning: &Warning) {
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
