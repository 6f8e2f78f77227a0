//! The whole state.

use std::mem;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{
    Backups, Commands, Costs, Extra, Field, Instance, Leases, Milliseconds, OperationFailure, Parameter, Path, Stack,
    Table, Text, Value, text_enum,
};
use crate::error::Result;

/// Everything a store holds. Its JSON form is the file's.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The EC2 instance.
    pub instance: Arc<Instance>,
    /// The SSM parameters.
    pub parameters: Table<Parameter>,
    /// The SSM commands.
    pub commands: Commands,
    /// The backups.
    pub backups: Arc<Backups>,
    /// The costs.
    pub costs: Costs,
    /// The CloudFormation stack.
    pub cloudformation: Arc<Stack>,
    /// How long the caller's provider is to wait.
    pub global_latency: Milliseconds,
    /// The failing operations.
    pub operation_failures: Table<OperationFailure>,
    /// The leases.
    pub leases: Leases,
    /// Unknown keys beside `instance`.
    pub extra: Extra,
    /// Unknown keys beside `ssm.parameters`.
    pub ssm_extra: Extra,
    /// Unknown keys beside `faults.globalLatencyMs`.
    pub faults_extra: Extra,
}

text_enum! {
    /// The objects of the state that are no entry of their own and can hold unknown keys.
    pub enum Section {
        /// The state itself.
        State = "state",
        /// `ssm`.
        Ssm = "ssm",
        /// `costs`.
        Costs = "costs",
        /// `faults`.
        Faults = "faults",
        /// `leases`.
        Leases = "leases",
    }
}

impl State {
    /// The unknown keys of a section.
    #[must_use]
    pub fn extra(&self, section: Section) -> &Extra {
        match section {
            Section::State => &self.extra,
            Section::Ssm => &self.ssm_extra,
            Section::Costs => &self.costs.extra,
            Section::Faults => &self.faults_extra,
            Section::Leases => &self.leases.extra,
        }
    }

    /// The unknown keys of a section, to change them.
    pub fn extra_mut(&mut self, section: Section) -> &mut Extra {
        match section {
            Section::State => &mut self.extra,
            Section::Ssm => &mut self.ssm_extra,
            Section::Costs => &mut self.costs.extra,
            Section::Faults => &mut self.faults_extra,
            Section::Leases => &mut self.leases.extra,
        }
    }
}

struct Ssm<'a>(&'a State);

impl Serialize for Ssm<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("parameters", &self.0.parameters)?;
        map.serialize_entry("commands", &self.0.commands)?;
        self.0.ssm_extra.serialize_into(&mut map)?;
        map.end()
    }
}

struct Faults<'a>(&'a State);

impl Serialize for Faults<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("globalLatencyMs", &self.0.global_latency)?;
        map.serialize_entry("operationFailures", &self.0.operation_failures)?;
        self.0.faults_extra.serialize_into(&mut map)?;
        map.end()
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("instance", &self.instance)?;
        map.serialize_entry("ssm", &Ssm(self))?;
        map.serialize_entry("backups", &self.backups)?;
        map.serialize_entry("costs", &self.costs)?;
        map.serialize_entry("cloudformation", &self.cloudformation)?;
        map.serialize_entry("faults", &Faults(self))?;
        if !self.leases.is_unused() {
            map.serialize_entry("leases", &self.leases)?;
        }
        self.extra.serialize_into(&mut map)?;
        map.end()
    }
}

/// The keys of an object, to be taken one by one; those that remain are unknown.
struct Keys<'a> {
    entries: Vec<(Text, Value)>,
    path: &'a Path<'a>,
}

impl<'a> Keys<'a> {
    fn of(value: Value, path: &'a Path<'a>) -> Result<Self> {
        Ok(Self { entries: value.into_object(path)?, path })
    }

    fn take<T: Field>(&mut self, key: &str) -> Result<T> {
        T::read(self.value(key), &self.path.key(key))
    }

    fn value(&mut self, key: &str) -> Value {
        let mut found = Value::Undefined;
        self.entries.retain_mut(|(name, value)| {
            let is_other = name != key;
            if !is_other {
                found = mem::replace(value, Value::Null);
            }
            is_other
        });
        found
    }

    fn rest(self) -> Result<Extra> {
        Extra::read(Value::Object(self.entries), self.path)
    }
}

/// Reads what is written, with nothing left out. A file is an [`overlay`](crate::overlay) instead.
impl Field for State {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let mut keys = Keys::of(value, path)?;
        let (ssm_path, faults_path) = (path.key("ssm"), path.key("faults"));
        let mut ssm = Keys::of(keys.value("ssm"), &ssm_path)?;
        let mut faults = Keys::of(keys.value("faults"), &faults_path)?;
        Ok(Self {
            instance: keys.take("instance")?,
            parameters: ssm.take("parameters")?,
            commands: ssm.take("commands")?,
            backups: keys.take("backups")?,
            costs: keys.take("costs")?,
            cloudformation: keys.take("cloudformation")?,
            global_latency: faults.take("globalLatencyMs")?,
            operation_failures: faults.take("operationFailures")?,
            leases: keys.take::<Option<_>>("leases")?.unwrap_or_default(),
            extra: keys.rest()?,
            ssm_extra: ssm.rest()?,
            faults_extra: faults.rest()?,
        })
    }
}
