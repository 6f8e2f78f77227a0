//! `CreateImage`.

use compact_str::format_compact;
use serde::{Deserialize, Serialize};

use super::super::errors::{invalid_value, missing};
use super::super::instances::{self as ec2_instances, DeviceMapping};
use super::super::tags::{self, TagSpecification, Tags};
use super::super::{snapshots, unless_dry_run};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys};
use crate::state::images::{self, Image, ImageMapping, ImageState};
use crate::state::instance::{BlockDeviceMapping, Instance, ServerState, VolumeStatus};
use crate::state::transitions::Transition;
use crate::state::volumes::Volume;
use crate::state::{Draft, State, volume_snapshots, volumes};

/// How many characters a name may have.
const NAME_LENGTH: std::ops::RangeInclusive<usize> = 3..=128;

/// What a name may have beside letters and digits.
const NAME_CHARACTERS: &str = "()[] ./-'@_";

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateImage {
    instance_id: Text,
    name: Text,
    description: Option<Text>,
    block_device_mappings: Vec<DeviceMapping>,
    tag_specifications: Vec<TagSpecification>,
    dry_run: bool,
}

/// What was made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Created {
    image_id: Text,
}

/// A device of the image to be: what it is made of, and, of a volume of the instance, that volume.
struct Device {
    mapping: ImageMapping,
    volume: Option<Volume>,
}

/// Makes an image of an instance, and snapshots of its volumes. A reboot leaves an instance in its state, so that it
/// does not matter whether there is one.
pub fn create(call: &mut Call, input: CreateImage) -> Result<Created> {
    let draft = &mut call.draft;
    check_name(draft, &input.name)?;
    let instance = ec2_instances::find(draft, std::slice::from_ref(&input.instance_id))?.into_iter().next().cloned();
    let instance = instance.ok_or_else(|| missing("InstanceId"))?;
    check_state(&instance)?;
    let devices = devices(draft.state(), &instance, &input.block_device_mappings)?;
    let tags = |of| tags::specified(&input.tag_specifications, &["image", "snapshot"], of);
    let (image_tags, snapshot_tags) = (tags("image")?, tags("snapshot")?);
    unless_dry_run(input.dry_run, ())?;
    images::forget_deregistered(draft);
    let image_id = Text::from(draft.new_id("ami-"));
    let snapshots = make(draft, &instance, image_id.clone(), devices, (input, image_tags, snapshot_tags));
    draft.begin(Transition::Snapshot, &image_id);
    for id in snapshots {
        draft.begin(Transition::Snapshot, &id);
    }
    Ok(Created { image_id })
}

/// Puts the image and its snapshots into the state, and answers the ids of these.
fn make(
    draft: &mut Draft,
    instance: &Instance,
    image_id: Text,
    devices: Vec<Device>,
    (input, image_tags, snapshot_tags): (CreateImage, Tags, Tags),
) -> Vec<Text> {
    let description = format_compact!("Created by CreateImage({}) for {image_id}", instance.instance_id);
    let (mut mappings, mut made) = (Vec::new(), Vec::new());
    for Device { mut mapping, volume } in devices {
        if let Some(volume) = volume {
            let snapshot = snapshots::new(draft, &volume, Some(description.clone()), snapshot_tags.clone());
            mapping.snapshot_id = Some(snapshot.snapshot_id.clone());
            made.push(snapshot.snapshot_id.clone());
            volume_snapshots::write(draft, snapshot);
        }
        mappings.push(mapping);
    }
    let image = Image {
        name: input.name,
        description: input.description,
        state: ImageState::Pending,
        creation_date: draft.now().iso(),
        architecture: images::architecture(draft.state(), instance),
        root_device_name: instance.root_device().into(),
        block_device_mappings: mappings,
        source_instance_id: Some(instance.instance_id.clone()),
        source_image_id: Some(images::image_id(instance).into()),
        tags: image_tags,
        ..images::derived(&image_id)
    };
    images::write(draft, image);
    made
}

/// The volumes of an instance, the root first, with what a request says of them, and what it adds.
fn devices(state: &State, instance: &Instance, given: &[DeviceMapping]) -> Result<Vec<Device>> {
    ec2_instances::check_names(given)?;
    let root = instance.root_device();
    let mut attached: Vec<_> = instance.mappings().filter(|mapping| mapping.status == VolumeStatus::Attached).collect();
    attached.sort_by_key(|mapping| mapping.device_name != root);
    if attached.first().is_none_or(|mapping| mapping.device_name != root) {
        let id = &instance.instance_id;
        let text =
            format!("Invalid value '{id}' for instanceId. Instance does not have a volume attached at root ({root})");
        return Err(invalid_value(text));
    }
    let mut devices = Vec::new();
    for mapping in &attached {
        let over = given.iter().find(|given| given.device_name == mapping.device_name);
        if over.is_some_and(DeviceMapping::is_left_out) {
            if mapping.device_name == root {
                let text = format!("The root device {root} cannot be left out of the image.");
                return Err(AwsError::new("InvalidBlockDeviceMapping", text));
            }
            continue;
        }
        if let Some(volume) = volumes::find(state, &mapping.volume_id) {
            devices.push(of_volume(volume, mapping, over)?);
        }
    }
    for given in given.iter().filter(|given| attached.iter().all(|it| it.device_name != given.device_name)) {
        devices.extend(given.added(state)?.map(|added| Device { mapping: added.into_image(), volume: None }));
    }
    Ok(devices)
}

/// A volume of the instance. Only whether it goes with an instance of the image can be another than with this one.
fn of_volume(volume: Volume, mapping: &BlockDeviceMapping, over: Option<&DeviceMapping>) -> Result<Device> {
    if let Some(over) = over.filter(|over| over.changes(&volume)) {
        let text = format!("The volume of the device {} can only be changed by DeleteOnTermination.", over.device_name);
        return Err(AwsError::new("InvalidBlockDeviceMapping", text));
    }
    let mapping = ImageMapping {
        device_name: mapping.device_name.clone(),
        snapshot_id: None,
        volume_size: volume.size,
        volume_type: volume.volume_type.clone(),
        delete_on_termination: over
            .and_then(DeviceMapping::delete_on_termination)
            .unwrap_or(mapping.delete_on_termination),
        encrypted: volume.encrypted,
        iops: volume.iops,
        throughput: volume.throughput,
        unknown: UnknownKeys::default(),
    };
    Ok(Device { mapping, volume: Some(volume) })
}

fn check_state(instance: &Instance) -> Result<()> {
    let is_there = matches!(instance.state, ServerState::Running | ServerState::Stopped | ServerState::Hibernating);
    if is_there || instance.state == ServerState::Stopping && !instance.is_shutting_down() {
        return Ok(());
    }
    let text = format!(
        "Invalid value '{}' for instanceId. Instance is not in state 'running' or 'stopping' or 'stopped'",
        instance.instance_id
    );
    Err(invalid_value(text))
}

/// Requires a name that can be, and that no other image of the account has.
fn check_name(draft: &Draft, name: &str) -> Result<()> {
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || NAME_CHARACTERS.contains(character);
    if !NAME_LENGTH.contains(&name.chars().count()) || !name.chars().all(is_allowed) {
        let text = "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', \
                    '.', '-', '/' and '_'";
        return Err(AwsError::new("InvalidAMIName.Malformed", text));
    }
    let account = &draft.profile().account_id;
    let is_own = |image: &Image| image.owner_id.as_ref().is_none_or(|owner| owner == account);
    match images::all(draft.state()).into_iter().find(|image| image.name == name && is_own(image)) {
        None => Ok(()),
        Some(image) => {
            let text = format!("AMI name {name} is already in use by AMI {}", image.image_id);
            Err(AwsError::new("InvalidAMIName.Duplicate", text))
        }
    }
}
