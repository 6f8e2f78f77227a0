//! Specs of what templates say.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{TEMPLATE, create, describe};
use crate::aws::services::cloudformation::template::Template;
use crate::aws::services::tests::Account;

#[test]
fn a_template_gives_description_parameters_and_outputs() {
    let mut account = Account::new();
    let template = json!({
        "Description": "what",
        "Parameters": { "Size": { "Type": "String" }, "Count": { "Type": "Number", "Default": 2 } },
        "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } },
        "Outputs": {
            "Size": { "Value": { "Ref": "Size" } },
            "Place": { "Value": { "Fn::Sub": "${AWS::Region}/${Count}/${!x}" } },
            "Topic": { "Value": { "Fn::GetAtt": ["Topic", "Arn"] } },
            "Joined": { "Value": { "Fn::Join": ["-", ["a", { "Ref": "AWS::StackName" }]] } },
            "Unknown": { "Value": { "Fn::ImportValue": "x" } },
        },
    });
    let input =
        |parameters: Value| json!({ "StackName": "a", "TemplateBody": template.to_string(), "Parameters": parameters });
    let error = account.error("CreateStack", input(json!([])));
    assert_eq!(error.message, "Parameters: [Size] must have values");
    account.call("CreateStack", input(json!([{ "ParameterKey": "Size", "ParameterValue": "small" }]))).unwrap();
    assert_eq!(describe(&mut account, "a")["Outputs"], json!([]));
    account.advance(3000);
    let stack = describe(&mut account, "a");
    let topic = account.call("ListStackResources", json!({ "StackName": "a" })).unwrap()["StackResourceSummaries"][0]
        ["PhysicalResourceId"]
        .take();
    let topic = topic.as_str().unwrap();
    let output = |key: &str, value: &str| json!({ "OutputKey": key, "OutputValue": value });
    assert_eq!(stack["Description"], "what");
    assert_eq!(
        stack["Outputs"],
        json!([
            output("Joined", "a-a"),
            output("Place", "us-east-1/2/${x}"),
            output("Size", "small"),
            output("Topic", &format!("{topic}.Arn")),
        ])
    );
    let wrong = |body: &str| json!({ "StackName": "b", "TemplateBody": body });
    let message = account.error("CreateStack", wrong("{")).message;
    assert_eq!(message, "Template format error: JSON not well-formed. (line 1, column 1)");
}

const YAML: &str = "
AWSTemplateFormatVersion: 2010-09-09
Description: what
Parameters:
  Size: { Type: String, Default: small }
  Account: { Type: String, Default: 012345678901 }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { QueueName: !Sub '${AWS::StackName}-${Size}' }
Outputs:
  Account: { Value: !Ref Account }
  Arn: { Value: !GetAtt Queue.Arn }
  Joined:
    Value: !Join ['-', [!Ref Size, 'b']]
  Text: { Value: \"007\" }
";

#[test]
fn a_template_in_yaml_says_the_same() {
    let mut account = Account::new();
    account.call("CreateStack", json!({ "StackName": "a", "TemplateBody": YAML })).unwrap();
    account.advance(3000);
    let stack = describe(&mut account, "a");
    assert_eq!(stack["Description"], "what");
    let outputs = stack["Outputs"].as_array().unwrap().iter().map(|output| &output["OutputValue"]);
    let queue = "https://sqs.us-east-1.amazonaws.com/123456789012/a-small.Arn";
    assert_eq!(outputs.collect::<Vec<_>>(), ["012345678901", queue, "small-b", "007"]);
    let template = account.call("GetTemplate", json!({ "StackName": "a", "TemplateStage": "Processed" })).unwrap();
    assert_eq!(template["TemplateBody"], YAML);
}

proptest! {
    #[test]
    fn any_text_is_a_template_or_refused(text in "[-\\[\\]{}:,!&*#|>'\"%@`?~.<=a-zA-Z0-9 \n\t]{0,80}") {
        let _ = Template::read(&text);
    }
}

#[test]
fn what_is_no_template_is_refused() {
    let mut account = Account::new();
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let cases = [
        ("[]", "unsupported structure."),
        ("just text", "unsupported structure."),
        ("{}", "At least one Resources member must be defined."),
        ("Resources: { A: { Type: B }", "YAML not well-formed. (line 2, column 1)"),
        ("Resources: { A: !Nothing B }", "YAML not well-formed. (line 1, column 17)"),
        ("Resources: { A-1: { Type: B } }", "Resource name A-1 is non alphanumeric."),
        ("Resources: { A: {} }", "[/Resources/A] Every Resources object must contain a Type member."),
        (&deep, "YAML not well-formed. (line 1, column 128)"),
    ];
    for (body, message) in cases {
        let error = account.error("CreateStack", json!({ "StackName": "a", "TemplateBody": body }));
        assert_eq!((&*error.code, error.message), ("ValidationError", format!("Template format error: {message}")));
    }
    let aliases = "Resources: { A: &a { Type: B }, C: *a }";
    let error = account.error("CreateStack", json!({ "StackName": "a", "TemplateBody": aliases }));
    assert_eq!(error.message, "Template error: YAML aliases are not allowed in CloudFormation templates");
    let long = format!("Resources: {{ A: {{ Type: {} }} }}", "B".repeat(51_200));
    let error = account.error("CreateStack", json!({ "StackName": "a", "TemplateBody": long }));
    assert!(error.message.ends_with("Member must have length less than or equal to 51200"), "{}", error.message.len());
}

#[test]
fn parameters_are_those_of_the_template() {
    let given = json!([{ "ParameterKey": "Size", "ParameterValue": "small" }]);
    let input = json!({ "StackName": "a", "TemplateBody": TEMPLATE, "Parameters": given });
    let error = Account::new().error("CreateStack", input);
    assert_eq!(error.message, "Parameters: [Size] do not exist in the template");
}

#[test]
fn a_parameter_has_one_of_its_allowed_values() {
    let template = json!({
        "Parameters": {
            "Size": { "Type": "Number", "Default": 1, "AllowedValues": [1, 2] },
            "Zones": { "Type": "CommaDelimitedList", "Default": "a", "AllowedValues": ["a", "b"] },
        },
        "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } },
    });
    let mut account = Account::new();
    let mut given = |key: &str, value: &str| {
        let parameters = json!([{ "ParameterKey": key, "ParameterValue": value }]);
        let name = format!("{key}{}", value.replace(|it: char| !it.is_alphanumeric(), ""));
        account.call(
            "CreateStack",
            json!({ "StackName": name, "TemplateBody": template.to_string(), "Parameters": parameters }),
        )
    };
    given("Size", "2").unwrap();
    given("Zones", "a, b").unwrap();
    for (key, value) in [("Size", "3"), ("Zones", "a,c")] {
        let error = given(key, value).unwrap_err();
        assert_eq!(error.message, format!("Parameter '{key}' must be one of AllowedValues"));
    }
}

#[test]
fn a_parameter_without_an_echo_is_not_shown() {
    let template = json!({
        "Parameters": { "Password": { "Type": "String", "NoEcho": true }, "Size": { "Type": "String", "NoEcho": "false" } },
        "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } },
    });
    let parameter = |key: &str, value: &str| json!({ "ParameterKey": key, "ParameterValue": value });
    let parameters = json!([parameter("Password", "secret"), parameter("Size", "small")]);
    let input = json!({ "StackName": "a", "TemplateBody": template.to_string(), "Parameters": parameters });
    let mut account = Account::new();
    account.call("CreateStack", input).unwrap();
    let shown = json!([parameter("Password", "****"), parameter("Size", "small")]);
    assert_eq!(describe(&mut account, "a")["Parameters"], shown);
}

#[test]
fn a_request_says_that_it_knows_what_a_template_does() {
    let role =
        |properties: Value| json!({ "Resources": { "R": { "Type": "AWS::IAM::Role", "Properties": properties } } });
    let macros =
        json!({ "Transform": "AWS::Serverless-2016-10-31", "Resources": { "T": { "Type": "AWS::SNS::Topic" } } });
    let cases = [
        (role(json!({})), "CAPABILITY_IAM"),
        (role(json!({ "RoleName": "r" })), "CAPABILITY_NAMED_IAM"),
        (macros, "CAPABILITY_AUTO_EXPAND"),
    ];
    for (template, capability) in cases {
        let mut account = Account::new();
        let input = |capabilities: Value| json!({ "StackName": "a", "TemplateBody": template.to_string(), "Capabilities": capabilities });
        let error = account.error("CreateStack", input(json!([])));
        let message = format!("Requires capabilities : [{capability}]");
        assert_eq!((&*error.code, error.message), ("InsufficientCapabilitiesException", message));
        account.call("CreateStack", input(json!([capability]))).unwrap();
        assert_eq!(describe(&mut account, "a")["Capabilities"], json!([capability]));
    }
}

#[test]
fn a_stack_that_has_no_template_has_one_made_of_what_is_known() {
    let mut account = Account::new();
    let template = account.call("GetTemplate", json!({ "StackName": "minecraft-stack" })).unwrap();
    let template: Value = serde_json::from_str(template["TemplateBody"].as_str().unwrap()).unwrap();
    assert_eq!(template, json!({ "AWSTemplateFormatVersion": "2010-09-09", "Resources": {} }));
    create(&mut account, "a");
    let own = account.call("GetTemplate", json!({ "StackName": "a" })).unwrap();
    assert_eq!(own, json!({ "TemplateBody": TEMPLATE, "StagesAvailable": ["Original", "Processed"] }));
}

#[test]
fn a_template_that_there_is_not_is_an_error() {
    let mut account = Account::new();
    let error = account.error("GetTemplate", json!({ "StackName": "nope" }));
    assert_eq!((&*error.code, &*error.message), ("ValidationError", "Stack with id nope does not exist"));
    assert_eq!(account.error("GetTemplate", json!({})).code, "ValidationError");
    let error = account.error("GetTemplate", json!({ "ChangeSetName": "x" }));
    assert_eq!((&*error.code, error.status), ("ChangeSetNotFound", 404));
}
