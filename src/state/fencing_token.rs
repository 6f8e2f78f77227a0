//! The last fencing token that was given out with a lease.

use serde::Serialize;

use super::{Entry, Patch, Presence, Record, Spec, State};
use crate::document::{Field, Path, Value, Whole};
use crate::error::Result;

/// What tells one holding of a lease from every other that the store ever gave out: a whole number
/// that only grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FencingToken(pub Whole);

impl FencingToken {
    /// The token after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(Whole(self.0.0 + 1))
    }
}

impl Field for FencingToken {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        Whole::read(value, path).map(Self)
    }

    fn heap_size(&self) -> usize {
        0
    }
}

impl Record for FencingToken {
    const SPEC: Spec = Spec {
        section: "leases",
        presence: Presence::WithSection,
        patch: Patch::Ignore,
        ..Spec::one("lastFencingToken", &["leases", "lastFencingToken"])
    };
}

/// The last token of a state; 0 where none was given out.
#[must_use]
pub fn last(state: &State) -> FencingToken {
    state.one::<FencingToken>().map_or_else(|_| FencingToken::default(), |token| **token)
}

/// Keeps the last token of a state in another one that takes its place, so that no token is given out twice.
pub fn keep(replacement: &mut State, present: &State) {
    let token = last(present);
    if token > last(replacement) {
        replacement.apply(&Entry::one(token));
    }
}
