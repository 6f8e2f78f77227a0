//! The whole state.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Backups, Commands, Costs, Extra, Instance, Milliseconds, OperationFailure, Parameter, Stack, Table};

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
    /// Unknown keys beside `instance`.
    pub extra: Extra,
    /// Unknown keys beside `ssm.parameters`.
    pub ssm_extra: Extra,
    /// Unknown keys beside `faults.globalLatencyMs`.
    pub faults_extra: Extra,
}

/// The objects of the state that are no entry of their own and can hold unknown keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// The state itself.
    State,
    /// `ssm`.
    Ssm,
    /// `costs`.
    Costs,
    /// `faults`.
    Faults,
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
        }
    }

    /// The unknown keys of a section, to change them.
    pub fn extra_mut(&mut self, section: Section) -> &mut Extra {
        match section {
            Section::State => &mut self.extra,
            Section::Ssm => &mut self.ssm_extra,
            Section::Costs => &mut self.costs.extra,
            Section::Faults => &mut self.faults_extra,
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
        self.extra.serialize_into(&mut map)?;
        map.end()
    }
}
