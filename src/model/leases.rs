//! Leases, and the fencing tokens that they are given out under.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Extra, Field, Path, Table, Text, Value, record};
use crate::clock::{self, Now};
use crate::error::Result;

/// The largest whole number that every reader of JSON can tell from its neighbours.
const MOST: u64 = (1 << 53) - 1;

/// What tells one holding of a lease from every other that the store ever gave out: a whole number
/// that only grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct FencingToken(u64);

impl FencingToken {
    /// The token after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl Field for FencingToken {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let number = match &value {
            Value::Number(number) => {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole")]
                let whole = || number.as_f64().filter(|n| *n >= 0.0 && n.fract() == 0.0 && *n < 9e15).map(|n| n as u64);
                number.as_u64().or_else(whole).filter(|token| *token <= MOST)
            }
            Value::NotFinite(_) => None,
            _ => return Err(value.mismatch(path, "of type number")),
        };
        number.map(Self).ok_or_else(|| value.refuse(path, "a whole number from 0"))
    }
}

impl Field for Now {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let Value::String(text) = &value else { return Err(value.mismatch(path, "of type string")) };
        #[expect(clippy::cast_precision_loss, reason = "a Date holds no more than fits")]
        let moment = clock::parse(text).and_then(|millis| Self::from_millis(millis as f64).ok());
        moment.ok_or_else(|| value.refuse(path, "a date"))
    }
}

impl Serialize for Now {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

record! {
    /// A lease that was given out. It is held until it expires.
    pub struct Lease {
        /// Who holds it.
        owner: Text = "owner",
        /// Under which token.
        fencing_token: FencingToken = "fencingToken",
        /// Until when, ISO 8601.
        expires_at: Now = "expiresAt",
    }
}

/// The leases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leases {
    last_fencing_token: FencingToken,
    held: Table<Lease>,
    /// The keys that nobody here knows.
    pub extra: Extra,
}

impl Leases {
    /// The token of the lease that was given out last, or a larger one.
    #[must_use]
    pub fn last_fencing_token(&self) -> FencingToken {
        self.last_fencing_token
    }

    /// The leases by name, also those that have expired since.
    #[must_use]
    pub fn held(&self) -> &Table<Lease> {
        &self.held
    }

    /// Takes note of a token that was given out; one that is smaller than another changes nothing.
    pub fn note(&mut self, token: FencingToken) {
        self.last_fencing_token = self.last_fencing_token.max(token);
    }

    /// Sets a lease.
    pub fn set(&mut self, name: Arc<str>, lease: Arc<Lease>) {
        self.note(lease.fencing_token);
        self.held.set(name, lease);
    }

    /// Removes a lease.
    pub fn remove(&mut self, name: &str) {
        self.held.remove(name);
    }

    /// Whether there never was one.
    #[must_use]
    pub fn is_unused(&self) -> bool {
        self.last_fencing_token == FencingToken::default() && self.held.is_empty() && self.extra.is_empty()
    }
}

impl Field for Leases {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let mut leases = Self::default();
        for (key, value) in value.into_object(path)? {
            let path = path.key(&key);
            match key.as_str() {
                "lastFencingToken" => leases.note(FencingToken::read(value, &path)?),
                "held" => {
                    leases.held = Table::read(value, &path)?;
                    let last = leases.held.iter().map(|(_, lease)| lease.fencing_token).max();
                    leases.note(last.unwrap_or_default());
                }
                _ => leases.extra.set(&key, value, &path)?,
            }
        }
        Ok(leases)
    }
}

impl Serialize for Leases {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("lastFencingToken", &self.last_fencing_token)?;
        map.serialize_entry("held", &self.held)?;
        self.extra.serialize_into(&mut map)?;
        map.end()
    }
}
