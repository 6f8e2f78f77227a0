//! What SSM parameters were before, by `<name>:<version>`.

use std::sync::Arc;

use serde::Serialize;

use super::parameters::Parameter;
use super::{Area, Entries, Entry, Key, Patch, Presence, Record, Spec, State};
use crate::document::{Field, Path, Value};
use crate::error::Result;

/// How many versions of a parameter AWS keeps, the present one included.
pub const MOST_VERSIONS: u64 = 100;

/// A version of a parameter that another one has replaced.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PastVersion(pub Arc<Parameter>);

impl Field for PastVersion {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        Field::read(value, path).map(Self)
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

impl Record for PastVersion {
    const SPEC: Spec = Spec {
        section: "parameters",
        presence: Presence::NotEmpty,
        patch: Patch::Set,
        ..Spec::named("parameterVersion", &["ssm", "parameterHistory"])
    };
}

impl PastVersion {
    /// The key of a version of a parameter.
    pub(super) fn key(name: &str, version: u64) -> Key {
        Key::Name(format!("{name}:{version}").into())
    }

    /// What keeps the present version of a parameter when the next one is set, and drops what is then too old.
    pub(super) fn entries(state: &State, name: &str, present: &Arc<Parameter>) -> Entries {
        let kept = Entry::set(Self::key(name, present.version()), Self(Arc::clone(present)));
        let oldest = (present.version() + 1).checked_sub(MOST_VERSIONS).map(|version| Self::key(name, version));
        let gone = oldest.map(|key| Entry::gone(Area::PastVersion, key)).filter(|entry| state.differs(entry));
        [kept].into_iter().chain(gone).collect()
    }

    /// The versions of a parameter before a version, oldest first.
    #[must_use]
    pub fn all(state: &State, name: &str, before: u64) -> Vec<(u64, Arc<Parameter>)> {
        // `;` is what follows `:`.
        let (from, to) = (format!("{name}:"), format!("{name};"));
        let mut versions: Vec<_> = state
            .between::<Self>(&from, &to)
            .filter_map(|(key, past)| Some((key.get(name.len() + 1..)?.parse().ok()?, Arc::clone(&past.0))))
            .filter(|(version, _)| *version < before)
            .collect();
        versions.sort_unstable_by_key(|(version, _)| *version);
        versions
    }
}
