//! A partial state laid over a state: a patch, an initial state, the draft of a transaction, or a file.

use std::collections::HashSet;
use std::sync::Arc;

use super::layout::{Child, child, section_name};
use super::unknown_keys::SectionKeys;
use super::{Area, Document, Entries, Entry, Key, List, Patch, Presence, Setting, Shape, State};
use crate::document::{Path, Text, UnknownKeys, Value};
use crate::error::Result;

/// What a partial state means for the areas it names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// As the area's [`Patch`] says.
    Patch,
    /// Named documents are merged, and `null` removes one; lists are replaced.
    Initial,
    /// What a transaction has written: every document is set whole, and `null` removes one. Only what differs
    /// from the state becomes an entry.
    Draft {
        /// How many documents of a list are kept where some are added.
        list_limit: usize,
    },
    /// All documents of an area are replaced, and an optional field that is not named is absent. Only an area, or
    /// a field that must be there, stays where it is not named.
    File,
}

/// The entries that lay a partial state over a state.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType) or [`Error::ArgValue`](crate::error::Error::ArgValue) with the
/// path of what is wrong.
pub fn overlay(state: &State, partial: Value, path: &Path<'_>, mode: Mode, setting: &Setting) -> Result<Entries> {
    let mut overlay = Overlay::new(state, mode, setting);
    overlay.section(&[], Source::Value(partial), path)?;
    let mut entries = overlay.entries;
    if matches!(mode, Mode::Draft { .. }) {
        entries.retain(|entry| state.differs(entry));
    }
    Ok(entries)
}

/// What is laid over a part of the state.
#[derive(Debug)]
pub(super) enum Source {
    Value(Value),
    Section(Vec<(Text, Source)>),
    /// Named documents that have been read already.
    Documents(Vec<(Arc<str>, Document)>),
}

pub(super) struct Overlay<'a> {
    state: &'a State,
    mode: Mode,
    setting: &'a Setting,
    pub(super) entries: Entries,
    /// The areas that the partial state has every part of.
    whole: HashSet<Area>,
}

impl<'a> Overlay<'a> {
    pub(super) fn new(state: &'a State, mode: Mode, setting: &'a Setting) -> Self {
        Self { state, mode, setting, entries: Entries::new(), whole: HashSet::new() }
    }

    /// True if the partial state has every part of every area that is always there.
    pub(super) fn is_whole(&self) -> bool {
        let needed = |area: &Area| area.spec().presence == Presence::Always;
        Area::ALL.iter().filter(|area| needed(area)).all(|area| self.whole.contains(area))
    }

    pub(super) fn section(&mut self, path: &[&'static str], source: Source, at: &Path<'_>) -> Result<()> {
        let entries = match source {
            Source::Section(entries) => entries,
            Source::Value(value) => {
                let entries = value.into_object(at)?;
                entries.into_iter().map(|(key, value)| (key, Source::Value(value))).collect()
            }
            Source::Documents(_) => Vec::new(),
        };
        let mut unknown = Vec::new();
        for (key, source) in entries {
            let at = at.key(&key);
            match (child(path, &key), source) {
                (None, Source::Value(_)) if path.is_empty() && key == "pendingTimeouts" => {}
                (Some(_), Source::Value(Value::Undefined)) => {}
                (Some(Child::Area(area)), _) if self.ignores(area.spec().path) => {}
                (Some(Child::Area(area)), source) => self.area(area, source, &at)?,
                (Some(Child::Section(path)), _) if self.ignores(path) => {}
                (Some(Child::Section(path)), source) => self.section(path, source, &at)?,
                (None, Source::Value(value)) => unknown.push((key, value)),
                (None, _) => {}
            }
        }
        self.unknown_keys(path, unknown, at)
    }

    /// True if only a file and operations set what an area or a section holds.
    fn ignores(&self, path: &[&str]) -> bool {
        let mut specs = Area::ALL.into_iter().map(Area::spec).filter(|spec| spec.path.starts_with(path));
        self.mode != Mode::File && specs.all(|spec| spec.patch == Patch::Ignore)
    }

    fn unknown_keys(&mut self, path: &[&'static str], entries: Vec<(Text, Value)>, at: &Path<'_>) -> Result<()> {
        let section = section_name(path);
        let before = self.state.named::<SectionKeys>(section).map(|keys| &keys.0);
        let mut keys = before.filter(|_| self.mode != Mode::File).cloned().unwrap_or_default();
        for (key, value) in entries {
            if self.mode != Mode::Initial || value != Value::Null {
                keys.set(&key, value, &at.key(&key))?;
            }
        }
        if Some(&keys) != before.or(Some(&UnknownKeys::default())) {
            self.entries.push(SectionKeys::entry(section, keys));
        }
        Ok(())
    }

    fn area(&mut self, area: Area, source: Source, at: &Path<'_>) -> Result<()> {
        match (area.spec().shape, source) {
            (Shape::Named, Source::Documents(documents)) => {
                self.whole.insert(area);
                self.remove_all(area);
                let documents = documents.into_iter();
                self.entries.extend(documents.map(|(name, document)| Entry {
                    area,
                    key: Key::Name(name),
                    document: Some(document),
                }));
            }
            (Shape::One, Source::Value(value)) => self.one(area, value, at)?,
            (Shape::Named, Source::Value(value)) => self.named(area, value, at)?,
            (Shape::List, Source::Value(value)) => self.list(area, value, at)?,
            _ => {}
        }
        Ok(())
    }

    fn one(&mut self, area: Area, value: Value, at: &Path<'_>) -> Result<()> {
        if area.is_whole(&value) {
            self.whole.insert(area);
        }
        let document = match (self.state.get(area, &Key::Only), self.mode) {
            (None, _) | (_, Mode::Draft { .. }) => Document::read(area, value, at)?,
            (Some(present), Mode::File) => present.without_optional().merged(value, at)?,
            (Some(present), Mode::Patch | Mode::Initial) => present.merged(value, at)?,
        };
        let document = Some(document).filter(|document| !document.is_empty());
        self.entries.push(Entry { area, key: Key::Only, document });
        Ok(())
    }

    fn named(&mut self, area: Area, value: Value, at: &Path<'_>) -> Result<()> {
        let spec = area.spec();
        let given = match value {
            Value::Map(entries) if spec.map => entries,
            Value::Object(entries) => entries,
            other => return Err(other.mismatch(at, if spec.map { "a Map or an object" } else { "an object" })),
        };
        let replaces = match self.mode {
            Mode::Patch | Mode::Draft { .. } => spec.patch == Patch::Replace,
            Mode::Initial => false,
            Mode::File => true,
        };
        let can_remove = spec.names.is_none() && !replaces;
        match self.mode {
            Mode::Draft { .. } if replaces => {
                let names: HashSet<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
                let gone = self.state.iter(area).map(|(key, _)| key);
                let gone = gone.filter(|key| !matches!(key, Key::Name(name) if names.contains(&**name)));
                self.entries.extend(gone.map(|key| Entry::gone(area, key)));
            }
            _ if replaces && spec.names.is_none() => self.remove_all(area),
            _ => {}
        }
        if spec.names.is_none_or(|names| names.iter().all(|name| given.iter().any(|(key, _)| key == name))) {
            self.whole.insert(area);
        }
        let mut unknown = Vec::new();
        for (name, value) in given {
            let at = at.key(&name);
            if spec.names.is_some_and(|names| !names.contains(&name.as_str())) {
                unknown.push((name, value));
                continue;
            }
            let document = match value {
                Value::Undefined if spec.names.is_some() => continue,
                Value::Undefined | Value::Null if can_remove => None,
                value => Some(self.document(area, &name, value, &at)?),
            };
            if let Some(document) = &document {
                check_id(area, &name, document, &at)?;
            }
            self.entries.push(Entry { area, key: Key::Name(name.as_str().into()), document });
        }
        if spec.names.is_some() { self.unknown_keys(spec.path, unknown, at) } else { Ok(()) }
    }

    fn document(&self, area: Area, name: &str, value: Value, at: &Path<'_>) -> Result<Document> {
        let merges = match self.mode {
            Mode::Patch => area.spec().patch == Patch::Merge,
            Mode::Initial => true,
            Mode::Draft { .. } | Mode::File => false,
        };
        match self.state.get(area, &Key::Name(name.into())).filter(|_| merges) {
            Some(present) => present.merged(value, at),
            None => match value {
                Value::Object(given) if self.mode == Mode::Initial => {
                    let mut fields = area.initial_fields(name, self.setting);
                    fields.extend(given.into_iter().filter(|(_, value)| *value != Value::Undefined));
                    Document::read(area, Value::Object(fields), at)
                }
                value => Document::read(area, value, at),
            },
        }
    }

    fn list(&mut self, area: Area, value: Value, at: &Path<'_>) -> Result<()> {
        let Value::Array(values) = value else { return Err(value.mismatch(at, "an array")) };
        self.whole.insert(area);
        let read = |(index, value)| Document::read(area, value, &at.index(index));
        let documents: Vec<_> = values.into_iter().enumerate().map(read).collect::<Result<_>>()?;
        let list = self.state.list(area);
        let edits = match self.mode {
            Mode::Draft { list_limit } => edits(list, documents, list_limit),
            Mode::Patch | Mode::Initial | Mode::File => {
                let removed = [(Key::Below(list.next()), None)];
                let added = (list.next()..).zip(documents);
                removed.into_iter().chain(added.map(|(number, it)| (Key::Number(number), Some(it)))).collect()
            }
        };
        self.entries.extend(edits.into_iter().map(|(key, document)| Entry { area, key, document }));
        Ok(())
    }

    fn remove_all(&mut self, area: Area) {
        self.entries.push(Entry::gone(area, Key::All));
    }
}

/// Requires that a document that has an id stands under it.
pub(super) fn check_id(area: Area, name: &str, document: &Document, at: &Path<'_>) -> Result<()> {
    match area.spec().id_field {
        Some(field) if document.id() != name => {
            Err(Value::String(document.id().into()).refuse(&at.key(field), &format!("its key, {name:?}")))
        }
        _ => Ok(()),
    }
}

/// The fewest edits that make of a list the one that a draft holds: where the oldest have been removed, some changed
/// in place and some appended, only those; otherwise all are new.
fn edits(list: &List, draft: Vec<Document>, limit: usize) -> Vec<(Key, Option<Document>)> {
    let adds = draft.iter().any(|document| list.find(document.id()).is_none());
    let excess = if adds { draft.len().saturating_sub(limit) } else { 0 };
    let is_kept = |first: u64| {
        let mut ids = draft.iter().map(Document::id);
        (first..list.next()).all(|number| list.get(number).map(Document::id) == ids.next())
    };
    let oldest = draft.first().and_then(|oldest| list.find(oldest.id())).map(|(number, _)| number);
    let first = oldest.filter(|first| is_kept(*first)).unwrap_or(list.next());
    let removed = (Key::Below(first), None);
    let set = (first..).zip(draft).map(|(number, document)| (Key::Number(number), Some(document)));
    let excess = (excess > 0).then(|| (Key::Below(first + excess as u64), None));
    [removed].into_iter().chain(set).chain(excess).collect()
}
