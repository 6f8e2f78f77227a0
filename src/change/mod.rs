//! What an operation does to the state, as data.
//!
//! An operation computes a [`Change`] and does nothing else; the state moves from one revision to
//! the next by [`Change::apply`], a replica by the same change as JSON, and whoever is several
//! revisions behind by their changes [coalesced](coalesce) into one.

mod difference;
mod read;
mod rebase;
#[cfg(test)]
mod tests;

pub use difference::difference;
pub use rebase::{lay_over, rebase};

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeTuple, Serializer};

use smallvec::{SmallVec, smallvec};

use crate::model::{
    Backups, Command, CostData, CostPeriod, Extra, FencingToken, Instance, Lease, Milliseconds, OperationFailure,
    Parameter, Section, Stack, State, Text,
};

/// The new value of one entry of the state. As JSON it is an array: the entry's name, what tells it
/// from its like, and the value.
#[derive(Clone, Debug)]
pub enum Entry {
    /// `["instance", {…}]`
    Instance(Arc<Instance>),
    /// `["parameter", name, {…}]`, or `null` for one that is gone.
    Parameter(Arc<str>, Option<Arc<Parameter>>),
    /// `["command", number, {…}]`
    Command(u64, Arc<Command>),
    /// `["commandsBelow", number]`: all commands below that number are gone.
    CommandsBelow(u64),
    /// `["backups", […]]`
    Backups(Arc<Backups>),
    /// `["costs", period, {…}]`
    Costs(CostPeriod, Arc<CostData>),
    /// `["cloudformation", {…}]`
    Stack(Arc<Stack>),
    /// `["latency", ms]`
    Latency(Milliseconds),
    /// `["failure", operation, {…}]`, or `null` for one that is gone.
    Failure(Arc<str>, Option<Arc<OperationFailure>>),
    /// `["failuresGone"]`: all of them are.
    FailuresGone,
    /// `["lease", name, {…}]`, or `null` for one that is gone.
    Lease(Arc<str>, Option<Arc<Lease>>),
    /// `["fencingToken", number]`: the last that was given out. It never goes down.
    FencingToken(FencingToken),
    /// `["extra", section, {…}]`: the unknown keys of a section.
    Extra(Section, Extra),
    /// `["state", number, {…}]`: all of it, with the number of its oldest command.
    State(Arc<State>),
}

/// The entries that an operation touches, in order. Applying it is total, and applying it again changes
/// nothing but the order of names that it removes and sets anew.
#[derive(Clone, Debug, Default)]
pub struct Change(SmallVec<[Entry; 1]>);

impl From<Entry> for Change {
    fn from(entry: Entry) -> Self {
        Self(smallvec![entry])
    }
}

impl FromIterator<Entry> for Change {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl Extend<Entry> for Change {
    fn extend<I: IntoIterator<Item = Entry>>(&mut self, entries: I) {
        self.0.extend(entries);
    }
}

impl Change {
    /// Moves a state to what the change says.
    pub fn apply(&self, state: &mut State) {
        for entry in &self.0 {
            entry.apply(state);
        }
    }

    /// The same where nobody else needs the change.
    pub fn apply_to(self, state: &mut State) {
        for entry in self.0 {
            match entry {
                // What there can be many of.
                Entry::Parameter(name, Some(parameter)) => state.parameters.set(name, parameter),
                entry => entry.apply(state),
            }
        }
    }

    /// Adds an entry.
    pub fn push(&mut self, entry: Entry) {
        self.0.push(entry);
    }

    /// Keeps some of the entries.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&Entry) -> bool) {
        self.0.retain(|entry| is_kept(entry));
    }

    /// The entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// Whether it replaces all of the state.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.iter().any(|entry| matches!(entry, Entry::State(_)))
    }

    /// About how many bytes it holds on to.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.0.iter().map(Entry::weight).sum()
    }

    /// Whether it touches none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

impl Entry {
    fn removes(&self) -> bool {
        matches!(self, Self::Parameter(_, None) | Self::Failure(_, None) | Self::Lease(_, None))
    }

    fn weight(&self) -> usize {
        /// A record with short strings, and the entry itself.
        const RECORD: usize = 256;
        RECORD
            + match self {
                Self::Parameter(name, parameter) => {
                    name.len() + parameter.as_ref().map_or(0, |parameter| parameter.value.len())
                }
                Self::Command(_, command) => {
                    let texts = command.commands.iter().chain(&command.output).chain(&command.error);
                    texts.map(|text| text.len() + size_of::<Text>()).sum()
                }
                Self::Backups(backups) => backups.len() * 64,
                Self::Failure(name, _) | Self::Lease(name, _) => name.len(),
                Self::Costs(_, data) => data.breakdown.len() * 64,
                Self::Extra(_, extra) => extra.iter().count() * RECORD,
                _ => 0,
            }
    }

    /// Whether the state is another one after it.
    pub(crate) fn changes(&self, state: &State) -> bool {
        match self {
            Self::Instance(instance) => state.instance != *instance,
            Self::Parameter(name, parameter) => state.parameters.get(name) != parameter.as_ref(),
            Self::Backups(backups) => state.backups != *backups,
            Self::Costs(period, data) => state.costs.get(*period) != data,
            Self::Stack(stack) => state.cloudformation != *stack,
            Self::Latency(latency) => state.global_latency != *latency,
            Self::Failure(operation, failure) => state.operation_failures.get(operation) != failure.as_ref(),
            Self::FailuresGone => !state.operation_failures.is_empty(),
            Self::Lease(name, lease) => state.leases.held().get(name) != lease.as_ref(),
            Self::FencingToken(token) => state.leases.last_fencing_token() < *token,
            Self::Extra(section, extra) => state.extra(*section) != extra,
            Self::Command(number, command) => state.commands.get(*number) != Some(command),
            Self::CommandsBelow(number) => state.commands.first() < *number,
            Self::State(_) => true,
        }
    }

    fn apply(&self, state: &mut State) {
        match self {
            Self::Instance(instance) => state.instance = Arc::clone(instance),
            Self::Parameter(name, Some(parameter)) => state.parameters.set(Arc::clone(name), Arc::clone(parameter)),
            Self::Parameter(name, None) => state.parameters.remove(name),
            Self::Command(number, command) => state.commands.set(*number, Arc::clone(command)),
            Self::CommandsBelow(number) => state.commands.drop_below(*number),
            Self::Backups(backups) => state.backups = Arc::clone(backups),
            Self::Costs(period, data) => state.costs.set(*period, Arc::clone(data)),
            Self::Stack(stack) => state.cloudformation = Arc::clone(stack),
            Self::Latency(latency) => state.global_latency = *latency,
            Self::Failure(operation, Some(failure)) => {
                state.operation_failures.set(Arc::clone(operation), Arc::clone(failure));
            }
            Self::Failure(operation, None) => state.operation_failures.remove(operation),
            Self::FailuresGone => state.operation_failures.clear(),
            Self::Lease(name, Some(lease)) => state.leases.set(Arc::clone(name), Arc::clone(lease)),
            Self::Lease(name, None) => state.leases.remove(name),
            Self::FencingToken(token) => state.leases.note(*token),
            Self::Extra(section, extra) => *state.extra_mut(*section) = extra.clone(),
            Self::State(all) => state.clone_from(all),
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Instance(instance) => ("instance", instance).serialize(serializer),
            Self::Parameter(name, parameter) => ("parameter", name, parameter).serialize(serializer),
            Self::Command(number, command) => ("command", number, command).serialize(serializer),
            Self::CommandsBelow(number) => ("commandsBelow", number).serialize(serializer),
            Self::Backups(backups) => ("backups", backups).serialize(serializer),
            Self::Costs(period, data) => ("costs", period, data).serialize(serializer),
            Self::Stack(stack) => ("cloudformation", stack).serialize(serializer),
            Self::Latency(latency) => ("latency", latency).serialize(serializer),
            Self::Failure(operation, failure) => ("failure", operation, failure).serialize(serializer),
            Self::FailuresGone => {
                let mut tuple = serializer.serialize_tuple(1)?;
                tuple.serialize_element("failuresGone")?;
                tuple.end()
            }
            Self::Lease(name, lease) => ("lease", name, lease).serialize(serializer),
            Self::FencingToken(token) => ("fencingToken", token).serialize(serializer),
            Self::Extra(section, extra) => ("extra", section, extra).serialize(serializer),
            Self::State(state) => ("state", state.commands.first(), state).serialize(serializer),
        }
    }
}

/// What an entry stands for: a later entry with the same key makes an earlier one superfluous.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Instance,
    Parameter(&'a str),
    Command(u64),
    Backups,
    Costs(CostPeriod),
    Stack,
    Latency,
    Failure(&'a str),
    Lease(&'a str),
    FencingToken,
    Extra(Section),
}

/// Makes one change of several, in which each entry has its last value. Entries keep the order in
/// which their names came, so that whoever applies it ends with the same order as the state.
pub fn coalesce<'a>(mut changes: impl ExactSizeIterator<Item = &'a Change>) -> Cow<'a, Change> {
    if changes.len() == 1
        && let Some(change) = changes.next()
    {
        return Cow::Borrowed(change);
    }
    let mut kept: Vec<Option<&Entry>> = Vec::new();
    let mut places: HashMap<Key<'_>, usize> = HashMap::new();
    let mut state = None;
    let mut commands_below = None;
    for entry in changes.flat_map(|change| &change.0) {
        let key = match entry {
            Entry::Instance(_) => Key::Instance,
            Entry::Parameter(name, _) => Key::Parameter(name),
            Entry::Command(number, _) => Key::Command(*number),
            Entry::CommandsBelow(first) => {
                forget(&mut places, &mut kept, |key| matches!(key, Key::Command(number) if number < first));
                commands_below = Some(entry);
                continue;
            }
            Entry::Backups(_) => Key::Backups,
            Entry::Costs(period, _) => Key::Costs(*period),
            Entry::Stack(_) => Key::Stack,
            Entry::Latency(_) => Key::Latency,
            Entry::Failure(operation, _) => Key::Failure(operation),
            Entry::FailuresGone => {
                forget(&mut places, &mut kept, |key| matches!(key, Key::Failure(_)));
                kept.push(Some(entry));
                continue;
            }
            Entry::Lease(name, _) => Key::Lease(name),
            Entry::FencingToken(_) => Key::FencingToken,
            Entry::Extra(section, _) => Key::Extra(*section),
            Entry::State(_) => {
                places.clear();
                kept.clear();
                commands_below = None;
                state = Some(entry);
                continue;
            }
        };
        let earlier = places.get(&key).and_then(|place| kept.get_mut(*place));
        match (earlier, entry.removes()) {
            // A value takes the place of an earlier one; after a removal its name comes anew.
            (Some(slot), false) if !slot.is_some_and(Entry::removes) => {
                *slot = Some(entry);
                continue;
            }
            (Some(slot), true) => *slot = None,
            _ => {}
        }
        places.insert(key, kept.len());
        kept.push(Some(entry));
    }
    // What is dropped goes first: the commands that remain may be further ahead than the newest one
    // that whoever applies this has.
    Cow::Owned([state, commands_below].into_iter().chain(kept).flatten().cloned().collect())
}

fn forget<'a>(places: &mut HashMap<Key<'a>, usize>, kept: &mut [Option<&Entry>], gone: impl Fn(&Key<'a>) -> bool) {
    places.retain(|key, place| {
        let gone = gone(key);
        if gone && let Some(slot) = kept.get_mut(*place) {
            *slot = None;
        }
        !gone
    });
}
