//! The engines of this process that are kept in a file.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::Engine;
use crate::error::Error;

static ENGINES: Mutex<Vec<Weak<Engine>>> = Mutex::new(Vec::new());

/// Whether the process is on its way out.
pub(super) static EXITING: AtomicBool = AtomicBool::new(false);

pub(super) fn register(engine: &Arc<Engine>) {
    let mut engines = ENGINES.lock().unwrap_or_else(PoisonError::into_inner);
    engines.retain(|engine| engine.strong_count() > 0);
    engines.push(Arc::downgrade(engine));
}

/// Saves what the files of all engines lack, whichever thread they belong to, and from now on every
/// change at once. Answers what could not be saved.
pub fn save_all_at_exit() -> Vec<Error> {
    EXITING.store(true, Ordering::Relaxed);
    let engines = ENGINES.lock().unwrap_or_else(PoisonError::into_inner).clone();
    engines
        .iter()
        .filter_map(Weak::upgrade)
        .filter(|engine| engine.is_behind())
        .filter_map(|engine| engine.save().err())
        .collect()
}
