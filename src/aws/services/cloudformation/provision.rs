//! What a template makes of a stack.

use std::collections::BTreeMap;

use compact_str::format_compact;
use serde_json::Value;

use super::physical_id;
use super::template::{Names, Template};
use crate::document::{Text, UnknownKeys};
use crate::state::Draft;
use crate::state::stack::Stack;
use crate::state::stack_resources::{self, StackResource};
use crate::state::stacks::Place;

/// Why a resource is being created.
const INITIATED: &str = "Resource creation Initiated";

/// Gives a stack the description, the resources and the outputs of its template, whose parameters it has. What the
/// resources were before is that of another template of it.
pub fn provision(draft: &mut Draft, place: &mut Place, template: &Template, before: Option<&(Template, Stack)>) {
    let name = place.name.clone();
    place.stack.description.clone_from(&template.description);
    place.stack.no_echo = Some(template.secret_parameters()).filter(|names| !names.is_empty());
    for (logical_id, resource) in &template.resources {
        let known = place.stack.resources.as_ref().and_then(|resources| resources.get(logical_id));
        let known = known.filter(|known| known.is_removed != Some(true)).cloned();
        let properties = with_names(draft, &name, &place.stack, |names| resource.resolved(names));
        let is_same = |known: &StackResource| known.kind == resource.kind;
        if known.as_ref().is_some_and(is_same)
            && before.is_some_and(|before| was(draft, &name, before, logical_id, &properties))
        {
            continue;
        }
        let (status, reason) =
            if known.is_some() { ("UPDATE_IN_PROGRESS", None) } else { ("CREATE_IN_PROGRESS", Some(INITIATED)) };
        let physical_id = physical_id::given(draft, &resource.kind, properties.get("Properties"));
        let physical_id = physical_id.or_else(|| known.filter(is_same)?.physical_id);
        let physical_id =
            physical_id.unwrap_or_else(|| physical_id::generated(draft, &name, logical_id, &resource.kind));
        let resource = StackResource {
            kind: resource.kind.clone(),
            physical_id: Some(physical_id),
            status: None,
            updated_at: None,
            is_removed: None,
            unknown: UnknownKeys::default(),
        };
        place.stack.resources.get_or_insert_default().insert(logical_id.clone(), resource);
        stack_resources::set_status(draft, &mut place.stack, logical_id, status, reason);
    }
    for (logical_id, resource) in place.stack.resources.iter_mut().flatten() {
        resource.is_removed = (!template.resources.contains_key(logical_id)).then_some(true);
    }
    place.stack.outputs = given(with_names(draft, &name, &place.stack, |names| template.outputs(names)));
}

/// True if a resource was to be the same by the template before.
fn was(draft: &Draft, name: &str, (template, stack): &(Template, Stack), logical_id: &str, now: &Value) -> bool {
    let resource = template.resources.get(logical_id);
    resource.is_some_and(|resource| with_names(draft, name, stack, |names| resource.resolved(names)) == *now)
}

fn with_names<T>(draft: &Draft, name: &str, stack: &Stack, read: impl FnOnce(&Names<'_>) -> T) -> T {
    let (parameters, resources) = (BTreeMap::new(), BTreeMap::new());
    read(&Names {
        profile: draft.profile(),
        name,
        id: &stack.stack_id,
        parameters: stack.parameters.as_ref().unwrap_or(&parameters),
        resources: stack.resources.as_ref().unwrap_or(&resources),
    })
}

/// A map, unless it is empty.
pub fn given(map: BTreeMap<Text, Text>) -> Option<BTreeMap<Text, Text>> {
    Some(map).filter(|map| !map.is_empty())
}

/// The ARN of a new stack.
pub fn new_stack_id(draft: &Draft, name: &str) -> Text {
    let (profile, uuid) = (draft.profile(), draft.new_uuid());
    format_compact!("arn:aws:cloudformation:{}:{}:stack/{name}/{uuid}", profile.region, profile.account_id)
}
