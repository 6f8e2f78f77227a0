//! The numbers of the lists of a state, which its JSON does not have.

use serde::ser::{Serialize, Serializer};

use super::{Area, Documents, Shape, State};
use crate::document::{Field, Path, Value, Whole};
use crate::error::Result;

/// For each list the number of its oldest document and that of the next to come. As JSON it is
/// `{ "command": [first, next] }`; the first stage wrote the first number of the commands alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListNumbers(Vec<(Area, u64, u64)>);

impl ListNumbers {
    /// Those of a state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self(lists().map(|area| (area, state.list(area).first(), state.list(area).next())).collect())
    }

    /// Those of lists that follow all that a state ever had.
    #[must_use]
    pub fn after(state: &State) -> Self {
        Self(lists().map(|area| (area, state.list(area).next(), state.list(area).next())).collect())
    }

    /// Those of lists that follow all that these numbers have counted.
    #[must_use]
    pub fn following(&self) -> Self {
        Self(self.0.iter().map(|(area, _, next)| (*area, *next, *next)).collect())
    }

    /// The commands' alone, as the first stage wrote them.
    #[must_use]
    pub fn of_commands(first: u64, next: u64) -> Self {
        Self(vec![(Area::Command, first, next)])
    }

    /// The number of the oldest document of a list.
    #[must_use]
    pub fn first(&self, area: Area) -> u64 {
        self.find(area).0
    }

    /// The number of the next document to come.
    #[must_use]
    pub fn next(&self, area: Area) -> u64 {
        self.find(area).1
    }

    fn find(&self, area: Area) -> (u64, u64) {
        self.0.iter().find(|(other, ..)| *other == area).map_or((0, 0), |(_, first, next)| (*first, *next))
    }
}

fn lists() -> impl Iterator<Item = Area> {
    Area::ALL.into_iter().filter(|area| area.spec().shape == Shape::List)
}

impl ListNumbers {
    /// Reads what it is written as.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        if matches!(value, Value::Number(_)) {
            let Whole(first) = Whole::read(value, path)?;
            return Ok(Self::of_commands(first, first));
        }
        let mut numbers = Vec::new();
        for (name, value) in value.into_object(path)? {
            let path = path.key(&name);
            let pair: Vec<Whole> = Field::read(value, &path)?;
            let area = lists().find(|area| area.spec().entry == name);
            if let (Some(area), [Whole(first), Whole(next)]) = (area, pair.as_slice()) {
                numbers.push((area, *first, *next));
            }
        }
        Ok(Self(numbers))
    }
}

impl Serialize for ListNumbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(area, first, next)| (area.spec().entry, [first, next])))
    }
}

impl State {
    /// The same documents, with those numbers for the oldest of each list.
    #[must_use]
    pub fn numbered(&self, numbers: &ListNumbers) -> Self {
        let mut state = self.clone();
        for (area, first, _) in &numbers.0 {
            if let Documents::List(list) = state.documents_mut(*area)
                && list.first() != *first
            {
                *list = list.starting_at(*first);
            }
        }
        state
    }
}
