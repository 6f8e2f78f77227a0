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
