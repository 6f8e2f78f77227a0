//! A change read back from its JSON.

use std::sync::Arc;

use super::{Change, Entry};
use crate::error::Result;
use crate::model::{CostPeriod, Field, Path, Section, State, Text, Value};

impl Change {
    /// Reads what [`Change`] is written as, and nothing else.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn from_json(text: &[u8]) -> Result<Self, String> {
        Self::from_value(Value::from_json(text).map_err(|error| error.to_string())?)
    }

    /// The same for a value of that form.
    ///
    /// # Errors
    /// What is wrong with the value, in words.
    pub fn from_value(value: Value) -> Result<Self, String> {
        let Value::Array(entries) = value else { return Err("a change that is no array".into()) };
        entries.into_iter().map(Entry::read).collect()
    }
}

impl Entry {
    fn read(value: Value) -> Result<Self, String> {
        let Value::Array(parts) = value else { return Err("an entry that is no array".into()) };
        let mut parts = parts.into_iter();
        let Some(Value::String(kind)) = parts.next() else { return Err("an entry without a name".into()) };
        let entry = Self::read_as(&kind, &mut || parts.next().unwrap_or(Value::Undefined));
        let entry = entry.map_err(|error| error.to_string())?.ok_or_else(|| format!("an unknown entry {kind:?}"))?;
        match parts.next() {
            None => Ok(entry),
            Some(_) => Err(format!("an entry {kind:?} with more than belongs to it")),
        }
    }

    fn read_as(kind: &str, next: &mut impl FnMut() -> Value) -> Result<Option<Self>> {
        let path = Path::Root(kind);
        Ok(Some(match kind {
            "instance" => Self::Instance(Field::read(next(), &path)?),
            "parameter" => Self::Parameter(name(next(), &path)?, value(next(), &path)?),
            "command" => Self::Command(number(&next(), &path)?, Field::read(next(), &path)?),
            "commandsBelow" => Self::CommandsBelow(number(&next(), &path)?),
            "backups" => Self::Backups(Field::read(next(), &path)?),
            "costs" => Self::Costs(CostPeriod::read(next(), &path)?, Field::read(next(), &path)?),
            "cloudformation" => Self::Stack(Field::read(next(), &path)?),
            "latency" => Self::Latency(Field::read(next(), &path)?),
            "failure" => Self::Failure(name(next(), &path)?, value(next(), &path)?),
            "failuresGone" => Self::FailuresGone,
            "lease" => Self::Lease(name(next(), &path)?, value(next(), &path)?),
            "fencingToken" => Self::FencingToken(Field::read(next(), &path)?),
            "extra" => Self::Extra(Section::read(next(), &path)?, Field::read(next(), &path)?),
            "state" => {
                let first = number(&next(), &path)?;
                let state = State::read(next(), &path)?;
                Self::State(Arc::new(State { commands: state.commands.starting_at(first), ..state }))
            }
            _ => return Ok(None),
        }))
    }
}

fn name(value: Value, path: &Path<'_>) -> Result<Arc<str>> {
    Ok(Text::read(value, path)?.as_str().into())
}

/// The value of an entry that may be gone, which only `null` says.
fn value<T: Field>(value: Value, path: &Path<'_>) -> Result<Option<Arc<T>>> {
    match value {
        Value::Null => Ok(None),
        value => Field::read(value, path).map(Some),
    }
}

fn number(value: &Value, path: &Path<'_>) -> Result<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
    .ok_or_else(|| value.mismatch(path, "a whole number from 0"))
}
