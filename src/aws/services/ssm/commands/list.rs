//! Listing commands.

use serde::Deserialize;
use serde_json::Value;

use super::filters::{Conditions, Filter, Listed};
use super::status::Summary;
use super::{instance_ids, invalid_token, output};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::page::{self, Page};
use crate::document::Text;
use crate::state::commands::Command;
use crate::state::{Area, State, Stored, command_runs};

/// What tokens are of.
const OF: &str = "Commands";

/// How many are on a page.
pub const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListCommands {
    command_id: Option<Text>,
    instance_id: Option<Text>,
    filters: Vec<Filter>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub fn list(call: &mut Call, input: ListCommands) -> Result<Value> {
    let conditions = Conditions::read(&input.filters, Listed::Commands)?;
    let before = match &input.next_token {
        Some(token) => page::name_in(OF, token).and_then(|number| number.parse().ok()).ok_or_else(invalid_token)?,
        None => u64::MAX,
    };
    let state = call.draft.state();
    let matching = newest_first(state, input.command_id.as_deref()).filter(|(number, command)| {
        let instance_ids = instance_ids(state, command);
        let is_sent_there = input.instance_id.as_ref().is_none_or(|id| instance_ids.contains(id));
        let Summary { status, details, .. } = Summary::of(command, &instance_ids);
        *number < before && is_sent_there && conditions.hold(command) && conditions.hold_for(status, details)
    });
    let ids = matching.map(|(number, command)| (number, command.command_id.clone()));
    let page = Page::new(OF, ids, input.max_results.unwrap_or(PAGE), |(number, _)| number.to_string());
    let draft = &mut call.draft;
    Ok(page.output("Commands", |(_, id)| {
        command_runs::look(draft, &id);
        let state = draft.state();
        let found = Command::find(state, &id);
        found.map(|(_, command)| output::command(command, &instance_ids(state, command), draft.profile()))
    }))
}

/// The command of an id, or all of them, with their numbers.
pub fn newest_first<'a>(state: &'a State, id: Option<&str>) -> impl Iterator<Item = (u64, &'a Command)> {
    let all = id.is_none().then(|| state.list(Area::Command).iter());
    let mut all: Vec<_> = all.into_iter().flatten().collect();
    all.reverse();
    let all = all.into_iter().filter_map(|(number, it)| Some((number, &**Command::from_document(it)?)));
    id.and_then(|id| Command::find(state, id)).into_iter().chain(all)
}
