//! The resources of a CloudFormation stack: what its template names. They are listed, and provisioned nowhere.

use super::draft::Draft;
use super::stack::Stack;
use super::stack_events;
use crate::document::{Text, record};

/// Ends the status of what is under way.
const IN_PROGRESS: &str = "_IN_PROGRESS";

record! {
    /// A resource.
    pub struct StackResource {
        /// For example `AWS::SNS::Topic`.
        kind: Text = "type",
        /// Its id in the service that it is of.
        physical_id: Option<Text> = "physicalId",
        /// For example `CREATE_COMPLETE`, which it is by default.
        status: Option<Text> = "status",
        /// When it got its status, ISO 8601; by default with the stack.
        updated_at: Option<Text> = "updatedAt",
        /// True if the update that is under way deletes it in the end.
        is_removed: Option<bool> = "isRemoved",
    }
}

impl StackResource {
    /// Its status, where nothing is under way for its stack any more.
    #[must_use]
    pub fn status(&self, is_under_way: bool) -> Text {
        let status = self.status.as_deref().unwrap_or("CREATE_COMPLETE");
        match status.strip_suffix(IN_PROGRESS).filter(|_| !is_under_way) {
            Some(what) => [what, "_COMPLETE"].concat().into(),
            None => status.into(),
        }
    }
}

/// Gives a resource a status, and records that.
pub fn set_status(draft: &mut Draft, stack: &mut Stack, logical_id: &str, status: &str, reason: Option<&str>) {
    let resources = stack.resources.get_or_insert_default();
    let Some(resource) = resources.get_mut(logical_id) else { return };
    resource.status = Some(status.into());
    resource.updated_at = Some(draft.now().iso());
    let resource = resource.clone();
    stack_events::record_resource(draft, stack, logical_id, resource, reason);
}

/// The resources that the stack has, by logical id.
pub fn all(stack: &Stack) -> impl Iterator<Item = (&Text, &StackResource)> {
    // What a method has put an end to has removed them.
    let is_there = |resource: &&StackResource| is_under_way(stack) || resource.is_removed != Some(true);
    stack.resources.iter().flatten().filter(move |(_, resource)| is_there(resource))
}

/// True if something is under way for a stack.
#[must_use]
pub fn is_under_way(stack: &Stack) -> bool {
    stack.status.ends_with(IN_PROGRESS)
}

/// Begins to delete resources.
pub fn begin_deleting(draft: &mut Draft, stack: &mut Stack, is_deleted: impl Fn(&StackResource) -> bool) {
    for logical_id in ids(stack, |resource| is_deleted(resource)) {
        set_status(draft, stack, &logical_id, "DELETE_IN_PROGRESS", None);
    }
}

/// What is under way for the resources of a stack is over: those that are deleted go, unless the stack itself does.
pub(super) fn complete(draft: &mut Draft, stack: &mut Stack, is_stack_deleted: bool) {
    for logical_id in ids(stack, |resource| resource.status.as_deref().is_some_and(|it| it.ends_with(IN_PROGRESS))) {
        let status =
            stack.resources.as_ref().and_then(|resources| resources.get(&logical_id)).map(|it| it.status(false));
        let Some(status) = status else { continue };
        set_status(draft, stack, &logical_id, &status, None);
        if status == "DELETE_COMPLETE" && !is_stack_deleted {
            stack.resources.get_or_insert_default().remove(&logical_id);
        }
    }
}

fn ids(stack: &Stack, is_meant: impl Fn(&StackResource) -> bool) -> Vec<Text> {
    let resources = stack.resources.iter().flatten();
    resources.filter(|(_, resource)| is_meant(resource)).map(|(logical_id, _)| logical_id.clone()).collect()
}
