//! What a replica asks for: the changes since its revision, and a part that it lacks.

use serde::ser::{Serialize, SerializeTuple, Serializer};

use super::Store;
use crate::change::coalesce;
use crate::error::Result;
use crate::model::{CostPeriod, Field, Path, Section, State, Text, Value};

/// The most parameters that are handed over together where one is asked for.
const PARAMETERS_AT_ONCE: usize = 256;

/// A part of the state, as a replica keeps it.
#[derive(Clone, Debug)]
pub enum Part {
    /// The instance.
    Instance,
    /// The parameters, by name.
    Parameters,
    /// The commands: `[number of the oldest, […]]`.
    Commands,
    /// The backups.
    Backups,
    /// The costs, by period.
    Costs,
    /// The stack.
    Stack,
    /// The faults: `[latency, {…}]`, the failures by operation.
    Faults,
    /// The unknown keys of the state, of `ssm`, `costs`, `faults` and `leases`: `[{…}, {…}, {…}, {…}, {…}]`.
    Extra,
    /// The leases: `[last fencing token, {…}]`, those held by name.
    Leases,
    /// All of the above, in this order.
    All,
    /// A parameter: `[true, {…}]` with all of them where they are few, `[false, {…} or null]` where
    /// they are many.
    Parameter(Text),
    /// Nothing but the changes.
    Nothing,
}

impl Part {
    /// The part of that number, in the order of the variants. What it is wanted for is checked: the
    /// name of a parameter, the period of costs, the operation of a fault.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn wanted(number: u64, name: Value) -> Result<Self> {
        Ok(match number {
            0 => Self::Instance,
            1 => Self::Parameters,
            2 => Self::Commands,
            3 => Self::Backups,
            4 => CostPeriod::read(name, &Path::Root("period")).map(|_| Self::Costs)?,
            5 => Self::Stack,
            6 => Text::read(name, &Path::Root("operation")).map(|_| Self::Faults)?,
            7 => Self::Extra,
            8 => Self::Leases,
            9 => Self::All,
            10 => Self::Parameter(Text::read(name, &Path::Root("name"))?),
            _ => Self::Nothing,
        })
    }
}

impl Store {
    /// What makes a replica at a revision current, and gives it a part that it lacks, as JSON:
    /// `[revision, changes, part]`. The changes are those of [`Entry`](crate::change::Entry), or
    /// `null` where the replica has to forget all it has.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn catch_up(&self, since: Option<u64>, part: &Part) -> Result<String> {
        let inner = self.lock()?;
        let changes =
            since.and_then(|since| inner.recent.since(since)).map(coalesce).filter(|change| !change.is_whole());
        let answer = (inner.revision, changes, Answer { state: &inner.state, part });
        let mut json = Vec::with_capacity(512);
        // Writing strings and numbers into memory does not fail.
        let _ = serde_json::to_writer(&mut json, &answer);
        Ok(String::from_utf8(json).unwrap_or_default())
    }
}

#[derive(Clone, Copy)]
struct Answer<'a> {
    state: &'a State,
    part: &'a Part,
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let state = self.state;
        match self.part {
            Part::Nothing => serializer.serialize_unit(),
            Part::Instance => state.instance.serialize(serializer),
            Part::Parameters => state.parameters.serialize(serializer),
            Part::Commands => (state.commands.first(), &state.commands).serialize(serializer),
            Part::Backups => state.backups.serialize(serializer),
            Part::Costs => serializer.collect_map(CostPeriod::ALL.map(|period| (period, state.costs.get(period)))),
            Part::Stack => state.cloudformation.serialize(serializer),
            Part::Faults => (state.global_latency, &state.operation_failures).serialize(serializer),
            Part::Extra => {
                let sections = [Section::State, Section::Ssm, Section::Costs, Section::Faults, Section::Leases];
                serializer.collect_seq(sections.map(|section| state.extra(section)))
            }
            Part::Leases => (state.leases.last_fencing_token(), state.leases.held()).serialize(serializer),
            Part::All => {
                const PARTS: [Part; 9] = [
                    Part::Instance,
                    Part::Parameters,
                    Part::Commands,
                    Part::Backups,
                    Part::Costs,
                    Part::Stack,
                    Part::Faults,
                    Part::Extra,
                    Part::Leases,
                ];
                serializer.collect_seq(PARTS.iter().map(|part| Answer { state, part }))
            }
            Part::Parameter(name) => {
                let all = state.parameters.len() <= PARAMETERS_AT_ONCE;
                let mut pair = serializer.serialize_tuple(2)?;
                pair.serialize_element(&all)?;
                if all {
                    pair.serialize_element(&state.parameters)?;
                } else {
                    pair.serialize_element(&state.parameters.get(name))?;
                }
                pair.end()
            }
        }
    }
}
