//! EC2 tells the first violation only, by the name that the parameter has in the form.

use serde_json::Value;

use super::rule::{Measure, Rule, rules};
use crate::aws::error::AwsError;
use crate::aws::models::{Kind, Service, Shape, ShapeId};

/// The shapes whose violations have codes of their own, which the handlers answer.
const OF_HANDLERS: [&str; 2] = ["ImageNameRequest", "VolumeType"];

pub(super) fn validate(service: &Service, input: ShapeId, value: &Value) -> Result<(), AwsError> {
    members(service, service.shape(input), value, "")
}

fn members(service: &Service, shape: &Shape, value: &Value, prefix: &str) -> Result<(), AwsError> {
    let Kind::Structure(structure) = &shape.kind else { return Ok(()) };
    for member in &structure.members {
        let value = value.get(&member.name).filter(|value| !value.is_null());
        if value.is_none() && !member.required {
            continue;
        }
        let name = format!("{prefix}{}", member.input_name);
        let Some(value) = value else {
            let message = format!("The request must contain the parameter {name}");
            return Err(AwsError::new("MissingParameter", message));
        };
        check(service, service.shape(member.shape), value, &name)?;
    }
    Ok(())
}

fn check(service: &Service, shape: &Shape, value: &Value, name: &str) -> Result<(), AwsError> {
    let broken = rules(shape).find(|rule| !rule.holds(value));
    if let Some(rule) = broken.filter(|_| !OF_HANDLERS.contains(&shape.name.as_str())) {
        let shown = match value {
            Value::String(text) if !shape.sensitive => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        let message = match rule {
            Rule::Values(_) => format!("Invalid value '{shown}' for {name}."),
            Rule::Max(Measure::Value, max) => {
                format!("Value ( {shown} ) for parameter {name} is invalid. Expecting a value smaller than {max}.")
            }
            Rule::Min(Measure::Value, min) => {
                format!("Value ( {shown} ) for parameter {name} is invalid. Expecting a value greater than {min}.")
            }
            rule => format!("Value ({shown}) for parameter {name} is invalid. {rule}."),
        };
        return Err(AwsError::new("InvalidParameterValue", message));
    }
    match (&shape.kind, value) {
        (Kind::List(member), Value::Array(items)) => {
            let item = service.shape(member.shape);
            let mut indexed = (1..).zip(items);
            indexed.try_for_each(|(index, value)| check(service, item, value, &format!("{name}.{index}")))
        }
        _ => members(service, shape, value, &format!("{name}.")),
    }
}
