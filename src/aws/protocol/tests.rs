use serde_json::{Value, json};

use super::{caller, decode, encode, encode_error, identify};
use crate::aws::error::AwsError;
use crate::aws::models::{Protocol, ServiceId};
use crate::aws::request::{Request, Response};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/x-amz-json-1.1");

fn request<'a>(headers: &[(&'a str, &'a str)], body: &'a [u8]) -> Request<'a> {
    Request { method: "POST", target: "/", headers: headers.to_vec(), body }
}

fn read(request: &Request) -> Result<Value, AwsError> {
    let (service, operation) = identify(request)?;
    decode(service, operation, request)
}

fn ec2(form: &str) -> Result<Value, AwsError> {
    read(&request(&[FORM], format!("Version=2016-11-15&{form}").as_bytes()))
}

fn stack(form: &str) -> Result<Value, AwsError> {
    read(&request(&[FORM], format!("Version=2010-05-15&{form}").as_bytes()))
}

fn ssm(operation: &str, body: &[u8]) -> Result<Value, AwsError> {
    let target = format!("AmazonSSM.{operation}");
    read(&request(&[("x-amz-target", &target), JSON], body))
}

fn code(result: Result<Value, AwsError>) -> String {
    result.unwrap_err().code.into_owned()
}

fn text(response: &Response) -> &str {
    std::str::from_utf8(&response.body).unwrap()
}

mod forms {
    use super::*;

    #[test]
    fn lists_are_in_the_order_of_their_indexes() {
        let form = "Action=DescribeInstances&InstanceId.10=c&InstanceId.2=b&InstanceId.1=a";
        assert_eq!(ec2(form), Ok(json!({ "InstanceIds": ["a", "b", "c"] })));
        let form = "Action=CreateStack&Parameters.member.2.ParameterKey=b&Parameters.member.1.ParameterKey=a";
        assert_eq!(stack(form), Ok(json!({ "Parameters": [{ "ParameterKey": "a" }, { "ParameterKey": "b" }] })));
    }

    #[test]
    fn an_index_is_only_an_order() {
        let form = "Action=DescribeInstances&InstanceId.18446744073709551615=b&InstanceId.999999999=a";
        assert_eq!(ec2(form), Ok(json!({ "InstanceIds": ["a", "b"] })));
    }

    #[test]
    fn of_equal_indexes_and_names_the_first_one_counts() {
        let form = "Action=DescribeInstances&InstanceId.1=a&InstanceId.1=b&InstanceId.01=c&MaxResults=5&MaxResults=6";
        assert_eq!(ec2(form).unwrap(), json!({ "InstanceIds": ["c"], "MaxResults": 5 }));
    }

    #[test]
    fn what_is_no_index_is_refused() {
        for index in ["x", "-1", "+1", "", "1e3", "18446744073709551616", "٣"] {
            let form = format!("InstanceId.{index}=a");
            assert_eq!(code(ec2(&format!("Action=DescribeInstances&{form}"))), "InvalidParameterValue", "{index}");
        }
        assert_eq!(code(stack("Action=CreateStack&Capabilities.1=CAPABILITY_IAM")), "MalformedInput");
        assert_eq!(code(stack("Action=CreateStack&Capabilities.member.x=CAPABILITY_IAM")), "MalformedInput");
    }

    #[test]
    fn names_that_others_begin_with_are_not_theirs() {
        let form =
            "Action=DescribeInstances&Filter.1.Name=a&Filter.1.Value.1=b&Filter.1.Value-x=c&Filter.1%00=d&Filterx=e";
        assert_eq!(code(ec2(form)), "InvalidParameterValue");
        let form = "Action=DescribeInstances&Filter.1.Name=a&Filter.1.Value.1=b&Filter.1.Value-x=c&Filterx=e";
        assert_eq!(ec2(form), Ok(json!({ "Filters": [{ "Name": "a", "Values": ["b"] }] })));
    }

    #[test]
    fn an_empty_list_is_one() {
        assert_eq!(stack("Action=CreateStack&Tags=&StackName=s"), Ok(json!({ "StackName": "s", "Tags": [] })));
        assert_eq!(code(stack("Action=CreateStack&Tags=x")), "MalformedInput");
    }

    #[test]
    fn a_structure_for_text_is_refused() {
        assert_eq!(code(stack("Action=CreateStack&StackName.x=1")), "MalformedInput");
        assert_eq!(code(ec2("Action=DescribeInstances&NextToken.1=x")), "InvalidParameterValue");
    }

    #[test]
    fn values_have_the_type_of_the_model() {
        assert_eq!(
            stack("Action=CreateStack&DisableRollback=yes"),
            Err(AwsError::new("MalformedInput", "boolean must follow xsd1.1 definition"))
        );
        for form in ["MaxResults=many", "MaxResults=99999999999", "DryRun=maybe", "MaxResults="] {
            assert_eq!(code(ec2(&format!("Action=DescribeInstances&{form}"))), "InvalidParameterValue", "{form}");
        }
    }

    #[test]
    fn broken_escapes_and_text_are_refused() {
        for form in ["NextToken=%", "NextToken=%E", "NextToken=%zz", "NextToken=%ff", "%C3=x", "NextToken=a%2"] {
            let error = ec2(&format!("Action=DescribeInstances&{form}")).unwrap_err();
            assert_eq!((&*error.code, error.status), ("MalformedQueryString", 404), "{form}");
        }
        assert_eq!(
            code(read(&request(&[FORM], b"Action=DescribeInstances&Version=2016-11-15&X=\xff"))),
            "MalformedQueryString"
        );
    }

    #[test]
    fn a_truncated_form_is_what_is_left_of_it() {
        assert_eq!(ec2("Action=DescribeInstances&Filter.1.Na"), Ok(json!({ "Filters": [{}] })));
        assert_eq!(ec2("Action=DescribeInstances&&=&NextToken"), Ok(json!({ "NextToken": "" })));
    }

    #[test]
    fn depth_is_that_of_the_model() {
        let deep = ".1".repeat(10_000);
        for name in ["Filter", "InstanceId", "Unknown", "BlockDeviceMapping"] {
            let _ = ec2(&format!("Action=DescribeInstances&{name}{deep}=x"));
            let _ = ec2(&format!("Action=RunInstances&{name}{deep}=x"));
        }
        assert_eq!(ec2(&format!("Action=DescribeInstances&Unknown{deep}=x")), Ok(json!({})));
    }

    #[test]
    fn the_query_string_is_a_form_too() {
        let target = "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=AKID%2F20260129%2Feu-west-1%2Fsts%2Faws4_request";
        let request = Request { method: "GET", target, headers: Vec::new(), body: b"" };
        assert_eq!(read(&request), Ok(json!({})));
        let caller = caller(&request);
        assert_eq!((&*caller.access_key_id, &*caller.region), ("AKID", "eu-west-1"));
    }

    #[test]
    fn a_body_of_another_type_is_no_form() {
        let body = b"Action=DescribeInstances&Version=2016-11-15";
        let headers =
            [("content-type", "text/plain"), ("authorization", "Credential=A/20260129/eu-west-1/ec2/aws4_request")];
        assert_eq!(code(read(&request(&headers, body))), "MissingAction");
    }
}

mod json_bodies {
    use super::*;

    #[test]
    fn what_the_model_does_not_have_is_left_out() {
        let body = br#"{"Name":"a","Nope":{"x":[]},"WithDecryption":null}"#;
        assert_eq!(ssm("GetParameter", body), Ok(json!({ "Name": "a" })));
    }

    #[test]
    fn an_empty_body_is_an_empty_input() {
        assert_eq!(ssm("DescribeParameters", b""), Ok(json!({})));
    }

    #[test]
    fn types_are_those_of_the_model() {
        for (body, message) in [
            (r#"{"Name":1}"#, "NUMBER_VALUE can not be converted to a String"),
            (r#"{"Name":true}"#, "TRUE_VALUE can not be converted to a String"),
            (r#"{"Name":{}}"#, "Start of structure or map found where not expected"),
            (r#"{"Name":["a"]}"#, "Start of list found where not expected"),
            (r#"{"WithDecryption":"yes"}"#, "STRING_VALUE can not be converted to a Boolean"),
            ("[]", "Start of list found where not expected"),
            ("7", "Expected structure or map, or null"),
        ] {
            assert_eq!(
                ssm("GetParameter", body.as_bytes()),
                Err(AwsError::new("SerializationException", message)),
                "{body}"
            );
        }
        assert_eq!(ssm("GetParameters", br#"{"Names":"a"}"#).unwrap_err().message, "Expected list or null");
        for number in ["1.5", "2147483648", "1e999"] {
            let body = format!(r#"{{"MaxResults":{number}}}"#);
            assert_eq!(code(ssm("DescribeParameters", body.as_bytes())), "SerializationException", "{number}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        let deep = "[".repeat(10_000);
        let deep_objects = r#"{"Name":"#.repeat(10_000);
        for body in ["{", "{]", "{\"Name\":\"a", "nul", "{}{}", "\u{0}", &deep, &deep_objects, r#"{"Name":"\ud800"}"#] {
            assert_eq!(code(ssm("GetParameter", body.as_bytes())), "SerializationException");
        }
        assert_eq!(code(ssm("GetParameter", b"{\"Name\":\"\xff\"}")), "SerializationException");
    }

    #[test]
    fn a_call_is_a_target_and_a_content_type() {
        for headers in [
            [("x-amz-target", "AmazonSSM.NoSuch"), JSON],
            [("x-amz-target", "AmazonSSM."), JSON],
            [("x-amz-target", "AmazonSSM"), JSON],
            [("x-amz-target", "AmazonSSM.GetParameter"), ("content-type", "text/xml")],
            [("authorization", "Credential=A/20260129/eu-west-1/ssm/aws4_request"), JSON],
        ] {
            let refusal = identify(&request(&headers, b"{}")).unwrap_err();
            assert_eq!((&*refusal.error.code, refusal.error.status), ("UnknownOperationException", 400));
            assert_eq!((refusal.protocol, refusal.service), (Protocol::Json, Some(ServiceId::Ssm)));
            assert!(refusal.error.message.contains("GetParametersByPath"));
        }
    }
}

mod lambda {
    use super::*;

    fn invoke<'a>(target: &'a str, headers: &[(&'a str, &'a str)], body: &'a [u8]) -> Result<Value, AwsError> {
        read(&Request { method: "POST", target, headers: headers.to_vec(), body })
    }

    #[test]
    fn members_stand_in_path_query_headers_and_body() {
        let target = "/2015-03-31/functions/arn%3Aaws%3Alambda%2B+x/invocations?Qualifier=%24LATEST&x=1";
        let headers = [("x-amz-invocation-type", "Event"), ("x-amz-log-type", "Tail"), ("x-other", "y")];
        assert_eq!(
            invoke(target, &headers, b"\x00\xff"),
            Ok(json!({
                "Payload": "AP8=",
                "FunctionName": "arn:aws:lambda++x",
                "Qualifier": "$LATEST",
                "InvocationType": "Event",
                "LogType": "Tail",
            }))
        );
    }

    #[test]
    fn broken_paths_are_refused() {
        assert_eq!(code(invoke("/2015-03-31/functions/%ff/invocations", &[], b"")), "SerializationException");
        assert_eq!(code(invoke("/2015-03-31/functions/f/invocations?Qualifier=%", &[], b"")), "SerializationException");
        let signed = [("authorization", "Credential=A/20260129/eu-west-1/lambda/aws4_request")];
        for target in ["/", "", "?", "/2015-03-31/functions//invocations", "/2015-03-31/functions/f/invocations/x"] {
            let refusal = invoke(target, &signed, b"").unwrap_err();
            assert_eq!((&*refusal.code, refusal.status), ("UnknownOperationException", 404), "{target}");
        }
    }

    #[test]
    fn no_header_can_be_made_of_a_value() {
        let service = ServiceId::Lambda.service();
        let output = json!({ "StatusCode": 202, "FunctionError": "Un\r\nx-evil: 1\u{e9}" });
        let response = encode(service, service.operation("Invoke").unwrap(), &output, "r");
        assert_eq!(response.status, 202);
        assert_eq!(response.headers[2], ("x-amz-function-error".into(), "Unx-evil: 1".into()));
        assert_eq!(response.body, b"");
    }
}

mod who {
    use super::*;

    fn signed(service: &str) -> String {
        format!(
            "AWS4-HMAC-SHA256 Credential=AKIA/20260129/eu-west-1/{service}/aws4_request, SignedHeaders=host, Signature=00"
        )
    }

    #[test]
    fn a_caller_is_in_the_credential_scope() {
        let header = signed("ssm");
        let who = caller(&request(&[("authorization", &header), ("amz-sdk-request", "attempt=2; max=3")], b""));
        assert_eq!((&*who.access_key_id, &*who.region, who.attempt), ("AKIA", "eu-west-1", 2));
        let who = caller(&request(&[], b""));
        assert_eq!((&*who.access_key_id, &*who.region, who.attempt), ("", "", 1));
    }

    #[test]
    fn a_scope_without_a_region_is_one() {
        let header = "AWS4-ECDSA-P256-SHA256 Credential=AKIA/20260129/sts/aws4_request, Signature=00";
        let request = request(&[("authorization", header), FORM], b"Action=GetCallerIdentity&Version=2011-06-15");
        assert_eq!(read(&request), Ok(json!({})));
        assert_eq!(caller(&request).region, "");
    }

    #[test]
    fn the_scope_decides() {
        let header = signed("ec2");
        let request = request(&[("authorization", &header), FORM], b"Action=GetCallerIdentity&Version=2011-06-15");
        assert_eq!(code(read(&request)), "InvalidAction");
    }

    #[test]
    fn an_unknown_service_hears_what_is_supported() {
        let answer = |service: &str, headers: &[(&str, &str)], body: &[u8]| {
            let header = signed(service);
            let refusal = identify(&request(&[headers, &[("authorization", &header)]].concat(), body)).unwrap_err();
            assert!(refusal.error.message.contains("ec2, ssm, cloudformation, ce, lambda, sts, ses"));
            refusal.protocol
        };
        assert_eq!(answer("dynamodb", &[("x-amz-target", "DynamoDB_20120810.ListTables")], b"{}"), Protocol::Json);
        assert_eq!(answer("sns", &[FORM], b"Action=ListTopics&Version=2010-03-31"), Protocol::Query);
        assert_eq!(answer("s3", &[], b""), Protocol::Query);
        assert_eq!(answer("eks", &[], b""), Protocol::RestJson);
    }

    #[test]
    fn broken_headers_are_none() {
        for header in
            ["", "Credential=", "Credential=/", "Credential=a/b", "Basic eDp5", "Credential=/////aws4_request"]
        {
            let request = request(&[("authorization", header), ("amz-sdk-request", "attempt=x")], b"");
            assert_eq!(caller(&request).attempt, 1);
            assert!(identify(&request).is_err());
        }
    }
}

mod responses {
    use super::*;

    fn written(service: ServiceId, operation: &str, output: &Value) -> Response {
        let service = service.service();
        encode(service, service.operation(operation).unwrap(), output, "r-1")
    }

    #[test]
    fn ec2_has_no_result_wrapper() {
        let output = json!({ "Reservations": [{ "Instances": [], "OwnerId": null, "ReservationId": "a&b" }] });
        let response = written(ServiceId::Ec2, "DescribeInstances", &output);
        assert_eq!(
            text(&response),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeInstancesResponse \
             xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId><reservationSet><item>\
             <instancesSet/><reservationId>a&amp;b</reservationId></item></reservationSet></DescribeInstancesResponse>"
        );
        assert_eq!(response.headers[0], ("content-type".into(), "text/xml;charset=UTF-8".into()));
        assert_eq!(response.headers[1], ("x-amzn-requestid".into(), "r-1".into()));
        assert!(text(&written(ServiceId::Ec2, "DeleteVolume", &json!({}))).contains("<return>true</return>"));
    }

    #[test]
    fn query_has_a_result_wrapper_and_metadata() {
        assert_eq!(
            text(&written(ServiceId::Sts, "GetCallerIdentity", &json!({ "Account": "123456789012" }))),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<GetCallerIdentityResponse \
             xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
             <Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId>\
             </ResponseMetadata></GetCallerIdentityResponse>"
        );
        let deleted = written(ServiceId::CloudFormation, "DeleteStack", &json!({}));
        assert!(!text(&deleted).contains("Result"));
    }

    #[test]
    fn xml_is_well_formed_whatever_the_text_is() {
        let output = json!({ "Account": "\u{0}\u{b}<>&\"\r\n\t\u{ffff}\u{1f3ae}]]>" });
        let response = written(ServiceId::Sts, "GetCallerIdentity", &output);
        assert!(
            text(&response)
                .contains("<Account>\u{fffd}\u{fffd}&lt;&gt;&amp;&quot;&#xD;\n\t\u{fffd}\u{1f3ae}]]&gt;</Account>")
        );
    }

    #[test]
    fn errors_have_the_form_of_the_protocol() {
        let error = AwsError::new("Some.Code", "a < b").with_status(503);
        let of = |protocol| encode_error(protocol, &error, "r-1");
        for (protocol, body) in [
            (
                Protocol::Ec2,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>Some.Code</Code>\
                 <Message>a &lt; b</Message></Error></Errors><RequestID>r-1</RequestID></Response>",
            ),
            (
                Protocol::Query,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ErrorResponse><Error><Type>Receiver</Type>\
                 <Code>Some.Code</Code><Message>a &lt; b</Message></Error><RequestId>r-1</RequestId></ErrorResponse>",
            ),
            (Protocol::Json, r#"{"__type":"Some.Code","message":"a < b"}"#),
            (Protocol::RestJson, r#"{"Type":"Service","Message":"a < b"}"#),
        ] {
            assert_eq!((of(protocol).status, text(&of(protocol))), (503, body));
        }
        assert!(of(Protocol::RestJson).headers.contains(&("x-amzn-errortype".into(), "Some.Code".into())));
        let silent = AwsError::new("ParameterNotFound", "");
        assert_eq!(text(&encode_error(Protocol::Json, &silent, "r-1")), r#"{"__type":"ParameterNotFound"}"#);
    }
}
