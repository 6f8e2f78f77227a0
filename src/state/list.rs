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
    /// The number of the document at place 0, so that all can be numbered anew in constant time. It wraps around.
    origin: u64,
    /// The documents by their places.
    documents: OrdMap<u64, Document>,
    /// The lowest place of each id.
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

    /// True if it shares all its documents with another list.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.documents.ptr_eq(&other.documents)
    }

    /// The documents with their numbers, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Document)> {
        self.documents.iter().map(|(place, document)| (self.origin.wrapping_add(*place), document))
    }

    /// The document of that number.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&Document> {
        self.documents.get(&self.place(number))
    }

    fn place(&self, number: u64) -> u64 {
        number.wrapping_sub(self.origin)
    }

    /// The oldest document of that id, with its number.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(u64, &Document)> {
        let place = self.by_id.get(id)?;
        let document = self.documents.get(place).filter(|document| document.id() == id)?;
        Some((self.origin.wrapping_add(*place), document))
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
        let place = self.place(number);
        if self.by_id.get(document.id()).is_none_or(|known| *known > place) {
            self.by_id.insert(document.id().into(), place);
        }
        self.documents.insert(place, document);
        self.next = self.next.max(number + 1);
    }

    /// Removes every document below a number.
    pub fn remove_below(&mut self, first: u64) {
        let ids_repeat = self.by_id.len() < self.documents.len();
        while self.first < first.min(self.next) {
            if let Some(document) = self.documents.remove(&self.place(self.first)) {
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
        let by = first.wrapping_sub(self.first);
        Self { first, next: self.next.wrapping_add(by), origin: self.origin.wrapping_add(by), ..self.clone() }
    }

    /// An id that is repeated is found at its oldest document.
    fn index(&mut self) {
        self.by_id.clear();
        for (place, document) in self.documents.iter().rev() {
            self.by_id.insert(document.id().into(), *place);
        }
    }
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        self.iter().map(|(_, document)| document).eq(other.iter().map(|(_, document)| document))
    }
}
