//! JSON Patch (RFC 6902): the operations that lead from one JSON value to another.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value};

/// An operation. Its path is a JSON Pointer (RFC 6901).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Operation {
    /// Adds a member of an object, or an element before the one of that index.
    Add {
        /// Where.
        path: String,
        /// What.
        value: Value,
    },
    /// Replaces a value.
    Replace {
        /// Where.
        path: String,
        /// By what.
        value: Value,
    },
    /// Removes a value.
    Remove {
        /// Where.
        path: String,
    },
}

/// Operations, in the order in which they are applied.
#[derive(Debug, Default)]
pub struct JsonPatch {
    operations: Vec<Operation>,
    /// The pointer of the value that is being compared.
    path: String,
}

impl JsonPatch {
    /// The operations.
    #[must_use]
    pub fn into_operations(self) -> Vec<Operation> {
        self.operations
    }

    /// Compares members of the present object.
    pub fn below(&mut self, key: &str, compare: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        for character in key.chars() {
            match character {
                '~' => self.path.push_str("~0"),
                '/' => self.path.push_str("~1"),
                character => self.path.push(character),
            }
        }
        compare(self);
        self.path.truncate(length);
    }

    fn at(&mut self, index: usize, compare: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        // Writing into a string does not fail.
        let _ = write!(self.path, "/{index}");
        compare(self);
        self.path.truncate(length);
    }

    /// The value that is compared is new.
    pub fn add(&mut self, value: Value) {
        self.operations.push(Operation::Add { path: self.path.clone(), value });
    }

    /// The value that is compared is another one.
    fn replace(&mut self, value: Value) {
        self.operations.push(Operation::Replace { path: self.path.clone(), value });
    }

    /// The value that is compared is gone.
    pub fn remove(&mut self) {
        self.operations.push(Operation::Remove { path: self.path.clone() });
    }

    /// Compares values.
    pub fn values(&mut self, from: &Value, to: &Value) {
        match (from, to) {
            (from, to) if from == to => {}
            (Value::Object(from), Value::Object(to)) => self.objects(from, to),
            (Value::Array(from), Value::Array(to)) => self.lists(from, to, Value::clone, Self::values),
            (_, to) => self.replace(to.clone()),
        }
    }

    fn objects(&mut self, from: &Map<String, Value>, to: &Map<String, Value>) {
        for (key, from) in from {
            self.below(key, |patch| match to.get(key) {
                Some(to) => patch.values(from, to),
                None => patch.remove(),
            });
        }
        for (key, to) in to.iter().filter(|(key, _)| !from.contains_key(*key)) {
            self.below(key, |patch| patch.add(to.clone()));
        }
    }

    /// Compares lists by index, but for what is new or gone at an end: lists of a state are queues.
    pub fn lists<T: PartialEq>(
        &mut self,
        from: &[T],
        to: &[T],
        json: impl Fn(&T) -> Value,
        compare: impl Fn(&mut Self, &T, &T),
    ) {
        let start = from.iter().zip(to).take_while(|(from, to)| from == to).count();
        let (from, to) = (from.get(start..).unwrap_or_default(), to.get(start..).unwrap_or_default());
        let end = from.iter().rev().zip(to.iter().rev()).take_while(|(from, to)| from == to).count();
        let from = from.get(..from.len() - end).unwrap_or_default();
        let to = to.get(..to.len() - end).unwrap_or_default();
        let gone = to.first().and_then(|first| from.iter().position(|it| it == first)).unwrap_or(0);
        for _ in 0..gone {
            self.at(start, Self::remove);
        }
        let from = from.get(gone..).unwrap_or_default();
        let new = from.first().and_then(|first| to.iter().position(|it| it == first)).unwrap_or(0);
        for (index, value) in (start..).zip(to.iter().take(new)) {
            self.at(index, |patch| patch.add(json(value)));
        }
        let (start, to) = (start + new, to.get(new..).unwrap_or_default());
        for (index, (from, to)) in (start..).zip(from.iter().zip(to)) {
            if from != to {
                self.at(index, |patch| compare(patch, from, to));
            }
        }
        for index in (to.len()..from.len()).rev() {
            self.at(start + index, Self::remove);
        }
        for (index, value) in to.iter().enumerate().skip(from.len()) {
            self.at(start + index, |patch| patch.add(json(value)));
        }
    }
}
