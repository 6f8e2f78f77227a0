//! A store and its file.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::calls::Calls;
use super::listeners::{Listener, Listeners};
use super::options::{Durability, EngineOptions};
use super::runtime;
use super::snapshots::Snapshots;
use crate::deadline::Deadline;
use crate::error::{Error, Result};
use crate::state::{Origin, State};
use crate::store::Store;
use crate::time::Now;
use crate::wal::disk::RealDisk;
use crate::wal::words::Words;
use crate::wal::{Checkpoint, LockGuard, OnCorrupt, Opened, Place, Session, SharedFile, Warning, read_only};

/// A store, and the file it is kept in, if it is.
#[derive(Debug)]
pub struct Engine {
    pub(super) store: Store,
    pub(super) keeping: Keeping,
    calls: Calls,
    pub(super) snapshots: Snapshots,
}

/// Where a store is kept.
#[derive(Debug)]
pub(super) enum Keeping {
    /// In memory alone.
    Memory,
    /// In memory, because there can be no log beside the file.
    Unwritable(Unwritable),
    /// In a file, with every process that has it open.
    Shared(Box<Shared>),
}

#[derive(Debug)]
pub(super) struct Unwritable {
    path: PathBuf,
    kind: io::ErrorKind,
    problem: String,
}

impl Unwritable {
    fn error(&self) -> Error {
        let source = io::Error::new(self.kind, self.problem.clone());
        Error::Persistence { action: "write", path: self.path.clone(), source }
    }
}

pub(super) struct Shared {
    pub(super) file: SharedFile,
    session: Arc<Session>,
    /// True once this process has closed the file.
    has_left: AtomicBool,
    /// How long changes of other processes may stay out of the JSON file, in milliseconds.
    pub(super) orphan_delay: AtomicU64,
    pub(super) orphaned_since: Mutex<Option<Instant>>,
    pub(super) listeners: Listeners,
    /// Notified when a watcher begins.
    pub(super) watched: Arc<Notify>,
    /// True while a checkpoint is under way because of the size of the log.
    is_checkpointing: AtomicBool,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("file", &self.file).finish_non_exhaustive()
    }
}

/// An operation that has been run, or that has to wait for its turn.
#[must_use = "an operation that waits has not been run"]
pub enum Attempt<T> {
    /// The outcome.
    Done(Result<T>),
    /// The operation, to be run on a thread that can wait.
    Waiting(Box<dyn FnOnce() -> Result<T> + Send>),
}

impl<T> Attempt<T> {
    /// The outcome, on a thread that can wait.
    ///
    /// # Errors
    /// Those of the operation.
    pub(super) fn wait(self) -> Result<T> {
        match self {
            Self::Done(outcome) => outcome,
            Self::Waiting(work) => work(),
        }
    }
}

/// A log of up to this size is left to the debounce.
const SMALL_LOG: u64 = 4 << 20;

/// A log that is this many times as large as the JSON file starts a checkpoint.
const CHECKPOINT_AT: u64 = 2;

/// A log that is this many times as large as one that starts a checkpoint makes writers wait for it.
const WAIT_AT: u64 = 8;

impl Engine {
    /// An engine in memory.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
    pub(super) fn in_memory(origin: &Origin) -> Result<Self> {
        Ok(Self {
            store: Store::new(State::initial(origin)?, Arc::clone(&origin.setting.profile)),
            keeping: Keeping::Memory,
            calls: Calls::in_memory(),
            snapshots: Snapshots::in_memory(),
        })
    }

    /// An engine in memory that starts with the state of this one, once what has come due is committed. It takes constant
    /// time.
    ///
    /// # Errors
    /// Those of [`Engine::read`].
    pub(super) fn fork(&self, realm: Now) -> Result<Self> {
        let store = self.read(realm, Store::fork)?;
        Ok(Self { store, keeping: Keeping::Memory, calls: Calls::in_memory(), snapshots: Snapshots::in_memory() })
    }

    /// An engine that is kept in a file, with warnings about the file.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong; [`Error::Busy`];
    /// [`Error::Persistence`] where other processes have the file open and it cannot be read.
    pub(super) fn in_file(
        place: Place,
        options: &EngineOptions,
        origin: &Origin,
        deadline: &Deadline,
    ) -> Result<(Self, Vec<Warning>)> {
        let problem = match Self::shared(&place, options, origin.clone(), deadline) {
            Err(NotShared::Unwritable(problem)) => problem,
            Err(NotShared::Failed(error)) => return Err(error),
            Ok(opened) => return Ok(opened),
        };
        let message = format!(
            "There can be no journal beside {} ({problem}): the store works in memory and saves nothing",
            place.path.display()
        );
        let warning = Warning { code: "ERR_PERSISTENCE", message };
        let store = Store::new(read_only(&place, origin)?, Arc::clone(&origin.setting.profile));
        let snapshots = Snapshots::beside(&place);
        let unwritable = Unwritable { path: place.path, kind: problem.kind(), problem: problem.to_string() };
        let keeping = Keeping::Unwritable(unwritable);
        Ok((Self { store, keeping, calls: Calls::in_memory(), snapshots }, vec![warning]))
    }

    pub(super) fn shared(
        place: &Place,
        options: &EngineOptions,
        origin: Origin,
        deadline: &Deadline,
    ) -> Result<(Self, Vec<Warning>), NotShared> {
        place.require_writable().map_err(NotShared::Unwritable)?;
        let (session, mut guard, is_alone) = Session::join(place.clone(), options.lock_timeout, deadline)?;
        if options.durability == Durability::Power {
            session.words().set_power_safe();
        }
        let Opened { store, file, warnings } = match SharedFile::open(place.clone(), session.words(), is_alone, origin)
        {
            Ok(opened) => opened,
            Err(error) => {
                if session.is_last(&guard) {
                    session.remove_files(&guard);
                }
                // Without the log of the processes that have the file open, its state would be an old one.
                return Err(if is_alone { error.into() } else { NotShared::Failed(error) });
            }
        };
        if guard.needs_repair {
            file.repair()?;
            guard.needs_repair = false;
        }
        session.set_ready();
        drop(guard);
        let shared = Shared {
            file,
            session,
            has_left: AtomicBool::new(false),
            orphan_delay: AtomicU64::new(0),
            orphaned_since: Mutex::default(),
            listeners: Listeners::default(),
            watched: Arc::default(),
            is_checkpointing: AtomicBool::new(false),
        };
        let keeping = Keeping::Shared(Box::new(shared));
        Ok((Self { store, keeping, calls: Calls::beside(place), snapshots: Snapshots::beside(place) }, warnings))
    }

    /// Adopts an edit of the file, and the initial state of a further share where no process has written anything yet.
    ///
    /// # Errors
    /// Those of [`SharedFile::adopt`].
    pub(super) fn refresh(&self, origin: &Origin, deadline: &Deadline) -> Result<Vec<Warning>> {
        let Keeping::Shared(shared) = &self.keeping else { return Ok(Vec::new()) };
        let file = &shared.file;
        let is_untouched = file.is_untouched() && origin.initial_state.is_some();
        if !file.is_edited(&self.store) && !file.is_removed(&self.store) && !is_untouched {
            return Ok(Vec::new());
        }
        let initial_state = origin.initial_state.clone().or_else(|| file.origin().initial_state.clone());
        let origin = Origin { initial_state, setting: origin.setting.clone() };
        let warning = file.adopt(&self.store, &origin, || shared.lock(deadline))?;
        Ok(warning.into_iter().collect())
    }

    /// Raises the durability to the strictest of all shares.
    pub(super) fn raise_durability(&self, durability: Durability) {
        if let Keeping::Shared(shared) = &self.keeping
            && durability == Durability::Power
        {
            shared.session.words().set_power_safe();
        }
    }

    /// Adds a share: its listener, and how long it leaves changes out of the JSON file.
    pub(super) fn add_listener(&self, id: u64, debounce: f64, listener: Listener) {
        if let Keeping::Shared(shared) = &self.keeping {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
            shared.orphan_delay.fetch_max(debounce as u64 + 1000, Ordering::Relaxed);
            shared.listeners.add(id, listener);
        }
    }

    /// Removes the listener of a share.
    pub(super) fn remove_listener(&self, id: u64) {
        if let Keeping::Shared(shared) = &self.keeping {
            shared.listeners.remove(id);
        }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Keeps a line about a call. The caller is an operation that changes the store.
    pub fn record_call(&self, line: String, limit: usize) {
        self.calls.append(line, limit);
    }

    /// The lines about the last `limit` calls of all processes, each with a newline.
    ///
    /// # Errors
    /// [`Error::Persistence`].
    pub fn calls(&self, limit: usize) -> Result<String> {
        self.calls.read(limit).map_err(|source| {
            let path = if let Keeping::Shared(shared) = &self.keeping {
                shared.file.place().path.clone()
            } else {
                PathBuf::new()
            };
            Error::Persistence { action: "read", path, source }
        })
    }

    /// Forgets all calls. The caller is an operation that changes the store.
    pub fn clear_calls(&self) {
        self.calls.clear();
    }

    /// The words of the log that all processes share, where there is one.
    #[must_use]
    pub fn log_words(&self) -> Option<Words> {
        if let Keeping::Shared(shared) = &self.keeping { Some(shared.session.words().clone()) } else { None }
    }

    /// [`Store::watch`], also for changes of other processes.
    pub fn watch(&self, wake: impl Fn() + Send + Sync + 'static) -> u64 {
        let watcher = self.store.watch(wake);
        if let Keeping::Shared(shared) = &self.keeping {
            shared.watched.notify_one();
        }
        watcher
    }

    /// Runs an operation that changes the store, if it need not wait for another process.
    pub(super) fn change<T, F>(self: &Arc<Self>, timeout: Duration, operation: F) -> Attempt<T>
    where
        F: FnOnce(&Store) -> Result<T> + Send + 'static,
    {
        let Keeping::Shared(shared) = &self.keeping else { return Attempt::Done(operation(&self.store)) };
        if !shared.is_log_full()
            && let Some(guard) = shared.session.try_lock()
        {
            let outcome = self.change_locked(shared, guard, operation);
            self.checkpoint_by_size(shared);
            return Attempt::Done(outcome);
        }
        let engine = Arc::clone(self);
        Attempt::Waiting(Box::new(move || {
            let Keeping::Shared(shared) = &engine.keeping else { return operation(&engine.store) };
            if shared.is_log_full() {
                // Where it fails, the change is made all the same: only the log is larger than it should be.
                let _ = engine.checkpoint(OnCorrupt::SetAside, &Deadline::after(timeout));
            }
            engine.change_locked(shared, shared.session.lock(&Deadline::after(timeout))?, operation)
        }))
    }

    fn change_locked<T>(
        &self,
        shared: &Shared,
        mut guard: LockGuard,
        operation: impl FnOnce(&Store) -> Result<T>,
    ) -> Result<T> {
        // After this process has closed the file, which it does at its exit, another may have opened it.
        let is_reopened = shared.has_left().then(|| shared.session.is_current(&guard));
        if is_reopened == Some(Some(false)) {
            return Err(Error::Closed);
        }
        let has_died = guard.needs_repair;
        shared.repair(&mut guard)?;
        self.catch_up(shared)?;
        if has_died && shared.file.is_edited(&self.store) {
            // The dead process may have replaced the file and not yet the log: what follows would count as older than an
            // edit.
            let _ = shared.file.adopt(&self.store, shared.file.origin(), || Ok(()));
        }
        let answer = operation(&self.store)?;
        drop(guard);
        if is_reopened == Some(None) {
            // A change by an exit handler: nothing saves it later, and nothing can be told.
            let deadline = shared.session.deadline();
            let _ = shared.file.checkpoint().run(&self.store, OnCorrupt::SetAside, || shared.lock(&deadline));
            shared.file.remove_side_files();
        }
        Ok(answer)
    }

    /// Brings the store up to date, also where that needs the file lock, which the caller holds.
    fn catch_up(&self, shared: &Shared) -> Result<()> {
        match self.store.revision() {
            Err(Error::Busy { .. }) => {
                shared.file.repair()?;
                let warning = shared.file.adopt(&self.store, shared.file.origin(), || Ok(()))?;
                let path = shared.file.place().path.clone();
                warning.map_or(Ok(()), |warning| {
                    Err(Error::Persistence { action: "read", path, source: io::Error::other(warning.message) })
                })
            }
            outcome => outcome.map(drop),
        }
    }

    /// Starts a checkpoint in the background where the log has grown large.
    fn checkpoint_by_size(self: &Arc<Self>, shared: &Shared) {
        if !shared.is_log_larger_than(1) || shared.is_checkpointing.swap(true, Ordering::Relaxed) {
            return;
        }
        let engine = Arc::clone(self);
        runtime::spawn_blocking(move || {
            let Keeping::Shared(shared) = &engine.keeping else { return };
            // What fails is tried again after the next change.
            let _ = engine.checkpoint(OnCorrupt::Keep, &shared.session.deadline());
            shared.is_checkpointing.store(false, Ordering::Relaxed);
        });
    }

    /// Runs an operation that reads the store, once what has come due by a moment of the realm's clock is committed.
    ///
    /// # Errors
    /// Those of the operation; [`Error::Busy`] where something is due, or the file is being edited by hand, and another
    /// process holds the file lock.
    pub fn read<T>(&self, realm: Now, operation: impl Fn(&Store) -> Result<T>) -> Result<T> {
        self.commit_due(realm)?;
        match (operation(&self.store), &self.keeping) {
            (Err(Error::Busy { .. }), Keeping::Shared(shared)) => {
                let mut guard = shared.session.try_lock().ok_or_else(|| shared.session.busy())?;
                shared.repair(&mut guard)?;
                self.catch_up(shared)?;
                drop(guard);
                operation(&self.store)
            }
            (outcome, _) => outcome,
        }
    }

    /// [`Engine::read`] on a thread that can wait for other processes.
    ///
    /// # Errors
    /// Those of the operation; [`Error::Busy`].
    pub(super) fn read_settled<T>(
        &self,
        realm: Now,
        deadline: &Deadline,
        operation: impl Fn(&Store) -> Result<T>,
    ) -> Result<T> {
        loop {
            match self.read(realm, &operation) {
                Err(Error::Busy { .. }) if deadline.waits() => self.settle(realm, deadline)?,
                outcome => return outcome,
            }
        }
    }

    /// The error of a change of files beside that of the store, where that is not to be written.
    pub(super) fn require_writable(&self) -> Result<()> {
        if let Keeping::Unwritable(unwritable) = &self.keeping { Err(unwritable.error()) } else { Ok(()) }
    }

    fn commit_due(&self, realm: Now) -> Result<()> {
        match self.store.is_due(realm) {
            // The read that follows meets it too, and deals with it.
            Err(Error::Busy { .. }) | Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) => return Err(error),
        }
        let Keeping::Shared(shared) = &self.keeping else { return self.store.commit_due(realm) };
        let guard = shared.session.try_lock().ok_or_else(|| shared.session.busy())?;
        self.change_locked(shared, guard, |store| store.commit_due(realm))
    }

    /// Waits until a store can be read that has answered [`Error::Busy`].
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Persistence`].
    pub(super) fn settle(&self, realm: Now, deadline: &Deadline) -> Result<()> {
        let Keeping::Shared(shared) = &self.keeping else { return Ok(()) };
        self.change_locked(shared, shared.session.lock(deadline)?, |store| store.commit_due(realm))
    }

    /// The revision; waits where that is needed.
    pub(super) fn settled_revision(&self, deadline: &Deadline) -> Result<u64> {
        match self.store.revision() {
            Err(Error::Busy { .. }) => {
                if let Keeping::Shared(shared) = &self.keeping {
                    let _guard = shared.lock(deadline)?;
                    self.catch_up(shared)?;
                }
                self.store.revision()
            }
            outcome => outcome,
        }
    }

    /// Brings the JSON file up to date.
    ///
    /// # Errors
    /// Those of [`Checkpoint::run`]; [`Error::Persistence`] where there can be no log.
    pub(super) fn checkpoint(&self, on_corrupt: OnCorrupt, deadline: &Deadline) -> Result<()> {
        match &self.keeping {
            Keeping::Memory => Ok(()),
            Keeping::Unwritable(unwritable) => Err(unwritable.error()),
            Keeping::Shared(shared) => {
                let checkpoint = shared.checkpoint(deadline)?;
                // After this process has closed the file, the others make the checkpoints.
                if shared.has_left() {
                    return Ok(());
                }
                checkpoint.run(&self.store, on_corrupt, || shared.lock(deadline))
            }
        }
    }

    /// True if no other process has to be waited for.
    pub(super) fn is_free(&self) -> bool {
        if let Keeping::Shared(shared) = &self.keeping { shared.session.try_lock().is_some() } else { true }
    }

    /// A deadline by the `lockTimeoutMs` of the store that opened the file.
    pub(super) fn deadline(&self) -> Deadline {
        if let Keeping::Shared(shared) = &self.keeping { shared.session.deadline() } else { Deadline::now() }
    }

    /// Syncs every change so far, so that it survives a power loss.
    ///
    /// # Errors
    /// [`Error::Persistence`].
    pub fn sync(&self) -> Result<()> {
        if let Keeping::Shared(shared) = &self.keeping { shared.file.sync() } else { Ok(()) }
    }

    /// True if the JSON file lacks changes.
    pub(super) fn is_behind(&self) -> bool {
        if let Keeping::Shared(shared) = &self.keeping { shared.file.is_behind(&self.store) } else { false }
    }

    /// True if this process has closed the file, with [`Engine::leave`].
    pub(super) fn has_left(&self) -> bool {
        if let Keeping::Shared(shared) = &self.keeping { shared.has_left() } else { false }
    }

    /// Brings the JSON file up to date and closes it; the last process leaves nothing else. It can fail and yet have
    /// closed the file ([`Engine::has_left`]): what the JSON file lacks is then in the log, for the other processes.
    ///
    /// # Errors
    /// Those of [`Checkpoint::run`].
    pub(super) fn leave(&self, deadline: &Deadline) -> Result<()> {
        let Keeping::Shared(shared) = &self.keeping else { return Ok(()) };
        if shared.has_left() {
            return Ok(());
        }
        let Shared { file, session, has_left, .. } = &**shared;
        let checkpoint = shared.checkpoint(deadline)?;
        let saved = if file.is_behind(&self.store) {
            checkpoint.run(&self.store, OnCorrupt::Keep, || shared.lock(deadline))
        } else {
            Ok(())
        };
        let guard = shared.lock(deadline)?;
        if !session.is_last(&guard) {
            has_left.store(true, Ordering::Relaxed);
            return saved;
        }
        // No other process has the file open, and none can open it while this one holds the file lock.
        if (self.store.revision().is_err() || file.is_behind(&self.store))
            && let Err(error) = checkpoint.run(&self.store, OnCorrupt::SetAside, || Ok(()))
        {
            session.stay(&guard);
            return Err(error);
        }
        has_left.store(true, Ordering::Relaxed);
        file.remove_side_files();
        session.remove_files(&guard);
        Ok(())
    }
}

/// Why a file is not shared.
#[derive(Debug)]
pub(super) enum NotShared {
    /// There can be no log.
    Unwritable(io::Error),
    Failed(Error),
}

impl From<Error> for NotShared {
    fn from(error: Error) -> Self {
        match error {
            Error::Persistence { source, .. } => Self::Unwritable(source),
            error => Self::Failed(error),
        }
    }
}

impl Shared {
    pub(super) fn has_left(&self) -> bool {
        self.has_left.load(Ordering::Relaxed)
    }

    fn checkpoint(&self, deadline: &Deadline) -> Result<Checkpoint<'_>> {
        if deadline.waits() {
            return Ok(self.file.checkpoint());
        }
        self.file.try_checkpoint().ok_or_else(|| self.session.busy())
    }

    /// Takes the file lock, and repairs what a dead holder has left.
    pub(super) fn lock(&self, deadline: &Deadline) -> Result<LockGuard> {
        let mut guard = self.session.lock(deadline)?;
        self.repair(&mut guard)?;
        Ok(guard)
    }

    fn repair(&self, guard: &mut LockGuard) -> Result<()> {
        if guard.needs_repair {
            self.file.repair()?;
            guard.needs_repair = false;
        }
        Ok(())
    }

    fn is_log_larger_than(&self, times: u64) -> bool {
        // Most logs are small, which takes a look at a word to know.
        let (_, size) = self.session.words().position();
        size > times * SMALL_LOG && size > times * CHECKPOINT_AT * self.file.sizes().1
    }

    /// True if a writer has to wait for a checkpoint.
    fn is_log_full(&self) -> bool {
        self.is_log_larger_than(WAIT_AT)
    }
}

/// The place of a file on the disks of this machine.
pub(super) fn place(path: PathBuf) -> Place {
    Place { disk: Arc::new(RealDisk), path }
}
