//! The keys of the state's own objects that no area is known by, by section: `state`, `ssm`, `costs`….

use serde::Serialize;

use super::{Entry, Presence, Record, Spec};
use crate::document::{Field, Path, UnknownKeys, Value};
use crate::error::Result;

/// The unknown keys of a section.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SectionKeys(pub UnknownKeys);

impl SectionKeys {
    /// The entry that gives a section those unknown keys.
    pub(super) fn entry(section: &str, keys: UnknownKeys) -> Entry {
        Entry::named(section.into(), Self(keys))
    }
}

impl Field for SectionKeys {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        UnknownKeys::read(value, path).map(Self)
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

impl Record for SectionKeys {
    // Without a path: they stand beside the known keys of their section.
    const SPEC: Spec =
        Spec { key: "of", section: "other", presence: Presence::NotEmpty, ..Spec::named("unknownKeys", &[]) };
}
