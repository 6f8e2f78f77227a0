//! Updating a stack.

use serde::Deserialize;
use serde_json::{Value, json};

use super::invalid;
use super::parameters::{self, Parameter};
use super::provision::{given, provision};
use super::tags::{self, Tag};
use super::template::Template;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::stack::Stack;
use crate::state::stack_events;
use crate::state::stacks;
use crate::state::transitions::Transition;

/// The statuses in which a stack can be updated.
const UPDATABLE: [&str; 7] = [
    "CREATE_COMPLETE",
    "CREATE_FAILED",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_FAILED",
    "UPDATE_ROLLBACK_COMPLETE",
];

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateStack {
    stack_name: Text,
    template_body: Option<Text>,
    #[serde(rename = "TemplateURL")]
    template_url: Option<Text>,
    use_previous_template: bool,
    parameters: Vec<Parameter>,
    capabilities: Vec<Text>,
    tags: Option<Vec<Tag>>,
    #[serde(rename = "RoleARN")]
    role_arn: Option<Text>,
    #[serde(rename = "NotificationARNs")]
    notification_arns: Option<Vec<Text>>,
    disable_rollback: Option<bool>,
    client_request_token: Option<Text>,
}

pub fn update(call: &mut Call, input: UpdateStack) -> Result<Value> {
    let draft = &mut call.draft;
    check_source(&input)?;
    let template = input.template_body.as_deref().map(Template::read).transpose()?;
    let found = stacks::find(draft.state(), draft.profile(), draft.now(), &input.stack_name);
    let found = found.filter(|place| place.stack.exists);
    let mut place = found.ok_or_else(|| invalid(format!("Stack [{}] does not exist", input.stack_name)))?;
    let stack_id = place.stack.stack_id.clone();
    let output = json!({ "StackId": stack_id });
    if is_repeated(&place.stack, &input) {
        return Ok(output);
    }
    let status = &place.stack.status;
    if !UPDATABLE.contains(&status.as_str()) {
        return Err(invalid(format!("Stack:{stack_id} is in {status} state and can not be updated.")));
    }
    let before = place.stack.clone();
    let previous = previous_of(&before);
    let template = if input.use_previous_template { previous_of(&before) } else { template };
    let is_other_template = match (&template, &previous) {
        _ if input.use_previous_template => false,
        (Some(template), Some(previous)) => !template.is_same(previous),
        _ => true,
    };
    let known = before.parameters.clone().unwrap_or_default();
    let mut parameters = parameters::values(input.parameters, &known)?;
    match &template {
        Some(template) => {
            parameters = template.parameters(parameters)?;
            template.check_capabilities(&input.capabilities)?;
        }
        // Nobody knows their defaults: they stay what they are.
        None => parameters = known.into_iter().chain(parameters).collect(),
    }
    let stack = &mut place.stack;
    stack.parameters = given(parameters);
    if let Some(tags) = input.tags {
        stack.tags = tags::values(tags)?;
    }
    if let Some(arns) = input.notification_arns {
        stack.notification_arns = Some(arns).filter(|arns| !arns.is_empty());
    }
    stack.role_arn = input.role_arn.or(stack.role_arn.take());
    let settings = |stack: &Stack| {
        (stack.parameters.clone(), stack.tags.clone(), stack.notification_arns.clone(), stack.role_arn.clone())
    };
    if !is_other_template && settings(stack) == settings(&before) {
        return Err(invalid("No updates are to be performed."));
    }
    stack.capabilities = Some(input.capabilities).filter(|capabilities| !capabilities.is_empty());
    stack.disable_rollback = input.disable_rollback.filter(|is_disabled| *is_disabled);
    stack.client_request_token = input.client_request_token;
    stack.last_updated_time = Some(draft.now().iso());
    if !input.use_previous_template {
        stack.template = input.template_body;
    }
    stack_events::set_status(draft, &mut place, "UPDATE_IN_PROGRESS", Some("User Initiated"));
    if let Some(template) = template {
        provision(draft, &mut place, &template, previous.map(|previous| (previous, before)).as_ref());
    }
    place.put(draft);
    draft.begin(Transition::Stack, &stack_id);
    Ok(output)
}

/// The template that a stack has. What the methods have given it need not be one.
fn previous_of(stack: &Stack) -> Option<Template> {
    stack.template.as_deref().and_then(|body| Template::read(body).ok())
}

/// Checks that a request names one template.
fn check_source(input: &UpdateStack) -> Result<()> {
    let is_given = input.template_body.is_some() || input.template_url.is_some();
    if input.use_previous_template && is_given {
        let message = "You cannot specify both usePreviousTemplate and Template Body/Template URL.";
        return Err(invalid(message));
    }
    if !input.use_previous_template && input.template_body.is_some() == input.template_url.is_some() {
        return Err(invalid("Either Template URL or Template Body must be specified."));
    }
    Ok(())
}

/// True if the same request has been made before.
fn is_repeated(stack: &Stack, input: &UpdateStack) -> bool {
    let token = &input.client_request_token;
    token.is_some() && stack.client_request_token == *token && stack.status.starts_with("UPDATE_")
}
