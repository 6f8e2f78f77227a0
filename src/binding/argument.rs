//! Arguments as [`Value`]s.
//!
//! Each is text: a string is itself, and anything else is NUL and the JSON that `lib/argument.js` writes. One that is
//! not given is `undefined`.

use super::error::Result;
use crate::document::{Field, Path, Text, Value};
use crate::error::Error;

/// The text of an argument.
pub(super) struct Argument(pub(super) Option<Text>);

impl Argument {
    /// Any value.
    pub(super) fn value(self) -> Result<Value> {
        let Some(text) = self.0 else { return Ok(Value::Undefined) };
        match text.strip_prefix('\0') {
            None => Ok(Value::String(text)),
            Some(json) => Ok(Value::from_argument(json).map_err(|_| Error::Closed)?),
        }
    }

    /// A value that must be a string, a boolean….
    pub(super) fn read<T: Field>(self, name: &str) -> Result<T> {
        Ok(T::read(self.value()?, &Path::Root(name))?)
    }

    /// The same, where it is given.
    pub(super) fn read_if_given<T: Field>(self, name: &str) -> Result<Option<T>> {
        if self.0.is_none() { Ok(None) } else { self.read(name).map(Some) }
    }

    /// A value that must be a string.
    pub(super) fn text(self, name: &str) -> Result<Text> {
        self.read(name)
    }
}

/// A revision, which JavaScript has as a number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a revision is whole and not negative")]
pub(super) fn revision(number: f64) -> u64 {
    number as u64
}
