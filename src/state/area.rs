//! What an area is: how its documents are found, written, patched and told of.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::setting::Setting;
use super::transitions::Transition;
use crate::document::{Field, Text, Value};

/// What tells a document from the others of its area. A key that stands for many comes before those it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The area holds one document.
    Only,
    /// Every document of the area; only to be removed.
    All,
    /// Every document with a lower number; only to be removed.
    Below(u64),
    /// The area holds documents by name.
    Name(Arc<str>),
    /// The area holds documents in order, each with a number that no other document of the area ever has.
    Number(u64),
}

/// How an area holds its documents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// One document.
    One,
    /// Documents by name, in the order of their names.
    Named,
    /// Documents in order.
    List,
}

/// When the JSON of the state names an area that holds no document.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// Always.
    Always,
    /// Where its section holds anything at all.
    WithSection,
    /// Never.
    NotEmpty,
}

/// What a partial state does to an area that it names. One document is merged, and a list replaced, in any case.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Patch {
    /// Each document given is set whole.
    Set,
    /// Each document given is merged into the one of its name.
    Merge,
    /// The documents given replace all.
    Replace,
    /// Nothing: only a file and operations set it.
    Ignore,
}

/// What an area is.
#[derive(Debug, Serialize)]
pub struct Spec {
    /// Where it stands in the JSON of the state.
    pub path: &'static [&'static str],
    /// How it holds its documents.
    pub shape: Shape,
    /// What its entries are called in a change.
    pub entry: &'static str,
    /// What a document's key is called in an entry.
    pub key: &'static str,
    /// The section of the state under which it is watched.
    pub section: &'static str,
    /// When it is written although it is empty.
    pub presence: Presence,
    /// The names of its documents, where these are a closed set; other keys beside them are unknown keys.
    pub names: Option<&'static [&'static str]>,
    /// The field of a document that has to be its name.
    #[serde(skip)]
    pub id_field: Option<&'static str>,
    /// True if JavaScript gets its documents as a `Map`.
    pub map: bool,
    /// What a partial state does to it.
    pub patch: Patch,
}

impl Spec {
    /// An area of one document.
    #[must_use]
    pub const fn one(entry: &'static str, path: &'static [&'static str]) -> Self {
        Self {
            path,
            shape: Shape::One,
            entry,
            key: "name",
            section: entry,
            presence: Presence::Always,
            names: None,
            id_field: None,
            map: false,
            patch: Patch::Merge,
        }
    }

    /// An area of documents by name.
    #[must_use]
    pub const fn named(entry: &'static str, path: &'static [&'static str]) -> Self {
        Self { shape: Shape::Named, ..Self::one(entry, path) }
    }

    /// An area of documents in order.
    #[must_use]
    pub const fn list(entry: &'static str, path: &'static [&'static str]) -> Self {
        Self { shape: Shape::List, key: "number", ..Self::one(entry, path) }
    }
}

/// The documents of an area: the record and what the area is, in one file.
pub trait Record: Field + Serialize + PartialEq + fmt::Debug {
    /// What the area is.
    const SPEC: Spec;

    /// The documents that the area holds by default.
    #[must_use]
    fn defaults(_setting: &Setting) -> Vec<(Key, Self)> {
        Vec::new()
    }

    /// The fields that a new document of an initial state has where they are not given.
    #[must_use]
    fn initial_fields(_name: &str, _setting: &Setting) -> Vec<(Text, Value)> {
        Vec::new()
    }

    /// What a partial document says that a caller lays over one, with what goes without saying.
    #[must_use]
    fn by_hand(partial: Value) -> Value {
        partial
    }

    /// The transition that leads out of the state in which the document is: a method that sets it takes that back.
    fn under_way(&self) -> Option<Transition> {
        None
    }

    /// True if there is nothing in it: a partial state then removes it.
    fn is_empty(&self) -> bool {
        false
    }

    /// True if a transition leads out of the state in which the document is.
    fn is_under_way(&self) -> bool {
        self.under_way().is_some()
    }

    /// True if what is under way is as far as in a document that this one takes the place of: what a method sets beside
    /// it takes nothing back.
    fn is_as_far(&self, _before: &Self) -> bool {
        false
    }

    /// What a document of a list is looked up by, and a transition names what it is under way for.
    #[expect(clippy::unnecessary_literal_bound, reason = "the id of a document that has one is its own")]
    fn id(&self) -> &str {
        ""
    }
}
