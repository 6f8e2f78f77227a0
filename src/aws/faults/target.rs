//! The call that faults are decided on.

use std::cell::OnceCell;

use serde_json::Value;
use smallvec::SmallVec;

use super::resources::resources_of;
use crate::aws::models::ServiceId;
use crate::document::{Path, Text};
use crate::error::Result;
use crate::state::fault_rules::pattern::{ArnPattern, Resources, is_one_action, matches};

/// A call: its action, and what it names.
#[derive(Debug)]
pub struct Target<'a> {
    /// The service, as credentials name it.
    pub service: &'a str,
    /// The operation.
    pub operation: &'a str,
    /// The service, if it is one of ours.
    pub id: Option<ServiceId>,
    /// The session token that it is called with, empty where there is none.
    pub session_token: &'a str,
    input: Option<&'a Value>,
    // Few rules go by resources.
    resources: OnceCell<Vec<Text>>,
}

impl<'a> Target<'a> {
    /// A call on the wire, with its input if that could be read.
    #[must_use]
    pub fn on_wire(id: ServiceId, operation: &'a str, input: Option<&'a Value>) -> Self {
        Self {
            service: id.signing_name(),
            operation,
            id: Some(id),
            session_token: "",
            input,
            resources: OnceCell::new(),
        }
    }

    /// The same with the session token that it is called with.
    #[must_use]
    pub fn called_with(self, session_token: &'a str) -> Self {
        Self { session_token, ..self }
    }

    /// An action such as `ec2:StartInstances`, of any service, and the resource that it is for.
    ///
    /// # Errors
    /// [`Error::ArgValue`](crate::error::Error::ArgValue) where it is no such action.
    pub fn of_action(action: &'a str, resource: Option<Text>) -> Result<Self> {
        let Some((service, operation)) = action.split_once(':').filter(|_| is_one_action(action)) else {
            let given = crate::document::Value::String(action.into());
            return Err(given.refuse(&Path::Root("action"), "an action such as \"ec2:StartInstances\""));
        };
        let id = ServiceId::from_signing_name(&service.to_ascii_lowercase());
        Ok(Self {
            service,
            operation,
            id,
            session_token: "",
            input: None,
            resources: OnceCell::from(Vec::from_iter(resource)),
        })
    }

    /// The action, in the case in which it was given.
    #[must_use]
    pub fn action(&self) -> String {
        format!("{}:{}", self.service, self.operation)
    }

    /// The action, as IAM names it.
    pub(super) fn iam_action(&self) -> String {
        iam_name(self.id, self.operation).map_or_else(|| self.action(), |name| format!("{}:{name}", self.service))
    }

    /// The names that rules can have for it, in lower case: its operation's, and IAM's where that is another.
    pub(super) fn lowercase_actions(&self) -> SmallVec<[String; 2]> {
        let mut actions = SmallVec::from([self.action(), self.iam_action()].map(|action| action.to_ascii_lowercase()));
        actions.dedup();
        actions
    }

    /// The resources that it names.
    #[must_use]
    pub fn resources(&self) -> &[Text] {
        self.resources.get_or_init(|| self.input.map(resources_of).unwrap_or_default())
    }

    /// The first of the resources that a rule is for: by its name, or by what an ARN says of it.
    pub(super) fn find_resource(&self, wanted: &Resources) -> Option<&str> {
        let is_wanted = |name: &&str| wanted.matches(name) || wanted.arns().iter().any(|arn| self.is_in(name, arn));
        self.resources().iter().map(|name| &**name).find(is_wanted)
    }

    /// True if an ARN is one of a resource. One whose type is not known goes by what follows the type.
    fn is_in(&self, name: &str, arn: &ArnPattern) -> bool {
        match self.in_arn(name) {
            Some((service, resource)) => matches(&arn.service, service) && matches(&arn.resource, &resource),
            None => matches(&arn.service, self.service) && matches(arn.name(), name.trim_start_matches('/')),
        }
    }

    /// The service of a resource that the call names, and what its ARN ends with; `None` where the type is not known.
    pub(super) fn in_arn(&self, name: &str) -> Option<(&'static str, String)> {
        let name = name.trim_start_matches('/');
        Some(match (self.id, name.split('-').next().unwrap_or_default()) {
            (_, "i") => ("ec2", format!("instance/{name}")),
            (_, "vol") => ("ec2", format!("volume/{name}")),
            (_, "snap") => ("ec2", format!("snapshot/{name}")),
            (_, "ami") => ("ec2", format!("image/{name}")),
            (Some(ServiceId::Ssm), "AWS") => ("ssm", format!("document/{name}")),
            (Some(ServiceId::Ssm), _) => ("ssm", format!("parameter/{name}")),
            (Some(ServiceId::CloudFormation), _) => ("cloudformation", format!("stack/{name}/*")),
            (Some(ServiceId::Lambda), _) => ("lambda", format!("function:{name}")),
            (Some(ServiceId::Ses), _) => ("ses", format!("identity/{name}")),
            _ => return None,
        })
    }
}

/// What IAM calls an operation, where that is not its own name.
pub(super) fn iam_name(id: Option<ServiceId>, operation: &str) -> Option<&'static str> {
    (id == Some(ServiceId::Lambda) && operation == "Invoke").then_some("InvokeFunction")
}
