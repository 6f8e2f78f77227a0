//! Creating a stack.

use std::collections::BTreeMap;
use std::mem;

use serde::Deserialize;
use serde_json::{Value, json};

use super::invalid;
use super::parameters::{self, Parameter};
use super::provision::{given, new_stack_id, provision};
use super::tags::{self, Tag};
use super::template::Template;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::stack::Stack;
use crate::state::stack_events;
use crate::state::stacks::{self, Place};
use crate::state::transitions::Transition;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateStack {
    stack_name: Text,
    template_body: Option<Text>,
    #[serde(rename = "TemplateURL")]
    template_url: Option<Text>,
    parameters: Vec<Parameter>,
    capabilities: Vec<Text>,
    tags: Vec<Tag>,
    #[serde(rename = "RoleARN")]
    role_arn: Option<Text>,
    #[serde(rename = "NotificationARNs")]
    notification_arns: Vec<Text>,
    disable_rollback: bool,
    client_request_token: Option<Text>,
    enable_termination_protection: bool,
}

pub fn create(call: &mut Call, mut input: CreateStack) -> Result<Value> {
    let draft = &mut call.draft;
    let profile = draft.profile().clone();
    if input.template_body.is_some() == input.template_url.is_some() {
        return Err(invalid("Either Template URL or Template Body must be specified."));
    }
    let name = &input.stack_name;
    let template = input.template_body.as_deref().map(Template::read).transpose()?;
    match stacks::find(draft.state(), &profile, draft.now(), name) {
        Some(Place { stack, .. }) if is_repeated(&stack, &input) => return Ok(json!({ "StackId": stack.stack_id })),
        Some(_) => {
            let message = format!("Stack [{name}] already exists");
            return Err(AwsError::new("AlreadyExistsException", message));
        }
        None => check_name(name)?,
    }
    let mut parameters = parameters::values(mem::take(&mut input.parameters), &BTreeMap::new())?;
    if let Some(template) = &template {
        parameters = template.parameters(parameters)?;
        template.check_capabilities(&input.capabilities)?;
    }
    let name = input.stack_name.clone();
    let stack_id = new_stack_id(draft, &name);
    stacks::make_room(draft, &name);
    let tags = tags::values(mem::take(&mut input.tags))?;
    let mut stack = described(input, Stack { tags, ..Stack::new(stack_id.clone(), "CREATE_IN_PROGRESS") });
    stack.creation_time = Some(draft.now().iso());
    stack.parameters = given(parameters);
    let mut place = Place::new(&name, stack, &profile);
    stack_events::set_status(draft, &mut place, "CREATE_IN_PROGRESS", Some("User Initiated"));
    if let Some(template) = template {
        provision(draft, &mut place, &template, None);
    }
    place.put(draft);
    draft.begin(Transition::Stack, &stack_id);
    Ok(json!({ "StackId": stack_id }))
}

/// Checks the form of a new stack's name, of which the model says nothing.
fn check_name(name: &str) -> Result<()> {
    let is_letter = |first: u8| first.is_ascii_alphabetic();
    let has_form = name.bytes().next().is_some_and(is_letter)
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let broken = [
        (name.len() > 128).then_some("Member must have length less than or equal to 128"),
        (!has_form).then_some("Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"),
    ];
    let broken: Vec<_> = broken.into_iter().flatten().collect();
    let errors = match broken.len() {
        0 => return Ok(()),
        1 => "error",
        _ => "errors",
    };
    let told = |rule: &&str| format!("Value '{name}' at 'stackName' failed to satisfy constraint: {rule}");
    let told: Vec<_> = broken.iter().map(told).collect();
    Err(invalid(format!("{} validation {errors} detected: {}", told.len(), told.join("; "))))
}

/// True if the same request has been made before.
fn is_repeated(stack: &Stack, input: &CreateStack) -> bool {
    let token = &input.client_request_token;
    token.is_some() && stack.client_request_token == *token && stack.status.starts_with("CREATE_")
}

fn described(input: CreateStack, stack: Stack) -> Stack {
    let listed = |texts: Vec<Text>| Some(texts).filter(|texts| !texts.is_empty());
    Stack {
        capabilities: listed(input.capabilities),
        template: input.template_body,
        client_request_token: input.client_request_token,
        termination_protection: input.enable_termination_protection.then_some(true),
        role_arn: input.role_arn,
        notification_arns: listed(input.notification_arns),
        disable_rollback: input.disable_rollback.then_some(true),
        ..stack
    }
}
