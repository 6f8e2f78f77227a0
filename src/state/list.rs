//! Documents in order: a queue that grows at one end and is cut at the other.

use std::sync::Arc;

use imbl::OrdMap;

use super::{Document, Entries, Entry, Key, Stored};

/// Documents in order. Each has a number that no other document of the list ever has, so that a change can
/// name it, whatever its id and however many have been removed before it.
#[derive(Clone, Debug, Default)]
pub struct List {
    first: u64,
    next: u64,
    documents: OrdMap<u64, Document>,
    /// The lowest number of each id.
    by_id: OrdMap<Arc<str>, u64>,
}

impl List {
    /// The number of the oldest document.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The number that the next document gets.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.next
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// True if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The documents with their numbers, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Document)> {
        self.documents.iter().map(|(number, document)| (*number, document))
    }

    /// The document of that number.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&Document> {
        self.documents.get(&number)
    }

    /// The oldest document of that id, with its number.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(u64, &Document)> {
        let number = *self.by_id.get(id)?;
        Some((number, self.get(number).filter(|document| document.id() == id)?))
    }

    /// The entries that append a document and keep no more than `limit`.
    #[must_use]
    pub fn append<T: Stored>(&self, document: T, limit: usize) -> Entries {
        let number = self.next;
        let first = (number + 1).saturating_sub(limit as u64);
        let gone = (first > self.first).then(|| Entry::gone(T::AREA, Key::Below(first)));
        [Entry::set(Key::Number(number), document)].into_iter().chain(gone).collect()
    }

    /// Puts a document at a number: over the one that is there, or as the newest. A number beyond
    /// that, or of a document that has been removed, changes nothing.
    pub fn set(&mut self, number: u64, document: Document) {
        if !(self.first..=self.next).contains(&number) {
            return;
        }
        if self.by_id.get(document.id()).is_none_or(|known| *known > number) {
            self.by_id.insert(document.id().into(), number);
        }
        self.documents.insert(number, document);
        self.next = self.next.max(number + 1);
    }

    /// Removes every document below a number.
    pub fn remove_below(&mut self, first: u64) {
        let ids_repeat = self.by_id.len() < self.documents.len();
        while self.first < first.min(self.next) {
            if let Some(document) = self.documents.remove(&self.first) {
                self.by_id.remove(document.id());
            }
            self.first += 1;
        }
        self.first = self.first.max(first);
        self.next = self.next.max(first);
        if ids_repeat {
            self.index();
        }
    }

    /// The same documents, numbered from `first` on.
    #[must_use]
    pub fn starting_at(&self, first: u64) -> Self {
        let mut list = Self { first, next: first, ..Self::default() };
        for (number, (_, document)) in (first..).zip(self.iter()) {
            list.set(number, document.clone());
        }
        list
    }

    /// An id that is repeated is found at its oldest document.
    fn index(&mut self) {
        self.by_id.clear();
        for (number, document) in self.documents.iter().rev() {
            self.by_id.insert(document.id().into(), *number);
        }
    }
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        self.iter().map(|(_, document)| document).eq(other.iter().map(|(_, document)| document))
    }
}
