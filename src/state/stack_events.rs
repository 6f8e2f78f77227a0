//! What has happened to the CloudFormation stacks, oldest first.

use compact_str::format_compact;

use super::draft::Draft;
use super::stacks::{self, Place};
use super::{Area, Presence, Record, Spec, State, Stored};
use crate::document::{Text, UnknownKeys, record};

/// How many events are kept.
pub const LIMIT: usize = 1000;

record! {
    /// A change of a stack's status.
    pub struct StackEvent {
        /// Its id.
        event_id: Text = "eventId",
        /// The stack's ARN.
        stack_id: Text = "stackId",
        /// The stack's status from then on.
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
    let event = StackEvent {
        event_id: draft.new_uuid().into(),
        stack_id: place.stack.stack_id.clone(),
        status: status.into(),
        reason: reason.map(Into::into),
        client_request_token: place.stack.client_request_token.clone(),
        timestamp: draft.now().iso(),
        unknown: UnknownKeys::default(),
    };
    draft.apply(draft.state().list(Area::StackEvent).append(event, LIMIT));
}

/// What is under way for a stack is over.
pub(super) fn complete(draft: &mut Draft, stack_id: &str) {
    let profile = draft.profile().clone();
    let Some(mut place) = stacks::find(draft.state(), &profile, draft.now(), stack_id) else { return };
    let Some(what) = place.stack.status.strip_suffix("_IN_PROGRESS").map(Text::from) else { return };
    set_status(draft, &mut place, &format_compact!("{what}_COMPLETE"), None);
    if what == "DELETE" {
        place.stack.exists = false;
        place.stack.deletion_time = Some(draft.now().iso());
        place.put_deleted(draft);
    } else {
        place.put(draft);
    }
}

/// The events of a stack, newest first.
pub fn of<'a>(state: &'a State, stack_id: &'a str) -> impl Iterator<Item = &'a StackEvent> {
    let events: Vec<_> = state.list(Area::StackEvent).iter().collect();
    let events = events.into_iter().rev().filter_map(|(_, document)| StackEvent::from_document(document));
    events.map(|event| &**event).filter(move |event| event.stack_id == stack_id)
}
