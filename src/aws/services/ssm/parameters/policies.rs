//! The policies of parameters.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::invalid;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::parameter_policies::{EXPIRATION, ParameterPolicy};
use crate::state::parameters::Parameter;

/// How many a parameter has at most.
const MOST_POLICIES: usize = 10;

/// What the number of days or hours of a notification is smaller than.
const MOST_UNITS: i64 = 8_760_000;

/// Reads the policies of a request. Those that say nothing are left out.
///
/// # Errors
/// `ValidationException`, `PoliciesLimitExceededException`, `InvalidPolicyTypeException`,
/// `InvalidPolicyAttributeException`, `IncompatiblePolicyException`.
pub fn read(text: &str) -> Result<Vec<Text>> {
    let policies: Vec<ParameterPolicy> =
        serde_json::from_str(text).map_err(|_| invalid(format!("Invalid policies input: {text}.")))?;
    if policies.len() > MOST_POLICIES {
        let message = "You specified more than the maximum number of allowed policies for the parameter. The maximum \
                       is 10.";
        return Err(AwsError::new("PoliciesLimitExceededException", message));
    }
    let mut read: Vec<ParameterPolicy> = Vec::new();
    for policy in policies.into_iter().filter(|policy| *policy != ParameterPolicy::default()) {
        check(&policy)?;
        if policy.r#type == EXPIRATION && read.iter().any(|it| it.r#type == EXPIRATION && *it != policy) {
            let message = "There is a conflict in the policies specified for this parameter. You can't, for example, \
                           specify two Expiration policies for a parameter. Review your policies, and try again.";
            return Err(AwsError::new("IncompatiblePolicyException", message));
        }
        if !read.contains(&policy) {
            read.push(policy);
        }
    }
    Ok(read.iter().filter_map(|policy| serde_json::to_string(policy).ok()).map(Text::from).collect())
}

fn check(policy: &ParameterPolicy) -> Result<()> {
    match policy.r#type.as_str() {
        EXPIRATION if policy.expires_at().is_some() => Ok(()),
        EXPIRATION => Err(wrong_attribute("Attribute Timestamp must be a time in ISO 8601.")),
        "ExpirationNotification" => check_units(&policy.attributes, "Before"),
        "NoChangeNotification" => check_units(&policy.attributes, "After"),
        other => Err(AwsError::new("InvalidPolicyTypeException", format!("Policy type {other} is not supported."))),
    }
}

fn check_units(attributes: &BTreeMap<Text, Text>, name: &str) -> Result<()> {
    let attribute = |name: &str| attributes.get(name).map(Text::as_str).unwrap_or_default();
    match attribute(name).parse::<i64>() {
        Ok(number) if number < 1 => Err(wrong_attribute(format!("Attribute {name} must be a positive integer."))),
        Ok(number) if number < MOST_UNITS => {
            if ["Days", "Hours"].contains(&attribute("Unit")) {
                Ok(())
            } else {
                Err(wrong_attribute("Attribute Unit must be Days or Hours."))
            }
        }
        _ => {
            let message = format!("Attribute {name} must be a positive integer smaller than {MOST_UNITS} .");
            Err(wrong_attribute(message))
        }
    }
}

fn wrong_attribute(message: impl Into<String>) -> AwsError {
    AwsError::new("InvalidPolicyAttributeException", message)
}

/// The policies of a parameter as its history has them.
pub fn shown(parameter: &Parameter) -> Value {
    parameter.policies().map(|policy| described(&policy)).collect()
}

/// The policies of a parameter as its description has them. Those that have been carried out are gone, with the
/// parameter.
pub fn with_status(parameter: &Parameter) -> Value {
    let described = parameter.policies().map(|policy| {
        let mut shown = described(&policy);
        if let Some(members) = shown.as_object_mut() {
            members.insert("PolicyStatus".into(), json!("Pending"));
        }
        shown
    });
    described.collect()
}

fn described(policy: &ParameterPolicy) -> Value {
    json!({ "PolicyText": serde_json::to_string(policy).unwrap_or_default(), "PolicyType": policy.r#type })
}
