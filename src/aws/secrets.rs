//! The secrets of calls, which are masked where calls are kept.

use serde_json::Value;

use super::services::cloudformation;
use crate::state::parameters::{Parameter, ParameterType};
use crate::state::{Profile, State};
use crate::time::Now;

/// What stands for a secret.
const MASK: &str = "***";

/// The members of an output that are credentials; whose they are is not secret.
const CREDENTIALS: [&str; 2] = ["SecretAccessKey", "SessionToken"];

/// Masks what an input sets: a `SecureString`, and the parameters of a stack that are not to be shown.
pub fn mask_input(input: &mut Value, state: &State, profile: &Profile, now: Now) {
    mask_output(input);
    if sets_secret(state, input)
        && let Some(value) = input.get_mut("Value")
    {
        *value = MASK.into();
    }
    let stack_parameters = input.get("StackName").is_some() && input.get("Parameters").is_some_and(Value::is_array);
    let Some(is_secret) = stack_parameters.then(|| cloudformation::secret_parameters(input, state, profile, now))
    else {
        return;
    };
    for parameter in input.get_mut("Parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        let name = parameter.get("ParameterKey").and_then(Value::as_str).unwrap_or_default();
        if is_secret(name)
            && let Some(value) = parameter.get_mut("ParameterValue")
        {
            *value = MASK.into();
        }
    }
}

/// Masks the values of `SecureString` parameters, and credentials.
pub fn mask_output(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(mask_output),
        Value::Object(members) => {
            if members.get("Type").is_some_and(|kind| kind == "SecureString")
                && let Some(value) = members.get_mut("Value")
            {
                *value = MASK.into();
            }
            for (name, value) in members {
                if CREDENTIALS.contains(&name.as_str()) {
                    *value = MASK.into();
                } else {
                    mask_output(value);
                }
            }
        }
        _ => {}
    }
}

/// True if an input sets the value of a parameter that is a `SecureString` without saying so, or that may be meant to
/// be one: there is none of that name yet, or its type is none that there is.
fn sets_secret(state: &State, input: &Value) -> bool {
    let Some(name) = input.get("Name").and_then(Value::as_str).filter(|_| input.get("Value").is_some()) else {
        return false;
    };
    let is_plain = |kind: &Value| kind == "String" || kind == "StringList";
    match (state.named::<Parameter>(name), input.get("Type")) {
        (Some(parameter), _) if parameter.kind == ParameterType::SecureString => true,
        (Some(_), None) => false,
        (_, kind) => !kind.is_some_and(is_plain),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secure_strings_and_credentials_are_masked_wherever_they_are() {
        let mut output = json!({
            "Parameters": [{ "Type": "SecureString", "Value": "secret" }, { "Value": "plain" }],
            "Credentials": { "AccessKeyId": "ASIA", "SecretAccessKey": "secret", "SessionToken": "secret" },
        });
        mask_output(&mut output);
        let line = output.to_string();
        assert!(!line.contains("secret") && line.contains("plain") && line.contains("ASIA"), "{line}");
    }
}
