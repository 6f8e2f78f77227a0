//! `ModifyInstanceAttribute`.

use serde::Deserialize;

use super::{find_one, network, user_data};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::aws::models::ServiceId;
use crate::aws::services::ec2::errors::{invalid_combination, invalid_value};
use crate::aws::services::ec2::tags::Empty;
use crate::aws::services::ec2::{ids, unless_dry_run};
use crate::document::Text;
use crate::state::instance::{Instance, ServerState, ShutdownBehavior};
use crate::state::{Draft, instances};

/// The attributes that only a stopped instance can change.
const OF_STOPPED: [&str; 7] =
    ["instanceType", "kernel", "ramdisk", "userData", "ebsOptimized", "enaSupport", "sriovNetSupport"];

/// What is asked for: one attribute, by its name and its value or by the member of that name.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ModifyInstanceAttribute {
    instance_id: Text,
    attribute: Option<Text>,
    value: Option<Text>,
    block_device_mappings: Vec<DeviceMapping>,
    disable_api_stop: Setting<bool>,
    disable_api_termination: Setting<bool>,
    ebs_optimized: Setting<bool>,
    ena_support: Setting<bool>,
    groups: Vec<Text>,
    instance_initiated_shutdown_behavior: Setting<Text>,
    instance_type: Setting<Text>,
    kernel: Setting<Text>,
    ramdisk: Setting<Text>,
    source_dest_check: Setting<bool>,
    sriov_net_support: Setting<Text>,
    user_data: Setting<Text>,
    dry_run: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Setting<T: Default> {
    value: Option<T>,
}

/// What becomes of the volume at a device.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct DeviceMapping {
    device_name: Text,
    ebs: Ebs,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Ebs {
    delete_on_termination: Option<bool>,
}

/// A change of an attribute.
enum Change<'a> {
    /// To a value, in EC2's text form.
    Value(Text),
    Devices(&'a [DeviceMapping]),
    Groups(&'a [Text]),
}

/// Changes one attribute of an instance.
pub fn modify_attribute(call: &mut Call, input: ModifyInstanceAttribute) -> Result<Empty> {
    let draft = &mut call.draft;
    let before = find_one(draft, &input.instance_id)?;
    let mut instance = before.clone();
    let mut changes = input.changes();
    let (name, change) = changes.pop().ok_or_else(|| invalid_combination("No attributes specified."))?;
    if !changes.is_empty() {
        let names: Vec<_> = changes.iter().map(|(name, _)| *name).chain([name]).collect();
        let text = format!("Fields for multiple attribute types specified: {}", names.join(", "));
        return Err(invalid_combination(text));
    }
    match change {
        Change::Value(value) => set(&mut instance, name, value)?,
        Change::Devices(devices) => set_devices(&mut instance, devices)?,
        Change::Groups(groups) => set_groups(draft, &mut instance, groups)?,
    }
    let is_changed = instance != *before;
    unless_dry_run(input.dry_run, ())?;
    if is_changed {
        instances::write(draft, instance);
    }
    Ok(Empty {})
}

impl ModifyInstanceAttribute {
    fn changes(&self) -> Vec<(&str, Change<'_>)> {
        let texts = [
            ("instanceType", &self.instance_type),
            ("kernel", &self.kernel),
            ("ramdisk", &self.ramdisk),
            ("userData", &self.user_data),
            ("instanceInitiatedShutdownBehavior", &self.instance_initiated_shutdown_behavior),
            ("sriovNetSupport", &self.sriov_net_support),
        ];
        let flags = [
            ("disableApiTermination", &self.disable_api_termination),
            ("disableApiStop", &self.disable_api_stop),
            ("sourceDestCheck", &self.source_dest_check),
            ("ebsOptimized", &self.ebs_optimized),
            ("enaSupport", &self.ena_support),
        ];
        let texts = texts.into_iter().filter_map(|(name, setting)| Some((name, setting.value.clone()?)));
        let flags = flags.into_iter().filter_map(|(name, setting)| Some((name, setting.value?.to_string().into())));
        let by_name = self.attribute.as_deref().zip(self.value.clone());
        let values = texts.chain(flags).chain(by_name).map(|(name, value)| (name, Change::Value(value)));
        let devices = &self.block_device_mappings;
        let devices = (!devices.is_empty()).then_some(("blockDeviceMapping", Change::Devices(devices)));
        let groups = (!self.groups.is_empty()).then_some(("groupSet", Change::Groups(&self.groups)));
        values.chain(devices).chain(groups).collect()
    }
}

fn set(instance: &mut Instance, name: &str, value: Text) -> Result<()> {
    let is_stopped = matches!(instance.state, ServerState::Stopped | ServerState::Hibernating);
    if OF_STOPPED.contains(&name) && !is_stopped {
        let text = format!("The instance '{}' is not in the 'stopped' state.", instance.instance_id);
        return Err(AwsError::new("IncorrectInstanceState", text));
    }
    let flag = || value.parse::<bool>().map(Some).map_err(|_| invalid(name, &value));
    let text = || Some(value.clone()).filter(|value| !value.is_empty());
    match name {
        "instanceType" => {
            check_type(&value)?;
            instance.instance_type = text();
        }
        "kernel" => instance.kernel_id = text(),
        "ramdisk" => instance.ramdisk_id = text(),
        "userData" => instance.user_data = user_data::checked(text())?,
        "instanceInitiatedShutdownBehavior" => {
            let mut behaviors = [ShutdownBehavior::Stop, ShutdownBehavior::Terminate].into_iter();
            let behavior = behaviors.find(|behavior| behavior.name() == value);
            instance.instance_initiated_shutdown_behavior = Some(behavior.ok_or_else(|| invalid(name, &value))?);
        }
        "sriovNetSupport" => instance.sriov_net_support = text(),
        "disableApiTermination" => instance.disable_api_termination = flag()?,
        "disableApiStop" => instance.disable_api_stop = flag()?,
        "sourceDestCheck" => instance.source_dest_check = flag()?,
        "ebsOptimized" => instance.ebs_optimized = flag()?,
        "enaSupport" => instance.ena_support = flag()?,
        other => return Err(invalid("attribute", other)),
    }
    Ok(())
}

fn invalid(parameter: &str, value: &str) -> AwsError {
    invalid_value(format!("Value ({value}) for parameter {parameter} is invalid."))
}

/// Requires a type that the model knows.
fn check_type(value: &str) -> Result<()> {
    let types = ServiceId::Ec2.service().shapes().iter().find(|shape| &*shape.name == "InstanceType");
    if types.is_some_and(|types| types.constraints.values.iter().any(|known| known == value)) {
        return Ok(());
    }
    Err(AwsError::new("InvalidInstanceAttributeValue", format!("Invalid value '{value}' for InstanceType.")))
}

fn set_devices(instance: &mut Instance, devices: &[DeviceMapping]) -> Result<()> {
    for DeviceMapping { device_name, ebs } in devices {
        let is_mapped = instance.mappings().any(|mapping| mapping.device_name == *device_name);
        if !is_mapped {
            let text = format!("No device is currently mapped at {device_name}");
            return Err(AwsError::new("InvalidInstanceAttributeValue", text));
        }
        let mappings = instance.block_device_mappings.iter_mut().flatten();
        for mapping in mappings.filter(|mapping| mapping.device_name == *device_name) {
            mapping.delete_on_termination = ebs.delete_on_termination.unwrap_or(true);
        }
    }
    Ok(())
}

fn set_groups(draft: &Draft, instance: &mut Instance, groups: &[Text]) -> Result<()> {
    instance.security_group_ids =
        Some(network::groups(draft.state(), &ids::vpc_of(instance), &ids::subnet_of(instance), groups, &[])?);
    Ok(())
}
