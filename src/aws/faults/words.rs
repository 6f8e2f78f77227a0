//! Errors in the words of each service.

use super::denial::denial;
use super::target::Target;
use crate::aws::error::AwsError;
use crate::aws::models::ServiceId;
use crate::state::Profile;
use crate::state::fault_rules::effect::ErrorName;
use crate::state::operation_failures::OperationFailure;

/// A code, its status and its text.
type Words = (&'static str, u16, &'static str);

const RATE: Words = ("Throttling", 400, "Rate exceeded");
const RATE_EXCEPTION: Words = ("ThrottlingException", 400, "Rate exceeded");
const CONCURRENCY: Words = ("TooManyRequestsException", 429, "Rate Exceeded.");
const DOWN: Words = ("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server.");
const BROKEN: Words =
    ("InternalFailure", 500, "The request processing has failed because of an unknown error, exception or failure.");
// The text of these is made for the call.
const DENIED: Words = ("AccessDenied", 403, "");
const DENIED_EXCEPTION: Words = ("AccessDeniedException", 400, "");

const EC2: [Words; 5] = [
    ("RequestLimitExceeded", 503, "Request limit exceeded."),
    ("Unavailable", 503, "The server is overloaded and can't handle the request."),
    ("InternalError", 500, "An internal error has occurred"),
    ("UnauthorizedOperation", 403, ""),
    (
        "InsufficientInstanceCapacity",
        500,
        "We currently do not have sufficient instance capacity in the Availability Zone you requested. Our system \
         will be working on provisioning additional capacity.",
    ),
];
const SSM_BROKEN: Words = ("InternalServerError", 500, "An error occurred on the server side.");
const STACKS: Words = ("LimitExceededException", 400, "The quota for the resource has already been reached.");
const COST_RATE: Words = ("LimitExceededException", 400, "Rate limit exceeded");
const LAMBDA_BROKEN: Words = ("ServiceException", 500, "The Lambda service encountered an internal error.");
const MAIL_RATE: Words = ("Throttling", 400, "Maximum sending rate exceeded.");
const MAIL_QUOTA: Words = ("Throttling", 400, "Daily message quota exceeded.");

/// What a service says where it throttles, is down, is broken, denies access, and has nothing left.
const fn words_of(service: Option<ServiceId>) -> [Words; 5] {
    match service {
        Some(ServiceId::Ec2) => EC2,
        Some(ServiceId::Ssm) => [RATE_EXCEPTION, DOWN, SSM_BROKEN, DENIED_EXCEPTION, DOWN],
        Some(ServiceId::CloudFormation) => [RATE, DOWN, BROKEN, DENIED, STACKS],
        Some(ServiceId::CostExplorer) => [COST_RATE, DOWN, BROKEN, DENIED_EXCEPTION, DOWN],
        Some(ServiceId::Lambda) => [CONCURRENCY, DOWN, LAMBDA_BROKEN, ("AccessDeniedException", 403, ""), CONCURRENCY],
        Some(ServiceId::Sts) => [RATE, DOWN, BROKEN, DENIED, DOWN],
        Some(ServiceId::Ses) => [MAIL_RATE, DOWN, BROKEN, DENIED, MAIL_QUOTA],
        None => [RATE_EXCEPTION, DOWN, BROKEN, DENIED, DOWN],
    }
}

/// An error in the words of the service that is called, for a resource.
pub(super) fn named(name: ErrorName, target: &Target<'_>, resource: Option<&str>, profile: &Profile) -> AwsError {
    let [throttling, unavailable, internal, access_denied, capacity] = words_of(target.id);
    let (code, status, message) = match name {
        ErrorName::Throttling => throttling,
        ErrorName::Unavailable => unavailable,
        ErrorName::Internal => internal,
        ErrorName::AccessDenied => access_denied,
        ErrorName::Capacity => capacity,
    };
    let message = if name == ErrorName::AccessDenied { denial(target, resource, profile) } else { message.to_owned() };
    AwsError::new(code, message).with_status(status)
}

/// The error of an entry of `operationFailures` of some name.
pub(super) fn failure(target: &Target<'_>, failure: &OperationFailure, name: &str) -> AwsError {
    let code = failure.error_code.as_deref().unwrap_or("InternalFailure");
    with_code(target, code, failure.error_message.as_deref(), name)
}

/// The error of a code, with the status that it has in AWS, and the text where none is given. Where AWS's is not known,
/// the text names the fault: clients show an error without one as unknown.
pub(super) fn with_code(target: &Target<'_>, code: &str, message: Option<&str>, fault: &str) -> AwsError {
    let message = match (message, message_of(target.id, code)) {
        (Some(message), _) => message.to_owned(),
        (None, "") => format!("The request failed because of a fault ({fault})."),
        (None, known) => known.to_owned(),
    };
    AwsError::new(code.to_owned(), message).with_status(status_of(target.id, code))
}

/// The HTTP status of a code: that of the service's words or its model, or of what all services have; 400 where none
/// knows it.
#[must_use]
pub fn status_of(service: Option<ServiceId>, code: &str) -> u16 {
    let own = words_of(service).into_iter().find(|(word, ..)| *word == code).map(|(_, status, _)| status);
    let own = own.or_else(|| service?.service().error_status(code));
    own.unwrap_or(match code {
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

/// The text of a code: that of the service's words, or of what all services have.
fn message_of(service: Option<ServiceId>, code: &str) -> &'static str {
    let own = words_of(service).into_iter().find(|(word, _, text)| *word == code && !text.is_empty());
    own.map_or_else(|| common_message(code), |(.., text)| text)
}

fn common_message(code: &str) -> &'static str {
    let (.., text) = match code {
        "RequestLimitExceeded" => EC2[0],
        "InsufficientInstanceCapacity" => EC2[4],
        "UnauthorizedOperation" => ("", 0, "You are not authorized to perform this operation."),
        "Throttling" | "ThrottlingException" => RATE,
        "TooManyRequestsException" => CONCURRENCY,
        "InternalFailure" | "InternalError" | "InternalServerError" => BROKEN,
        "ServiceUnavailable" | "ServiceUnavailableException" | "Unavailable" => DOWN,
        _ => ("", 0, ""),
    };
    text
}
