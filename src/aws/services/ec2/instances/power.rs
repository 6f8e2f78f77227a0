//! `StartInstances`, `StopInstances`, `TerminateInstances`.

use std::collections::HashSet;

use compact_str::format_compact;
use serde::{Deserialize, Serialize};

use super::super::errors::invalid_value;
use super::super::tags::Empty;
use super::super::{ids, unless_dry_run};
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

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RebootInstances {
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

/// Terminates instances. Where one of them is protected the request fails, and EC2 terminates those that are in zones
/// without a protected one.
pub fn terminate(call: &mut Call, input: TerminateInstances) -> Result<Terminating> {
    let draft = &mut call.draft;
    let asked = find(draft, &input.instance_ids)?;
    let protected: Vec<_> = asked.iter().filter(|instance| protection(instance).is_some()).collect();
    if let Some((instance, name)) = protected.first().and_then(|instance| Some((instance, protection(instance)?))) {
        let error = not_permitted(instance, "terminated", name);
        let zone = |instance: &Instance| ids::zone_of(instance, draft.profile());
        let spared: HashSet<Text> = protected.iter().map(|instance| zone(instance)).collect();
        let others = asked.iter().filter(|instance| !spared.contains(&zone(instance)));
        let others: Vec<_> = others.map(|instance| instance.instance_id.clone()).collect();
        if !input.dry_run {
            change(draft, &others, terminate_one)?;
            draft.keep();
        }
        return Err(error);
    }
    let terminating_instances = change(draft, &input.instance_ids, terminate_one)?;
    unless_dry_run(input.dry_run, Terminating { terminating_instances })
}

/// The attribute that protects an instance from being terminated.
fn protection(instance: &Instance) -> Option<&'static str> {
    let is_there = instance.state != ServerState::Terminated && !instance.is_shutting_down();
    let attributes =
        [("disableApiTermination", instance.disable_api_termination), ("disableApiStop", instance.disable_api_stop)];
    let set = attributes.into_iter().find(|(_, flag)| *flag == Some(true));
    set.filter(|_| is_there).map(|(name, _)| name)
}

fn not_permitted(instance: &Instance, what: &str, attribute: &str) -> AwsError {
    let id = &instance.instance_id;
    let text =
        format!("The instance '{id}' may not be {what}. Modify its '{attribute}' instance attribute and try again.");
    AwsError::new("OperationNotPermitted", text)
}

/// Reboots instances: they run on. Those that are terminated are left alone.
pub fn reboot(call: &mut Call, input: RebootInstances) -> Result<Empty> {
    let is_down = |instance: &Instance| match instance.state {
        ServerState::Stopped | ServerState::Hibernating | ServerState::Unknown => true,
        ServerState::Stopping => !instance.is_shutting_down(),
        ServerState::Pending | ServerState::Running | ServerState::Terminated => false,
    };
    let mut found = find(&call.draft, &input.instance_ids)?.into_iter();
    if let Some(instance) = found.find(|instance| is_down(instance)) {
        let id = &instance.instance_id;
        let text = format!("The instance '{id}' is not in a state from which it can be rebooted.");
        return Err(AwsError::new("IncorrectInstanceState", text));
    }
    unless_dry_run(input.dry_run, Empty {})
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
    if instance.disable_api_stop == Some(true) {
        return Err(not_permitted(&instance, "stopped", "disableApiStop"));
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
