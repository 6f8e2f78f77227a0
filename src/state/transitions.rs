//! How long things take, by transition.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::Serializer;

use super::draft::Draft;
use super::{Entries, Entry, Key, Patch, Presence, Record, Spec, State, Stored, instances, volume_snapshots, volumes};
use super::{command_runs, current_scenario, sent_emails, stack_events};
use crate::document::{Field, Milliseconds, Path, Text, Value, Whole, text_enum};
use crate::error::Result;

text_enum! {
    /// What can be under way, named as the option `transitions` names it.
    pub enum Transition {
        /// An instance starts.
        Pending = "ec2:pending",
        /// An instance stops.
        Stopping = "ec2:stopping",
        /// An instance is terminated.
        ShuttingDown = "ec2:shutting-down",
        /// A volume is created, attached, detached, modified or deleted.
        Volume = "ec2:volume",
        /// A snapshot or an image is made.
        Snapshot = "ec2:snapshot",
        /// A command runs.
        Command = "ssm:command",
        /// The invocation of a command can be seen.
        Visibility = "ssm:visibility",
        /// A stack is created, updated or deleted.
        Stack = "cloudformation:stack",
        /// A mail is sent.
        Send = "ses:send",
    }
}

/// The key that stands for all transitions without a duration of their own.
const ALL: &str = "*";

/// How long a transition takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Duration {
    /// So many milliseconds.
    Milliseconds(Milliseconds),
    /// Nothing: it is over with the call that begins it.
    Immediate,
    /// Until the clock is moved, or a method sets what it leads to.
    Manual,
    /// Until the resource has been looked at so many times.
    Polls(Whole),
}

impl Field for Duration {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        const EXPECTED: &str = "a number of milliseconds from 0, \"immediate\", \"manual\" or { polls: number }";
        match value {
            Value::Number(_) | Value::NotFinite(_) => {
                let given = value.clone();
                Milliseconds::read(value, path).map(Self::Milliseconds).map_err(|_| given.refuse(path, EXPECTED))
            }
            Value::String(text) if text == "immediate" => Ok(Self::Immediate),
            Value::String(text) if text == "manual" => Ok(Self::Manual),
            Value::String(_) => Err(value.refuse(path, EXPECTED)),
            Value::Object(mut entries) if entries.len() == 1 => {
                let polls = Value::take(&mut entries, "polls");
                Whole::read(polls, &path.key("polls")).map(Self::Polls)
            }
            other => Err(other.mismatch(path, EXPECTED)),
        }
    }

    fn heap_size(&self) -> usize {
        0
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Milliseconds(ms) => ms.serialize(serializer),
            Self::Immediate => serializer.serialize_str("immediate"),
            Self::Manual => serializer.serialize_str("manual"),
            Self::Polls(polls) => serializer.collect_map([("polls", polls)]),
        }
    }
}

impl Record for Duration {
    const SPEC: Spec = Spec {
        section: "transitions",
        presence: Presence::NotEmpty,
        patch: Patch::Set,
        ..Spec::named("transition", &["transitions"])
    };
}

impl Transition {
    /// All of them.
    pub const ALL: [Self; Self::NAMES.len()] = [
        Self::Pending,
        Self::Stopping,
        Self::ShuttingDown,
        Self::Volume,
        Self::Snapshot,
        Self::Command,
        Self::Visibility,
        Self::Stack,
        Self::Send,
    ];

    /// How long it takes where nobody has said.
    #[must_use]
    pub fn default_duration(self) -> Duration {
        let ms = match self {
            Self::Pending | Self::Stopping => 2500.0,
            Self::ShuttingDown | Self::Volume | Self::Command => 1000.0,
            Self::Snapshot => 2000.0,
            Self::Stack => 3000.0,
            Self::Visibility | Self::Send => 0.0,
        };
        Duration::Milliseconds(Milliseconds(ms))
    }

    /// How long it takes in an account.
    #[must_use]
    pub fn duration(self, state: &State) -> Duration {
        let own = state.named::<Duration>(self.name()).or_else(|| state.named::<Duration>(ALL));
        own.map_or_else(|| self.default_duration(), |duration| **duration)
    }

    /// Does what it leads to: the draft's time is the time at which it is over.
    pub(super) fn complete(self, draft: &mut Draft, resource: &str) {
        match self {
            Self::Pending => instances::started(draft, resource),
            Self::Stopping => instances::stopped(draft, resource),
            Self::ShuttingDown => instances::terminated(draft, resource),
            Self::Volume => volumes::settled(draft, resource),
            Self::Snapshot => volume_snapshots::completed(draft, resource),
            Self::Command => command_runs::end(draft, resource),
            Self::Visibility => command_runs::begin(draft, resource),
            Self::Stack => stack_events::complete(draft, resource),
            Self::Send => sent_emails::send(draft, resource),
        }
    }
}

/// The durations that are chosen, by transition.
pub(super) fn chosen(state: &State) -> BTreeMap<Text, Duration> {
    state.all::<Duration>().map(|(name, duration)| (Text::from(&**name), **duration)).collect()
}

/// Says how long some transitions take; `undefined` and `null` take that back. The durations of all transitions that
/// are not named beside it are those of `*` from then on where it is given.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn set(state: &State, partial: Value, path: &Path<'_>) -> Result<Entries> {
    Ok(replacing(state, laid_over(chosen(state), partial, path)?))
}

/// The durations with others laid over them.
pub(super) fn laid_over(
    mut durations: BTreeMap<Text, Duration>,
    partial: Value,
    path: &Path<'_>,
) -> Result<BTreeMap<Text, Duration>> {
    let mut partial = partial.into_object(path)?;
    partial.sort_by_key(|(name, _)| name != ALL);
    for (name, value) in partial {
        let at = path.key(&name);
        if name != ALL && !Transition::NAMES.contains(&name.as_str()) {
            let names: Vec<_> = [ALL].into_iter().chain(Transition::NAMES.iter().copied()).collect();
            return Err(Value::String(name).refuse(path, &format!("an object with keys of {}", names.join(", "))));
        }
        match Option::<Duration>::read(value, &at)? {
            Some(duration) => {
                if name == ALL {
                    durations.clear();
                }
                durations.insert(name, duration);
            }
            None => {
                durations.remove(&name);
            }
        }
    }
    Ok(durations)
}

/// The entries that put durations in the place of those that are chosen.
fn replacing(state: &State, durations: BTreeMap<Text, Duration>) -> Entries {
    let gone = state.all::<Duration>().filter(|(name, _)| !durations.contains_key(&***name));
    let mut entries: Entries = gone.map(|(name, _)| Entry::gone(Duration::AREA, Key::Name(Arc::clone(name)))).collect();
    entries.extend(durations.into_iter().map(|(name, duration)| Entry::named(name.as_str().into(), duration)));
    entries.retain(|entry| state.differs(entry));
    entries
}

/// Keeps the durations of a state, apart from those of a scenario, in another one that takes its place.
pub(super) fn keep(replacement: &mut State, present: &State) {
    for (name, duration) in current_scenario::own_transitions(present) {
        replacement.apply(&Entry::named(name.as_str().into(), duration));
    }
}
