//! Snapshots of whole accounts, by name: in memory, or in a folder beside the file of the store, where other processes
//! find them too.

mod folder;
mod name;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::engine::{Attempt, Engine};
use super::options::StoreOptions;
use super::registry::Share;
use super::runtime;
use crate::deadline::Deadline;
use crate::document::{JsonPatchOperation, Path, Text, Value, nearest};
use crate::error::Result;
use crate::state::{AccountSnapshot, Origin, Setting, State, diff};
use crate::store::Store;
use crate::time::Now;
use crate::wal::{Place, Warning};
use folder::Folder;

/// Where the snapshots of a store are kept.
#[derive(Debug)]
pub(super) enum Snapshots {
    /// In memory.
    Memory(Mutex<BTreeMap<Text, AccountSnapshot>>),
    /// In files.
    Files(Folder),
}

/// A snapshot that there is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotInfo {
    /// Its name.
    pub name: Text,
    /// The account's time then, ISO 8601.
    pub taken_at: Text,
}

/// The snapshots that there are, in the order of their names.
#[derive(Debug, Default)]
pub struct SnapshotList {
    /// Those that can be restored.
    pub snapshots: Vec<SnapshotInfo>,
    /// What is wrong with files that look like others.
    pub warnings: Vec<Warning>,
}

impl Snapshots {
    pub(super) fn in_memory() -> Self {
        Self::Memory(Mutex::default())
    }

    pub(super) fn beside(place: &Place) -> Self {
        Self::Files(Folder::beside(place))
    }

    fn keep(&self, name: Text, snapshot: AccountSnapshot) -> Result<()> {
        match self {
            Self::Memory(snapshots) => {
                lock(snapshots).insert(name, snapshot);
                Ok(())
            }
            Self::Files(folder) => folder.write(&name, snapshot),
        }
    }

    fn names(&self) -> Vec<Text> {
        match self {
            Self::Memory(snapshots) => lock(snapshots).keys().cloned().collect(),
            Self::Files(folder) => folder.names(),
        }
    }

    fn list(&self) -> SnapshotList {
        match self {
            Self::Memory(snapshots) => {
                let info = |(name, snapshot): (&Text, &AccountSnapshot)| SnapshotInfo {
                    name: name.clone(),
                    taken_at: snapshot.taken_at.iso(),
                };
                SnapshotList { snapshots: lock(snapshots).iter().map(info).collect(), warnings: Vec::new() }
            }
            Self::Files(folder) => folder.list(),
        }
    }

    fn remove(&self, name: &str) -> Result<bool> {
        match self {
            Self::Memory(snapshots) => Ok(lock(snapshots).remove(name).is_some()),
            Self::Files(folder) => folder.remove(name),
        }
    }
}

fn lock<T>(snapshots: &Mutex<T>) -> MutexGuard<'_, T> {
    // They are whole after any panic.
    snapshots.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Frees a state on another thread where it has so many documents that it takes some time.
fn free(state: State) {
    const MANY: usize = 10_000;
    if state.count() > MANY {
        runtime::spawn_blocking(move || drop(state));
    }
}

impl Share {
    /// Keeps the account under a name, as it is once what has come due is committed.
    pub fn snapshot(&self, realm: Now, name: Value) -> Attempt<()> {
        self.work(realm, move |caller| {
            let name = name::read(name, "name")?;
            caller.engine.require_writable()?;
            caller.engine.snapshots.keep(name, caller.present()?)
        })
    }

    /// Puts a snapshot in the place of the account, in one change.
    pub fn restore(&self, realm: Now, name: Value) -> Attempt<()> {
        self.work(realm, move |caller| {
            let snapshot = caller.find(name, "name")?;
            let restore = move |store: &Store| {
                let replaced = store.read(State::clone)?;
                store.commit(realm, |state, _| Ok(snapshot.restored(state, realm)))?;
                Ok(replaced)
            };
            let replaced = caller.engine.change(caller.timeout, restore).wait()?;
            free(replaced);
            Ok(())
        })
    }

    /// The snapshots that there are.
    pub fn list_snapshots(&self, realm: Now) -> Attempt<SnapshotList> {
        self.work(realm, |caller| Ok(caller.engine.snapshots.list()))
    }

    /// Forgets a snapshot; answers whether there was one.
    pub fn delete_snapshot(&self, realm: Now, name: Value) -> Attempt<bool> {
        self.work(realm, move |caller| {
            let name = name::read(name, "name")?;
            caller.engine.require_writable()?;
            caller.engine.snapshots.remove(&name)
        })
    }

    /// What leads from a snapshot to another one, or to the present state.
    pub fn diff(&self, realm: Now, from: Value, to: Value) -> Attempt<Vec<JsonPatchOperation>> {
        self.work(realm, move |caller| {
            let from = caller.find(from, "from")?;
            let to = if to == Value::Undefined { caller.present()? } else { caller.find(to, "to")? };
            Ok(diff(&from.state, &to.state))
        })
    }

    /// Runs something: at once in memory, and on a thread that can wait where there are files.
    fn work<T>(&self, realm: Now, work: impl FnOnce(&Caller) -> Result<T> + Send + 'static) -> Attempt<T> {
        let (engine, options) = (Arc::clone(self.engine()), Arc::clone(self.options()));
        let caller = Caller { engine, options, timeout: self.lock_timeout(), realm };
        match caller.engine.snapshots {
            Snapshots::Memory(_) => Attempt::Done(work(&caller)),
            Snapshots::Files(_) => Attempt::Waiting(Box::new(move || work(&caller))),
        }
    }
}

/// Who works with snapshots, and when.
struct Caller {
    engine: Arc<Engine>,
    options: Arc<StoreOptions>,
    timeout: Duration,
    realm: Now,
}

impl Caller {
    /// The account as it is now.
    fn present(&self) -> Result<AccountSnapshot> {
        let deadline = Deadline::after(self.timeout);
        let take = |store: &Store| store.read(|state| AccountSnapshot::of(state, self.realm));
        self.engine.read_settled(self.realm, &deadline, take)
    }

    /// The snapshot of a name that is given as an argument.
    fn find(&self, name: Value, argument: &str) -> Result<AccountSnapshot> {
        let name = name::read(name, argument)?;
        let snapshots = &self.engine.snapshots;
        let found = match snapshots {
            Snapshots::Memory(snapshots) => lock(snapshots).get(&name).cloned(),
            Snapshots::Files(folder) => folder.read(&name, &self.origin())?,
        };
        found.ok_or_else(|| {
            let names = snapshots.names();
            let expected = match nearest(&name, names.iter().map(Text::as_str)) {
                Some(nearest) => format!("the name of a snapshot (the most similar is {nearest:?})"),
                None => "the name of a snapshot, of which there is none".into(),
            };
            Value::String(name.clone()).refuse(&Path::Root(argument), &expected)
        })
    }

    /// What a part is that a file lacks.
    fn origin(&self) -> Origin {
        let StoreOptions { initial_state, profile, .. } = &*self.options;
        let setting = Setting { now: self.realm, profile: Arc::clone(profile), ..Setting::default() };
        Origin { initial_state: initial_state.clone(), setting }
    }
}
