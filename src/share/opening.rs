//! Opening a file: at once, or in the background where another process or thread has to be waited for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::engine::place;
use super::listeners::Listener;
use super::options::EngineOptions;
use super::registry::{Joined, Share, join};
use super::runtime;
use crate::deadline::Deadline;
use crate::error::{Error, Result};
use crate::state::{Origin, State};
use crate::wal::{Warning, resolve};

/// A file that a share is wanted in. Where an attempt to open it fails, there can be another.
pub struct Opening {
    path: PathBuf,
    options: EngineOptions,
    origin: Origin,
    listener: Listener,
    cancelled: Arc<AtomicBool>,
    state: Mutex<Attempts>,
    ended: Condvar,
}

#[derive(Default)]
struct Attempts {
    is_trying: bool,
    /// A share in an open engine that is not up to date.
    joined: Option<Share>,
    outcome: Option<Result<OpeningOutcome>>,
}

/// A file that has been opened in the background.
#[derive(Debug)]
pub struct OpeningOutcome {
    /// The share in its engine.
    pub share: Share,
    /// What the caller should be told.
    pub warnings: Vec<Warning>,
    /// The revision then.
    pub revision: u64,
    /// The [`Opening::fingerprint`] then.
    pub fingerprint: String,
}

impl Opening {
    /// A file to open. The listener is called with later warnings.
    #[must_use]
    pub fn new(path: &Path, options: EngineOptions, origin: Origin, listener: Listener) -> Self {
        Self {
            path: resolve(path),
            options,
            origin,
            listener,
            cancelled: Arc::default(),
            state: Mutex::default(),
            ended: Condvar::new(),
        }
    }

    /// The canonical path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the file if nothing has to be waited for.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong;
    /// [`Error::Persistence`].
    pub fn try_open(&self) -> Result<Option<(Share, Vec<Warning>)>> {
        match self.open(&Deadline::now()) {
            Err(Error::Busy { .. }) => {
                State::initial(&self.origin)?;
                Ok(None)
            }
            outcome => outcome.map(Some),
        }
    }

    /// Begins an attempt to open the file, unless one is under way; it waits as long as the options say, but at least
    /// for `least`. When it has ended, `done` is called, and [`Opening::take`] answers its outcome.
    pub fn begin(self: &Arc<Self>, least: Duration, done: impl FnOnce() + Send + 'static) {
        if std::mem::replace(&mut self.lock().is_trying, true) {
            return;
        }
        let opening = Arc::clone(self);
        runtime::spawn_blocking(move || {
            let timeout = opening.options.lock_timeout.max(least);
            let deadline = Deadline::after(timeout).or_when(Arc::clone(&opening.cancelled));
            let outcome = catch_unwind(AssertUnwindSafe(|| opening.attempt(&deadline))).unwrap_or(Err(Error::Closed));
            let mut state = opening.lock();
            state.is_trying = false;
            state.outcome = Some(outcome);
            // Under the lock, so that the next attempt begins after this call.
            done();
            drop(state);
            opening.ended.notify_all();
        });
    }

    /// Waits for the attempt that is under way.
    pub fn wait(&self) {
        let state = self.lock();
        drop(self.ended.wait_while(state, |state| state.is_trying).unwrap_or_else(PoisonError::into_inner));
    }

    /// The outcome of the last attempt, once.
    pub fn take(&self) -> Option<Result<OpeningOutcome>> {
        self.lock().outcome.take()
    }

    /// Cancels the attempt.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// A text that differs after every change of the file or its log.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let place = place(self.path.clone());
        format!("{:?}", [&self.path, &place.log()].map(|path| place.disk.stat(path).ok()))
    }

    fn attempt(&self, deadline: &Deadline) -> Result<OpeningOutcome> {
        let (share, warnings) = self.open(deadline)?;
        // In this order, so that a watcher is told of a change in between twice rather than never.
        let revision = share.engine().settled_revision(deadline)?;
        let fingerprint = self.fingerprint();
        Ok(OpeningOutcome { share, warnings, revision, fingerprint })
    }

    fn open(&self, deadline: &Deadline) -> Result<(Share, Vec<Warning>)> {
        let Self { path, options, origin, listener, .. } = self;
        let joined = self.lock().joined.take();
        let joined =
            joined.map_or_else(|| join(path, options, origin, listener, deadline), |it| Ok(Joined::Further(it)));
        let share = match joined? {
            Joined::First(share, warnings) => return Ok((share, warnings)),
            Joined::Further(share) => share,
        };
        share.engine().raise_durability(options.durability);
        match share.engine().refresh(origin, deadline) {
            Ok(warnings) => Ok((share, warnings)),
            Err(error) => {
                if matches!(error, Error::Busy { .. }) {
                    self.lock().joined = Some(share);
                }
                Err(error)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Attempts> {
        // It is whole after any panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
