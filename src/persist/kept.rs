//! A store that is kept in a file with a journal, by as many processes as like.

use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use super::disk::Stamp;
use super::journal::{Base, Found, Journal, Place, SharedJournal, changes_after, find, folder, replay};
use super::load::LEFTOVER_AGE;
use super::load::{self, Content, Loaded, Problem, Read};
use super::record::{Numbers, Record, Records, SnapshotId};
use super::replace::{self, Replacement};
use super::words::Words;
use super::{Fold, Warning};
use crate::change::{Change, Entry, coalesce, rebase};
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::model::{State, Value};
use crate::store::{Revision, Snapshot, Store};

/// The file and the journal that a store is kept in. Who writes either holds a lock that is not ours
/// to know.
#[derive(Debug)]
pub struct Kept {
    place: Place,
    words: Words,
    journal: SharedJournal,
    /// The state of the last fold, and how far syncing has come.
    copy: Mutex<Snapshot>,
    synced: Mutex<(u64, u64)>,
    /// The folder is to be made: it was not there at first. One that is gone later stays gone.
    initial_state: Option<Value>,
    now: Now,
    /// An edit that does not parse, and has been told of.
    malformed: Mutex<Option<Stamp>>,
}

/// A store, where it is kept, and what there is to say about that.
#[derive(Debug)]
pub struct KeptStore {
    /// The store.
    pub store: Store,
    /// Where it is kept.
    pub kept: Kept,
    /// What the caller should be told.
    pub warnings: Vec<Warning>,
}

/// The turn to fold: nobody else does, as long as it lives.
#[derive(Debug)]
pub struct Folding<'a> {
    kept: &'a Kept,
    copy: MutexGuard<'a, Snapshot>,
}

impl Folding<'_> {
    /// Makes the JSON file hold every change that the store has when this is called; `enter` gets the
    /// lock.
    ///
    /// # Errors
    /// [`Error::Persistence`], [`Error::Busy`]; nothing is lost then.
    pub fn fold<G>(&mut self, store: &Store, how: Fold, enter: impl Fn() -> Result<G>) -> Result<()> {
        self.kept.fold(&mut self.copy, store, how, enter)
    }
}

impl Kept {
    /// Opens the file and its journal. Whoever calls this holds the lock, and knows whether somebody
    /// else has them open, who has set the words.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where `initial_state` is wrong;
    /// [`Error::Persistence`] where there is something at the path that nobody may overwrite.
    pub fn open(
        place: Place,
        words: &Words,
        is_alone: bool,
        initial_state: Option<&Value>,
        now: Now,
    ) -> Result<KeptStore> {
        load::remove_leftovers(&place, if is_alone { Duration::ZERO } else { LEFTOVER_AGE });
        let Recovered { state, revision, journal, warnings } = if is_alone {
            recover(&place, words, initial_state, now)?
        } else {
            join(&place, words, initial_state, now)?
        };
        let journal = SharedJournal(Arc::new(Mutex::new(journal)));
        let start = Snapshot { state, revision };
        let copy = Snapshot { state: start.state.clone(), revision };
        let store = Store::with_log(start, Revision::new(Arc::new(words.clone())), Box::new(journal.clone()));
        let kept = Self {
            place,
            words: words.clone(),
            journal,
            copy: Mutex::new(copy),
            synced: Mutex::default(),
            initial_state: initial_state.cloned(),
            now,
            malformed: Mutex::default(),
        };
        Ok(KeptStore { store, kept, warnings })
    }

    /// Lets the journal be the one that counts. What fails shows where it is used.
    fn turn(&self, store: &Store) {
        let _ = store.at_revision(|revision| self.journal.lock().turn(revision));
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Sets right what a process has left that died while it held the lock, which the caller holds.
    ///
    /// # Errors
    /// [`Error::Persistence`].
    pub fn repair(&self) -> Result<()> {
        self.journal.lock().repair().map_err(|error| self.place.error("repair the journal of", error))
    }

    /// Whether the JSON file lacks changes.
    #[must_use]
    pub fn is_behind(&self, store: &Store) -> bool {
        self.turn(store);
        self.journal.lock().mark().is_behind || self.is_malformed()
    }

    /// Whether there is an edit in the place of the JSON file that is no state.
    fn is_malformed(&self) -> bool {
        let malformed = *lock(&self.malformed);
        malformed.is_some_and(|malformed| {
            let is_there = self.place.disk.stat(&self.place.path).is_ok_and(|stamp| stamp == malformed);
            is_there && self.journal.lock().snapshot().map(|id| id.stamp) != Some(malformed)
        })
    }

    /// Whether it lacks changes of somebody who may not be there to write them.
    #[must_use]
    pub fn is_orphaned(&self, store: &Store) -> bool {
        self.turn(store);
        self.journal.lock().is_orphaned()
    }

    /// Whether somebody else has replaced the JSON file since it was last read or written, and not
    /// by what is already known not to be a state.
    #[must_use]
    pub fn is_edited(&self, store: &Store) -> bool {
        self.turn(store);
        let Ok(stamp) = self.place.disk.stat(&self.place.path) else { return false };
        let known = self.journal.lock().snapshot().map(|id| id.stamp);
        known != Some(stamp) && *lock(&self.malformed) != Some(stamp)
    }

    /// Whether the JSON file has been taken away.
    #[must_use]
    pub fn is_deleted(&self, store: &Store) -> bool {
        self.turn(store);
        let known = self.journal.lock().snapshot().is_some();
        known && matches!(self.place.disk.stat(&self.place.path), Err(error) if error.kind() == ErrorKind::NotFound)
    }

    /// Lets everybody go on from what somebody has made of the JSON file, with the changes that it
    /// lacks laid over it; `enter` gets the lock. Answers what there is to say.
    ///
    /// # Errors
    /// [`Error::Persistence`], [`Error::Busy`].
    pub fn adopt<G>(
        &self,
        store: &Store,
        initial_state: Option<&Value>,
        now: Now,
        enter: impl FnOnce() -> Result<G>,
    ) -> Result<Option<Warning>> {
        let initial_state = initial_state.or(self.initial_state.as_ref());
        let read = match load::read_snapshot(&self.place, initial_state, now) {
            Ok(read) => read,
            Err(Problem::Options(error)) => return Err(error),
            Err(Problem::Unreadable(error)) => return Err(self.place.error("read", error)),
            Err(Problem::Malformed(problem, stamp)) => {
                *lock(&self.malformed) = Some(stamp);
                return Ok(Some(load::ignored(&self.place, &problem)));
            }
        };
        let _guard = enter()?;
        let stamp = self.place.disk.stat(&self.place.path).ok();
        if stamp == read.id.map(|id| id.stamp) {
            let Read { state, id, is_complete } = read;
            // So that there is nothing that this process has not read when the journal moves on.
            self.turn(store);
            // No fencing token is given out twice, whatever an edit makes of them.
            let mut state = state;
            if let Ok(token) = store.last_fencing_token() {
                state.leases.note(token);
            }
            self.journal.lock().adopt(state, id, is_complete)?;
        }
        store.revision()?;
        Ok(None)
    }

    /// The turn to fold, when whoever folds has ended. Whoever waits for it does not hold the lock, which who folds
    /// may wait for.
    pub fn folding(&self) -> Folding<'_> {
        Folding { kept: self, copy: lock(&self.copy) }
    }

    /// The same, if nobody folds.
    pub fn try_folding(&self) -> Option<Folding<'_>> {
        let copy = match self.copy.try_lock() {
            Ok(copy) => copy,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        Some(Folding { kept: self, copy })
    }

    fn fold<G>(&self, copy: &mut Snapshot, store: &Store, how: Fold, enter: impl Fn() -> Result<G>) -> Result<()> {
        /// How often others may be faster, before they have to wait.
        const PATIENCE: usize = 2;
        const ATTEMPTS: usize = 20;
        for attempt in 0..ATTEMPTS {
            let early = if attempt < PATIENCE { None } else { Some(enter()?) };
            let (revision, change, mark) = store.changes_with(copy.revision, |revision| {
                let mut journal = self.journal.lock();
                journal.turn(revision);
                journal.mark()
            })?;
            change.apply(&mut copy.state);
            copy.revision = revision;
            let there = self.place.disk.stat(&self.place.path);
            if there.is_ok() && !mark.is_behind && !self.is_edited(store) && !self.is_malformed() {
                return Ok(());
            }
            if there.is_ok() && self.is_edited(store) {
                drop(early);
                self.adopt(store, None, self.now, &enter)?;
                continue;
            }
            let replacement =
                Replacement::write(&self.place, &copy.state).map_err(|error| self.place.error("write", error))?;
            let guard = if let Some(early) = early { early } else { enter()? };
            if self.words.position().0 != mark.generation {
                continue;
            }
            if let Ok(stamp) = self.place.disk.stat(&self.place.path)
                && self.journal.lock().snapshot().map(|id| id.stamp) != Some(stamp)
            {
                if *lock(&self.malformed) != Some(stamp) {
                    continue;
                }
                if how == Fold::Lazy {
                    return Err(load::not_overwritten(&self.place));
                }
                load::set_aside(&self.place, self.now).map_err(|error| self.place.error("overwrite", error))?;
            }
            let numbers = Numbers { first: copy.state.commands.first(), next: copy.state.commands.next() };
            let mut journal = self.journal.lock();
            let id = journal
                .note_fold(revision, &replacement.id, numbers)
                .and_then(|()| replacement.rename())
                .map_err(|error| self.place.error("write", error))?;
            if self.words.is_power() {
                replace::sync_name(&self.place);
            }
            journal
                .folded(&mark, revision, id, numbers)
                .map_err(|error| self.place.error("write the journal of", error))?;
            drop(journal);
            drop(guard);
            replace::sync_name(&self.place);
            return Ok(());
        }
        Err(Error::Busy { path: self.place.path.clone(), holder: None })
    }

    /// Resolves when every change so far survives a power loss.
    ///
    /// # Errors
    /// [`Error::Persistence`].
    pub fn sync(&self) -> Result<()> {
        // Whoever waits for this has most often been served by the one before.
        let Some((_, generation, offset)) = self.journal.lock().to_sync() else { return Ok(()) };
        let mut synced = lock(&self.synced);
        if *synced >= (generation, offset) {
            return Ok(());
        }
        let Some((file, generation, offset)) = self.journal.lock().to_sync() else { return Ok(()) };
        let is_new = synced.0 != generation;
        file.sync()
            .and_then(|()| if is_new { self.place.disk.sync_folder(folder(&self.place.path)) } else { Ok(()) })
            .map_err(|error| self.place.error("sync the journal of", error))?;
        *synced = (generation, offset);
        Ok(())
    }

    /// Removes the journal: the JSON file holds everything, and nobody else is there.
    pub fn remove_journal(&self) {
        self.journal.lock().remove();
    }
}

#[derive(Debug)]
struct Recovered {
    state: State,
    revision: u64,
    journal: Journal,
    warnings: Vec<Warning>,
}

fn numbers(state: &State) -> Numbers {
    Numbers { first: state.commands.first(), next: state.commands.next() }
}

/// A base to start a journal from.
fn base(state: &State, snapshot: Option<SnapshotId>, is_complete: bool) -> Base {
    let whole = (!is_complete).then(|| Entry::State(Arc::new(state.clone())).into());
    Base { snapshot, numbers: numbers(state), state: whole }
}

/// By how much the time of a file may be behind the clock, in nanoseconds.
const GRAIN: u64 = 20_000_000;

/// The state that the file and the journal of the last ones who had them lead to.
fn recover(place: &Place, words: &Words, initial_state: Option<&Value>, now: Now) -> Result<Recovered> {
    let Loaded { state, content, id, is_complete, mut warnings } = load::load(place, initial_state, now)?;
    if content == Content::Occupied {
        let source = io::Error::other(warnings.pop().map_or_else(String::new, |warning| warning.message));
        return Err(place.error("use", source));
    }
    let failed = |error| place.error("read the journal of", error);
    let found = find(&*place.disk, &place.journal(), None).map_err(failed)?;
    let Some(found) = found else {
        if place.disk.stat(&place.journal()).is_ok_and(|stamp| stamp.length > 0) {
            warnings.extend(keep_rest(place, &read_all(place)?, now));
        }
        let _ = place.disk.remove(&place.journal());
        let journal = Journal::new(place.clone(), words.clone(), base(&state, id, is_complete), None);
        return Ok(Recovered { state, revision: 0, journal, warnings });
    };
    let rest = found.bytes.get(found.end..).unwrap_or_default();
    if !rest.is_empty() {
        warnings.extend(keep_rest(place, rest, now));
        found.file.set_len(found.end as u64).map_err(failed)?;
    }
    if let Some((state, revision)) = replay(&found, state.clone(), id) {
        words.switched(found.header.generation, found.end as u64);
        words.moved(found.end as u64, revision);
        let mut journal = Journal::new(place.clone(), words.clone(), base(&state, id, true), Some(&found));
        journal.set_foreign();
        return Ok(Recovered { state, revision, journal, warnings });
    }
    // Somebody has edited the file since, or has taken it away.
    let edited_at = id.map_or(u64::MAX, |id| id.stamp.modified.saturating_add(GRAIN));
    let is_older = |record: &Record| matches!(record, Record::Change { time, .. } if *time < edited_at);
    let older = found.records().filter(is_older).count();
    let newer: Vec<Change> = found
        .records()
        .filter(|record| !is_older(record))
        .filter_map(|record| if let Record::Change { change, .. } = record { Some(change) } else { None })
        .collect();
    let all = changes_after(&found, 0).len();
    if older > 0 {
        let aside = load::move_aside(place, &place.journal(), &format!("-journal.stale-{}", now.millis()))
            .map_err(|error| place.error("move aside the journal of", error))?;
        let what = if id.is_some() { "edited" } else { "removed" };
        let message = format!(
            "{} was {what} after {older} of {all} changes in its journal, which are left out; they are in {}",
            place.path.display(),
            aside.display()
        );
        warnings.push(Warning { code: "ERR_PERSISTENCE", message });
    } else {
        let _ = place.disk.remove(&place.journal());
    }
    let Numbers { first, next } = found.header.numbers;
    let over = rebase(&coalesce(newer.iter()), first, next, &state);
    let mut merged = state;
    over.apply(&mut merged);
    let mut journal =
        Journal::new(place.clone(), words.clone(), base(&merged, id, is_complete && over.is_empty()), None);
    if !over.is_empty() {
        journal.start().map_err(|error| place.error("write the journal of", error))?;
    }
    Ok(Recovered { state: merged, revision: 0, journal, warnings })
}

fn read_all(place: &Place) -> Result<Vec<u8>> {
    Ok(place.disk.read(&place.journal()).map_err(|error| place.error("read the journal of", error))?.0)
}

/// Keeps what cannot be read of a journal, but for a line that somebody died over.
fn keep_rest(place: &Place, rest: &[u8], now: Now) -> Option<Warning> {
    let mut records = Records::of(rest);
    records.by_ref().for_each(drop);
    if !records.rest().contains(&b'\n') {
        return None;
    }
    let aside = place.side(&format!("-journal.corrupt-{}", now.millis()));
    let kept = place.disk.create(&aside).and_then(|file| file.write_all_at(rest, 0));
    let fate = match kept {
        Ok(()) => format!("what comes after is in {}", aside.display()),
        Err(error) => format!("what comes after could not be kept: {error}"),
    };
    let message = format!("The journal of {} is damaged; {fate}", place.path.display());
    Some(Warning { code: "ERR_PERSISTENCE", message })
}

/// The state that those are at who have the file open.
fn join(place: &Place, words: &Words, initial_state: Option<&Value>, now: Now) -> Result<Recovered> {
    const ATTEMPTS: usize = 3;
    for _ in 0..ATTEMPTS {
        let read = load::read_snapshot(place, initial_state, now).map_err(|problem| match problem {
            Problem::Options(error) => error,
            Problem::Unreadable(error) => place.error("read", error),
            Problem::Malformed(problem, _) => place.error("read", io::Error::new(ErrorKind::InvalidData, problem)),
        })?;
        let Read { state, id, is_complete } = read;
        let (generation, end) = words.position();
        if generation == 0 {
            let journal = Journal::new(place.clone(), words.clone(), base(&state, id, is_complete), None);
            return Ok(Recovered { state, revision: words.revision(), journal, warnings: Vec::new() });
        }
        let found = find(&*place.disk, &place.journal(), Some(end));
        let found: Option<Found> = found.map_err(|error| place.error("read the journal of", error))?;
        if let Some(found) = found.filter(|found| found.header.generation == generation) {
            if let Some((state, revision)) = replay(&found, state.clone(), id) {
                let journal = Journal::new(place.clone(), words.clone(), base(&state, id, true), Some(&found));
                return Ok(Recovered { state, revision, journal, warnings: Vec::new() });
            }
            Journal::new(place.clone(), words.clone(), base(&state, id, is_complete), None).adopt(
                state,
                id,
                is_complete,
            )?;
        }
    }
    Err(Error::Busy { path: place.path.clone(), holder: None })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
