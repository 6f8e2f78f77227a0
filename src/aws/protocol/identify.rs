//! Who calls what.

use std::borrow::Cow;

use super::{form, rest_json};
use crate::aws::error::AwsError;
use crate::aws::models::{Operation, Protocol, Service, ServiceId};
use crate::aws::request::Request;

/// How many characters of an unknown name come back in a message.
const LONGEST_ECHO: usize = 256;

/// A request that calls nothing that is supported.
#[derive(Debug)]
pub struct Refusal {
    /// The protocol in which the error is to be written.
    pub protocol: Protocol,
    /// The service, if it is a supported one.
    pub service: Option<ServiceId>,
    /// The operation that was asked for, if any was.
    pub operation: Option<String>,
    /// What to answer.
    pub error: AwsError,
}

impl From<Refusal> for AwsError {
    fn from(refusal: Refusal) -> Self {
        refusal.error
    }
}

/// Who calls, as far as the request says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The access key, empty if the request is not signed.
    pub access_key_id: String,
    /// The token of temporary credentials, empty if they are none.
    pub session_token: String,
    /// The region of the credential scope, empty if there is none.
    pub region: String,
    /// Which attempt of the SDK this is, from 1.
    pub attempt: u32,
}

/// Who calls.
#[must_use]
pub fn caller(request: &Request) -> Caller {
    let scope = Scope::of(request).unwrap_or_default();
    let mut attempts = request.header("amz-sdk-request").into_iter().flat_map(|header| header.split(';'));
    let attempt = attempts.find_map(|part| part.trim().strip_prefix("attempt=")?.parse().ok());
    let session_token = request.header("x-amz-security-token").map(Cow::Borrowed);
    let session_token = session_token.or_else(|| form::unescape(presigned(request, "X-Amz-Security-Token=")?).ok());
    Caller {
        access_key_id: scope.access_key_id,
        session_token: session_token.map(Cow::into_owned).unwrap_or_default(),
        region: scope.region,
        attempt: attempt.unwrap_or(1),
    }
}

/// What the query of a presigned request has under a name.
fn presigned<'a>(request: &Request<'a>, name: &str) -> Option<&'a str> {
    request.query().split('&').find_map(|part| part.strip_prefix(name))
}

/// `AKID/date/region/service/aws4_request`; the region is missing where a signature holds for all.
#[derive(Default)]
struct Scope {
    access_key_id: String,
    region: String,
    service: String,
}

impl Scope {
    fn of(request: &Request) -> Option<Self> {
        let credential = if let Some(header) = request.header("authorization") {
            Cow::Borrowed(header.split_once("Credential=")?.1)
        } else {
            form::unescape(presigned(request, "X-Amz-Credential=")?).ok()?
        };
        let credential = credential.split([',', ' ']).next()?;
        let mut parts = credential.rsplit('/').skip_while(|part| *part == "aws4_request");
        let service = parts.next()?.into();
        let mut rest: Vec<_> = parts.collect();
        // A key may hold slashes, where it is not one of AWS's.
        rest.reverse();
        let date = rest.iter().rposition(|part| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        let region = rest.get(date + 1).copied().unwrap_or_default().into();
        Some(Self { access_key_id: rest.get(..date)?.join("/"), region, service })
    }
}

/// Finds the service and the operation of a request: by its credential scope, its target header, action and version of
/// its form, or its path.
///
/// # Errors
/// What AWS says where there is no such operation, with what is supported.
pub fn identify(request: &Request) -> Result<(&'static Service, &'static Operation), Refusal> {
    let scope = Scope::of(request).map(|scope| scope.service);
    let service = match scope {
        Some(name) => ServiceId::from_signing_name(&name).ok_or_else(|| unknown_service(request, &name))?.service(),
        None => unsigned(request)?,
    };
    let asked = match service.protocol {
        Protocol::Ec2 | Protocol::Query => action(request, service)?,
        Protocol::Json => target(request, service)?,
        Protocol::RestJson => return by_path(request, service),
    };
    match service.operation(&asked) {
        Some(operation) => Ok((service, operation)),
        None => Err(unknown_operation(service, &asked)),
    }
}

/// The service of a request without a signature.
fn unsigned(request: &Request) -> Result<&'static Service, Refusal> {
    let mut services = ServiceId::ALL.into_iter().map(ServiceId::service);
    if let Some(target) = request.header("x-amz-target") {
        let prefix = target.split('.').next().unwrap_or_default();
        let service = services.find(|service| !service.target_prefix.is_empty() && service.target_prefix == prefix);
        return service.ok_or_else(|| unknown_service(request, prefix));
    }
    if let Some(service) = services.clone().find(|service| by_path(request, service).is_ok()) {
        return Ok(service);
    }
    let form = form_of(request, Protocol::Query, None)?;
    if form.action.is_none() {
        return Err(unknown_service(request, request.path()));
    }
    let version = form.version.unwrap_or_default();
    let is_form = |service: &&Service| matches!(service.protocol, Protocol::Ec2 | Protocol::Query);
    let service = services.filter(is_form).find(|service| service.api_version == version);
    service.ok_or_else(|| unknown_service(request, &version))
}

fn unknown_service(request: &Request, name: &str) -> Refusal {
    let protocol = match name {
        _ if request.header("x-amz-target").is_some() => Protocol::Json,
        // Their errors in XML are read alike.
        "s3" | "cloudfront" | "route53" => Protocol::Query,
        _ => match form_of(request, Protocol::Query, None) {
            Ok(form) if form.action.is_none() => Protocol::RestJson,
            _ => Protocol::Query,
        },
    };
    let supported = ServiceId::ALL.map(ServiceId::signing_name).join(", ");
    let message = format!("The service {name} is not supported. Supported services: {supported}.");
    let error = AwsError::new("UnknownServiceException", message);
    Refusal { protocol, service: None, operation: None, error }
}

fn unknown_operation(service: &Service, asked: &str) -> Refusal {
    let asked: String = asked.chars().take(LONGEST_ECHO).collect();
    let names: Vec<_> = service.operations().into_iter().map(|operation| operation.name.as_str()).collect();
    let supported = format!("Supported operations of {}: {}.", service.id.signing_name(), names.join(", "));
    let (code, status, what) = match service.protocol {
        Protocol::Ec2 | Protocol::Query => ("InvalidAction", 400, "action"),
        Protocol::Json => ("UnknownOperationException", 400, "operation"),
        Protocol::RestJson => ("UnknownOperationException", 404, "operation"),
    };
    let message = format!("The {what} {asked} is not valid for this web service. {supported}");
    let error = AwsError::new(code, message).with_status(status);
    Refusal { protocol: service.protocol, service: Some(service.id), operation: Some(asked), error }
}

#[derive(Default)]
struct Form {
    action: Option<String>,
    version: Option<String>,
}

fn form_of(request: &Request, protocol: Protocol, service: Option<ServiceId>) -> Result<Form, Refusal> {
    let mut form = Form::default();
    for entry in form::entries(request) {
        let (name, value) = entry.map_err(|error| Refusal { protocol, service, operation: None, error })?;
        let place = match &*name {
            "Action" => &mut form.action,
            "Version" => &mut form.version,
            _ => continue,
        };
        place.get_or_insert_with(|| value.into_owned());
        if form.action.is_some() && form.version.is_some() {
            break;
        }
    }
    Ok(form)
}

fn action(request: &Request, service: &Service) -> Result<String, Refusal> {
    form_of(request, service.protocol, Some(service.id))?.action.ok_or_else(|| {
        let message = "The request must contain the parameter Action, in a form or in the query string.";
        let error = AwsError::new("MissingAction", message);
        Refusal { protocol: service.protocol, service: Some(service.id), operation: None, error }
    })
}

/// The operation that the target header names. Anything but a `POST` of JSON calls nothing.
fn target(request: &Request, service: &Service) -> Result<String, Refusal> {
    let asked = request.header("x-amz-target").unwrap_or_default();
    let kind = request.header("content-type").unwrap_or("application/json").split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    let is_json = kind.starts_with("application/x-amz-json-") || kind == "application/json";
    match asked.split_once('.') {
        Some((prefix, name)) if prefix == service.target_prefix && is_json && request.method == "POST" => {
            Ok(name.to_owned())
        }
        _ => Err(unknown_operation(service, &format!("'{asked}' of {} {kind}", request.method))),
    }
}

fn by_path(request: &Request, service: &'static Service) -> Result<(&'static Service, &'static Operation), Refusal> {
    let matches =
        |operation: &&Operation| operation.http.as_ref().is_some_and(|http| rest_json::labels(http, request).is_some());
    match service.operations().into_iter().find(matches) {
        Some(operation) => Ok((service, operation)),
        None => Err(unknown_operation(service, &format!("{} {}", request.method, request.path()))),
    }
}
