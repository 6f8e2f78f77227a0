//! Cancelling a command.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{instance_ids, targets};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::command_runs;
use crate::state::commands::Command;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CancelCommand {
    command_id: Text,
    instance_ids: Vec<Text>,
}

pub fn cancel(call: &mut Call, input: CancelCommand) -> Result<Value> {
    let state = call.draft.state();
    let Some((_, command)) = Command::find(state, &input.command_id) else {
        let message = format!("Command id {} does not exist.", input.command_id);
        return Err(AwsError::new("InvalidCommandId", message));
    };
    targets::check_distinct(&input.instance_ids)?;
    let all = instance_ids(state, command);
    let others: Vec<_> = input.instance_ids.iter().filter(|id| !all.contains(id)).collect();
    if !others.is_empty() {
        return Err(targets::not_valid(&others, call.draft.profile()));
    }
    let chosen = if input.instance_ids.is_empty() { all } else { input.instance_ids };
    command_runs::cancel(&mut call.draft, &input.command_id, &chosen);
    Ok(json!({}))
}
