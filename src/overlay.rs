//! A partial state laid over a state: a patch, the `initialState` of the options, or a file.

use std::collections::HashSet;
use std::sync::Arc;

use crate::change::{Change, Entry};
use crate::clock::Now;
use crate::error::Result;
use crate::model::{
    Backups, Command, Commands, CostData, CostPeriod, Extra, Field, Instance, Leases, Milliseconds, OperationFailure,
    Parameter, Path, Section, Stack, State, Value,
};

/// What a partial state means for the collections it names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Parameters by name, where `null` removes one; periods, commands, backups and operation
    /// failures are replaced.
    Patch,
    /// Parameters, periods and operation failures by name and merged, where `null` removes one;
    /// commands and backups are replaced.
    Initial,
    /// What a transaction has written. Parameters by name, where `null` removes one; everything else is
    /// replaced as a whole. The change holds only what is another than before.
    Draft {
        /// How many commands are kept where some are added.
        command_history_limit: usize,
    },
    /// Every collection is replaced, and what can be absent is where it is not named. Only a part, or
    /// a field that must be there, stays where it is not named.
    File,
}

/// Computes the change that lays a partial state over a state.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType) or
/// [`Error::ArgValue`](crate::error::Error::ArgValue) with the path of what is wrong.
pub fn overlay(state: &State, partial: Value, path: &Path<'_>, kind: Kind, now: Now) -> Result<Change> {
    let mut overlay = Overlay { state, kind, now, change: Change::default() };
    overlay.state(partial, path)?;
    if matches!(kind, Kind::Draft { .. }) {
        overlay.change.retain(|entry| entry.changes(state));
    }
    Ok(overlay.change)
}

struct Overlay<'a> {
    state: &'a State,
    kind: Kind,
    now: Now,
    change: Change,
}

impl Overlay<'_> {
    fn state(&mut self, partial: Value, path: &Path<'_>) -> Result<()> {
        self.section(Section::State, partial, path, |overlay, key, value, path| match key {
            "instance" => {
                let instance = overlay.record(&overlay.state.instance, Instance::without_optional, value, path)?;
                overlay.set(Entry::Instance(instance))
            }
            "ssm" => overlay.ssm(value, path),
            "backups" => overlay.set(Entry::Backups(Arc::new(Backups::read(value, path)?))),
            "costs" => overlay.costs(value, path),
            "cloudformation" => {
                let stack = overlay.record(&overlay.state.cloudformation, Stack::without_optional, value, path)?;
                overlay.set(Entry::Stack(stack))
            }
            "faults" => overlay.faults(value, path),
            "leases" => overlay.leases(value, path),
            "pendingTimeouts" => Ok(None),
            _ => Ok(Some(value)),
        })
    }

    fn record<T: Field + Clone>(
        &self,
        before: &Arc<T>,
        without_optional: fn(T) -> T,
        value: Value,
        path: &Path<'_>,
    ) -> Result<Arc<T>> {
        let mut record = match self.kind {
            Kind::Draft { .. } => return Field::read(value, path),
            Kind::File => without_optional(T::clone(before)),
            Kind::Patch | Kind::Initial => T::clone(before),
        };
        record.merge(value, path)?;
        Ok(Arc::new(record))
    }

    fn ssm(&mut self, partial: Value, path: &Path<'_>) -> Result<Option<Value>> {
        self.section(Section::Ssm, partial, path, |overlay, key, value, path| match key {
            "parameters" => overlay.parameters(value, path),
            "commands" => {
                let commands: Vec<_> = Field::read(value, path)?;
                if let Kind::Draft { command_history_limit } = overlay.kind {
                    overlay.change.extend(edited(&overlay.state.commands, commands, command_history_limit));
                    return Ok(None);
                }
                let next = overlay.state.commands.next();
                overlay.change.push(Entry::CommandsBelow(next));
                overlay.change.extend((next..).zip(commands).map(|(number, command)| Entry::Command(number, command)));
                Ok(None)
            }
            _ => Ok(Some(value)),
        })?;
        Ok(None)
    }

    fn parameters(&mut self, value: Value, path: &Path<'_>) -> Result<Option<Value>> {
        if self.kind == Kind::File {
            self.change.extend(self.state.parameters.iter().map(|(name, _)| Entry::Parameter(Arc::clone(name), None)));
        }
        if let Value::Parameters(parameters) = value {
            let parameters = parameters.into_iter();
            self.change.extend(parameters.map(|(name, parameter)| Entry::Parameter(name, Some(parameter))));
            return Ok(None);
        }
        for (name, value) in value.into_object(path)? {
            let path = path.key(&name);
            let parameter = match (self.kind, value) {
                (Kind::Patch | Kind::Initial | Kind::Draft { .. }, Value::Undefined | Value::Null) => None,
                (Kind::Patch | Kind::File | Kind::Draft { .. }, value) => Some(Parameter::read(value, &path)?),
                (Kind::Initial, value) => Some(self.initial_parameter(&name, value, &path)?),
            };
            self.change.push(Entry::Parameter(name.as_str().into(), parameter.map(Arc::new)));
        }
        Ok(None)
    }

    /// An initial parameter says what differs from the default one; a new one needs only its value.
    fn initial_parameter(&self, name: &str, partial: Value, path: &Path<'_>) -> Result<Parameter> {
        if let Some(default) = self.state.parameters.get(name) {
            let mut parameter = Parameter::clone(default);
            parameter.merge(partial, path)?;
            return Ok(parameter);
        }
        let mut fields = vec![
            ("type".into(), Value::String("String".into())),
            ("lastModified".into(), Value::String(self.now.iso())),
        ];
        fields.extend(partial.into_object(path)?.into_iter().filter(|(_, value)| *value != Value::Undefined));
        Parameter::read(Value::Object(fields), path)
    }

    fn costs(&mut self, partial: Value, path: &Path<'_>) -> Result<Option<Value>> {
        self.section(Section::Costs, partial, path, |overlay, key, value, path| {
            let Ok(period) = CostPeriod::read(Value::String(key.into()), path) else { return Ok(Some(value)) };
            let costs = if overlay.kind == Kind::Initial {
                let mut costs = CostData::clone(overlay.state.costs.get(period));
                costs.merge(value, path)?;
                costs
            } else {
                CostData::read(value, path)?
            };
            overlay.set(Entry::Costs(period, Arc::new(costs)))
        })?;
        Ok(None)
    }

    fn faults(&mut self, partial: Value, path: &Path<'_>) -> Result<Option<Value>> {
        self.section(Section::Faults, partial, path, |overlay, key, value, path| match key {
            "globalLatencyMs" => overlay.set(Entry::Latency(Milliseconds::read(value, path)?)),
            "operationFailures" => overlay.operation_failures(value, path),
            _ => Ok(Some(value)),
        })?;
        Ok(None)
    }

    fn operation_failures(&mut self, value: Value, path: &Path<'_>) -> Result<Option<Value>> {
        let (Value::Map(failures) | Value::Object(failures)) = value else {
            return Err(value.mismatch(path, "a Map or an object"));
        };
        match self.kind {
            Kind::Initial => {}
            Kind::Patch | Kind::File => self.change.push(Entry::FailuresGone),
            Kind::Draft { .. } => {
                let names: HashSet<&str> = failures.iter().map(|(operation, _)| operation.as_str()).collect();
                let before = self.state.operation_failures.iter().map(|(operation, _)| operation);
                let gone = before.filter(|operation| !names.contains(operation.as_ref()));
                self.change.extend(gone.map(|operation| Entry::Failure(Arc::clone(operation), None)));
            }
        }
        for (operation, value) in failures {
            let failure = match value {
                Value::Undefined | Value::Null if self.kind == Kind::Initial => None,
                value => Some(Arc::new(OperationFailure::read(value, &path.key(&operation))?)),
            };
            self.change.push(Entry::Failure(operation.as_str().into(), failure));
        }
        Ok(None)
    }

    /// Only a file brings leases back: a holder that is told that it has lost one must not have it.
    fn leases(&mut self, value: Value, path: &Path<'_>) -> Result<Option<Value>> {
        if self.kind != Kind::File {
            return Ok(None);
        }
        let leases = Leases::read(value, path)?;
        self.change.extend(self.state.leases.held().iter().map(|(name, _)| Entry::Lease(Arc::clone(name), None)));
        let held = leases.held().iter().map(|(name, lease)| Entry::Lease(Arc::clone(name), Some(Arc::clone(lease))));
        self.change.extend(held);
        self.change.push(Entry::FencingToken(leases.last_fencing_token()));
        self.set(Entry::Extra(Section::Leases, leases.extra))
    }

    /// Walks an object of the state that is no entry itself. `known` takes a value whose key it
    /// knows and hands back the others, which are the section's unknown keys.
    fn section(
        &mut self,
        section: Section,
        partial: Value,
        path: &Path<'_>,
        mut known: impl FnMut(&mut Self, &str, Value, &Path<'_>) -> Result<Option<Value>>,
    ) -> Result<()> {
        let before = self.state.extra(section);
        let mut extra = if self.kind == Kind::File { Extra::default() } else { before.clone() };
        for (key, value) in partial.into_object(path)? {
            let path = path.key(&key);
            let unknown = match value {
                Value::Undefined => Some(value),
                value => known(self, &key, value, &path)?,
            };
            if let Some(value) = unknown.filter(|value| self.kind != Kind::Initial || *value != Value::Null) {
                extra.set(&key, value, &path)?;
            }
        }
        if extra != *before {
            self.change.push(Entry::Extra(section, extra));
        }
        Ok(())
    }

    #[expect(clippy::unnecessary_wraps, reason = "the tail of the closures above")]
    fn set(&mut self, entry: Entry) -> Result<Option<Value>> {
        self.change.push(entry);
        Ok(None)
    }
}

/// What makes of the commands a list that somebody has made of them: the few entries that it takes
/// where the oldest have been dropped, some changed in place and some appended, and all anew otherwise.
fn edited(commands: &Commands, list: Vec<Arc<Command>>, limit: usize) -> Vec<Entry> {
    let adds = list.iter().any(|command| commands.find(&command.command_id).is_none());
    let excess = if adds { list.len().saturating_sub(limit) } else { 0 };
    let is_kept = |first: u64| {
        let mut ids = list.iter().map(|command| &command.command_id);
        (first..commands.next()).all(|number| commands.get(number).map(|command| &command.command_id) == ids.next())
    };
    let oldest = list.first().and_then(|oldest| commands.find(&oldest.command_id)).map(|(number, _)| number);
    let first = oldest.filter(|first| is_kept(*first)).unwrap_or(commands.next());
    let dropped = Entry::CommandsBelow(first);
    let set = (first..).zip(list).map(|(number, command)| Entry::Command(number, command));
    let excess = (excess > 0).then(|| Entry::CommandsBelow(first + excess as u64));
    [dropped].into_iter().chain(set).chain(excess).collect()
}
