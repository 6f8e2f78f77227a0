//! `DescribeVolumes`.

use serde::{Deserialize, Serialize};

use super::super::filters::{Fields, Filter, Values, flag, one};
use super::super::looks::look;
use super::super::pages::Page;
use super::super::unless_dry_run;
use super::find_all;
use super::output::Output;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::{Draft, Record, volumes};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeVolumes {
    volume_ids: Vec<Text>,
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// A page of volumes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Volumes {
    volumes: Vec<Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

const FIELDS: Fields<Output> = Fields {
    supported: &[
        ("attachment.attach-time", |it| it.attachments.iter().map(|it| it.attach_time.clone()).collect()),
        ("attachment.delete-on-termination", |it| {
            it.attachments.iter().flat_map(|it| flag(it.delete_on_termination)).collect()
        }),
        ("attachment.device", |it| it.attachments.iter().map(|it| it.device.clone()).collect()),
        ("attachment.instance-id", |it| it.attachments.iter().map(|it| it.instance_id.clone()).collect()),
        ("attachment.status", |it| it.attachments.iter().flat_map(|it| one(it.state.name())).collect()),
        ("availability-zone", |it| one(it.availability_zone.clone())),
        ("availability-zone-id", |it| one(it.availability_zone_id.clone())),
        ("create-time", |it| one(it.create_time.clone())),
        ("encrypted", |it| flag(it.encrypted)),
        ("fast-restored", |it| flag(it.fast_restored)),
        ("multi-attach-enabled", |it| flag(it.multi_attach_enabled)),
        ("operator.managed", |it| flag(it.operator.managed)),
        ("operator.principal", |_| Values::new()),
        ("size", |it| one(it.size.to_string())),
        ("snapshot-id", |it| one(it.snapshot_id.clone())),
        ("status", |it| one(it.state.name())),
        ("volume-id", |it| one(it.volume_id.clone())),
        ("volume-type", |it| one(it.volume_type.clone())),
    ],
    tags: Some(|it, test| it.tags.iter().any(|tag| test(&tag.key, &tag.value))),
    unsupported: &[],
};

/// Lists volumes.
pub fn describe(call: &mut Call, input: DescribeVolumes) -> Result<Volumes> {
    let next_token = input.next_token.as_deref();
    let page = Page { of: "DescribeVolumes", range: (5, 1000), max_results: input.max_results, next_token };
    page.check(&input.volume_ids, "volumeIds")?;
    let conditions = FIELDS.read(&input.filters)?;
    let draft = &mut call.draft;
    let state = draft.state();
    let chosen = if input.volume_ids.is_empty() { volumes::all(state) } else { find_all(state, &input.volume_ids)? };
    let shown = chosen.into_iter().map(|volume| (volume.is_under_way(), Output::of(draft.profile(), &volume)));
    let shown = shown.filter(|(_, output)| conditions.hold(output));
    let (shown, next_token) = page.cut(shown, |(_, output)| output.volume_id.clone())?;
    unless_dry_run(input.dry_run, ())?;
    let again =
        |draft: &Draft, id: &str| volumes::find(draft.state(), id).map(|volume| Output::of(draft.profile(), &volume));
    let volumes = look(draft, shown, &conditions, |it| &it.volume_id, again);
    Ok(Volumes { volumes, next_token })
}
