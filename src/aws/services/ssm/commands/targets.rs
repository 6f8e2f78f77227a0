//! The instances that a command is sent to.

use serde::Deserialize;

use super::super::invalid;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::instance::{Instance, ServerState};
use crate::state::{Draft, State, instances};

/// What finds instances: `InstanceIds`, or `tag:<key>`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Target {
    key: Text,
    values: Vec<Text>,
}

/// Checks that all the instances take commands.
pub fn check_running(draft: &Draft, ids: &[Text]) -> Result<()> {
    let wrong: Vec<_> = ids.iter().filter(|id| !is_running(draft.state(), id)).map(Text::as_str).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let account = &draft.profile().account_id;
    let message = format!("Instances [[{}]] not in a valid state for account {account}", wrong.join(", "));
    Err(AwsError::new("InvalidInstanceId", message))
}

/// The running instances that meet all of the targets.
pub fn find(state: &State, targets: &[Target]) -> Result<Vec<Text>> {
    if let Some(target) = targets.iter().find(|it| it.key != "InstanceIds" && !it.key.starts_with("tag:")) {
        return Err(invalid(format!(
            "mock-state-store does not support the target {}. Supported are InstanceIds and tag:<key>.",
            target.key
        )));
    }
    let found = instances::all(state).filter(|instance| instance.state == ServerState::Running);
    let found = found.filter(|instance| targets.iter().all(|target| target.matches(instance)));
    Ok(found.map(|instance| instance.instance_id.clone()).collect())
}

impl Target {
    fn matches(&self, instance: &Instance) -> bool {
        let has = |value: &Text| self.values.is_empty() || self.values.contains(value);
        match self.key.strip_prefix("tag:") {
            Some(key) => instance.tags.as_ref().and_then(|tags| tags.get(key)).is_some_and(has),
            None => self.values.contains(&instance.instance_id),
        }
    }
}

fn is_running(state: &State, id: &str) -> bool {
    instances::find(state, id).is_some_and(|instance| instance.state == ServerState::Running)
}
