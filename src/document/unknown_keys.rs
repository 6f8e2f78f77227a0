//! The keys of an object that its record does not declare: kept, never interpreted.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Map;

use super::{Field, Path, Value};
use crate::error::Result;

/// The undeclared keys of an object and their values.
#[derive(Clone, Debug, Default, PartialEq)]
// Boxed: almost always empty, and there is one in every record.
pub struct UnknownKeys(Option<Box<Map<String, serde_json::Value>>>);

impl UnknownKeys {
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

    /// True if there is no unknown key.
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

impl Field for UnknownKeys {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let mut keys = Self::default();
        for (key, value) in value.into_object(path)? {
            keys.set(&key, value, &path.key(&key))?;
        }
        Ok(keys)
    }

    fn heap_size(&self) -> usize {
        self.iter().map(|(key, value)| key.len() + json_size(value)).sum()
    }
}

/// About how many bytes a JSON value holds.
#[must_use]
pub fn json_size(value: &serde_json::Value) -> usize {
    size_of::<serde_json::Value>()
        + match value {
            serde_json::Value::String(text) => text.len(),
            serde_json::Value::Array(values) => values.iter().map(json_size).sum(),
            serde_json::Value::Object(map) => map.iter().map(|(key, value)| key.len() + json_size(value)).sum(),
            _ => 0,
        }
}

impl Serialize for UnknownKeys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.serialize_into(&mut map)?;
        map.end()
    }
}
