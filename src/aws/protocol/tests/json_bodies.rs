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
