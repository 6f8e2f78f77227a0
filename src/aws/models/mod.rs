//! AWS's service models, trimmed to the supported operations.
//!
//! `npm run models` writes the JSON beside this file from botocore, for the operations that `operations.json` names. A
//! service is parsed when it is first asked for. References between shapes are indexes then: coding looks no shape up
//! by name.

mod load;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use shape::{Constraints, Kind, Location, Member, Shape, ShapeId, Structure, TimestampFormat};

use crate::aws::error::AwsError;

/// A supported service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ServiceId {
    /// EC2.
    Ec2,
    /// Systems Manager.
    Ssm,
    /// `CloudFormation`.
    CloudFormation,
    /// Cost Explorer.
    CostExplorer,
    /// Lambda.
    Lambda,
    /// Security Token Service.
    Sts,
    /// Simple Email Service.
    Ses,
}

impl ServiceId {
    /// All services.
    pub const ALL: [Self; 7] =
        [Self::Ec2, Self::Ssm, Self::CloudFormation, Self::CostExplorer, Self::Lambda, Self::Sts, Self::Ses];

    /// The name in a credential scope, and in the actions of IAM.
    #[must_use]
    pub fn signing_name(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::Ssm => "ssm",
            Self::CloudFormation => "cloudformation",
            Self::CostExplorer => "ce",
            Self::Lambda => "lambda",
            Self::Sts => "sts",
            Self::Ses => "ses",
        }
    }

    /// The service of that name in a credential scope.
    #[must_use]
    pub fn from_signing_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.signing_name() == name)
    }

    /// The model, loaded at the first call.
    #[must_use]
    pub fn service(self) -> &'static Service {
        static EC2: OnceLock<Service> = OnceLock::new();
        static SSM: OnceLock<Service> = OnceLock::new();
        static CLOUDFORMATION: OnceLock<Service> = OnceLock::new();
        static COST_EXPLORER: OnceLock<Service> = OnceLock::new();
        static LAMBDA: OnceLock<Service> = OnceLock::new();
        static STS: OnceLock<Service> = OnceLock::new();
        static SES: OnceLock<Service> = OnceLock::new();
        let (cell, json) = match self {
            Self::Ec2 => (&EC2, include_str!("ec2.json")),
            Self::Ssm => (&SSM, include_str!("ssm.json")),
            Self::CloudFormation => (&CLOUDFORMATION, include_str!("cloudformation.json")),
            Self::CostExplorer => (&COST_EXPLORER, include_str!("ce.json")),
            Self::Lambda => (&LAMBDA, include_str!("lambda.json")),
            Self::Sts => (&STS, include_str!("sts.json")),
            Self::Ses => (&SES, include_str!("ses.json")),
        };
        cell.get_or_init(|| load::service(self, json))
    }
}

/// How requests and responses of a service are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// A form in, XML out, in EC2's way.
    Ec2,
    /// A form in, XML out.
    Query,
    /// JSON 1.1 with a target header.
    Json,
    /// JSON with paths and methods.
    RestJson,
}

/// The model of a service.
#[derive(Debug)]
pub struct Service {
    /// Which one it is.
    pub id: ServiceId,
    /// Its protocol.
    pub protocol: Protocol,
    /// The version of its API, a date.
    pub api_version: String,
    /// What the target header has before the dot, for [`Protocol::Json`].
    pub target_prefix: String,
    /// The namespace of responses in XML.
    pub xml_namespace: String,
    operations: HashMap<String, Operation>,
    statuses: HashMap<String, u16>,
    shapes: Vec<Shape>,
}

/// An operation of a service.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `DescribeInstances`.
    pub name: String,
    /// The structure of its input.
    pub input: ShapeId,
    /// The structure of its output, where it has one.
    pub output: Option<ShapeId>,
    /// The element around the output, for [`Protocol::Query`].
    pub result_wrapper: String,
    /// Method and path, for [`Protocol::RestJson`].
    pub http: Option<Http>,
}

/// Method, path and status of an operation of [`Protocol::RestJson`].
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Http {
    /// The method in capitals.
    pub method: String,
    /// The path, with labels in braces.
    pub request_uri: String,
    /// The status of a success.
    #[serde(default = "ok")]
    pub response_code: u16,
}

fn ok() -> u16 {
    200
}

impl Service {
    /// The operation of that name, if it is supported.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.get(name)
    }

    /// The supported operations, by name.
    #[must_use]
    pub fn operations(&self) -> Vec<&Operation> {
        let mut operations: Vec<_> = self.operations.values().collect();
        operations.sort_by(|a, b| a.name.cmp(&b.name));
        operations
    }

    /// A shape of this service.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "An id is made by loading, which has put the shape there.")]
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.0]
    }

    /// All shapes.
    #[must_use]
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// The status that the model has for the code of an error.
    #[must_use]
    pub fn error_status(&self, code: &str) -> Option<u16> {
        self.statuses.get(code).copied()
    }

    /// An error with the status that the model has for its code, or 400.
    #[must_use]
    pub fn error(&self, code: &'static str, message: impl Into<String>) -> AwsError {
        AwsError::new(code, message).with_status(self.error_status(code).unwrap_or(400))
    }
}
