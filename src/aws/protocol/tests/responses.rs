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
