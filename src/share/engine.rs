//! A store and where it is kept.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use super::listeners::{Listener, Listeners};
use super::look::look_after;
use super::options::{Durability, EngineOptions};
use super::patience::Patience;
use super::registry::EXITING;
use super::session::{self, Held, Session};
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::fixtures;
use crate::persist::disk::RealDisk;
use crate::persist::{File, Fold, Folding, Kept, KeptStore, Opened, Place, Warning};
use crate::store::{Options, Store};

/// A store and the file it is kept in, if it is kept.
#[derive(Debug)]
pub struct Engine {
    pub(super) store: Store,
    pub(super) keeping: Keeping,
}

#[derive(Debug)]
pub(super) enum Keeping {
    Memory,
    /// Without a journal, by whoever saves it from time to time.
    File(Box<Unshared>),
    /// With whoever has it open, each change before it takes effect.
    Shared(Box<Shared>),
}

#[derive(Debug)]
pub(super) struct Unshared {
    pub(super) file: File,
    /// How long others are waited for that save it.
    timeout: Duration,
    pub(super) listeners: Listeners,
}

pub(super) struct Shared {
    pub(super) kept: Kept,
    session: Arc<Session>,
    pub(super) has_left: AtomicBool,
    /// How long others may leave changes to be folded, in milliseconds.
    pub(super) patience: AtomicU64,
    pub(super) orphaned_since: Mutex<Option<Instant>>,
    pub(super) listeners: Listeners,
    /// Somebody has begun to watch.
    pub(super) nudge: Arc<Notify>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("kept", &self.kept).finish_non_exhaustive()
    }
}

/// Why a file is not shared.
#[derive(Debug)]
pub(super) enum Impediment {
    /// There can be no journal.
    Impossible(std::io::Error),
    Failed(Error),
}

impl From<Error> for Impediment {
    fn from(error: Error) -> Self {
        match error {
            Error::Persistence { source, .. } => Self::Impossible(source),
            error => Self::Failed(error),
        }
    }
}

/// An operation that has been run, or that has to wait for its turn.
pub enum Attempt<T> {
    /// What it answered.
    Done(Result<T>),
    /// The operation, to be run where waiting is no harm.
    Waiting(Box<dyn FnOnce() -> Result<T> + Send>),
}

impl Engine {
    /// An engine in memory.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
    pub(super) fn in_memory(options: &Options, now: Now) -> Result<Self> {
        let state = fixtures::initial(options.initial_state.as_ref(), now)?;
        Ok(Self { store: Store::new(state), keeping: Keeping::Memory })
    }

    /// An engine that is kept in a file, with what there is to say about the file.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong; [`Error::Busy`].
    pub(super) fn in_file(
        place: Place,
        options: &EngineOptions,
        now: Now,
        patience: &Patience,
    ) -> Result<(Arc<Self>, Vec<Warning>)> {
        let mut trouble = None;
        if options.durability != Durability::Debounced {
            match Self::shared(&place, options, now, patience) {
                Ok((engine, warnings)) => {
                    let engine = Arc::new(engine);
                    look_after(&engine);
                    return Ok((engine, warnings));
                }
                Err(Impediment::Impossible(source)) => trouble = Some(source),
                Err(Impediment::Failed(error)) => return Err(error),
            }
        }
        let path = place.path.clone();
        let Opened { file, state, mut warnings } = File::open(place, options.store.initial_state.as_ref(), now)?;
        if let Some(trouble) = trouble.filter(|_| warnings.is_empty()) {
            let message = format!(
                "There can be no journal beside {} ({trouble}): what is changed can be lost until the file is saved, \
                 and other processes do not see it before",
                path.display()
            );
            warnings.push(Warning { code: "ERR_PERSISTENCE", message });
        }
        let unshared = Unshared { file, timeout: options.lock_timeout, listeners: Listeners::default() };
        let engine = Arc::new(Self { store: Store::new(state), keeping: Keeping::File(Box::new(unshared)) });
        look_after(&engine);
        Ok((engine, warnings))
    }

    pub(super) fn shared(
        place: &Place,
        options: &EngineOptions,
        now: Now,
        patience: &Patience,
    ) -> Result<(Self, Vec<Warning>), Impediment> {
        if std::fs::metadata(&place.path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(Impediment::Impossible(std::io::Error::other("not a regular file")));
        }
        if let Some(folder) = place.path.parent().filter(|folder| !folder.exists()) {
            place.disk.make_folder(folder).map_err(Impediment::Impossible)?;
        }
        let (session, mut held, is_alone) = Session::enter(place.clone(), options.lock_timeout, patience)?;
        if options.durability == Durability::Power {
            session.words().set_power();
        }
        let initial_state = options.store.initial_state.as_ref();
        let opened = Kept::open(place.clone(), session.words(), is_alone, initial_state, now);
        let KeptStore { store, kept, warnings } = match opened {
            Ok(opened) => opened,
            Err(error) => {
                if session.is_last(&held) {
                    session.remove_files(&held);
                }
                // Whoever goes on without those who have the file open takes it from them.
                return Err(if is_alone { error.into() } else { Impediment::Failed(error) });
            }
        };
        if held.needs_repair {
            kept.repair()?;
            held.needs_repair = false;
        }
        session.is_ready();
        drop(held);
        let shared = Shared {
            kept,
            session,
            has_left: AtomicBool::new(false),
            patience: AtomicU64::new(0),
            orphaned_since: Mutex::default(),
            listeners: Listeners::default(),
            nudge: Arc::default(),
        };
        Ok((Self { store, keeping: Keeping::Shared(Box::new(shared)) }, warnings))
    }

    /// Takes over what somebody else has done to the file, and the choices of one more owner.
    ///
    /// # Errors
    /// Those of [`File::refresh`] and [`Kept::adopt`].
    pub(super) fn refresh(&self, options: &Options, now: Now, patience: &Patience) -> Result<Vec<Warning>> {
        let initial_state = options.initial_state.as_ref();
        match &self.keeping {
            Keeping::Memory => Ok(Vec::new()),
            Keeping::File(unshared) => {
                Ok(unshared.file.refresh(&self.store, initial_state, now)?.into_iter().collect())
            }
            Keeping::Shared(shared) => {
                let is_untouched = shared.session.words().position().0 == 0 && initial_state.is_some();
                if !shared.kept.is_edited(&self.store) && !shared.kept.is_deleted(&self.store) && !is_untouched {
                    return Ok(Vec::new());
                }
                let warning = shared.kept.adopt(&self.store, initial_state, now, || shared.hold(patience))?;
                Ok(warning.into_iter().collect())
            }
        }
    }

    /// Has one more owner's choice count, as far as it can; answers what there is to say.
    pub(super) fn insist_on(&self, durability: Durability) -> Option<Warning> {
        match &self.keeping {
            Keeping::Shared(shared) if durability == Durability::Power => shared.session.words().set_power(),
            Keeping::File(unshared) if durability != Durability::Debounced => {
                let message = format!(
                    "{} is already open in this process without a journal: what is changed can be lost until the \
                     file is saved, whatever the option \"durability\" says",
                    unshared.file.place().path.display()
                );
                return Some(Warning { code: "ERR_OPTIONS_IGNORED", message });
            }
            _ => {}
        }
        None
    }

    /// Has an owner hear of what goes wrong in the background, and wait no longer than that for what
    /// others have left to be folded.
    pub(super) fn listen(&self, id: u64, debounce: f64, listener: Listener) {
        let listeners = match &self.keeping {
            Keeping::Memory => return,
            Keeping::File(unshared) => &unshared.listeners,
            Keeping::Shared(shared) => {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
                shared.patience.fetch_max(debounce as u64 + 1000, Ordering::Relaxed);
                &shared.listeners
            }
        };
        listeners.add(id, listener);
    }

    /// An owner has gone.
    pub(super) fn unlisten(&self, id: u64) {
        match &self.keeping {
            Keeping::Memory => {}
            Keeping::File(unshared) => unshared.listeners.remove(id),
            Keeping::Shared(shared) => shared.listeners.remove(id),
        }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// [`Store::watch`], also for what other processes do.
    pub fn watch(&self, wake: impl Fn() + Send + Sync + 'static) -> u64 {
        let watcher = self.store.watch(wake);
        if let Keeping::Shared(shared) = &self.keeping {
            shared.nudge.notify_one();
        }
        watcher
    }

    /// Runs an operation of the store that changes it, if it need not wait for another process.
    pub(super) fn change<T, F>(self: &Arc<Self>, timeout: Duration, operation: F) -> Attempt<T>
    where
        F: FnOnce(&Store) -> Result<T> + Send + 'static,
    {
        let Keeping::Shared(shared) = &self.keeping else { return Attempt::Done(self.change_alone(operation)) };
        if let Some(held) = shared.session.try_hold() {
            return Attempt::Done(self.change_held(shared, held, operation));
        }
        let engine = Arc::clone(self);
        Attempt::Waiting(Box::new(move || {
            let Keeping::Shared(shared) = &engine.keeping else { return operation(&engine.store) };
            engine.change_held(shared, shared.session.hold(&Patience::of(timeout))?, operation)
        }))
    }

    fn change_alone<T>(&self, operation: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        let answer = operation(&self.store)?;
        // Once the process is on its way out nobody saves later, and there is nobody left to tell.
        if EXITING.load(Ordering::Relaxed) {
            let _ = self.save(Fold::Now, &self.patience());
        }
        Ok(answer)
    }

    fn change_held<T>(
        &self,
        shared: &Shared,
        mut held: Held,
        operation: impl FnOnce(&Store) -> Result<T>,
    ) -> Result<T> {
        let was_last = if shared.has_left.load(Ordering::Relaxed) {
            match shared.session.is_current(&held) {
                // Others have gone on from what this process has left.
                Some(false) => return Err(Error::Closed),
                is_current => is_current.is_none(),
            }
        } else {
            false
        };
        let has_died = held.needs_repair;
        shared.repair(&mut held)?;
        self.catch_up_held(shared)?;
        if has_died && shared.kept.is_edited(&self.store) {
            // Whoever died may have saved the file and not yet said so: what follows would count as older than an edit.
            let _ = shared.kept.adopt(&self.store, None, system_now(), || Ok(()));
        }
        let answer = operation(&self.store)?;
        drop(held);
        // A call on the way out of the process: nobody saves later, and there is nobody left to tell.
        if was_last {
            let _ = shared.kept.folding().fold(&self.store, Fold::Now, || shared.hold(&self.patience()));
            shared.kept.remove_journal();
        }
        Ok(answer)
    }

    /// Brings the store up to date, also where that takes the lock, which the caller holds.
    fn catch_up_held(&self, shared: &Shared) -> Result<()> {
        match self.store.revision() {
            Err(Error::Busy { .. }) => {
                shared.kept.repair()?;
                let problem = shared.kept.adopt(&self.store, None, system_now(), || Ok(()))?;
                let path = shared.kept.place().path.clone();
                problem.map_or(Ok(()), |warning| {
                    Err(Error::Persistence { action: "read", path, source: std::io::Error::other(warning.message) })
                })
            }
            outcome => outcome.map(drop),
        }
    }

    /// Runs an operation that reads the store.
    ///
    /// # Errors
    /// Those of the operation; [`Error::Busy`] where what it reads is being changed by hand and
    /// another process holds the lock.
    pub fn read<T>(&self, operation: impl Fn(&Store) -> Result<T>) -> Result<T> {
        match (operation(&self.store), &self.keeping) {
            (Err(Error::Busy { .. }), Keeping::Shared(shared)) => {
                let mut held = shared.session.try_hold().ok_or_else(|| shared.session.busy())?;
                shared.repair(&mut held)?;
                self.catch_up_held(shared)?;
                drop(held);
                operation(&self.store)
            }
            (outcome, _) => outcome,
        }
    }

    /// Waits until the store can be read again that has answered [`Error::Busy`], on this thread.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Persistence`].
    pub(super) fn settle(&self, patience: &Patience) -> Result<()> {
        let Keeping::Shared(shared) = &self.keeping else { return Ok(()) };
        let _held = shared.hold(patience)?;
        self.catch_up_held(shared)
    }

    /// The revision, waiting for those who are to be waited for.
    pub(super) fn settled_revision(&self, patience: &Patience) -> Result<u64> {
        match self.store.revision() {
            Err(Error::Busy { .. }) => self.settle(patience).and_then(|()| self.store.revision()),
            outcome => outcome,
        }
    }

    /// Saves what the file lacks, on this thread.
    ///
    /// # Errors
    /// Those of [`File::save`] and [`Kept::fold`].
    pub(super) fn save(&self, how: Fold, patience: &Patience) -> Result<()> {
        match &self.keeping {
            Keeping::Memory => Ok(()),
            Keeping::File(unshared) => {
                let file = &unshared.file;
                file.save(&self.store, how, || session::keep_out_others(file.place(), patience))
            }
            Keeping::Shared(shared) => {
                let mut folding = shared.folding(patience)?;
                // Who has left may end at any moment, and leave what it has begun to write. Others fold.
                if shared.has_left.load(Ordering::Relaxed) {
                    return Ok(());
                }
                folding.fold(&self.store, how, || shared.hold(patience))
            }
        }
    }

    /// Whether there is nobody to be waited for.
    pub(super) fn is_free(&self) -> bool {
        if let Keeping::Shared(shared) = &self.keeping { shared.session.try_hold().is_some() } else { true }
    }

    /// How long whoever opened the file first waits.
    pub(super) fn patience(&self) -> Patience {
        match &self.keeping {
            Keeping::Memory => Patience::none(),
            Keeping::File(unshared) => Patience::of(unshared.timeout),
            Keeping::Shared(shared) => shared.session.patience(),
        }
    }

    /// Lets every change so far survive a power loss.
    ///
    /// # Errors
    /// [`Error::Persistence`].
    pub fn sync(&self) -> Result<()> {
        if let Keeping::Shared(shared) = &self.keeping { shared.kept.sync() } else { Ok(()) }
    }

    /// Whether there are changes that the file lacks.
    pub(super) fn is_behind(&self) -> bool {
        match &self.keeping {
            Keeping::Memory => false,
            Keeping::File(unshared) => unshared.file.is_behind(&self.store),
            Keeping::Shared(shared) => shared.kept.is_behind(&self.store),
        }
    }

    /// Saves what the file lacks and leaves it; the last one out leaves nothing else. Where it fails, this
    /// process is still there.
    ///
    /// # Errors
    /// Those of [`Engine::save`].
    pub(super) fn leave(&self, patience: &Patience) -> Result<()> {
        let Keeping::Shared(shared) = &self.keeping else {
            return if self.is_behind() { self.save(Fold::Now, patience) } else { Ok(()) };
        };
        if shared.has_left.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut folding = shared.folding(patience)?;
        let is_behind = shared.kept.is_behind(&self.store);
        let saved = if is_behind { folding.fold(&self.store, Fold::Lazy, || shared.hold(patience)) } else { Ok(()) };
        let held = shared.hold(patience)?;
        if !shared.session.is_last(&held) {
            shared.has_left.store(true, Ordering::Relaxed);
            return saved;
        }
        // Nobody else is there, and nobody enters while this process holds the lock.
        if (self.store.revision().is_err() || shared.kept.is_behind(&self.store))
            && let Err(error) = folding.fold(&self.store, Fold::Now, || Ok(()))
        {
            shared.session.stay(&held);
            return Err(error);
        }
        shared.has_left.store(true, Ordering::Relaxed);
        shared.kept.remove_leftovers();
        shared.kept.remove_journal();
        shared.session.remove_files(&held);
        Ok(())
    }
}

impl Shared {
    fn folding(&self, patience: &Patience) -> Result<Folding<'_>> {
        if patience.waits() {
            return Ok(self.kept.folding());
        }
        self.kept.try_folding().ok_or_else(|| self.session.busy())
    }

    pub(super) fn hold(&self, patience: &Patience) -> Result<Held> {
        let mut held = self.session.hold(patience)?;
        self.repair(&mut held)?;
        Ok(held)
    }

    fn repair(&self, held: &mut Held) -> Result<()> {
        if held.needs_repair {
            self.kept.repair()?;
            held.needs_repair = false;
        }
        Ok(())
    }
}

/// The place of a file.
pub(super) fn place(path: std::path::PathBuf) -> Place {
    Place { disk: Arc::new(RealDisk), path }
}

pub(super) fn system_now() -> Now {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64() * 1000.0);
    Now::from_millis(millis.floor()).unwrap_or_default()
}
