//! Watching: who is woken after a change, and what they are then told of it.
//!
//! A watcher is only ever woken. It then asks for what has come after the revision it knows, so that
//! the recent changes that the store keeps anyway are the only buffer, however slow the watcher is.

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::ser::{Serialize, SerializeTuple, Serializer};

use super::{Inner, Store};
use crate::change::{Change, Entry, coalesce};
use crate::error::Result;
use crate::model::{Field, Path, Section, Value, text_enum};

/// How many revisions behind a watcher is told of each by itself; of more it is told at once.
const ONE_BY_ONE: u64 = 1000;

text_enum! {
    /// A part of the state that can be watched by itself.
    pub enum Area {
        /// The instance.
        Instance = "instance",
        /// The SSM parameters.
        Parameters = "parameters",
        /// The SSM commands.
        Commands = "commands",
        /// The backups.
        Backups = "backups",
        /// The costs.
        Costs = "costs",
        /// The CloudFormation stack.
        Stack = "cloudformation",
        /// The injected faults.
        Faults = "faults",
        /// The leases.
        Leases = "leases",
        /// The unknown keys.
        Other = "other",
    }
}

impl Area {
    const ALL: [Self; 9] = [
        Self::Instance,
        Self::Parameters,
        Self::Commands,
        Self::Backups,
        Self::Costs,
        Self::Stack,
        Self::Faults,
        Self::Leases,
        Self::Other,
    ];

    fn of(entry: &Entry) -> Option<Self> {
        Some(match entry {
            Entry::Instance(_) => Self::Instance,
            Entry::Parameter(..) => Self::Parameters,
            Entry::Command(..) | Entry::CommandsBelow(_) => Self::Commands,
            Entry::Backups(_) => Self::Backups,
            Entry::Costs(..) => Self::Costs,
            Entry::Stack(_) => Self::Stack,
            Entry::Latency(_) | Entry::Failure(..) | Entry::FailuresGone => Self::Faults,
            Entry::Extra(Section::State | Section::Ssm | Section::Costs | Section::Faults, _) => Self::Other,
            Entry::Lease(..) | Entry::FencingToken(_) | Entry::Extra(Section::Leases, _) => Self::Leases,
            Entry::State(_) => return None,
        })
    }
}

/// The areas that a watcher has chosen, a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas(u32);

impl Areas {
    /// Reads a list of areas; all of them where it is not given.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        if value == Value::Undefined {
            return Ok(Area::ALL.into_iter().collect());
        }
        Ok(Vec::<Area>::read(value, path)?.into_iter().collect())
    }

    /// The areas of those bits.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// A bit for each area.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    fn has(self, area: Area) -> bool {
        self.0 & (1 << area as u32) != 0
    }
}

impl FromIterator<Area> for Areas {
    fn from_iter<I: IntoIterator<Item = Area>>(areas: I) -> Self {
        Self(areas.into_iter().fold(0, |bits, area| bits | 1 << area as u32))
    }
}

impl Serialize for Areas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(Area::ALL.iter().filter(|area| self.has(**area)))
    }
}

type Wake = Box<dyn Fn() + Send + Sync>;

/// Those who are woken after a change.
#[derive(Default)]
pub(super) struct Watchers {
    /// How many there are, for those who make a change and have nobody to wake.
    count: AtomicUsize,
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    next: u64,
    watchers: Vec<(u64, Wake)>,
}

impl Watchers {
    /// A guard that wakes them where it is dropped, which is to be after the lock is released.
    pub(super) fn notice(&self) -> Notice<'_> {
        Notice(self)
    }

    fn list(&self) -> MutexGuard<'_, List> {
        // The list is whole after any panic.
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn wake(&self) {
        // Relaxed: a watcher is counted before it learns its first revision under the store's lock. A
        // change that it has not learned of comes later under that lock, and so sees the count.
        if self.count.load(Ordering::Relaxed) > 0 {
            for (_, wake) in &self.list().watchers {
                wake();
            }
        }
    }
}

impl fmt::Debug for Watchers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watchers").field(&self.count).finish()
    }
}

pub(super) struct Notice<'a>(&'a Watchers);

impl Drop for Notice<'_> {
    fn drop(&mut self) {
        self.0.wake();
    }
}

impl Store {
    /// Has a function called after every change, on the thread that made it and when the store is no
    /// longer locked; now and then also where nothing has changed. It must not wait for anything, nor
    /// watch or unwatch. Answers what [`Store::unwatch`] takes.
    ///
    /// What the watcher then asks for begins at the [`Store::revision`] that it reads after this call.
    pub fn watch(&self, wake: impl Fn() + Send + Sync + 'static) -> u64 {
        let mut list = self.watchers.list();
        let watcher = list.next;
        list.next += 1;
        list.watchers.push((watcher, Box::new(wake)));
        self.watchers.count.store(list.watchers.len(), Ordering::Relaxed);
        watcher
    }

    /// Ends a watch, if it has not ended: after this call the function is not called any more, on no
    /// thread.
    pub fn unwatch(&self, watcher: u64) {
        let mut list = self.watchers.list();
        list.watchers.retain(|(other, _)| *other != watcher);
        self.watchers.count.store(list.watchers.len(), Ordering::Relaxed);
    }

    /// Whether somebody watches.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.watchers.count.load(Ordering::Relaxed) > 0
    }

    /// The revision.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn revision(&self) -> Result<u64> {
        Ok(self.lock()?.revision)
    }

    /// What a watcher of some areas is to be told next, who knows the state at a revision, as JSON:
    /// `[from, to, areas, entries]`. It is about the change from the one revision to the other, of one
    /// step for a watcher who is not far behind, and has the [`Entry`]s of the chosen areas; `null`
    /// stands for all of the state. Where there are no areas, there is nothing to tell up to there.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn next_change(&self, since: u64, areas: Areas) -> Result<String> {
        let inner = self.lock()?;
        let mut json = Vec::with_capacity(512);
        // Writing strings and numbers into memory does not fail.
        let _ = serde_json::to_writer(&mut json, &next_change(&inner, since, areas));
        Ok(String::from_utf8(json).unwrap_or_default())
    }
}

fn next_change(inner: &Inner, since: u64, areas: Areas) -> News<'_> {
    let all = inner.revision;
    let is_slow = all.saturating_sub(since) > ONE_BY_ONE;
    let Some(steps) = inner.recent.steps_since(since) else {
        let to = if is_slow { all } else { inner.recent.before() };
        return News { from: since, to, areas, told: Told::State };
    };
    if is_slow {
        return News::of(since, all, coalesce(steps.map(|(_, change)| change)), areas);
    }
    let nothing = News { from: since, to: all, areas: Areas(0), told: Told::State };
    let each = steps.scan(since, |last, (to, change)| {
        let from = std::mem::replace(last, *to);
        Some(News::of(from, *to, Cow::Borrowed(change), areas))
    });
    each.into_iter().find(|news| news.areas != Areas(0)).unwrap_or(nothing)
}

struct News<'a> {
    from: u64,
    to: u64,
    areas: Areas,
    told: Told<'a>,
}

enum Told<'a> {
    Entries(Cow<'a, Change>),
    State,
}

impl<'a> News<'a> {
    fn of(from: u64, to: u64, change: Cow<'a, Change>, chosen: Areas) -> Self {
        let areas = change.entries().filter_map(Area::of).filter(|area| chosen.has(*area)).collect();
        Self { from, to, areas, told: Told::Entries(change) }
    }
}

impl Serialize for News<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(4)?;
        tuple.serialize_element(&self.from)?;
        tuple.serialize_element(&self.to)?;
        tuple.serialize_element(&self.areas)?;
        match &self.told {
            Told::State => tuple.serialize_element(&())?,
            Told::Entries(change) => {
                let is_chosen = |entry: &&Entry| Area::of(entry).is_some_and(|area| self.areas.has(area));
                tuple.serialize_element(&change.entries().filter(is_chosen).collect::<Vec<_>>())?;
            }
        }
        tuple.end()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;

    use super::*;
    use crate::clock::Now;
    use crate::fixtures;
    use crate::store::Options;

    fn now() -> Now {
        Now::from_millis(0.0).unwrap()
    }

    fn store() -> Store {
        Store::new(fixtures::defaults(now()))
    }

    fn latency(store: &Store, ms: u64) {
        store.set_global_latency(Value::Number(ms.into())).unwrap();
    }

    fn all() -> Areas {
        Areas::read(Value::Undefined, &Path::Root("sections")).unwrap()
    }

    fn only(area: Area) -> Areas {
        [area].into_iter().collect()
    }

    #[test]
    fn the_areas_are_in_the_order_of_their_bits() {
        for (bit, area) in Area::ALL.into_iter().enumerate() {
            assert_eq!(area as usize, bit);
        }
    }

    #[test]
    fn wakes_after_the_lock_is_released_until_unwatched() {
        let store = Arc::new(store());
        let seen = Arc::new(AtomicU64::new(0));
        let watcher = {
            let (watched, seen) = (Arc::downgrade(&store), Arc::clone(&seen));
            store.watch(move || seen.store(watched.upgrade().unwrap().revision().unwrap(), Ordering::SeqCst))
        };
        latency(&store, 1);
        assert_eq!(seen.load(Ordering::SeqCst), 1);
        store.take_over(&store.snapshot().unwrap(), fixtures::defaults(now())).unwrap();
        assert_eq!(seen.load(Ordering::SeqCst), 2);
        store.unwatch(watcher);
        latency(&store, 2);
        assert_eq!(seen.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn wakes_where_an_operation_panics() {
        let store = Arc::new(store());
        let is_closed = Arc::new(AtomicU64::new(0));
        let (watched, told) = (Arc::downgrade(&store), Arc::clone(&is_closed));
        store.watch(move || told.store(watched.upgrade().unwrap().revision().is_err().into(), Ordering::SeqCst));
        let panicking = Arc::clone(&store);
        let operation = move || panicking.commit(|_| -> Result<Option<Change>> { panic!("an operation") });
        assert!(std::thread::spawn(operation).join().is_err());
        assert_eq!(is_closed.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn tells_one_revision_after_the_other() {
        let store = store();
        latency(&store, 1);
        latency(&store, 2);
        assert_eq!(store.next_change(0, all()).unwrap(), r#"[0,1,["faults"],[["latency",1]]]"#);
        assert_eq!(store.next_change(1, all()).unwrap(), r#"[1,2,["faults"],[["latency",2]]]"#);
        assert_eq!(store.next_change(2, all()).unwrap(), "[2,2,[],null]");
    }

    #[test]
    fn tells_a_slow_watcher_all_at_once() {
        let store = store();
        for ms in 0..=ONE_BY_ONE {
            latency(&store, ms);
        }
        assert_eq!(store.next_change(0, all()).unwrap(), r#"[0,1001,["faults"],[["latency",1000]]]"#);
        assert_eq!(store.next_change(1, all()).unwrap(), r#"[1,2,["faults"],[["latency",1]]]"#);
    }

    #[test]
    fn tells_of_a_reset_where_it_happened() {
        let store = store();
        latency(&store, 1);
        store.reset_state(&Options::default(), now()).unwrap();
        latency(&store, 3);
        let areas = only(Area::Faults);
        assert_eq!(store.next_change(0, areas).unwrap(), r#"[0,2,["faults"],null]"#);
        assert_eq!(store.next_change(2, areas).unwrap(), r#"[2,3,["faults"],[["latency",3]]]"#);
    }

    #[test]
    fn passes_over_what_was_not_chosen() {
        let store = store();
        store.clear_backups().unwrap();
        store.clear_all_failures().unwrap();
        store.clear_backups().unwrap();
        let chosen = only(Area::Faults);
        let told = r#"[1,2,["faults"],[["failuresGone"],["latency",0]]]"#;
        assert_eq!(store.next_change(0, chosen).unwrap(), told);
        assert_eq!(store.next_change(2, chosen).unwrap(), "[2,3,[],null]");
    }
}
