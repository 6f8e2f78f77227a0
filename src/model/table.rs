//! A collection of entries by name, in the order in which they came.

use std::sync::Arc;

use hashlink::LinkedHashMap;
use serde::ser::{Serialize, SerializeMap};

use super::{Field, Path, Value};
use crate::error::Result;

/// Entries by name, in the order in which their names came, as in a JavaScript object.
#[derive(Clone, Debug)]
pub struct Table<T>(LinkedHashMap<Arc<str>, Arc<T>>);

impl<T> Table<T> {
    /// The entry of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<T>> {
        self.0.get(name)
    }

    /// A name that an entry can be set by: the one that the table holds, where there is such an entry.
    #[must_use]
    pub fn name(&self, name: &str) -> Arc<str> {
        self.0.get_key_value(name).map_or_else(|| name.into(), |(name, _)| Arc::clone(name))
    }

    /// Sets an entry; one that is there keeps its place.
    pub fn set(&mut self, name: Arc<str>, entry: Arc<T>) {
        self.0.replace(name, entry);
    }

    /// Removes an entry.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<T>)> {
        self.0.iter()
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(LinkedHashMap::new())
    }
}

impl<T: PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Field> Field for Table<T> {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let mut table = Self::default();
        for (name, value) in value.into_object(path)? {
            let entry = T::read(value, &path.key(&name))?;
            table.set(name.as_str().into(), Arc::new(entry));
        }
        Ok(table)
    }
}

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, entry) in self.iter() {
            map.serialize_entry(name, entry.as_ref())?;
        }
        map.end()
    }
}
