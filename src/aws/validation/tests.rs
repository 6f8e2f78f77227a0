use serde_json::{Value, json};

use crate::aws::error::AwsError;
use crate::aws::models::ServiceId;

fn validate(service: ServiceId, operation: &str, input: &Value) -> Result<(), AwsError> {
    let service = service.service();
    super::validate(service, service.operation(operation).unwrap(), input, &|text| text == "i-mock")
}

fn refused(service: ServiceId, operation: &str, input: &Value) -> (String, String) {
    let error = validate(service, operation, input).unwrap_err();
    assert_eq!(error.status, 400);
    (error.code.into_owned(), error.message)
}

fn message(service: ServiceId, operation: &str, input: &Value) -> String {
    refused(service, operation, input).1
}

#[test]
fn what_keeps_to_the_model_passes() {
    let input =
        &json!({ "Name": "/game/motd", "Value": "x", "Type": "SecureString", "Tags": [{ "Key": "a", "Value": "" }] });
    assert_eq!(validate(ServiceId::Ssm, "PutParameter", input), Ok(()));
    let input = json!({ "InstanceIds": ["i-mock1234567890abcdef"], "MaxResults": 5000 });
    assert_eq!(validate(ServiceId::Ec2, "DescribeInstances", &input), Ok(()));
}

#[test]
fn a_required_member_is_named() {
    assert_eq!(
        refused(ServiceId::Ssm, "GetParameter", &json!({})),
        (
            "ValidationException".into(),
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
                .into()
        )
    );
    assert_eq!(
        message(ServiceId::Ssm, "PutParameter", &json!({ "Name": "a", "Value": "b", "Tags": [{ "Key": "k" }] })),
        "1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not \
         be null"
    );
}

#[test]
fn all_violations_are_counted() {
    assert_eq!(
        message(ServiceId::Ssm, "PutParameter", &json!({ "Name": "", "Value": "b", "Type": "Number" })),
        "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater \
         than or equal to 1; Value 'Number' at 'type' failed to satisfy constraint: Member must satisfy enum value set: \
         [String, StringList, SecureString]"
    );
}

#[test]
fn numbers_have_values_and_lists_lengths() {
    assert_eq!(
        message(ServiceId::Ssm, "GetParametersByPath", &json!({ "Path": "/", "MaxResults": 11 })),
        "1 validation error detected: Value '11' at 'maxResults' failed to satisfy constraint: Member must have value \
         less than or equal to 10"
    );
    assert_eq!(
        message(ServiceId::Ssm, "GetParameters", &json!({ "Names": [] })),
        "1 validation error detected: Value '[]' at 'names' failed to satisfy constraint: Member must have length \
         greater than or equal to 1"
    );
}

#[test]
fn a_list_of_scalars_is_one_violation_with_all_rules() {
    assert_eq!(
        message(
            ServiceId::Ssm,
            "SendCommand",
            &json!({ "DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-x", "y"] })
        ),
        "1 validation error detected: Value '[i-x, y]' at 'instanceIds' failed to satisfy constraint: Member must \
         satisfy constraint: [Member must satisfy regular expression pattern: (^i-(\\w{8}|\\w{17})$)|(^mi-\\w{17}$)]"
    );
}

#[test]
fn a_secret_is_not_shown() {
    let service = ServiceId::Ssm.service();
    let sensitive: Vec<_> = service.shapes().iter().filter(|shape| shape.sensitive).map(|shape| &*shape.name).collect();
    assert!(sensitive.contains(&"PSParameterValue"));
    // The value of a parameter has no constraint of the model; whatever is refused beside it does not show it.
    let text = message(ServiceId::Ssm, "PutParameter", &json!({ "Name": "", "Value": "hunter2", "Tags": [{}] }));
    assert!(!text.contains("hunter2"));
}

#[test]
fn patterns_are_for_the_whole_text() {
    assert_eq!(
        refused(ServiceId::CloudFormation, "CreateStack", &json!({ "StackName": "s", "ClientRequestToken": "my token" })),
        (
            "ValidationError".into(),
            "1 validation error detected: Value 'my token' at 'clientRequestToken' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*"
                .into()
        )
    );
}

#[test]
fn lengths_are_those_of_characters() {
    let name = |name: String| validate(ServiceId::Ssm, "GetParameter", &json!({ "Name": name }));
    assert_eq!(name("\u{1F3AE}".repeat(2048)), Ok(()));
    assert!(name("\u{1F3AE}".repeat(2049)).is_err());
}

#[test]
fn ec2_tells_the_first_violation() {
    assert_eq!(
        refused(ServiceId::Ec2, "StartInstances", &json!({})),
        ("MissingParameter".into(), "The request must contain the parameter InstanceId".into())
    );
    assert_eq!(
        refused(ServiceId::Ec2, "RunInstances", &json!({ "MinCount": 1, "MaxCount": 1, "InstanceType": "t9.huge" })),
        ("InvalidParameterValue".into(), "Invalid value 't9.huge' for InstanceType.".into())
    );
}

#[test]
fn the_form_of_an_id_that_exists_is_not_checked() {
    let send = |id: &str| {
        let input = json!({ "DocumentName": "AWS-RunShellScript", "InstanceIds": [id] });
        validate(ServiceId::Ssm, "SendCommand", &input)
    };
    assert_eq!(send("i-mock"), Ok(()));
    assert!(send("i-mocked").is_err());
}
