//! What has happened to the CloudFormation stacks, oldest first.

use compact_str::format_compact;

use super::draft::Draft;
use super::stack::Stack;
use super::stack_resources::{self, StackResource};
use super::stacks::{self, Place};
use super::transitions::Transition;
use super::{Area, Presence, Record, Spec, State, Stored};
use crate::document::{Text, UnknownKeys, record};

/// How many events are kept.
pub const LIMIT: usize = 1000;

record! {
    /// A change of the status of a stack, or of one of its resources.
    pub struct StackEvent {
        /// Its id.
        event_id: Text = "eventId",
        /// The stack's ARN.
        stack_id: Text = "stackId",
        /// The logical id of the resource; absent for the stack itself.
        logical_resource_id: Option<Text> = "logicalResourceId",
        /// The physical id of the resource.
        physical_resource_id: Option<Text> = "physicalResourceId",
        /// The type of the resource.
        resource_type: Option<Text> = "resourceType",
        /// The status from then on.
        status: Text = "status",
        /// Why.
        reason: Option<Text> = "reason",
        /// The token of the request that it belongs to.
        client_request_token: Option<Text> = "clientRequestToken",
        /// When it was, ISO 8601.
        timestamp: Text = "timestamp",
    }
}

impl Record for StackEvent {
    const SPEC: Spec =
        Spec { section: "stacks", presence: Presence::NotEmpty, ..Spec::list("stackEvent", &["stackEvents"]) };

    fn id(&self) -> &str {
        &self.event_id
    }
}

/// Gives a stack a status, and records that.
pub fn set_status(draft: &mut Draft, place: &mut Place, status: &str, reason: Option<&str>) {
    place.stack.status = status.into();
    let event = new_event(draft, &place.stack, status, reason);
    draft.apply(draft.state().list(Area::StackEvent).append(event, LIMIT));
}

/// Records the status of a resource.
pub(super) fn record_resource(
    draft: &mut Draft,
    stack: &Stack,
    logical_id: &str,
    resource: StackResource,
    reason: Option<&str>,
) {
    let event = StackEvent {
        logical_resource_id: Some(logical_id.into()),
        physical_resource_id: resource.physical_id,
        resource_type: Some(resource.kind),
        ..new_event(draft, stack, resource.status.as_deref().unwrap_or_default(), reason)
    };
    draft.apply(draft.state().list(Area::StackEvent).append(event, LIMIT));
}

fn new_event(draft: &Draft, stack: &Stack, status: &str, reason: Option<&str>) -> StackEvent {
    StackEvent {
        event_id: draft.new_uuid().into(),
        stack_id: stack.stack_id.clone(),
        logical_resource_id: None,
        physical_resource_id: None,
        resource_type: None,
        status: status.into(),
        reason: reason.map(Into::into),
        client_request_token: stack.client_request_token.clone(),
        timestamp: draft.now().iso(),
        unknown: UnknownKeys::default(),
    }
}

/// What is under way for a stack is over. An update goes on with its cleanup, which takes as long again.
pub(super) fn complete(draft: &mut Draft, stack_id: &str) {
    let profile = draft.profile().clone();
    let Some(mut place) = stacks::find(draft.state(), &profile, draft.now(), stack_id) else { return };
    let Some(what) = place.stack.status.strip_suffix("_IN_PROGRESS").map(Text::from) else { return };
    stack_resources::complete(draft, &mut place.stack, what == "DELETE");
    if what == "UPDATE" || what == "UPDATE_ROLLBACK" {
        set_status(draft, &mut place, &format_compact!("{what}_COMPLETE_CLEANUP_IN_PROGRESS"), None);
        stack_resources::begin_deleting(draft, &mut place.stack, |resource| resource.is_removed == Some(true));
        place.put(draft);
        draft.begin(Transition::Stack, stack_id);
        return;
    }
    let what = what.strip_suffix("_COMPLETE_CLEANUP").unwrap_or(&what);
    set_status(draft, &mut place, &format_compact!("{what}_COMPLETE"), None);
    if what == "DELETE" {
        place.stack.exists = false;
        place.stack.deletion_time = Some(draft.now().iso());
        place.put_deleted(draft);
    } else {
        place.put(draft);
    }
}

/// The events of a stack with their numbers, newest first.
pub fn of<'a>(state: &'a State, stack_id: &'a str) -> impl Iterator<Item = (u64, &'a StackEvent)> {
    let events: Vec<_> = state.list(Area::StackEvent).iter().collect();
    let events = events
        .into_iter()
        .rev()
        .filter_map(|(number, document)| Some((number, &**StackEvent::from_document(document)?)));
    events.filter(move |(_, event)| event.stack_id == stack_id)
}
