//! `DescribeImages`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::super::filters::{Fields, Filter, flag, one};
use super::super::looks::look;
use super::super::pages::Page;
use super::super::tags::Tag;
use super::super::{ids, timestamp, unless_dry_run};
use super::missing;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::images::{self, Image, ImageMapping, ImageState};
use crate::state::{Draft, Record, State};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeImages {
    image_ids: Vec<Text>,
    owners: Vec<Text>,
    executable_users: Vec<Text>,
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// A page of images.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Images {
    images: Vec<Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// A volume that an instance of an image gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Mapping {
    device_name: Text,
    ebs: Ebs,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Ebs {
    delete_on_termination: bool,
    encrypted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    iops: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot_id: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    throughput: Option<u64>,
    volume_size: u64,
    volume_type: Text,
}

/// An image as EC2 shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    architecture: Text,
    block_device_mappings: Vec<Mapping>,
    creation_date: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text>,
    ena_support: bool,
    hypervisor: &'static str,
    image_id: Text,
    image_location: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_owner_alias: Option<Text>,
    image_type: &'static str,
    name: Text,
    owner_id: Text,
    platform_details: &'static str,
    public: bool,
    root_device_name: Text,
    root_device_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_image_id: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_image_region: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_instance_id: Option<Text>,
    state: ImageState,
    tags: Vec<Tag>,
    usage_operation: &'static str,
    virtualization_type: &'static str,
    #[serde(skip)]
    is_own: bool,
}

impl Output {
    fn of(draft: &Draft, image: &Image) -> Self {
        let account = &draft.profile().account_id;
        let owner_id = image.owner_id.as_ref().unwrap_or(account).clone();
        Self {
            architecture: image.architecture.clone(),
            block_device_mappings: image.block_device_mappings.iter().map(Mapping::of).collect(),
            creation_date: timestamp(&image.creation_date),
            description: image.description.clone(),
            ena_support: true,
            hypervisor: "xen",
            image_id: image.image_id.clone(),
            image_location: compact_str::format_compact!("{owner_id}/{}", image.name),
            image_owner_alias: image.owner_alias.clone(),
            image_type: "machine",
            name: image.name.clone(),
            is_own: owner_id == *account,
            public: owner_id != *account,
            owner_id,
            platform_details: "Linux/UNIX",
            root_device_name: image.root_device_name.clone(),
            root_device_type: "ebs",
            source_image_region: image.source_image_id.as_ref().map(|_| draft.profile().region.clone()),
            source_image_id: image.source_image_id.clone(),
            source_instance_id: image.source_instance_id.clone(),
            state: image.state,
            tags: image.tags.iter().map(Tag::of).collect(),
            usage_operation: "RunInstances",
            virtualization_type: "hvm",
        }
    }

    /// True if it is an image of one of those accounts: a number, an alias, or `self`.
    fn is_owned_by(&self, owners: &[Text]) -> bool {
        let is_owner = |owner: &Text| {
            *owner == self.owner_id || Some(owner) == self.image_owner_alias.as_ref() || owner == "self" && self.is_own
        };
        owners.is_empty() || owners.iter().any(is_owner)
    }

    /// True if one of those may run it: `self`, `all` for everybody, or an account.
    fn can_be_run_by(&self, users: &[Text]) -> bool {
        users.is_empty() || users.iter().any(|user| if user == "all" { self.public } else { self.is_owned_by(users) })
    }
}

impl Mapping {
    fn of(mapping: &ImageMapping) -> Self {
        let ebs = Ebs {
            delete_on_termination: mapping.delete_on_termination,
            encrypted: mapping.encrypted,
            iops: mapping.iops.map(|iops| iops.0),
            snapshot_id: mapping.snapshot_id.clone(),
            throughput: mapping.throughput.map(|throughput| throughput.0),
            volume_size: mapping.volume_size.0,
            volume_type: mapping.volume_type.clone(),
        };
        Self { device_name: mapping.device_name.clone(), ebs }
    }
}

const FIELDS: Fields<Output> = Fields {
    supported: &[
        ("architecture", |it| one(it.architecture.clone())),
        ("block-device-mapping.delete-on-termination", |it| {
            it.block_device_mappings.iter().flat_map(|it| flag(it.ebs.delete_on_termination)).collect()
        }),
        ("block-device-mapping.device-name", |it| {
            it.block_device_mappings.iter().map(|it| it.device_name.clone()).collect()
        }),
        ("block-device-mapping.encrypted", |it| {
            it.block_device_mappings.iter().flat_map(|it| flag(it.ebs.encrypted)).collect()
        }),
        ("block-device-mapping.snapshot-id", |it| {
            it.block_device_mappings.iter().filter_map(|it| it.ebs.snapshot_id.clone()).collect()
        }),
        ("block-device-mapping.volume-size", |it| {
            it.block_device_mappings.iter().flat_map(|it| one(it.ebs.volume_size.to_string())).collect()
        }),
        ("block-device-mapping.volume-type", |it| {
            it.block_device_mappings.iter().map(|it| it.ebs.volume_type.clone()).collect()
        }),
        ("creation-date", |it| one(it.creation_date.clone())),
        ("description", |it| it.description.iter().cloned().collect()),
        ("ena-support", |it| flag(it.ena_support)),
        ("hypervisor", |it| one(it.hypervisor)),
        ("image-id", |it| one(it.image_id.clone())),
        ("image-type", |it| one(it.image_type)),
        ("is-public", |it| flag(it.public)),
        ("manifest-location", |it| one(it.image_location.clone())),
        ("name", |it| one(it.name.clone())),
        ("owner-alias", |it| it.image_owner_alias.iter().cloned().collect()),
        ("owner-id", |it| one(it.owner_id.clone())),
        ("root-device-name", |it| one(it.root_device_name.clone())),
        ("root-device-type", |it| one(it.root_device_type)),
        ("source-image-id", |it| it.source_image_id.iter().cloned().collect()),
        ("source-image-region", |it| it.source_image_region.iter().cloned().collect()),
        ("source-instance-id", |it| it.source_instance_id.iter().cloned().collect()),
        ("state", |it| one(it.state.name())),
        ("virtualization-type", |it| one(it.virtualization_type)),
    ],
    tags: Some(|it, test| it.tags.iter().any(|tag| test(&tag.key, &tag.value))),
    unsupported: &[
        "boot-mode",
        "free-tier-eligible",
        "image-allowed",
        "image-watermark.",
        "instance-type-specification.",
        "kernel-id",
        "platform",
        "product-code",
        "product-code.",
        "public-ssm-parameter-name",
        "ramdisk-id",
        "state-reason-code",
        "state-reason-message",
        "sriov-net-support",
    ],
};

/// Lists images.
pub fn describe(call: &mut Call, input: DescribeImages) -> Result<Images> {
    let next_token = input.next_token.as_deref();
    let page = Page { of: "DescribeImages", range: (1, 1000), max_results: input.max_results, next_token };
    page.check(&input.image_ids, "imageIdsSet")?;
    let conditions = FIELDS.read(&input.filters)?;
    let draft = &mut call.draft;
    let chosen = chosen(draft.state(), &input.image_ids)?;
    let shown = chosen.into_iter().map(|image| (image.is_under_way(), Output::of(draft, &image)));
    let shown = shown.filter(|(_, image)| {
        conditions.hold(image) && image.is_owned_by(&input.owners) && image.can_be_run_by(&input.executable_users)
    });
    let (shown, next_token) = page.cut(shown, |(_, image)| image.image_id.clone())?;
    unless_dry_run(input.dry_run, ())?;
    let again = |draft: &Draft, id: &str| images::find(draft.state(), id).map(|image| Output::of(draft, &image));
    let images = look(draft, shown, &conditions, |it| &it.image_id, again);
    Ok(Images { images, next_token })
}

/// The images of some ids, each once, or all.
fn chosen(state: &State, ids: &[Text]) -> Result<Vec<Image>> {
    if ids.is_empty() {
        return Ok(images::all(state).into_iter().map(Cow::into_owned).collect());
    }
    let find = |id: &str| images::find(state, id).map(Cow::into_owned);
    ids::find_each(ids, find).map_err(|unknown| missing(state, &unknown))
}
