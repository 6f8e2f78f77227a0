//! `StartInstances`, `StopInstances`, `TerminateInstances`.

use compact_str::format_compact;
use serde::{Deserialize, Serialize};

use super::super::errors::invalid_value;
use super::super::unless_dry_run;
use super::find;
use super::output::InstanceState;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::instance::{AwsState, Instance, ServerState, VolumeStatus};
use crate::state::transitions::Transition;
use crate::state::{Draft, instances};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct StartInstances {
    instance_ids: Vec<Text>,
    dry_run: bool,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct StopInstances {
    instance_ids: Vec<Text>,
    hibernate: bool,
    dry_run: bool,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TerminateInstances {
    instance_ids: Vec<Text>,
    dry_run: bool,
}

/// What has become of an instance.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StateChange {
    instance_id: Text,
    current_state: InstanceState,
    previous_state: InstanceState,
}

/// What has become of those that were to start.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Starting {
    starting_instances: Vec<StateChange>,
}

/// What has become of those that were to stop.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Stopping {
    stopping_instances: Vec<StateChange>,
}

/// What has become of those that were to be terminated.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Terminating {
    terminating_instances: Vec<StateChange>,
}

/// Starts instances.
pub fn start(call: &mut Call, input: StartInstances) -> Result<Starting> {
    let starting_instances = change(&mut call.draft, &input.instance_ids, start_one)?;
    unless_dry_run(input.dry_run, Starting { starting_instances })
}

/// Stops instances.
pub fn stop(call: &mut Call, input: StopInstances) -> Result<Stopping> {
    let stop = |draft: &mut Draft, instance| stop_one(draft, instance, input.hibernate);
    let stopping_instances = change(&mut call.draft, &input.instance_ids, stop)?;
    unless_dry_run(input.dry_run, Stopping { stopping_instances })
}

/// Terminates instances.
pub fn terminate(call: &mut Call, input: TerminateInstances) -> Result<Terminating> {
    let terminating_instances = change(&mut call.draft, &input.instance_ids, terminate_one)?;
    unless_dry_run(input.dry_run, Terminating { terminating_instances })
}

/// Changes the state of each of some instances, and tells the state that each is in then: of one that gets there at
/// once, the state in between.
fn change(
    draft: &mut Draft,
    ids: &[Text],
    change: impl Fn(&mut Draft, Instance) -> Result<InstanceState>,
) -> Result<Vec<StateChange>> {
    let found: Vec<Instance> = find(draft, ids)?.into_iter().cloned().collect();
    let change = |instance: Instance| {
        let (instance_id, previous_state) = (instance.instance_id.clone(), InstanceState::of(&instance));
        let current_state = change(draft, instance)?;
        Ok(StateChange { instance_id, current_state, previous_state })
    };
    found.into_iter().map(change).collect()
}

fn start_one(draft: &mut Draft, mut instance: Instance) -> Result<InstanceState> {
    match instance.state {
        ServerState::Pending | ServerState::Running => return Ok(InstanceState::of(&instance)),
        ServerState::Stopped | ServerState::Hibernating => {}
        ServerState::Stopping | ServerState::Terminated | ServerState::Unknown => {
            let id = instance.instance_id;
            let text = format!("The instance '{id}' is not in a state from which it can be started.");
            return Err(AwsError::new("IncorrectInstanceState", text));
        }
    }
    let root = instance.root_device();
    if !instance.mappings().any(|it| it.device_name == root && it.status == VolumeStatus::Attached) {
        let id = &instance.instance_id;
        let text =
            format!("Invalid value '{id}' for instanceId. Instance does not have a volume attached at root ({root})");
        return Err(invalid_value(text));
    }
    instance.state = ServerState::Pending;
    instance.launch_time = Some(draft.now().iso());
    instance.state_reason = None;
    instance.state_transition_reason = None;
    Ok(begin(draft, instance, Transition::Pending))
}

fn stop_one(draft: &mut Draft, mut instance: Instance, hibernates: bool) -> Result<InstanceState> {
    match instance.state {
        ServerState::Stopping if !instance.is_shutting_down() => return Ok(InstanceState::of(&instance)),
        ServerState::Stopped | ServerState::Hibernating => return Ok(InstanceState::of(&instance)),
        ServerState::Running => {}
        _ => {
            let id = instance.instance_id;
            let text = format!("This instance '{id}' is not in a state from which it can be stopped.");
            return Err(AwsError::new("IncorrectInstanceState", text));
        }
    }
    if hibernates && instance.hibernation_configured == Some(false) {
        let text = format!("The instance '{}' is not configured for hibernation.", instance.instance_id);
        return Err(AwsError::new("UnsupportedHibernationConfiguration", text));
    }
    instance.state = ServerState::Stopping;
    leave(draft, &mut instance, if hibernates { instances::HIBERNATE } else { instances::SHUTDOWN });
    Ok(begin(draft, instance, Transition::Stopping))
}

fn terminate_one(draft: &mut Draft, mut instance: Instance) -> Result<InstanceState> {
    if instance.state == ServerState::Terminated || instance.is_shutting_down() {
        return Ok(InstanceState::of(&instance));
    }
    instance.state = ServerState::Stopping;
    instance.aws_state = Some(AwsState::ShuttingDown);
    leave(draft, &mut instance, instances::SHUTDOWN);
    Ok(begin(draft, instance, Transition::ShuttingDown))
}

/// An instance is no longer there to be reached.
fn leave(draft: &Draft, instance: &mut Instance, reason: &str) {
    let now = draft.now().iso();
    let (date, time) = now.split_once('T').unwrap_or_default();
    let time = time.split('.').next().unwrap_or_default();
    instance.public_ip = instances::elastic_ip(draft.state(), &instance.instance_id);
    instance.state_reason = Some(reason.into());
    instance.state_transition_reason = Some(format_compact!("User initiated ({date} {time} GMT)"));
}

fn begin(draft: &mut Draft, instance: Instance, transition: Transition) -> InstanceState {
    let (id, state) = (instance.instance_id.clone(), InstanceState::of(&instance));
    draft.take_back(&id);
    instances::write(draft, instance);
    draft.begin(transition, &id);
    state
}
