//! How long a call waits for a lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Result;

/// The moment until which a call waits for a lock, unless it is cancelled before.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// `None` where the call does not wait.
    at: Option<Instant>,
    cancelled: Option<Arc<AtomicBool>>,
}

impl Deadline {
    /// Does not wait: what is tried is tried once.
    #[must_use]
    pub fn now() -> Self {
        Self { at: None, cancelled: None }
    }

    /// Waits for that long.
    #[must_use]
    pub fn after(timeout: Duration) -> Self {
        Self { at: Some(Instant::now() + timeout), cancelled: None }
    }

    /// The same, and no longer than until a flag is set.
    #[must_use]
    pub fn or_when(self, cancelled: Arc<AtomicBool>) -> Self {
        Self { cancelled: Some(cancelled), ..self }
    }

    /// True if the call waits at all.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.at.is_some()
    }

    /// The time that is left.
    #[must_use]
    pub fn left(&self) -> Duration {
        let is_cancelled = self.cancelled.as_ref().is_some_and(|cancelled| cancelled.load(Ordering::Relaxed));
        let at = self.at.filter(|_| !is_cancelled);
        at.map_or(Duration::ZERO, |at| at.saturating_duration_since(Instant::now()))
    }

    /// Tries until there is an outcome, with longer and longer pauses; `None` at the deadline.
    ///
    /// # Errors
    /// Those of the attempt.
    pub fn retry<T>(&self, mut attempt: impl FnMut() -> Result<Option<T>>) -> Result<Option<T>> {
        const LONGEST: Duration = Duration::from_millis(2);
        let mut pause = Duration::from_micros(20);
        loop {
            if let Some(outcome) = attempt()? {
                return Ok(Some(outcome));
            }
            if self.left().is_zero() {
                return Ok(None);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST);
        }
    }
}
