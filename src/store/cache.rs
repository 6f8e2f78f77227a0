//! What the cache in JavaScript asks for: the changes since its revision, and documents that it lacks.

use serde::ser::{Serialize, SerializeMap, Serializer};
use smallvec::SmallVec;

use super::Store;
use crate::change::{Change, EntryJson, coalesce};
use crate::error::Result;
use crate::state::{Area, Entry, Key, Shape, State};

/// Up to how many named documents are handed over together where one is wanted.
const TOGETHER: usize = 256;

/// Up to how many entries the later ones are looked for one by one.
const FEW: usize = 16;

/// The documents that a cache lacks.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// None.
    Nothing,
    /// All documents of an area.
    Area(Area),
    /// The named document of an area, or all of the area where they are few.
    Named(Area, &'a str),
    /// All documents of all areas.
    Everything,
}

impl Store {
    /// What brings a cache at a revision up to date, as JSON: `[revision, changes, documents]`. The changes are a
    /// [`Change`], or `null` where the cache must forget all it has. The documents of an area of one document are that
    /// document, those of a list `[first number, documents]`, those of a named one `{ name: document }`; of a
    /// single named document `[document]`; of everything an array of these by area.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn changes_json(&self, since: Option<u64>, wanted: Wanted<'_>) -> Result<String> {
        let inner = self.lock()?;
        let changes = since.and_then(|since| inner.history.since(since));
        let documents = Documents { state: &inner.state, wanted };
        Ok(match changes {
            None => to_json(&(inner.revision, (), documents)),
            Some(changes) => {
                let entries: SmallVec<[_; 4]> = changes.clone().flat_map(|past| past.change.entries()).collect();
                if entries.len() > FEW {
                    return Ok(to_json(&(inner.revision, coalesce(changes.map(|past| &past.change)), documents)));
                }
                let is_last = |(place, entry): &(usize, &&Entry)| {
                    let mut later = entries.iter().skip(place + 1);
                    !later.any(|later| later.area == entry.area && later.key == entry.key)
                };
                let last = entries.iter().enumerate().filter(is_last).map(|(_, entry)| EntryJson(entry));
                to_json(&(inner.revision, last.collect::<SmallVec<[_; 4]>>(), documents))
            }
        })
    }

    /// What has changed since a revision, and the revision it leads to.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn changes_since(&self, revision: u64) -> Result<(u64, Change)> {
        let inner = self.lock()?;
        Ok((inner.revision, inner.changes_since(revision)))
    }
}

/// Writing strings and numbers into memory does not fail.
pub(super) fn to_json(value: &impl Serialize) -> String {
    let mut json = Vec::with_capacity(512);
    let _ = serde_json::to_writer(&mut json, value);
    String::from_utf8(json).unwrap_or_default()
}

struct Documents<'a> {
    state: &'a State,
    wanted: Wanted<'a>,
}

impl Serialize for Documents<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let state = self.state;
        match self.wanted {
            Wanted::Nothing => serializer.serialize_unit(),
            Wanted::Named(area, name) if state.len(area) > TOGETHER => {
                [state.get(area, &Key::Name(name.into()))].serialize(serializer)
            }
            Wanted::Area(area) | Wanted::Named(area, _) => AreaDocuments { state, area }.serialize(serializer),
            Wanted::Everything => serializer.collect_seq(Area::ALL.map(|area| AreaDocuments { state, area })),
        }
    }
}

struct AreaDocuments<'a> {
    state: &'a State,
    area: Area,
}

impl Serialize for AreaDocuments<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let documents = self.state.iter(self.area);
        match self.area.spec().shape {
            Shape::One => self.state.get(self.area, &Key::Only).serialize(serializer),
            Shape::List => {
                let documents: Vec<_> = documents.map(|(_, document)| document).collect();
                (self.state.list(self.area).first(), documents).serialize(serializer)
            }
            Shape::Named => {
                let mut map = serializer.serialize_map(None)?;
                for (key, document) in documents {
                    if let Key::Name(name) = key {
                        map.serialize_entry(&name, document)?;
                    }
                }
                map.end()
            }
        }
    }
}
