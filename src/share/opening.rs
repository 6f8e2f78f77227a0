//! Opening a file: at once, or, where another process or thread is to be waited for, in the background.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::engine::place;
use super::listeners::Listener;
use super::options::EngineOptions;
use super::patience::Patience;
use super::registry::{Entered, Share, enter};
use super::runtime;
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::fixtures;
use crate::persist::{self, Warning};

/// A file that somebody wants a share in. Where an attempt to open it fails, there may be another.
pub struct Opening {
    path: PathBuf,
    options: EngineOptions,
    /// When it was asked for.
    now: Now,
    listener: Listener,
    /// Nobody wants it any more.
    given_up: Arc<AtomicBool>,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    is_trying: bool,
    /// A share in an engine that others have made, and that is not up to date.
    joined: Option<Share>,
    outcome: Option<Result<Found>>,
}

/// A file that has been opened.
#[derive(Debug)]
pub struct Found {
    /// The share in its engine.
    pub share: Share,
    /// What the caller should be told.
    pub warnings: Vec<Warning>,
    /// The revision it was at.
    pub revision: u64,
    /// What [`Opening::glimpse`] then answered.
    pub glimpse: String,
}

impl Opening {
    /// A file that is to be opened, now or at the first time that nobody has to be waited for. The
    /// listener hears of what goes wrong later.
    #[must_use]
    pub fn new(path: &Path, options: EngineOptions, now: Now, listener: Listener) -> Self {
        Self {
            path: persist::resolve(path),
            options,
            now,
            listener,
            given_up: Arc::default(),
            state: Mutex::default(),
            ended: Condvar::new(),
        }
    }

    /// Opens the file if nobody has to be waited for; answers the share and what there is to say.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong;
    /// [`Error::Persistence`].
    pub fn try_open(&self) -> Result<Option<(Share, Vec<Warning>)>> {
        match self.open(&Patience::none()) {
            Err(Error::Busy { .. }) => {
                fixtures::initial(self.options.store.initial_state.as_ref(), self.now)?;
                Ok(None)
            }
            outcome => outcome.map(Some),
        }
    }

    /// Begins an attempt to open the file, unless one is under way; it waits as long as the options say,
    /// but at least for some time. When it has ended, [`Opening::take`] answers what it came to.
    pub fn begin(self: &Arc<Self>, least: Duration, done: impl FnOnce() + Send + 'static) {
        if std::mem::replace(&mut self.lock().is_trying, true) {
            return;
        }
        let opening = Arc::clone(self);
        runtime::spawn_blocking(move || {
            let timeout = opening.options.lock_timeout.max(least);
            let patience = Patience::of(timeout).unless(Arc::clone(&opening.given_up));
            let found = catch_unwind(AssertUnwindSafe(|| opening.find(&patience))).unwrap_or(Err(Error::Closed));
            let mut state = opening.lock();
            state.is_trying = false;
            state.outcome = Some(found);
            // Under the lock: who has waited has been called, and who is called may begin again.
            done();
            drop(state);
            opening.ended.notify_all();
        });
    }

    /// Waits for the attempt that is under way to end.
    pub fn wait(&self) {
        let state = self.lock();
        drop(self.ended.wait_while(state, |state| state.is_trying).unwrap_or_else(PoisonError::into_inner));
    }

    /// What the last attempt came to, once.
    pub fn take(&self) -> Option<Result<Found>> {
        self.lock().outcome.take()
    }

    /// Lets nobody wait any longer: nobody wants the file.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
    }

    /// What the file and its journal look like: another text after every change.
    #[must_use]
    pub fn glimpse(&self) -> String {
        let place = place(self.path.clone());
        format!("{:?}", [&self.path, &place.side("-journal")].map(|path| place.disk.stat(path).ok()))
    }

    fn find(&self, patience: &Patience) -> Result<Found> {
        let (share, warnings) = self.open(patience)?;
        // In this order: what happens in between is told of once more rather than not at all.
        let revision = share.engine().settled_revision(patience)?;
        let glimpse = self.glimpse();
        Ok(Found { share, warnings, revision, glimpse })
    }

    fn open(&self, patience: &Patience) -> Result<(Share, Vec<Warning>)> {
        let Self { path, options, now, listener, .. } = self;
        let joined = self.lock().joined.take();
        let entered =
            joined.map_or_else(|| enter(path, options, *now, listener, patience), |it| Ok(Entered::Joined(it)));
        let share = match entered? {
            Entered::First(share, warnings) => return Ok((share, warnings)),
            Entered::Joined(share) => share,
        };
        match share.engine().refresh(&options.store, *now, patience) {
            Ok(mut warnings) => {
                warnings.extend(share.engine().insist_on(options.durability));
                Ok((share, warnings))
            }
            Err(error) => {
                if matches!(error, Error::Busy { .. }) {
                    self.lock().joined = Some(share);
                }
                Err(error)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // What it holds is whole after any panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
