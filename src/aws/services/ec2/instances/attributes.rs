//! `DescribeInstanceAttribute`.

use serde::{Deserialize, Serialize};

use super::find_one;
use super::interfaces::Group;
use super::output::{Enclaves, Mapping, Output};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::ec2::errors::invalid_value;
use crate::aws::services::ec2::unless_dry_run;
use crate::document::Text;
use crate::state::instance::ShutdownBehavior;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeInstanceAttribute {
    attribute: Text,
    instance_id: Text,
    dry_run: bool,
}

/// An instance and one of its attributes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Description {
    instance_id: Text,
    #[serde(flatten)]
    attribute: Attribute,
}

/// An attribute, under EC2's name of the member.
#[derive(Debug, Serialize)]
enum Attribute {
    BlockDeviceMappings(Vec<Mapping>),
    DisableApiStop(Setting<bool>),
    DisableApiTermination(Setting<bool>),
    EbsOptimized(Setting<bool>),
    EnaSupport(Setting<bool>),
    EnclaveOptions(Enclaves),
    Groups(Vec<Group>),
    InstanceInitiatedShutdownBehavior(Setting<ShutdownBehavior>),
    InstanceType(Setting<Text>),
    KernelId(Setting<Text>),
    ProductCodes([(); 0]),
    RamdiskId(Setting<Text>),
    RootDeviceName(Setting<Text>),
    SourceDestCheck(Setting<bool>),
    SriovNetSupport(Setting<Text>),
    UserData(Setting<Text>),
}

/// The value of an attribute, if it has one.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Setting<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<T>,
}

fn set<T>(value: T) -> Setting<T> {
    Setting { value: Some(value) }
}

/// Tells one attribute of an instance.
pub fn describe_attribute(call: &mut Call, input: DescribeInstanceAttribute) -> Result<Description> {
    let instance = find_one(&call.draft, &input.instance_id)?;
    let shown = Output::of(&call.draft, instance);
    let or_none = |value: &Option<Text>| Setting { value: value.clone() };
    let attribute = match input.attribute.as_str() {
        "blockDeviceMapping" => Attribute::BlockDeviceMappings(shown.block_device_mappings),
        "disableApiStop" => Attribute::DisableApiStop(set(instance.disable_api_stop.unwrap_or(false))),
        "disableApiTermination" => {
            Attribute::DisableApiTermination(set(instance.disable_api_termination.unwrap_or(false)))
        }
        "ebsOptimized" => Attribute::EbsOptimized(set(shown.ebs_optimized)),
        "enaSupport" => Attribute::EnaSupport(set(shown.ena_support)),
        "enclaveOptions" => Attribute::EnclaveOptions(shown.enclave_options),
        "groupSet" => Attribute::Groups(shown.security_groups),
        "instanceInitiatedShutdownBehavior" => {
            let behavior = instance.instance_initiated_shutdown_behavior.unwrap_or(ShutdownBehavior::Stop);
            Attribute::InstanceInitiatedShutdownBehavior(set(behavior))
        }
        "instanceType" => Attribute::InstanceType(set(shown.instance_type)),
        "kernel" => Attribute::KernelId(or_none(&instance.kernel_id)),
        "productCodes" => Attribute::ProductCodes(shown.product_codes),
        "ramdisk" => Attribute::RamdiskId(or_none(&instance.ramdisk_id)),
        "rootDeviceName" => Attribute::RootDeviceName(set(shown.root_device_name)),
        "sourceDestCheck" => Attribute::SourceDestCheck(set(shown.source_dest_check)),
        "sriovNetSupport" => Attribute::SriovNetSupport(or_none(&instance.sriov_net_support)),
        "userData" => Attribute::UserData(or_none(&instance.user_data)),
        other => return Err(invalid_value(format!("Value ({other}) for parameter attribute is invalid."))),
    };
    unless_dry_run(input.dry_run, Description { instance_id: shown.instance_id, attribute })
}
