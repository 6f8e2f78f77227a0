//! Watching: a watcher is woken after a change, and then asks what has changed.
//!
//! The history that the store keeps is the only buffer, however slow a watcher is.

use std::borrow::Cow;
use std::fmt;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use serde::ser::{Serialize, Serializer};

use super::cache::to_json;
use super::history::Past;
use super::{Inner, Store};
use crate::change::{Change, EntryJson, coalesce};
use crate::document::{Path, Value, one_of};
use crate::error::Result;
use crate::state::{Area, Entry};

/// How many revisions behind a watcher may be to be told of each change by itself.
const ONE_BY_ONE: u64 = 1000;

/// The names of all sections, in the order of their areas.
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut names = Vec::new();
    for area in Area::ALL {
        if !names.contains(&area.spec().section) {
            names.push(area.spec().section);
        }
    }
    names
});

/// The sections of the state that a watcher has chosen, a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sections(u32);

impl Sections {
    const NONE: Self = Self(0);

    /// Reads a list of sections; all of them where it is not given.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let names = match value {
            Value::Undefined => return Ok(Self(u32::MAX)),
            Value::Array(names) => names,
            other => return Err(other.mismatch(path, "an array")),
        };
        let mut sections = Self::NONE;
        for (index, name) in names.into_iter().enumerate() {
            let path = path.index(index);
            let Value::String(text) = &name else { return Err(name.mismatch(&path, &one_of(&NAMES))) };
            let bit =
                NAMES.iter().position(|known| known == text).ok_or_else(|| name.refuse(&path, &one_of(&NAMES)))?;
            sections.0 |= 1 << bit;
        }
        Ok(sections)
    }

    /// The sections of those bits.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// A bit for each section.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    fn has(self, section: &str) -> bool {
        NAMES.iter().position(|name| *name == section).is_some_and(|bit| self.0 & (1 << bit) != 0)
    }

    fn names(self) -> Vec<&'static str> {
        NAMES.iter().copied().filter(|name| self.has(name)).collect()
    }
}

type Wake = Box<dyn Fn() + Send + Sync>;

/// The watchers of a store.
#[derive(Default)]
pub(super) struct Watchers {
    /// How many there are, so that a change without a watcher takes no lock.
    count: AtomicUsize,
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    next: u64,
    watchers: Vec<(u64, Wake)>,
}

impl Watchers {
    /// A guard that wakes the watchers where it is dropped; drop it after the lock of the store is released.
    pub(super) fn wake_on_drop(&self) -> WakeOnDrop<'_> {
        WakeOnDrop(self)
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

pub(super) struct WakeOnDrop<'a>(&'a Watchers);

impl Drop for WakeOnDrop<'_> {
    fn drop(&mut self) {
        self.0.wake();
    }
}

impl Store {
    /// Calls a function after every change, on the thread that made it and when the store is no longer locked;
    /// sometimes also where nothing has changed. The function must not block, watch or unwatch. Answers what
    /// [`Store::unwatch`] takes.
    ///
    /// The changes that the watcher then asks for begin at the [`Store::revision`] that it reads after this call.
    pub fn watch(&self, wake: impl Fn() + Send + Sync + 'static) -> u64 {
        let mut list = self.watchers.list();
        let watcher = list.next;
        list.next += 1;
        list.watchers.push((watcher, Box::new(wake)));
        self.watchers.count.store(list.watchers.len(), Ordering::Relaxed);
        watcher
    }

    /// Ends a watch, if it has not ended: after this call its function is called on no thread.
    pub fn unwatch(&self, watcher: u64) {
        let mut list = self.watchers.list();
        list.watchers.retain(|(other, _)| *other != watcher);
        self.watchers.count.store(list.watchers.len(), Ordering::Relaxed);
    }

    /// True if there is a watcher.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.watchers.count.load(Ordering::Relaxed) > 0
    }

    /// The next event for a watcher of some sections that has seen a revision, as JSON: `[from, to, sections, entries]`.
    /// It covers one change, or all of them for a watcher that is far behind, and has the entries of the chosen
    /// sections; `null` where any document of them may have changed. Without sections there is nothing to tell.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn next_event(&self, since: u64, sections: Sections) -> Result<String> {
        let inner = self.lock()?;
        Ok(to_json(&next_event(&inner, since, sections, false)))
    }

    /// All that follows a revision, as one event of [`Store::next_event`], with the last value of each entry.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn merged_event(&self, since: u64, sections: Sections) -> Result<String> {
        let inner = self.lock()?;
        Ok(to_json(&next_event(&inner, since, sections, true)))
    }
}

fn next_event(inner: &Inner, since: u64, chosen: Sections, is_merged: bool) -> Event<'_> {
    let newest = inner.revision;
    let is_merged = is_merged || newest.saturating_sub(since) > ONE_BY_ONE;
    let Some(mut changes) = inner.history.since(since) else {
        let to = if is_merged { newest } else { inner.history.before() };
        return Event { from: since, to, sections: chosen.names(), change: None, chosen };
    };
    if is_merged {
        return Event::of(since, newest, coalesce(changes.map(|past| &past.change)), chosen);
    }
    let mut from = since;
    let event = changes.find_map(|Past { revision: to, change, .. }| {
        let event = Event::of(mem::replace(&mut from, *to), *to, Cow::Borrowed(change), chosen);
        (!event.sections.is_empty()).then_some(event)
    });
    event.unwrap_or(Event { from: since, to: newest, sections: Vec::new(), change: None, chosen })
}

struct Event<'a> {
    from: u64,
    to: u64,
    sections: Vec<&'static str>,
    change: Option<Cow<'a, Change>>,
    chosen: Sections,
}

impl<'a> Event<'a> {
    fn of(from: u64, to: u64, change: Cow<'a, Change>, chosen: Sections) -> Self {
        let touched = |section: &&str| change.entries().iter().any(|entry| entry.area.spec().section == *section);
        let sections = chosen.names().into_iter().filter(touched).collect();
        Self { from, to, sections, change: Some(change), chosen }
    }
}

impl Serialize for Event<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_chosen = |entry: &&Entry| self.chosen.has(entry.area.spec().section);
        let entries = self.change.as_ref().map(|change| {
            let chosen = change.entries().iter().filter(is_chosen);
            chosen.map(EntryJson).collect::<Vec<_>>()
        });
        (self.from, self.to, &self.sections, entries).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;

    use super::*;
    use crate::state::tests::{now, setting};
    use crate::state::{State, backups, global_latency, operation_failures};

    fn store() -> Store {
        Store::new(State::defaults(&setting()), Arc::default())
    }

    fn set_latency(store: &Store, ms: u64) {
        store.commit(now(), |_, _| global_latency::set(Value::Number(ms.into()))).unwrap();
    }

    fn clear_backups(store: &Store) {
        store.commit(now(), |_, _| Ok(backups::clear())).unwrap();
    }

    fn reset(store: &Store) {
        store.commit(now(), |state, _| Ok(state.reset_to(&State::defaults(&setting())))).unwrap();
    }

    fn sections(names: &str) -> Sections {
        Sections::read(Value::from_json(names.as_bytes()).unwrap(), &Path::Root("sections")).unwrap()
    }

    fn all() -> Sections {
        Sections::read(Value::Undefined, &Path::Root("sections")).unwrap()
    }

    #[test]
    fn wakes_after_the_lock_is_released_until_unwatched() {
        let store = Arc::new(store());
        let seen = Arc::new(AtomicU64::new(0));
        let watcher = {
            let (watched, seen) = (Arc::downgrade(&store), Arc::clone(&seen));
            store.watch(move || seen.store(watched.upgrade().unwrap().revision().unwrap(), Ordering::SeqCst))
        };
        set_latency(&store, 1);
        assert_eq!(seen.load(Ordering::SeqCst), 1);
        store.unwatch(watcher);
        set_latency(&store, 2);
        assert_eq!(seen.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn wakes_where_an_operation_panics() {
        let store = Arc::new(store());
        let is_closed = Arc::new(AtomicU64::new(0));
        let (watched, told) = (Arc::downgrade(&store), Arc::clone(&is_closed));
        store.watch(move || told.store(watched.upgrade().unwrap().revision().is_err().into(), Ordering::SeqCst));
        let panicking = Arc::clone(&store);
        let operation = move || panicking.commit(now(), |_, _| -> Result<Change> { panic!("an operation") });
        assert!(std::thread::spawn(operation).join().is_err());
        assert_eq!(is_closed.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn tells_one_revision_after_the_other() {
        let store = store();
        set_latency(&store, 1);
        set_latency(&store, 2);
        assert_eq!(store.next_event(0, all()).unwrap(), r#"[0,1,["faults"],[["globalLatency",1]]]"#);
        assert_eq!(store.next_event(1, all()).unwrap(), r#"[1,2,["faults"],[["globalLatency",2]]]"#);
        assert_eq!(store.next_event(2, all()).unwrap(), "[2,2,[],null]");
        assert_eq!(store.merged_event(0, all()).unwrap(), r#"[0,2,["faults"],[["globalLatency",2]]]"#);
        assert_eq!(store.merged_event(2, all()).unwrap(), "[2,2,[],[]]");
    }

    #[test]
    fn tells_a_slow_watcher_everything_at_once() {
        let store = store();
        for ms in 0..=ONE_BY_ONE {
            set_latency(&store, ms);
        }
        assert_eq!(store.next_event(0, all()).unwrap(), r#"[0,1001,["faults"],[["globalLatency",1000]]]"#);
        assert_eq!(store.next_event(1, all()).unwrap(), r#"[1,2,["faults"],[["globalLatency",1]]]"#);
    }

    #[test]
    fn tells_of_a_reset_where_it_happened() {
        let store = store();
        set_latency(&store, 1);
        reset(&store);
        set_latency(&store, 3);
        let faults = sections(r#"["faults"]"#);
        assert_eq!(store.next_event(0, faults).unwrap(), r#"[0,2,["faults"],null]"#);
        assert_eq!(store.next_event(2, faults).unwrap(), r#"[2,3,["faults"],[["globalLatency",3]]]"#);
    }

    #[test]
    fn passes_over_sections_that_were_not_chosen() {
        let store = store();
        clear_backups(&store);
        store.commit(now(), |_, _| Ok(operation_failures::clear_all())).unwrap();
        clear_backups(&store);
        let faults = sections(r#"["faults"]"#);
        let event = r#"[1,2,["faults"],[["operationFailuresCleared"],["globalLatency",0]]]"#;
        assert_eq!(store.next_event(0, faults).unwrap(), event);
        assert_eq!(store.next_event(2, faults).unwrap(), "[2,3,[],null]");
    }
}
