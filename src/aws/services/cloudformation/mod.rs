//! CloudFormation: stacks have states, resources and events, and provision nothing.

mod create;
mod delete;
mod describe;
mod events;
mod get_template;
mod list;
mod parameters;
mod physical_id;
mod provision;
mod resources;
mod tags;
mod template;
#[cfg(test)]
mod tests;
mod update;

use std::cmp::Reverse;

pub use parameters::secret as secret_parameters;

use super::Operations;
use super::page::{self, Page};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::state::stacks::{self, Place};

/// The operations.
pub const OPERATIONS: Operations = super::operations![
    DescribeStacks => describe::describe,
    ListStacks => list::list,
    DescribeStackEvents => events::describe,
    DescribeStackResources => resources::describe,
    ListStackResources => resources::list,
    GetTemplate => get_template::get,
    CreateStack => create::create,
    UpdateStack => update::update,
    DeleteStack => delete::delete,
];

/// How many stacks, resources or events a page has.
const PAGE: usize = 100;

/// When a stack was created of which that is not known.
const CREATED: &str = "2024-01-01T00:00:00.000Z";

fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("ValidationError", message)
}

/// The stack of a name or an ARN, once it has been looked at.
fn look_at(call: &mut Call, name: &str) -> Result<Place> {
    let find = |call: &Call| stacks::find(call.draft.state(), call.draft.profile(), call.draft.now(), name);
    if let Some(place) = find(call) {
        call.draft.look(&place.stack.stack_id);
    }
    find(call).ok_or_else(|| invalid(format!("Stack with id {name} does not exist")))
}

/// The stacks that are there, or were in the last 90 days, the newest first, once they have been looked at.
fn look_at_all(call: &mut Call, is_listed: impl Fn(&Place) -> bool) -> Vec<Place> {
    let all = |call: &Call| -> Vec<Place> {
        let draft = &call.draft;
        stacks::all(draft.state(), draft.profile(), draft.now()).filter(&is_listed).collect()
    };
    for place in all(call) {
        call.draft.look(&place.stack.stack_id);
    }
    let mut all = all(call);
    all.sort_by_cached_key(|place| Reverse(place_in_order(place)));
    all
}

fn created(place: &Place) -> &str {
    place.stack.creation_time.as_deref().unwrap_or(CREATED)
}

/// What orders stacks, the newest last.
fn place_in_order(place: &Place) -> String {
    format!("{} {}", created(place), place.stack.stack_id)
}

/// The page of stacks that a token asks for. Those that have gone meanwhile leave the place of the others as it is.
fn page_of_stacks(of: &str, all: Vec<Place>, token: Option<String>) -> Result<Page<Place>> {
    page_of(of, all, token, place_in_order, |place, last| place_in_order(place).as_str() < last)
}

/// The page of some items that a token asks for, which names the last item before; `is_after` says what follows that.
fn page_of<T>(
    of: &str,
    items: Vec<T>,
    token: Option<String>,
    name: impl Fn(&T) -> String,
    is_after: impl Fn(&T, &str) -> bool,
) -> Result<Page<T>> {
    let last = match token.filter(|token| !token.is_empty()) {
        Some(token) => Some(page::name_in(of, &token).ok_or_else(|| invalid("NextToken is not valid."))?),
        None => None,
    };
    let items = items.into_iter().filter(|item| last.as_deref().is_none_or(|last| is_after(item, last)));
    Ok(Page::new(of, items, PAGE, name))
}
