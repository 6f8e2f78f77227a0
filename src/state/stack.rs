//! The CloudFormation stack that the methods know.

use std::collections::BTreeMap;

use compact_str::format_compact;

use super::stack_resources::StackResource;
use super::transitions::Transition;
use super::{Entries, Entry, Key, Record, Setting, Spec, State};
use crate::document::{Field, Path, Text, UnknownKeys, Value, record};
use crate::error::Result;

record! {
    /// A stack.
    pub struct Stack {
        /// Whether there is one.
        exists: bool = "exists",
        /// For example `CREATE_COMPLETE`.
        status: Text = "status",
        /// Its ARN.
        stack_id: Text = "stackId",
        /// Its outputs, by key.
        outputs: Option<BTreeMap<Text, Text>> = "outputs",
        /// For people.
        description: Option<Text> = "description",
        /// Its parameters, by key.
        parameters: Option<BTreeMap<Text, Text>> = "parameters",
        /// Those of its parameters whose values are not to be shown.
        no_echo: Option<Vec<Text>> = "noEcho",
        /// What it may create, for example `CAPABILITY_IAM`.
        capabilities: Option<Vec<Text>> = "capabilities",
        /// Its tags, by key.
        tags: Option<BTreeMap<Text, Text>> = "tags",
        /// Its template.
        template: Option<Text> = "template",
        /// When it was created, ISO 8601.
        creation_time: Option<Text> = "creationTime",
        /// When it was deleted, ISO 8601.
        deletion_time: Option<Text> = "deletionTime",
        /// The token of the request that began what is under way or was last.
        client_request_token: Option<Text> = "clientRequestToken",
        /// True if it cannot be deleted.
        termination_protection: Option<bool> = "terminationProtection",
        /// Its resources, by logical id.
        resources: Option<BTreeMap<Text, StackResource>> = "resources",
        /// When an update began last, ISO 8601.
        last_updated_time: Option<Text> = "lastUpdatedTime",
        /// The ARN of the role that it is made by.
        role_arn: Option<Text> = "roleArn",
        /// The ARNs of the topics that are told of its events.
        notification_arns: Option<Vec<Text>> = "notificationArns",
        /// True if what fails is left as it is.
        disable_rollback: Option<bool> = "disableRollback",
    }
}

impl Record for Stack {
    const SPEC: Spec = Spec::one("cloudformation", &["cloudformation"]);

    fn defaults(setting: &Setting) -> Vec<(Key, Self)> {
        let profile = &setting.profile;
        let (region, account) = (&profile.region, &profile.account_id);
        let arn = format_compact!("arn:aws:cloudformation:{region}:{account}:stack/{}/abc123", profile.stack_name);
        let is_there = !setting.is_empty();
        let status = if is_there { "CREATE_COMPLETE" } else { "DELETE_COMPLETE" };
        vec![(Key::Only, Self { exists: is_there, ..Self::new(arn, status) })]
    }

    fn under_way(&self) -> Option<Transition> {
        (self.exists && self.status.ends_with("_IN_PROGRESS")).then_some(Transition::Stack)
    }

    fn is_as_far(&self, before: &Self) -> bool {
        (self.exists, &self.status, &self.stack_id) == (before.exists, &before.status, &before.stack_id)
    }

    fn id(&self) -> &str {
        &self.stack_id
    }
}

impl Stack {
    /// A stack of which only that is known.
    #[must_use]
    pub fn new(stack_id: Text, status: &str) -> Self {
        Self {
            exists: true,
            status: status.into(),
            stack_id,
            outputs: None,
            description: None,
            parameters: None,
            no_echo: None,
            capabilities: None,
            tags: None,
            template: None,
            creation_time: None,
            deletion_time: None,
            client_request_token: None,
            termination_protection: None,
            resources: None,
            last_updated_time: None,
            role_arn: None,
            notification_arns: None,
            disable_rollback: None,
            unknown: UnknownKeys::default(),
        }
    }
}

/// Merges into the stack.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn merge(state: &State, partial: Value) -> Result<Entries> {
    let mut stack = Stack::clone(state.one()?);
    stack.merge(partial, &Path::Root("stack"))?;
    Ok(Entry::one(stack).into())
}
