//! A collection of entries by name, in the order in which they came.

use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::ser::{Serialize, SerializeMap};

use super::{Field, Path, Value};
use crate::error::Result;

/// Entries by name, in the order in which their names came, as in a JavaScript object.
///
/// They are in one piece of memory, so that a copy is made from the beginning to the end, and no name is looked
/// at or hashed again for it, nor for a table that grows.
#[derive(Clone, Debug)]
pub struct Table<T> {
    /// Where each name is among the slots.
    places: HashTable<usize>,
    /// In order. What is removed leaves its slot empty, until there are as many of those as of others.
    slots: Vec<Option<Slot<T>>>,
    hashes: DefaultHashBuilder,
}

#[derive(Clone, Debug)]
struct Slot<T> {
    /// That of the name.
    hash: u64,
    name: Arc<str>,
    entry: Arc<T>,
}

impl<T> Slot<T> {
    fn is(&self, hash: u64, name: &str) -> bool {
        self.hash == hash && *self.name == *name
    }
}

impl<T> Table<T> {
    /// The entry of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<T>> {
        self.slot(name).map(|slot| &slot.entry)
    }

    /// A name that an entry can be set by: the one that the table holds, where there is such an entry.
    #[must_use]
    pub fn name(&self, name: &str) -> Arc<str> {
        self.slot(name).map_or_else(|| name.into(), |slot| Arc::clone(&slot.name))
    }

    /// Sets an entry; one that is there keeps its place.
    pub fn set(&mut self, name: Arc<str>, entry: Arc<T>) {
        let hash = self.hashes.hash_one(&*name);
        let place = self.places.find(hash, |place| self.is_at(*place, hash, &name)).copied();
        if let Some(Some(slot)) = place.and_then(|place| self.slots.get_mut(place)) {
            slot.entry = entry;
            return;
        }
        self.places.insert_unique(hash, self.slots.len(), |place| hash_at(&self.slots, *place));
        self.slots.push(Some(Slot { hash, name, entry }));
    }

    /// Removes an entry.
    pub fn remove(&mut self, name: &str) {
        let hash = self.hashes.hash_one(name);
        let slots = &self.slots;
        let is_it = |place: &usize| slot(slots, *place).is_some_and(|slot| slot.is(hash, name));
        let Ok(found) = self.places.find_entry(hash, is_it) else { return };
        let (place, _) = found.remove();
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = None;
        }
        if self.slots.len() > 2 * self.places.len() {
            self.close_ranks();
        }
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.places.clear();
        self.slots.clear();
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<T>)> {
        self.slots.iter().flatten().map(|slot| (&slot.name, &slot.entry))
    }

    fn slot(&self, name: &str) -> Option<&Slot<T>> {
        let hash = self.hashes.hash_one(name);
        slot(&self.slots, *self.places.find(hash, |place| self.is_at(*place, hash, name))?)
    }

    fn is_at(&self, place: usize, hash: u64, name: &str) -> bool {
        slot(&self.slots, place).is_some_and(|slot| slot.is(hash, name))
    }

    fn close_ranks(&mut self) {
        self.slots.retain(Option::is_some);
        self.places.clear();
        for (place, slot) in self.slots.iter().enumerate() {
            let hash = slot.as_ref().map_or(0, |slot| slot.hash);
            self.places.insert_unique(hash, place, |place| hash_at(&self.slots, *place));
        }
    }
}

fn slot<T>(slots: &[Option<Slot<T>>], place: usize) -> Option<&Slot<T>> {
    slots.get(place)?.as_ref()
}

fn hash_at<T>(slots: &[Option<Slot<T>>], place: usize) -> u64 {
    slot(slots, place).map_or(0, |slot| slot.hash)
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { places: HashTable::new(), slots: Vec::new(), hashes: DefaultHashBuilder::default() }
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

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn keeps_the_order_in_which_names_came(steps in proptest::collection::vec((0..12_u8, proptest::bool::weighted(0.6)), 0..200)) {
            let mut table = Table::default();
            let mut list: Vec<(String, usize)> = Vec::new();
            for (number, (name, is_set)) in steps.into_iter().enumerate() {
                let name = name.to_string();
                let known = list.iter().position(|(other, _)| *other == name);
                match (is_set, known) {
                    (true, Some(place)) => list[place].1 = number,
                    (true, None) => list.push((name.clone(), number)),
                    (false, Some(place)) => drop(list.remove(place)),
                    (false, None) => {}
                }
                if is_set {
                    table.set(name.as_str().into(), Arc::new(number));
                } else {
                    table.remove(&name);
                }
                let entries: Vec<_> = table.iter().map(|(name, entry)| (name.to_string(), **entry)).collect();
                assert_eq!(entries, list);
                assert_eq!(table.len(), list.len());
                assert_eq!(table.get(&name).map(|entry| **entry), is_set.then_some(number));
            }
        }
    }
}
