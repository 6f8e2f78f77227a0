//! How long somebody waits for a lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Result;

/// How long a lock is waited for, and whether anybody still wants it.
#[derive(Clone, Debug)]
pub struct Patience {
    /// None where nothing is waited for.
    deadline: Option<Instant>,
    given_up: Option<Arc<AtomicBool>>,
}

impl Patience {
    /// Waits for nothing: who must not wait asks once.
    pub(super) fn none() -> Self {
        Self { deadline: None, given_up: None }
    }

    /// Waits for as long as that.
    pub(super) fn of(timeout: Duration) -> Self {
        Self { deadline: Some(Instant::now() + timeout), given_up: None }
    }

    /// Waits no longer than until the flag is set.
    pub(super) fn unless(self, given_up: Arc<AtomicBool>) -> Self {
        Self { given_up: Some(given_up), ..self }
    }

    /// Whether it waits at all.
    pub(super) fn waits(&self) -> bool {
        self.deadline.is_some()
    }

    /// How much of it is left.
    pub(super) fn left(&self) -> Duration {
        let is_wanted = self.given_up.as_ref().is_none_or(|given_up| !given_up.load(Ordering::Relaxed));
        let deadline = self.deadline.filter(|_| is_wanted);
        deadline.map_or(Duration::ZERO, |deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// Asks until there is an answer, more and more rarely.
    pub(super) fn ask<T>(&self, mut question: impl FnMut() -> Result<Option<T>>) -> Result<Option<T>> {
        const LONGEST: Duration = Duration::from_millis(2);
        let mut pause = Duration::from_micros(20);
        loop {
            if let Some(answer) = question()? {
                return Ok(Some(answer));
            }
            if self.left().is_zero() {
                return Ok(None);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST);
        }
    }
}
