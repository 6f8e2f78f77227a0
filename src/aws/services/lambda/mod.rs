//! Lambda.

mod invoke;
mod name;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::{Operations, Question};

/// The operations.
pub const OPERATIONS: Operations = super::operations![Invoke => invoke::invoke];

/// What is asked before a call is answered.
pub(super) fn question(input: &Value) -> Option<Question> {
    let text = |member: &str| input.get(member).and_then(Value::as_str);
    let payload = text("Payload").unwrap_or_default();
    // What is refused runs nothing.
    invoke::check_payload(payload).ok()?;
    Some(Question::Invoke {
        function_name: name::FunctionName::parse(text("FunctionName")?).name.into(),
        payload: payload.into(),
        invocation_type: text("InvocationType").unwrap_or("RequestResponse").into(),
    })
}
