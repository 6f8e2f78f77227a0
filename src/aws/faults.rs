//! The faults that apply to a call.

use super::error::AwsError;
use super::models::Service;
use crate::state::operation_failures::{OperationFailure, take};
use crate::state::{Draft, State};

/// The error that an entry of `operationFailures` answers a call with, and the name of the entry. One that is for the
/// next call only is taken away.
pub fn operation_failure(draft: &mut Draft, service: &Service, operation: &str) -> Option<(AwsError, String)> {
    if draft.state().len(crate::state::Area::OperationFailure) == 0 {
        return None;
    }
    let qualified = format!("{}:{operation}", service.id.signing_name());
    [qualified, operation.to_owned()].into_iter().find_map(|name| {
        let (entries, failure) = take(draft.state(), &name);
        let error = error_of(service, &*failure?);
        draft.apply(entries);
        Some((error, name))
    })
}

/// How many milliseconds every call waits.
#[must_use]
pub fn latency_ms(state: &State) -> f64 {
    state.one::<crate::state::global_latency::GlobalLatency>().map_or(0.0, |latency| latency.0.0)
}

fn error_of(service: &Service, failure: &OperationFailure) -> AwsError {
    let code = failure.error_code.as_deref().unwrap_or("InternalFailure").to_owned();
    let message = failure.error_message.as_deref().unwrap_or_else(|| message_of(&code)).to_owned();
    let status = status_of(service, &code);
    AwsError::new(code, message).with_status(status)
}

/// The HTTP status of a code: that of the model, or of what all services have; 400 where neither knows it.
#[must_use]
pub fn status_of(service: &Service, code: &str) -> u16 {
    service.error_status(code).unwrap_or(match code {
        "AccessDenied"
        | "AccessDeniedException"
        | "AuthFailure"
        | "UnauthorizedOperation"
        | "InvalidClientTokenId"
        | "SignatureDoesNotMatch"
        | "ExpiredToken"
        | "OptInRequired" => 403,
        "TooManyRequestsException" => 429,
        "InternalError"
        | "InternalFailure"
        | "InternalServerError"
        | "ServiceException"
        | "InsufficientInstanceCapacity"
        | "InsufficientCapacity" => 500,
        "RequestLimitExceeded" | "ServiceUnavailable" | "ServiceUnavailableException" | "Unavailable" | "SlowDown" => {
            503
        }
        "RequestTimeout" => 408,
        _ => 400,
    })
}

fn message_of(code: &str) -> &'static str {
    match code {
        "RequestLimitExceeded" => "Request limit exceeded.",
        "Throttling" | "ThrottlingException" => "Rate exceeded",
        "TooManyRequestsException" => "Rate Exceeded.",
        "InsufficientInstanceCapacity" => {
            "We currently do not have sufficient instance capacity in the Availability Zone you requested. Our system \
             will be working on provisioning additional capacity."
        }
        "UnauthorizedOperation" => "You are not authorized to perform this operation.",
        "InternalFailure" | "InternalError" | "InternalServerError" => {
            "The request processing has failed because of an unknown error, exception or failure."
        }
        _ => "",
    }
}
