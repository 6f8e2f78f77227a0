//! The engines of this process that are kept in a file: one for each file, whichever bundle, thread or realm asks.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::background::look_after;
use super::engine::{Attempt, Engine, place};
use super::exit::{is_exiting, set_exiting};
use super::listeners::Listener;
use super::options::{EngineOptions, StoreOptions};
use super::runtime;
use crate::deadline::Deadline;
use crate::error::{Error, Result};
use crate::state::Origin;
use crate::store::Store;
use crate::time::Now;
use crate::wal::{LockHolder, OnCorrupt, Warning};

// Locked for a look-up only: a thread that opens or closes a file says so in its slot, and others wait for the slot.
static ENGINES: LazyLock<Mutex<HashMap<PathBuf, Slot>>> = LazyLock::new(Mutex::default);

/// A slot has changed.
static CHANGED: Condvar = Condvar::new();

thread_local! {
    /// Since when the JavaScript environment of this thread has been ending.
    static ENDING: Cell<Option<Instant>> = const { Cell::new(None) };

    /// Each share of this thread that is released in the background has a sender until that is done.
    static RELEASES: RefCell<(Sender<Infallible>, Receiver<Infallible>)> = RefCell::new(mpsc::channel());
}

#[derive(Debug)]
enum Slot {
    /// A thread opens the file.
    Opening,
    Open {
        engine: Arc<Engine>,
        shares: usize,
    },
    /// A thread closes the file.
    Closing,
}

/// A share in an engine, with the options of its owner. When it is released, the file is brought up to date.
#[derive(Debug)]
pub struct Share {
    engine: Arc<Engine>,
    options: Arc<StoreOptions>,
    /// The file of the engine, until the share is released.
    path: Option<PathBuf>,
    id: u64,
    lock_timeout: Duration,
}

/// A new share.
pub(super) enum Joined {
    /// The file was opened for it, with these warnings.
    First(Share, Vec<Warning>),
    /// The file was open already: an edit of it may not have been adopted yet.
    Further(Share),
}

/// A share in the engine of a file.
///
/// # Errors
/// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong; [`Error::Busy`], where
/// another process or another thread is opening or closing the file; [`Error::Persistence`].
pub(super) fn join(
    path: &Path,
    options: &EngineOptions,
    origin: &Origin,
    listener: &Listener,
    deadline: &Deadline,
) -> Result<Joined> {
    /// How often a thread that waits checks whether that was cancelled.
    const CHECK: Duration = Duration::from_millis(20);
    let mut engines = engines();
    let open = loop {
        match engines.get_mut(path) {
            None => break None,
            Some(Slot::Open { engine, shares }) => {
                *shares += 1;
                break Some(Arc::clone(engine));
            }
            Some(Slot::Opening | Slot::Closing) => {
                let left = deadline.left();
                if left.is_zero() {
                    drop(engines);
                    let holder = LockHolder::of(&place(path.to_owned())).pid();
                    return Err(Error::Busy { path: path.to_owned(), holder });
                }
                engines = CHANGED.wait_timeout(engines, left.min(CHECK)).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    };
    if let Some(engine) = open {
        drop(engines);
        return Ok(Joined::Further(Share::of_file(engine, path, options, listener)));
    }
    let mut turn = Turn::begin(engines, path, Slot::Opening);
    let (engine, warnings) = Engine::in_file(place(path.to_owned()), options, origin, deadline)?;
    let engine = Arc::new(engine);
    look_after(&engine);
    turn.then = Some(Slot::Open { engine: Arc::clone(&engine), shares: 1 });
    drop(turn);
    if is_exiting() {
        // The exit handler has not seen this engine.
        let _ = leave_at_exit(path);
    }
    Ok(Joined::First(Share::of_file(engine, path, options, listener), warnings))
}

impl Share {
    /// A share in an engine of its own, in memory.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
    pub fn in_memory(options: Arc<StoreOptions>, origin: &Origin) -> Result<Self> {
        let engine = Arc::new(Engine::in_memory(origin)?);
        Ok(Self::new(engine, options, None, Duration::ZERO))
    }

    /// A share in an engine of its own, in memory, that starts with the state of this one.
    ///
    /// # Errors
    /// Those of [`Engine::read`].
    pub fn fork(&self, realm: Now, options: Arc<StoreOptions>) -> Result<Self> {
        Ok(Self::new(Arc::new(self.engine.fork(realm)?), options, None, Duration::ZERO))
    }

    fn of_file(engine: Arc<Engine>, path: &Path, options: &EngineOptions, listener: &Listener) -> Self {
        let share = Self::new(engine, Arc::clone(&options.store), Some(path.to_owned()), options.lock_timeout);
        share.engine.add_listener(share.id, options.debounce.0, Arc::clone(listener));
        share
    }

    fn new(engine: Arc<Engine>, options: Arc<StoreOptions>, path: Option<PathBuf>, lock_timeout: Duration) -> Self {
        static IDS: AtomicU64 = AtomicU64::new(0);
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        Self { engine, options, path, id, lock_timeout }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// How long another process is waited for.
    pub(super) fn lock_timeout(&self) -> Duration {
        self.lock_timeout
    }

    /// Runs an operation that changes the store, if it need not wait for another process.
    pub fn change<T, F>(&self, operation: F) -> Attempt<T>
    where
        F: FnOnce(&Store) -> Result<T> + Send + 'static,
    {
        self.engine.change(self.lock_timeout, operation)
    }

    /// The options of the owner.
    #[must_use]
    pub fn options(&self) -> &Arc<StoreOptions> {
        &self.options
    }

    /// Work that brings the file up to date, for a thread that can wait.
    pub fn checkpointing(&self, on_corrupt: OnCorrupt) -> impl FnOnce() -> Result<()> + Send + 'static {
        let (engine, timeout) = (Arc::clone(&self.engine), self.lock_timeout);
        move || engine.checkpoint(on_corrupt, &Deadline::after(timeout))
    }

    /// Brings the file up to date, if no other process has to be waited for; answers whether that was so.
    ///
    /// # Errors
    /// Those of [`Share::checkpointing`], but for [`Error::Busy`].
    pub fn try_checkpoint(&self) -> Result<bool> {
        if !self.engine.is_free() {
            return Ok(false);
        }
        match self.engine.checkpoint(OnCorrupt::SetAside, &Deadline::now()) {
            Err(Error::Busy { .. }) => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    /// Work after which a store can be read that has answered [`Error::Busy`], for a thread that can wait.
    pub fn settling(&self, realm: Now) -> impl FnOnce() -> Result<()> + Send + 'static {
        let (engine, timeout) = (Arc::clone(&self.engine), self.lock_timeout);
        move || engine.settle(realm, &Deadline::after(timeout))
    }

    /// Work that releases the share, for a thread that can wait: it brings the file up to date, and closes it where
    /// no other share of this process has it open. This thread does not end before.
    pub fn releasing(mut self) -> impl FnOnce() -> Result<()> + Send + 'static {
        let work = self.take_release();
        move || work.map_or(Ok(()), |work| work())
    }

    fn take_release(&mut self) -> Option<impl FnOnce() -> Result<()> + Send + use<>> {
        let path = self.path.take()?;
        let (id, timeout) = (self.id, self.lock_timeout);
        let under_way = RELEASES.with_borrow(|(sender, _)| sender.clone());
        Some(move || {
            let outcome = release(&path, id, &Deadline::after(timeout));
            drop(under_way);
            outcome
        })
    }
}

impl Drop for Share {
    /// Releases the share in the background, for JavaScript may have collected it on the thread of an event loop. At the
    /// end of that thread the share is released before it ends.
    fn drop(&mut self) {
        if is_exiting() {
            // The exit handler has saved the file.
            return;
        }
        let Some(ending) = ENDING.get() else {
            if let Some(work) = self.take_release() {
                runtime::spawn_blocking(move || drop(work()));
            }
            return;
        };
        // However many shares a thread has, it ends after the time that one of them waits.
        let left = self.lock_timeout.saturating_sub(ending.elapsed());
        if let Some(path) = self.path.take() {
            // Nothing can be told any more.
            let _ = release(&path, self.id, &Deadline::after(left));
        }
    }
}

/// Releases a share.
fn release(path: &Path, id: u64, deadline: &Deadline) -> Result<()> {
    let mut saved = None;
    let (mut turn, engine) = loop {
        let mut engines = engines();
        let Some(Slot::Open { engine, shares }) = engines.get_mut(path) else { return saved.unwrap_or(Ok(())) };
        let engine = Arc::clone(engine);
        if *shares == 1 {
            break (Turn::begin(engines, path, Slot::Closing), engine);
        }
        if let Some(saved) = saved {
            *shares -= 1;
            drop(engines);
            engine.remove_listener(id);
            return saved;
        }
        drop(engines);
        // The timer that was to save the file may have gone with the owner.
        saved = Some(if engine.is_behind() { engine.checkpoint(OnCorrupt::Keep, deadline) } else { Ok(()) });
    };
    let outcome = engine.leave(deadline);
    // A file that cannot be saved stays open, for the next store of it and for the exit.
    if outcome.is_err() && !engine.has_left() {
        turn.then = Some(Slot::Open { engine: Arc::clone(&engine), shares: 0 });
    }
    drop(turn);
    engine.remove_listener(id);
    outcome
}

/// Ends this thread's shares: the event loop has ended. After this, the files are saved.
pub fn end_thread() {
    ENDING.set(Some(Instant::now()));
    let (sender, receiver) = RELEASES.replace(mpsc::channel());
    drop(sender);
    // Nothing is ever sent: this fails when the last sender is dropped.
    let _ = receiver.recv();
}

/// Saves the files of all engines, whichever thread they belong to, and from now on every change at once. Answers what
/// could not be saved, except where the folder of the file is gone: that is how tests clean up.
#[must_use]
pub fn save_all_at_exit() -> Vec<Error> {
    set_exiting();
    let paths: Vec<PathBuf> = engines().keys().cloned().collect();
    paths
        .iter()
        .filter_map(|path| leave_at_exit(path).err())
        .filter(|error| !matches!(error, Error::Persistence { source, .. } if source.kind() == ErrorKind::NotFound))
        .collect()
}

fn leave_at_exit(path: &Path) -> Result<()> {
    let mut engines = engines();
    let (engine, shares) = loop {
        match engines.get(path) {
            Some(Slot::Open { engine, shares }) => break (Arc::clone(engine), *shares),
            Some(Slot::Closing) => engines = CHANGED.wait(engines).unwrap_or_else(PoisonError::into_inner),
            // A file that is being opened has no change to save.
            Some(Slot::Opening) | None => return Ok(()),
        }
    };
    let mut turn = Turn::begin(engines, path, Slot::Closing);
    turn.then = Some(Slot::Open { engine: Arc::clone(&engine), shares });
    engine.leave(&engine.deadline())
}

/// The thread that opens or closes a file; other threads wait until it is dropped.
struct Turn<'a> {
    path: &'a Path,
    /// The slot of the file afterwards.
    then: Option<Slot>,
}

impl<'a> Turn<'a> {
    fn begin(mut engines: MutexGuard<'_, HashMap<PathBuf, Slot>>, path: &'a Path, slot: Slot) -> Self {
        engines.insert(path.to_owned(), slot);
        Self { path, then: None }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut engines = engines();
        match self.then.take() {
            Some(slot) => drop(engines.insert(self.path.to_owned(), slot)),
            None => drop(engines.remove(self.path)),
        }
        drop(engines);
        CHANGED.notify_all();
    }
}

fn engines() -> MutexGuard<'static, HashMap<PathBuf, Slot>> {
    // The map is whole after any panic.
    ENGINES.lock().unwrap_or_else(PoisonError::into_inner)
}
