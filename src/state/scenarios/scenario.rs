//! A scenario as its author gives it.

use super::timeline::{self, Step};
use crate::document::{Field, Path, Text, Value, refuse_unknown_keys};
use crate::error::Result;

const KEYS: [&str; 6] = ["name", "description", "state", "faults", "transitions", "timeline"];

/// A scenario whose parts are not checked yet.
#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) name: Text,
    pub(super) description: Text,
    pub(super) state: Value,
    pub(super) faults: Value,
    pub(super) transitions: Value,
    pub(super) timeline: Vec<Step>,
}

impl Scenario {
    pub(super) fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let mut entries = value.into_object(path)?;
        refuse_unknown_keys(&entries, &KEYS, path)?;
        let mut take = |key: &str| Value::take(&mut entries, key);
        let name = Text::read(take("name"), &path.key("name"))?;
        if name.is_empty() {
            return Err(Value::String(name).refuse(&path.key("name"), "a string that is not empty"));
        }
        Ok(Self {
            name,
            description: Text::read(take("description"), &path.key("description"))?,
            state: take("state"),
            faults: take("faults"),
            transitions: take("transitions"),
            timeline: timeline::read(take("timeline"), &path.key("timeline"))?,
        })
    }
}
