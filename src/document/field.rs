//! What a field of a record can be.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::ser::Serialize;

use super::{Path, Text, Value, json_size};
use crate::error::Result;

/// Anything that can be read from a [`Value`], with the path of what is wrong where it cannot.
pub trait Field: Sized {
    /// True if the field can be absent: `undefined` and `null` then remove it.
    const OPTIONAL: bool = false;

    /// Reads a whole value.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType) or [`Error::ArgValue`](crate::error::Error::ArgValue)
    /// with the path of the offending value.
    fn read(value: Value, path: &Path<'_>) -> Result<Self>;

    /// Lays a value over the present one: a record merges, everything else is replaced.
    ///
    /// # Errors
    /// As [`Field::read`].
    fn merge(&mut self, value: Value, path: &Path<'_>) -> Result<()> {
        *self = Self::read(value, path)?;
        Ok(())
    }

    /// True if the optional field is unset.
    fn is_absent(&self) -> bool {
        false
    }

    /// Unsets an optional field; a record unsets its optional fields and its unknown keys.
    fn clear_optional(&mut self) {}

    /// True if a value has every part that [`Field::read`] requires.
    #[must_use]
    fn is_whole(_value: &Value) -> bool {
        true
    }

    /// How many bytes the value holds on the heap.
    fn heap_size(&self) -> usize;
}

impl<T: Field> Field for Option<T> {
    const OPTIONAL: bool = true;

    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        match value {
            Value::Undefined | Value::Null => Ok(None),
            value => T::read(value, path).map(Some),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn clear_optional(&mut self) {
        *self = None;
    }

    fn heap_size(&self) -> usize {
        self.as_ref().map_or(0, Field::heap_size)
    }
}

impl Field for Text {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other.mismatch(path, "of type string")),
        }
    }

    fn heap_size(&self) -> usize {
        if self.is_heap_allocated() { self.capacity() } else { 0 }
    }
}

impl Field for bool {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        match value {
            Value::Bool(flag) => Ok(flag),
            other => Err(other.mismatch(path, "of type boolean")),
        }
    }

    fn heap_size(&self) -> usize {
        0
    }
}

impl<T: Field> Field for Vec<T> {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        match value {
            Value::Array(values) => {
                values.into_iter().enumerate().map(|(i, value)| T::read(value, &path.index(i))).collect()
            }
            other => Err(other.mismatch(path, "an array")),
        }
    }

    fn heap_size(&self) -> usize {
        self.capacity() * size_of::<T>() + self.iter().map(Field::heap_size).sum::<usize>()
    }
}

impl<T: Field> Field for BTreeMap<Text, T> {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let entries = value.into_object(path)?.into_iter().filter(|(_, value)| *value != Value::Undefined);
        entries
            .map(|(key, value)| {
                let value = T::read(value, &path.key(&key))?;
                Ok((key, value))
            })
            .collect()
    }

    fn heap_size(&self) -> usize {
        self.iter().map(|(key, value)| size_of::<(Text, T)>() + key.heap_size() + value.heap_size()).sum()
    }
}

impl<T: Field> Field for Arc<T> {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        T::read(value, path).map(Self::new)
    }

    fn heap_size(&self) -> usize {
        size_of::<T>() + T::heap_size(self)
    }
}

impl<T: Field> Field for Box<T> {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        T::read(value, path).map(Self::new)
    }

    fn heap_size(&self) -> usize {
        size_of::<T>() + T::heap_size(self)
    }
}

impl Field for serde_json::Value {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        value.into_json(path)
    }

    fn heap_size(&self) -> usize {
        json_size(self)
    }
}

/// A number of milliseconds from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Milliseconds(pub f64);

impl Field for Milliseconds {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let number = match &value {
            Value::Number(number) => number.as_f64().filter(|ms| *ms >= 0.0),
            Value::NotFinite(_) => None,
            _ => return Err(value.mismatch(path, "of type number")),
        };
        // Adding 0 makes 0 of -0.
        number.map(|ms| Self(ms + 0.0)).ok_or_else(|| value.refuse(path, "a finite number of milliseconds from 0"))
    }

    fn heap_size(&self) -> usize {
        0
    }
}

impl Serialize for Milliseconds {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // JavaScript writes a whole number without a fraction.
        #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number in range")]
        if self.0.fract() == 0.0 && self.0 <= 9_007_199_254_740_991.0 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// A whole number from 0 up to the largest that every reader of JSON can tell from its neighbours, 2^53 - 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Whole(pub u64);

impl Whole {
    const MAX: u64 = (1 << 53) - 1;

    /// The next one; the largest stays what it is, so that what is counted can be read again.
    #[must_use]
    pub fn next(self) -> Self {
        Self((self.0 + 1).min(Self::MAX))
    }
}

impl Field for Whole {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let number = match &value {
            Value::Number(number) => {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole")]
                let whole = || number.as_f64().filter(|n| *n >= 0.0 && n.fract() == 0.0 && *n < 9e15).map(|n| n as u64);
                number.as_u64().or_else(whole).filter(|number| *number <= Self::MAX)
            }
            Value::NotFinite(_) => None,
            _ => return Err(value.mismatch(path, "of type number")),
        };
        number.map(Self).ok_or_else(|| value.refuse(path, "a whole number from 0"))
    }

    fn heap_size(&self) -> usize {
        0
    }
}

/// A whole number of either sign, as far from 0 as every reader of JSON can tell it from its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Signed(pub i64);

impl Signed {
    /// The nearest one that can be read again.
    #[must_use]
    pub fn nearest(number: i64) -> Self {
        const MAX: i64 = Whole::MAX.cast_signed();
        Self(number.clamp(-MAX, MAX))
    }
}

impl Field for Signed {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let number = match &value {
            Value::Number(number) => {
                #[expect(clippy::cast_possible_truncation, reason = "checked to be whole")]
                let whole = || number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 9e15).map(|n| n as i64);
                number.as_i64().or_else(whole).filter(|number| number.unsigned_abs() <= Whole::MAX)
            }
            Value::NotFinite(_) => None,
            _ => return Err(value.mismatch(path, "of type number")),
        };
        number.map(Self).ok_or_else(|| value.refuse(path, "a whole number"))
    }

    fn heap_size(&self) -> usize {
        0
    }
}
