//! How the parts of the state are read from a [`Value`], written as JSON, and merged.

use serde::ser::{Serialize, SerializeMap};
use serde_json::Map;

use super::{Path, Text, Value};
use crate::error::Result;

/// Anything that can be read from a [`Value`], with the path of what is wrong where it cannot.
pub trait Field: Sized {
    /// Whether it can be absent: `undefined` and `null` then remove it.
    const OPTIONAL: bool = false;

    /// Reads it.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] with the path of the offending value.
    fn read(value: Value, path: &Path<'_>) -> Result<Self>;

    /// Lays a value over what is there: a record merges, everything else is replaced.
    ///
    /// # Errors
    /// As [`Field::read`].
    fn merge(&mut self, value: Value, path: &Path<'_>) -> Result<()> {
        *self = Self::read(value, path)?;
        Ok(())
    }

    /// Whether it is.
    fn is_absent(&self) -> bool {
        false
    }

    /// Makes it absent if it can be.
    fn make_absent(&mut self) {}
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

    fn make_absent(&mut self) {
        *self = None;
    }
}

impl Field for Text {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other.mismatch(path, "of type string")),
        }
    }
}

impl Field for bool {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        match value {
            Value::Bool(flag) => Ok(flag),
            other => Err(other.mismatch(path, "of type boolean")),
        }
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
}

impl<T: Field> Field for std::sync::Arc<T> {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        T::read(value, path).map(Self::new)
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

/// The keys of an object that this crate does not know: kept, never interpreted.
#[derive(Clone, Debug, Default, PartialEq)]
// Boxed: almost always empty, and there is one in every record.
pub struct Extra(Option<Box<Map<String, serde_json::Value>>>);

impl Extra {
    /// Sets a key; `undefined` removes it.
    ///
    /// # Errors
    /// As [`Value::into_json`].
    pub fn set(&mut self, key: &str, value: Value, path: &Path<'_>) -> Result<()> {
        match value {
            Value::Undefined => {
                if let Some(map) = &mut self.0 {
                    map.shift_remove(key);
                    if map.is_empty() {
                        self.0 = None;
                    }
                }
            }
            value => {
                let value = value.into_json(path)?;
                self.0.get_or_insert_default().insert(key.into(), value);
            }
        }
        Ok(())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &serde_json::Value)> {
        self.0.iter().flat_map(|map| map.iter())
    }

    /// Writes the keys into the JSON object of the record that holds them.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))
    }
}

impl Field for Extra {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let mut extra = Self::default();
        for (key, value) in value.into_object(path)? {
            extra.set(&key, value, &path.key(&key))?;
        }
        Ok(extra)
    }
}

impl Serialize for Extra {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.serialize_into(&mut map)?;
        map.end()
    }
}

/// Declares a record: its Rust fields and their names in JSON. It gets the reader, the merge and the
/// JSON form that the contract gives to every object of the state.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $( $(#[$field_meta:meta])* $field:ident: $type:ty = $key:literal, )* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
            /// The keys that nobody here knows.
            pub extra: $crate::model::Extra,
        }

        impl $name {
            /// The same with nothing but what cannot be absent.
            #[must_use]
            pub fn without_optional(mut self) -> Self {
                $( $crate::model::Field::make_absent(&mut self.$field); )*
                self.extra = $crate::model::Extra::default();
                self
            }
        }

        impl $crate::model::Field for $name {
            fn read(value: $crate::model::Value, path: &$crate::model::Path<'_>) -> $crate::error::Result<Self> {
                use $crate::model::{Extra, Field, Value};
                $( let mut $field: Option<$type> = None; )*
                let mut extra = Extra::default();
                for (key, value) in value.into_object(path)? {
                    let path = path.key(&key);
                    match key.as_str() {
                        $( $key => $field = Some(Field::read(value, &path)?), )*
                        _ => extra.set(&key, value, &path)?,
                    }
                }
                Ok(Self {
                    $( $field: match $field {
                        Some(value) => value,
                        None => Field::read(Value::Undefined, &path.key($key))?,
                    }, )*
                    extra,
                })
            }

            fn merge(&mut self, value: $crate::model::Value, path: &$crate::model::Path<'_>) -> $crate::error::Result<()> {
                use $crate::model::Value;
                for (key, value) in value.into_object(path)? {
                    let path = path.key(&key);
                    match key.as_str() {
                        $( $key => if <$type>::OPTIONAL || value != Value::Undefined {
                            self.$field.merge(value, &path)?;
                        }, )*
                        _ => self.extra.set(&key, value, &path)?,
                    }
                }
                Ok(())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                use $crate::model::Field;
                let mut map = serializer.serialize_map(None)?;
                $( if !self.$field.is_absent() {
                    map.serialize_entry($key, &self.$field)?;
                } )*
                self.extra.serialize_into(&mut map)?;
                map.end()
            }
        }
    };
}

/// Declares an enum of strings: its Rust variants and their names in JSON.
macro_rules! text_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
        pub enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $text)] $variant, )*
        }

        impl $name {
            /// Its name in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $text, )*
                }
            }
        }

        impl $crate::model::Field for $name {
            fn read(value: $crate::model::Value, path: &$crate::model::Path<'_>) -> $crate::error::Result<Self> {
                use $crate::model::Value;
                const EXPECTED: &[&str] = &[$( concat!("\"", $text, "\""), )*];
                match &value {
                    $( Value::String(text) if text == $text => Ok(Self::$variant), )*
                    Value::String(_) => Err(value.refuse(path, &format!("one of {}", EXPECTED.join(", ")))),
                    _ => Err(value.mismatch(path, &format!("one of {}", EXPECTED.join(", ")))),
                }
            }
        }
    };
}

pub(crate) use {record, text_enum};
