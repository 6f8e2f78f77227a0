//! Whether the process is exiting.

use std::sync::atomic::{AtomicBool, Ordering};

static EXITING: AtomicBool = AtomicBool::new(false);

/// True once the process runs its exit handlers. From then on every change is saved at once: nothing saves it later.
pub(super) fn is_exiting() -> bool {
    EXITING.load(Ordering::Relaxed)
}

/// Says that the process is exiting.
pub(super) fn set_exiting() {
    EXITING.store(true, Ordering::Relaxed);
}
