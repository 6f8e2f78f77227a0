//! The engines of this process that are kept in a file: one for each file, whichever bundle, thread
//! or realm asks.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::engine::{Attempt, Engine, place};
use super::listeners::Listener;
use super::options::EngineOptions;
use super::patience::Patience;
use super::{runtime, session};
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::persist::{Fold, Warning};
use crate::store::{Options, Store};

// Locked for no longer than it takes to look something up: who opens or leaves a file says so in its
// slot, and others wait for that.
static ENGINES: LazyLock<Mutex<HashMap<PathBuf, Slot>>> = LazyLock::new(Mutex::default);

/// A file has been opened or left.
static MOVED: Condvar = Condvar::new();

/// Whether the process is on its way out.
pub(super) static EXITING: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Since when the environment of JavaScript that this thread runs is on its way out.
    static ENDING: Cell<Option<Instant>> = const { Cell::new(None) };

    /// Each share of this thread that is given back in the background has a sender until that is done.
    static RELEASES: RefCell<(Sender<Infallible>, Receiver<Infallible>)> = RefCell::new(mpsc::channel());
}

#[derive(Debug)]
enum Slot {
    /// Somebody opens the file.
    Opening,
    Open {
        engine: Arc<Engine>,
        shares: usize,
    },
    /// The last one leaves the file.
    Leaving,
}

/// A share in an engine, with the choices of its owner. When it goes, what the file lacks is saved.
#[derive(Debug)]
pub struct Share {
    engine: Arc<Engine>,
    options: Arc<Options>,
    /// Where the engine is kept, if it is shared.
    path: Option<PathBuf>,
    id: u64,
    /// How long another process is waited for.
    lock_timeout: Duration,
}

/// What there is to do with a share that somebody just got.
pub(super) enum Entered {
    /// The file was opened for it, and this is what there is to say.
    First(Share, Vec<Warning>),
    /// Others have the file open: what somebody else has done to it is still to be taken over.
    Joined(Share),
}

/// A share in the engine of a file.
///
/// # Errors
/// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong; [`Error::Busy`], where
/// another process or another thread is opening or leaving the file.
pub(super) fn enter(
    path: &Path,
    options: &EngineOptions,
    now: Now,
    listener: &Listener,
    patience: &Patience,
) -> Result<Entered> {
    /// How often somebody who waits looks whether that is still wanted.
    const GLANCE: Duration = Duration::from_millis(20);
    let mut engines = engines();
    let shared = loop {
        match engines.get_mut(path) {
            None => break None,
            Some(Slot::Open { engine, shares }) => {
                *shares += 1;
                break Some(Arc::clone(engine));
            }
            Some(Slot::Opening | Slot::Leaving) => {
                let left = patience.left();
                if left.is_zero() {
                    drop(engines);
                    return Err(Error::Busy {
                        path: path.to_owned(),
                        holder: session::holder(&place(path.to_owned())),
                    });
                }
                engines = MOVED.wait_timeout(engines, left.min(GLANCE)).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    };
    if let Some(engine) = shared {
        drop(engines);
        return Ok(Entered::Joined(Share::of_file(engine, path, options, listener)));
    }
    let mut turn = Turn::begin(engines, path, Slot::Opening);
    let (engine, warnings) = Engine::in_file(place(path.to_owned()), options, now, patience)?;
    turn.then = Some(Slot::Open { engine: Arc::clone(&engine), shares: 1 });
    drop(turn);
    if EXITING.load(Ordering::Relaxed) {
        // Whoever has saved all engines did not meet this one.
        let _ = leave_at_exit(path);
    }
    Ok(Entered::First(Share::of_file(engine, path, options, listener), warnings))
}

impl Share {
    /// An engine of its own, in memory.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
    pub fn in_memory(options: Arc<Options>, now: Now) -> Result<Self> {
        let engine = Arc::new(Engine::in_memory(&options, now)?);
        Ok(Self::new(engine, options, None, Duration::ZERO))
    }

    fn of_file(engine: Arc<Engine>, path: &Path, options: &EngineOptions, listener: &Listener) -> Self {
        let share = Self::new(engine, Arc::clone(&options.store), Some(path.to_owned()), options.lock_timeout);
        share.engine.listen(share.id, options.debounce.0, Arc::clone(listener));
        share
    }

    fn new(engine: Arc<Engine>, options: Arc<Options>, path: Option<PathBuf>, lock_timeout: Duration) -> Self {
        static IDS: AtomicU64 = AtomicU64::new(0);
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        Self { engine, options, path, id, lock_timeout }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Runs an operation of the store that changes it, if it need not wait for another process.
    pub fn change<T, F>(&self, operation: F) -> Attempt<T>
    where
        F: FnOnce(&Store) -> Result<T> + Send + 'static,
    {
        self.engine.change(self.lock_timeout, operation)
    }

    /// The choices of the owner.
    #[must_use]
    pub fn options(&self) -> &Arc<Options> {
        &self.options
    }

    /// Work that saves what the file lacks, to be done where waiting is no harm.
    pub fn saving(&self, how: Fold) -> impl FnOnce() -> Result<()> + Send + 'static {
        let (engine, timeout) = (Arc::clone(&self.engine), self.lock_timeout);
        move || engine.save(how, &Patience::of(timeout))
    }

    /// Saves what the file lacks, where nobody has to be waited for; answers whether that was so.
    ///
    /// # Errors
    /// Those of [`Share::saving`], but for [`Error::Busy`].
    pub fn try_save(&self) -> Result<bool> {
        if !self.engine.is_free() {
            return Ok(false);
        }
        match self.engine.save(Fold::Now, &Patience::none()) {
            Err(Error::Busy { .. }) => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    /// Work after which the store can be read again that has answered [`Error::Busy`], to be done where
    /// waiting is no harm.
    pub fn settling(&self) -> impl FnOnce() -> Result<()> + Send + 'static {
        let (engine, timeout) = (Arc::clone(&self.engine), self.lock_timeout);
        move || engine.settle(&Patience::of(timeout))
    }

    /// Work that gives the share back, to be done where waiting is no harm: saves what the file lacks, and
    /// leaves the file where nobody else in this process has a share in it. This thread does not end before.
    pub fn releasing(mut self) -> impl FnOnce() -> Result<()> + Send + 'static {
        let under_way = RELEASES.with_borrow(|(sender, _)| sender.clone());
        move || {
            let outcome =
                self.path.take().map_or(Ok(()), |path| release(&path, self.id, &Patience::of(self.lock_timeout)));
            drop(under_way);
            outcome
        }
    }
}

impl Drop for Share {
    /// Waits for nobody as long as there may be an event loop on this thread: where another process holds
    /// the lock, or another thread saves, the share goes a little later.
    fn drop(&mut self) {
        // There is nobody left to tell what fails.
        let Some(path) = self.path.take() else { return };
        // However many shares a thread has, it ends after the time that one of them waits.
        let left = ENDING.get().map_or(Duration::ZERO, |since| self.lock_timeout.saturating_sub(since.elapsed()));
        if !left.is_zero() && !EXITING.load(Ordering::Relaxed) {
            let _ = release(&path, self.id, &Patience::of(left));
            return;
        }
        let is_free = self.engine.is_free();
        if !is_free || matches!(release(&path, self.id, &Patience::none()), Err(Error::Busy { .. })) {
            let (id, timeout) = (self.id, self.lock_timeout);
            runtime::spawn_blocking(move || {
                let _ = release(&path, id, &Patience::of(timeout));
            });
        }
    }
}

/// Gives a share back. Who does not wait has still got it after [`Error::Busy`].
fn release(path: &Path, id: u64, patience: &Patience) -> Result<()> {
    let mut saved = None;
    let (mut turn, engine) = loop {
        let mut engines = engines();
        let Some(Slot::Open { engine, shares }) = engines.get_mut(path) else { return saved.unwrap_or(Ok(())) };
        let engine = Arc::clone(engine);
        if *shares == 1 {
            break (Turn::begin(engines, path, Slot::Leaving), engine);
        }
        if let Some(saved) = saved {
            *shares -= 1;
            drop(engines);
            engine.unlisten(id);
            return saved;
        }
        drop(engines);
        // The timer that was to save may have gone with the owner. It is there until that is done.
        let outcome = if engine.is_behind() { engine.save(Fold::Lazy, patience) } else { Ok(()) };
        if matches!(outcome, Err(Error::Busy { .. })) && !patience.waits() {
            return outcome;
        }
        saved = Some(outcome);
    };
    let outcome = engine.leave(patience);
    // What cannot be saved stays, for the next one who opens the file and for the exit.
    if let Err(error) = &outcome {
        let is_kept = matches!(error, Error::Busy { .. }) && !patience.waits();
        turn.then = Some(Slot::Open { engine: Arc::clone(&engine), shares: usize::from(is_kept) });
    }
    drop(turn);
    engine.unlisten(id);
    outcome
}

/// The event loop of this thread has ended, and what was its own goes now: who hears of that finds the
/// files saved.
pub fn end_thread() {
    ENDING.set(Some(Instant::now()));
    let (sender, receiver) = RELEASES.replace(mpsc::channel());
    drop(sender);
    // There is nothing to receive: it fails when the last sender has gone.
    let _ = receiver.recv();
}

/// Saves what the files of all engines lack, whichever thread they belong to, and from now on every
/// change at once. Answers what could not be saved, but for files whose folder has been taken away:
/// that is how tests clean up.
pub fn save_all_at_exit() -> Vec<Error> {
    EXITING.store(true, Ordering::Relaxed);
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
            Some(Slot::Leaving) => engines = MOVED.wait(engines).unwrap_or_else(PoisonError::into_inner),
            // Whoever opens it has no change to save.
            Some(Slot::Opening) | None => return Ok(()),
        }
    };
    let mut turn = Turn::begin(engines, path, Slot::Leaving);
    turn.then = Some(Slot::Open { engine: Arc::clone(&engine), shares });
    engine.leave(&engine.patience())
}

/// Whoever opens or leaves a file; others wait for it to end.
struct Turn<'a> {
    path: &'a Path,
    /// What becomes of the file's slot then.
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
        MOVED.notify_all();
    }
}

fn engines() -> MutexGuard<'static, HashMap<PathBuf, Slot>> {
    // What the map holds is whole after any panic.
    ENGINES.lock().unwrap_or_else(PoisonError::into_inner)
}
