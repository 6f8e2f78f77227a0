//! The instances that a command is sent to.

use std::collections::HashSet;

use serde::Deserialize;

use super::super::invalid;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys};
use crate::state::commands::CommandTarget;
use crate::state::instance::{Instance, ServerState};
use crate::state::{Draft, Profile, State, instances};

/// What finds instances: `InstanceIds`, `tag:<key>` or `tag-key`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Target {
    key: Text,
    values: Vec<Text>,
}

/// Checks that all the instances take commands.
pub fn check_running(draft: &Draft, ids: &[Text]) -> Result<()> {
    let wrong: Vec<_> = ids.iter().filter(|id| !is_running(draft.state(), id)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(not_valid(&wrong, draft.profile())) }
}

/// Instances are none that can be used.
pub fn not_valid(ids: &[&Text], profile: &Profile) -> AwsError {
    let ids: Vec<_> = ids.iter().map(|id| id.as_str()).collect();
    let message = format!("Instances [[{}]] not in a valid state for account {}", ids.join(", "), profile.account_id);
    AwsError::new("InvalidInstanceId", message)
}

/// Checks that no instance is named twice.
pub fn check_distinct(ids: &[Text]) -> Result<()> {
    let mut seen = HashSet::new();
    if ids.iter().all(|id| seen.insert(id)) { Ok(()) } else { Err(AwsError::new("DuplicateInstanceId", "")) }
}

/// The running instances that meet all of the targets.
pub fn find(state: &State, targets: &[Target]) -> Result<Vec<Text>> {
    let is_known = |key: &str| key == "InstanceIds" || key == "tag-key" || key.starts_with("tag:");
    if let Some(Target { key, .. }) = targets.iter().find(|target| !is_known(&target.key)) {
        return Err(invalid(format!(
            "The target '{key}' is not supported by mock-state-store; these are: InstanceIds, tag:<key>, tag-key"
        )));
    }
    let found = instances::all(state).filter(|instance| instance.state == ServerState::Running);
    let found = found.filter(|instance| targets.iter().all(|target| target.matches(instance)));
    Ok(found.map(|instance| instance.instance_id.clone()).collect())
}

impl From<Target> for CommandTarget {
    fn from(Target { key, values }: Target) -> Self {
        Self { key, values, unknown: UnknownKeys::default() }
    }
}

impl Target {
    fn matches(&self, instance: &Instance) -> bool {
        let has = |value: &Text| self.values.is_empty() || self.values.contains(value);
        if self.key == "tag-key" {
            return instance.tags.iter().flat_map(|tags| tags.keys()).any(|key| self.values.contains(key));
        }
        match self.key.strip_prefix("tag:") {
            Some(key) => instance.tags.as_ref().and_then(|tags| tags.get(key)).is_some_and(has),
            None => self.values.contains(&instance.instance_id),
        }
    }
}

fn is_running(state: &State, id: &str) -> bool {
    instances::find(state, id).is_some_and(|instance| instance.state == ServerState::Running)
}
