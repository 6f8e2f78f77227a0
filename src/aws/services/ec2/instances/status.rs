//! `DescribeInstanceStatus`.

use serde::{Deserialize, Serialize};

use super::describe::{listed, place};
use super::find;
use super::output::{InstanceState, Operator, Output};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::ec2::filters::{Fields, Filter, Values, flag, one};
use crate::aws::services::ec2::looks::look;
use crate::aws::services::ec2::pages::Page;
use crate::aws::services::ec2::unless_dry_run;
use crate::document::Text;
use crate::state::instance::{Instance, ServerState};
use crate::state::transitions::{Duration, Transition};
use crate::state::{Draft, Record, instances};
use crate::time::parse;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeInstanceStatus {
    instance_ids: Vec<Text>,
    include_all_instances: bool,
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// A page of statuses.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statuses {
    instance_statuses: Vec<Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// The status of an instance.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Report {
    availability_zone: Text,
    availability_zone_id: Text,
    operator: Operator,
    events: [(); 0],
    instance_id: Text,
    instance_state: InstanceState,
    instance_status: Check,
    system_status: Check,
    attached_ebs_status: Check,
}

/// The outcome of a status check.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Check {
    #[serde(skip_serializing_if = "<[Detail]>::is_empty")]
    details: &'static [Detail],
    status: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Detail {
    name: &'static str,
    status: &'static str,
}

const OK: Check = Check { details: &[Detail { name: "reachability", status: "passed" }], status: "ok" };
const INITIALIZING: Check =
    Check { details: &[Detail { name: "reachability", status: "initializing" }], status: "initializing" };
const INSUFFICIENT_DATA: Check =
    Check { details: &[Detail { name: "reachability", status: "insufficient-data" }], status: "insufficient-data" };
const NOT_APPLICABLE: Check = Check { details: &[], status: "not-applicable" };

impl Check {
    /// The checks of a running instance begin when it runs, and take as long as its start did.
    fn of(draft: &Draft, instance: &Instance) -> Self {
        match instance.state {
            ServerState::Running if is_initializing(draft, instance) => INITIALIZING,
            ServerState::Running => OK,
            ServerState::Unknown => INSUFFICIENT_DATA,
            _ => NOT_APPLICABLE,
        }
    }

    fn reachability(self) -> Values {
        self.details.iter().map(|detail| detail.status.into()).collect()
    }
}

fn is_initializing(draft: &Draft, instance: &Instance) -> bool {
    let Duration::Milliseconds(start) = Transition::Pending.duration(draft.state()) else { return false };
    let launched = instance.launch_time.as_deref().and_then(parse);
    #[expect(clippy::cast_precision_loss, reason = "No time comes near 2^53.")]
    launched.is_some_and(|launched| ((draft.now().millis() - launched) as f64) < 2.0 * start.0)
}

impl Report {
    fn of(draft: &Draft, instance: &Instance) -> Self {
        let check = Check::of(draft, instance);
        let shown = Output::of(draft, instance);
        Self {
            availability_zone: shown.placement.availability_zone,
            availability_zone_id: shown.placement.availability_zone_id,
            operator: shown.operator,
            events: [],
            instance_id: shown.instance_id,
            instance_state: shown.state,
            instance_status: check,
            system_status: check,
            attached_ebs_status: check,
        }
    }
}

const FIELDS: Fields<Report> = Fields {
    supported: &[
        ("attached-ebs-status.status", |it| one(it.attached_ebs_status.status)),
        ("availability-zone", |it| one(it.availability_zone.clone())),
        ("availability-zone-id", |it| one(it.availability_zone_id.clone())),
        ("event.code", |_| Values::new()),
        ("event.description", |_| Values::new()),
        ("event.instance-event-id", |_| Values::new()),
        ("event.not-after", |_| Values::new()),
        ("event.not-before", |_| Values::new()),
        ("event.not-before-deadline", |_| Values::new()),
        ("instance-state-code", |it| one(it.instance_state.code.to_string())),
        ("instance-state-name", |it| one(it.instance_state.name)),
        ("instance-status.reachability", |it| it.instance_status.reachability()),
        ("instance-status.status", |it| one(it.instance_status.status)),
        ("operator.managed", |it| flag(it.operator.managed)),
        ("operator.principal", |_| Values::new()),
        ("system-status.reachability", |it| it.system_status.reachability()),
        ("system-status.status", |it| one(it.system_status.status)),
    ],
    tags: None,
    unsupported: &["application-status.status"],
};

/// Lists the statuses of instances: of those that run, or of all.
pub fn describe_status(call: &mut Call, input: DescribeInstanceStatus) -> Result<Statuses> {
    let page = Page {
        of: "DescribeInstanceStatus",
        range: (5, 1000),
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    page.check(&input.instance_ids, "instancesSet")?;
    let conditions = FIELDS.read(&input.filters)?;
    let draft = &mut call.draft;
    let is_asked = !input.instance_ids.is_empty();
    find(draft, &input.instance_ids)?;
    page.cut(std::iter::empty::<Text>(), Text::clone)?;
    unless_dry_run(input.dry_run, ())?;
    if is_asked {
        // An instance that is asked for by its id is looked at although it is shown only once it runs: a waiter for
        // its status polls nothing else.
        for id in &input.instance_ids {
            if instances::find(draft.state(), id).is_some_and(Record::is_under_way) {
                draft.look(id);
            }
        }
    }
    let chosen = if is_asked { find(draft, &input.instance_ids)? } else { listed(draft) };
    let is_shown = |it: &&Instance| input.include_all_instances || it.state == ServerState::Running;
    let shown = chosen.into_iter().filter(is_shown).map(|instance| (instance, Report::of(draft, instance)));
    let shown = shown.filter(|(_, status)| conditions.hold(status));
    let (shown, next_token) = page.cut(shown, |(instance, _)| place(draft, instance))?;
    let to_look_at = |instance: &Instance| !is_asked && instance.is_under_way();
    let shown: Vec<_> = shown.into_iter().map(|(instance, status)| (to_look_at(instance), status)).collect();
    let again =
        |draft: &Draft, id: &str| instances::find(draft.state(), id).map(|instance| Report::of(draft, instance));
    let instance_statuses = look(draft, shown, &conditions, |it| &it.instance_id, again);
    Ok(Statuses { instance_statuses, next_token })
}
