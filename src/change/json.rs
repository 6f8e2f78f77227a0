//! The JSON of a change, as [`Change`] describes it.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::Change;
use crate::document::{Field, Path, Text, Value, Whole};
use crate::error::Result;
use crate::state::{Area, Document, Entry, Key, ListNumbers, Mode, Setting, Shape, State, overlay};

impl Change {
    /// Reads the JSON of a change.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn from_json(text: &[u8]) -> Result<Self, String> {
        let Value::Array(entries) = Value::from_json(text).map_err(|error| error.to_string())? else {
            return Err("a change that is no array".into());
        };
        let mut change = Self::default();
        for entry in entries {
            change.read(entry)?;
        }
        Ok(change)
    }

    fn read(&mut self, entry: Value) -> Result<(), String> {
        let Value::Array(parts) = entry else { return Err("an entry that is no array".into()) };
        let mut parts = parts.into_iter();
        let Some(Value::String(kind)) = parts.next() else { return Err("an entry without a name".into()) };
        let parts: Vec<Value> = parts.collect();
        let unknown = || format!("an unknown entry {kind:?}");
        match <[Value; 2]>::try_from(parts) {
            Ok([numbers, state]) if kind == "state" => {
                let state = read_replacement(numbers, state).map_err(|error| error.to_string())?;
                self.replacement = Some(Box::new(state));
                self.entries.clear();
            }
            Ok([key, document]) => {
                let area = area_of(&kind).ok_or_else(unknown)?;
                self.entries.push(read_entry(area, key, document).map_err(|error| error.to_string())?);
            }
            Err(parts) => self.entries.push(read_short_entry(&kind, parts)?.ok_or_else(unknown)?),
        }
        Ok(())
    }
}

/// What the entry is called that says that documents of an area are gone: below a number, and all of them.
fn removals(area: Area) -> [String; 2] {
    ["Removed", "Cleared"].map(|what| format!("{}s{what}", area.spec().entry))
}

/// The area whose entries have that name, now or in a log of the first format.
fn area_of(entry: &str) -> Option<Area> {
    let entry = match entry {
        "latency" => "globalLatency",
        "failure" => "operationFailure",
        "fencingToken" => "lastFencingToken",
        "extra" => "unknownKeys",
        other => other,
    };
    Area::ALL.into_iter().find(|area| area.spec().entry == entry)
}

fn read_entry(area: Area, key: Value, document: Value) -> Result<Entry> {
    let path = Path::Root(area.spec().entry);
    let key = match area.spec().shape {
        Shape::Named => Key::Name(Text::read(key, &path)?.as_str().into()),
        Shape::List => Key::Number(Whole::read(key, &path)?.0),
        Shape::One => return Err(document.mismatch(&path, "left out")),
    };
    read_document(area, key, document, &path)
}

fn read_document(area: Area, key: Key, document: Value, path: &Path<'_>) -> Result<Entry> {
    let document = if document == Value::Null { None } else { Some(Document::read(area, document, path)?) };
    Ok(Entry { area, key, document })
}

/// Reads an entry of one part beside its name, or of none.
fn read_short_entry(kind: &str, parts: Vec<Value>) -> Result<Option<Entry>, String> {
    let path = Path::Root(kind);
    let kind = match kind {
        "commandsBelow" => "commandsRemoved",
        "failuresGone" => "operationFailuresCleared",
        other => other,
    };
    let entry = match <[Value; 1]>::try_from(parts) {
        Ok([part]) => {
            if let Some(area) = area_of(kind).filter(|area| area.spec().shape == Shape::One) {
                read_document(area, Key::Only, part, &path).map(Some)
            } else {
                let list = Area::ALL.into_iter().find(|area| removals(*area)[0] == kind);
                list.map(|area| Ok(Entry::gone(area, Key::Below(Whole::read(part, &path)?.0)))).transpose()
            }
        }
        Err(parts) => {
            let area = Area::ALL.into_iter().find(|area| removals(*area)[1] == kind && parts.is_empty());
            Ok(area.map(|area| Entry::gone(area, Key::All)))
        }
    };
    entry.map_err(|error| error.to_string())
}

fn read_replacement(numbers: Value, state: Value) -> Result<State> {
    let path = Path::Root("state");
    let numbers = ListNumbers::read(numbers, &path)?;
    let mut whole = State::empty();
    for entry in overlay(&State::empty(), state, &path, Mode::File, &Setting::default())? {
        whole.apply(&entry);
    }
    Ok(whole.numbered(&numbers))
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = usize::from(self.replacement.is_some()) + self.entries.len();
        let mut seq = serializer.serialize_seq(Some(length))?;
        if let Some(state) = &self.replacement {
            seq.serialize_element(&("state", ListNumbers::of(state), state))?;
        }
        for entry in &self.entries {
            seq.serialize_element(&EntryJson(entry))?;
        }
        seq.end()
    }
}

/// An entry as the JSON of a change has it.
#[derive(Debug)]
pub struct EntryJson<'a>(pub &'a Entry);

impl Serialize for EntryJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Entry { area, key, document } = self.0;
        let kind = area.spec().entry;
        match key {
            Key::Only => (kind, document).serialize(serializer),
            Key::Name(name) => (kind, name, document).serialize(serializer),
            Key::Number(number) => (kind, number, document).serialize(serializer),
            Key::Below(number) => (&removals(*area)[0], number).serialize(serializer),
            Key::All => [&removals(*area)[1]].serialize(serializer),
        }
    }
}
