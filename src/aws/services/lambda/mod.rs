//! Lambda: functions are those of the state, and those that the application's own code is.

mod configuration;
mod get;
mod invoke;
mod list;
mod name;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::{Operations, Question};

/// The operations.
pub const OPERATIONS: Operations = super::operations![
    Invoke => invoke::invoke,
    GetFunction => get::get,
    GetFunctionConfiguration => get::get_configuration,
    ListFunctions => list::list,
];

/// The only version that a function has.
const LATEST: &str = "$LATEST";

/// What is asked before a call is answered.
pub(super) fn question(operation: &str, input: &Value) -> Option<Question> {
    let text = |member: &str| input.get(member).and_then(Value::as_str);
    if operation == "ListFunctions" {
        return Some(Question::Functions);
    }
    let function_name = name::FunctionName::parse(text("FunctionName")?).name.into();
    if operation != "Invoke" {
        return Some(Question::Function { function_name });
    }
    let payload = text("Payload").unwrap_or_default();
    // What is refused runs nothing.
    invoke::check_payload(payload).ok()?;
    Some(Question::Invoke {
        function_name,
        payload: payload.into(),
        invocation_type: text("InvocationType").unwrap_or("RequestResponse").into(),
    })
}
