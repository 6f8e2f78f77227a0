//! Filters for commands and their invocations.

use serde::Deserialize;

use super::super::invalid;
use super::status::is_over;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::commands::{AwsStatus, Command};
use crate::time::parse;

/// What a command's status, or its further word, can be.
const COMMAND_STATUSES: &[&str] = &[
    "Pending",
    "InProgress",
    "Success",
    "Cancelled",
    "Failed",
    "TimedOut",
    "AccessDenied",
    "DeliveryTimedOut",
    "ExecutionTimedOut",
    "Incomplete",
    "NoInstancesInTag",
    "LimitExceeded",
];

/// The same of an invocation.
const INVOCATION_STATUSES: &[&str] = &[
    "Pending",
    "InProgress",
    "Delayed",
    "Success",
    "Cancelled",
    "Failed",
    "TimedOut",
    "AccessDenied",
    "DeliveryTimedOut",
    "ExecutionTimedOut",
    "Undeliverable",
    "InvalidPlatform",
    "Terminated",
];

/// A filter.
#[derive(Debug, Deserialize)]
pub struct Filter {
    key: Text,
    value: Text,
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Listed {
    /// Commands.
    Commands,
    /// Their invocations.
    Invocations,
}

/// The filters of a request, understood.
#[derive(Debug)]
pub struct Conditions<'a>(Vec<Condition<'a>>);

#[derive(Debug)]
enum Condition<'a> {
    After(i64),
    Before(i64),
    Document(&'a str),
    Status(&'a str),
    IsOver(bool),
}

impl<'a> Conditions<'a> {
    /// Understands the filters of a request.
    ///
    /// # Errors
    /// `InvalidFilterKey`, `ValidationException`.
    pub fn read(filters: &'a [Filter], listed: Listed) -> Result<Self> {
        filters.iter().map(|filter| Condition::read(filter, listed)).collect::<Result<_>>().map(Self)
    }

    /// True if a command meets all of them that are not about how it is doing.
    pub fn hold(&self, command: &Command) -> bool {
        let sent = parse(&command.created_at).unwrap_or_default();
        let document = command.document_name.as_deref().unwrap_or(super::output::DEFAULT_DOCUMENT);
        self.0.iter().all(|condition| match condition {
            Condition::After(time) => sent >= *time,
            Condition::Before(time) => sent < *time,
            Condition::Document(name) => document == *name,
            Condition::Status(_) | Condition::IsOver(_) => true,
        })
    }

    /// True if a status, and AWS's further word for it, meet those that are about that.
    pub fn hold_for(&self, status: AwsStatus, details: &str) -> bool {
        self.0.iter().all(|condition| match condition {
            Condition::Status(wanted) => *wanted == status.name() || *wanted == details,
            Condition::IsOver(wanted) => *wanted == is_over(status),
            _ => true,
        })
    }
}

impl<'a> Condition<'a> {
    fn read(Filter { key, value }: &'a Filter, listed: Listed) -> Result<Self> {
        let one_of = |allowed: &[&str]| {
            let allowed = allowed.join(", ");
            Err(invalid(format!("The filter value {value} is not valid for {key}. Valid values include: [{allowed}].")))
        };
        let time = || {
            let message = format!("The filter value {value} is not valid for {key}. Specify a time in ISO 8601.");
            parse(value).ok_or_else(|| invalid(message))
        };
        let statuses = if listed == Listed::Commands { COMMAND_STATUSES } else { INVOCATION_STATUSES };
        match (key.as_str(), value.as_str()) {
            ("InvokedAfter", _) => time().map(Self::After),
            ("InvokedBefore", _) => time().map(Self::Before),
            ("DocumentName", name) => Ok(Self::Document(name)),
            ("Status", status) if statuses.contains(&status) => Ok(Self::Status(status)),
            ("Status", _) => one_of(statuses),
            ("ExecutionStage", _) if listed == Listed::Invocations => Err(AwsError::new("InvalidFilterKey", "")),
            ("ExecutionStage", "Executing") => Ok(Self::IsOver(false)),
            ("ExecutionStage", "Complete") => Ok(Self::IsOver(true)),
            _ => one_of(&["Executing", "Complete"]),
        }
    }
}
