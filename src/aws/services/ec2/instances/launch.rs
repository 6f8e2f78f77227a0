//! `RunInstances`.

use compact_str::format_compact;
use serde::{Deserialize, Serialize};

use super::super::errors::{invalid_value, missing};
use super::super::idempotency::Request;
use super::super::network::Subnet;
use super::super::tags::{self, TagSpecification, Tags};
use super::super::{images, unless_dry_run};
use super::describe::Reservation;
use super::devices::{self, Device, DeviceMapping};
use super::find;
use super::network::{self, Interface, Network, Placement};
use super::options::Options;
use super::output::Output;
use super::user_data;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, Whole};
use crate::state::images::Image;
use crate::state::instance::{Instance, ServerState, ShutdownBehavior};
use crate::state::instances::{self, Launched};
use crate::state::launch_options::LaunchOptions;
use crate::state::transitions::Transition;
use crate::state::{Draft, Key};

/// How many instances a request may launch.
const MOST: i64 = 1000;

/// The type of an instance where the request names none.
const DEFAULT_TYPE: &str = "m1.small";

/// What a request may tag. Tags of what is neither an instance nor a volume are accepted and have no effect.
const TAGGABLE: [&str; 5] = ["instance", "volume", "network-interface", "elastic-gpu", "spot-instances-request"];

/// What is asked for.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RunInstances {
    image_id: Option<Text>,
    instance_type: Option<Text>,
    min_count: i64,
    max_count: i64,
    key_name: Option<Text>,
    placement: Placement,
    subnet_id: Option<Text>,
    security_group_ids: Vec<Text>,
    security_groups: Vec<Text>,
    private_ip_address: Option<Text>,
    network_interfaces: Vec<Interface>,
    block_device_mappings: Vec<DeviceMapping>,
    hibernation_options: HibernationOptions,
    monitoring: Switch,
    enclave_options: Switch,
    ebs_optimized: Option<bool>,
    disable_api_termination: Option<bool>,
    disable_api_stop: Option<bool>,
    instance_initiated_shutdown_behavior: Option<Text>,
    user_data: Option<Text>,
    iam_instance_profile: InstanceProfile,
    kernel_id: Option<Text>,
    ramdisk_id: Option<Text>,
    #[serde(flatten)]
    options: Options,
    tag_specifications: Vec<TagSpecification>,
    #[serde(skip_serializing)]
    client_token: Option<Text>,
    #[serde(skip_serializing)]
    dry_run: bool,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
struct HibernationOptions {
    configured: bool,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
struct Switch {
    enabled: Option<bool>,
}

/// The role of the instances, by one of its names.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
struct InstanceProfile {
    arn: Option<Text>,
    name: Option<Text>,
}

impl InstanceProfile {
    fn arn(&self, account_id: &str) -> Option<Text> {
        let of_name = |name| format_compact!("arn:aws:iam::{account_id}:instance-profile/{name}");
        self.arn.clone().or_else(|| self.name.as_ref().map(of_name))
    }
}

/// What all instances of a request have.
struct Launch {
    image: Image,
    instance_type: Text,
    subnet: Subnet,
    groups: Vec<Text>,
    devices: Vec<Device>,
    tags: Tags,
    volume_tags: Tags,
    addresses: Vec<Text>,
    associate_public_ip: Option<bool>,
    user_data: Option<Text>,
    shutdown_behavior: Option<ShutdownBehavior>,
    options: Option<LaunchOptions>,
}

/// Launches instances.
pub fn run(call: &mut Call, input: RunInstances) -> Result<Reservation> {
    let draft = &mut call.draft;
    let request = Request::new("RunInstances", input.client_token.as_ref(), &input)?;
    if let Some(made) = request.made(draft)? {
        return unless_dry_run(input.dry_run, reservation(draft, &remaining(draft, made)?)?);
    }
    let launch = input.check(draft)?;
    unless_dry_run(input.dry_run, ())?;
    instances::forget_terminated(draft);
    let made = launch.make(draft, &input);
    let answer = reservation(draft, &made)?;
    for id in &made {
        draft.begin(Transition::Pending, id);
    }
    request.remember(draft, made);
    Ok(answer)
}

impl RunInstances {
    fn check(&self, draft: &Draft) -> Result<Launch> {
        let count = self.count()?;
        let image = image(draft, self.image_id.as_deref())?;
        let instance_type = self.instance_type.clone().unwrap_or_else(|| DEFAULT_TYPE.into());
        let network = Network {
            subnet_id: self.subnet_id.as_ref(),
            group_ids: &self.security_group_ids,
            group_names: &self.security_groups,
            private_ip: self.private_ip_address.as_ref(),
            associate_public_ip: None,
        };
        let network = network.with(&self.network_interfaces)?;
        let subnet = network::place(draft, self.placement.zone(draft)?.as_ref(), network.subnet_id)?;
        Ok(Launch {
            groups: network::groups(draft.state(), &subnet.vpc_id, &subnet.id, network.group_ids, network.group_names)?,
            devices: devices::of(draft.state(), &image, &self.block_device_mappings)?,
            tags: tags::specified(&self.tag_specifications, &TAGGABLE, "instance")?,
            volume_tags: tags::specified(&self.tag_specifications, &TAGGABLE, "volume")?,
            addresses: network::addresses(draft.state(), &subnet, network.private_ip, count)?,
            subnet,
            associate_public_ip: network.associate_public_ip,
            options: self.options.kept()?,
            user_data: user_data::checked(self.user_data.clone())?,
            shutdown_behavior: self.instance_initiated_shutdown_behavior.as_deref().map(|behavior| match behavior {
                "terminate" => ShutdownBehavior::Terminate,
                _ => ShutdownBehavior::Stop,
            }),
            image,
            instance_type,
        })
    }

    fn count(&self) -> Result<usize> {
        let refuse = |name: &str, count: i64, why: &str| {
            Err(invalid_value(format!("Value ({count}) for parameter {name} is invalid. {why}")))
        };
        let (least, most) = (self.min_count, self.max_count);
        if least < 1 {
            return refuse("minCount", least, "Expecting a value of at least 1.");
        }
        if most < least {
            return refuse("maxCount", most, "Expecting a value that is not less than minCount.");
        }
        if least > MOST {
            let text = format!(
                "You have requested more instances ({least}) than your current instance limit of {MOST} allows for \
                 the specified instance type."
            );
            return Err(AwsError::new("InstanceLimitExceeded", text));
        }
        Ok(usize::try_from(most.min(MOST)).unwrap_or_default())
    }
}

impl Launch {
    /// Puts the instances and their volumes into the state, and answers the instances' ids.
    fn make(&self, draft: &mut Draft, input: &RunInstances) -> Vec<Text> {
        let now = draft.now();
        let reservation_id = Text::from(draft.new_id("r-"));
        let mut made = Vec::new();
        for (index, address) in (0..).zip(&self.addresses) {
            let id = Text::from(draft.new_id("i-"));
            let mappings =
                self.devices.iter().map(|device| device.make(draft, &id, &self.subnet.zone, &self.volume_tags));
            let mut instance = Instance {
                image_id: Some(self.image.image_id.clone()),
                instance_type: Some(self.instance_type.clone()),
                key_name: input.key_name.clone(),
                launch_time: Some(now.iso()),
                availability_zone: Some(self.subnet.zone.clone()),
                block_device_mappings: Some(mappings.collect()),
                private_ip_address: Some(address.clone()),
                root_device_name: Some(self.image.root_device_name.clone()),
                tags: Some(self.tags.clone()).filter(|tags| !tags.is_empty()),
                reservation_id: Some(reservation_id.clone()),
                launch_index: Some(Whole(index)),
                subnet_id: Some(self.subnet.id.clone()),
                vpc_id: Some(self.subnet.vpc_id.clone()),
                security_group_ids: Some(self.groups.clone()),
                associate_public_ip: self.associate_public_ip,
                client_token: input.client_token.clone().filter(|token| !token.is_empty()),
                hibernation_configured: Some(input.hibernation_options.configured),
                monitoring: input.monitoring.enabled,
                enclave_enabled: input.enclave_options.enabled,
                ebs_optimized: input.ebs_optimized,
                disable_api_termination: input.disable_api_termination,
                disable_api_stop: input.disable_api_stop,
                instance_initiated_shutdown_behavior: self.shutdown_behavior,
                user_data: self.user_data.clone(),
                iam_instance_profile_arn: input.iam_instance_profile.arn(&draft.profile().account_id),
                kernel_id: input.kernel_id.clone(),
                ramdisk_id: input.ramdisk_id.clone(),
                tenancy: input.placement.tenancy.clone(),
                launch_options: self.options.clone(),
                placement_group_name: input.placement.group_name.clone(),
                ..Instance::new(id.clone(), ServerState::Pending, now)
            };
            instance.update_has_volume();
            draft.set(Key::Name(id.as_str().into()), Launched(instance));
            made.push(id);
        }
        made
    }
}

/// The image of an id.
fn image(draft: &Draft, id: Option<&str>) -> Result<Image> {
    let id = id.filter(|id| !id.is_empty()).ok_or_else(|| missing("ImageId"))?;
    images::launchable(draft.state(), id)
}

/// The instances of an earlier request under the same token, but for those that are terminated.
fn remaining(draft: &Draft, mut made: Vec<Text>) -> Result<Vec<Text>> {
    let state = draft.state();
    made.retain(|id| instances::find(state, id).is_some_and(|it| it.state != ServerState::Terminated));
    if made.is_empty() {
        let text = "The client token is that of an earlier request, the instances of which have been terminated.";
        return Err(AwsError::new("IdempotentInstanceTerminated", text));
    }
    Ok(made)
}

fn reservation(draft: &Draft, ids: &[Text]) -> Result<Reservation> {
    let instances: Vec<_> = find(draft, ids)?.into_iter().map(|instance| Output::of(draft, instance)).collect();
    let reservation_id = instances.first().map(|instance| instance.reservation_id.clone()).unwrap_or_default();
    Ok(Reservation { reservation_id, owner_id: draft.profile().account_id.clone(), groups: [], instances })
}
