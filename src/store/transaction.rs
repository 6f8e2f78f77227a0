//! Transactions: a draft of the state is committed if what it was made from still holds.

use std::collections::{HashMap, HashSet};

use super::Store;
use super::history::History;
use crate::change::Change;
use crate::document::{Field, Path, Text, Value};
use crate::error::Result;
use crate::state::{Area, Entry, Key, Mode, overlay};
use crate::time::Now;

/// What a transaction has read, and the revision at which all of it held.
#[derive(Debug, Default)]
pub struct Reads {
    revision: u64,
    areas: HashMap<Area, AreaReads>,
}

#[derive(Debug)]
enum AreaReads {
    /// The area as a whole, or the names of its documents.
    All,
    /// Documents by name.
    Names(HashSet<Text>),
}

impl Reads {
    /// Reads made at a revision, as the JavaScript face lists them: by the area's name for its entries, the names of
    /// documents, or `null` for the whole area.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType).
    pub fn at(revision: u64, areas: Value) -> Result<Self> {
        let path = Path::Root("reads");
        let mut reads = Self { revision, areas: HashMap::new() };
        for (entry, names) in areas.into_object(&path)? {
            let names = match names {
                Value::Null => AreaReads::All,
                names => AreaReads::Names(Vec::read(names, &path)?.into_iter().collect()),
            };
            let area = Area::ALL.into_iter().find(|area| area.spec().entry == entry);
            reads.areas.extend(area.map(|area| (area, names)));
        }
        Ok(reads)
    }

    fn hold(&self, history: &History) -> bool {
        self.areas.is_empty()
            || history.since(self.revision).is_some_and(|mut changes| {
                changes.all(|past| past.change.replacement().is_none() && !self.meet(&past.change))
            })
    }

    /// True if a change touches something that was read.
    fn meet(&self, change: &Change) -> bool {
        change.entries().iter().any(|Entry { area, key, .. }| match (self.areas.get(area), key) {
            (Some(AreaReads::Names(names)), Key::Name(name)) => names.contains(&**name),
            (reads, _) => reads.is_some(),
        })
    }
}

impl Store {
    /// True if what was read still holds.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn reads_hold(&self, reads: &Reads) -> Result<bool> {
        Ok(reads.hold(&self.lock()?.history))
    }

    /// Commits what a transaction has written, a partial state, as one change, if what it has read still
    /// holds, and answers whether it does. What it has not read it replaces as it is now.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn transact(&self, realm: Now, reads: &Reads, draft: Value, list_limit: usize) -> Result<bool> {
        self.commit_knowing(realm, |state, history, setting| {
            if !reads.hold(history) {
                return Ok((Change::default(), false));
            }
            let entries = overlay(state, draft, &Path::Root(""), Mode::Draft { list_limit }, setting)?;
            Ok((Change::from(entries).taking_back(state), true))
        })
    }
}
