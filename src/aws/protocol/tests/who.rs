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
    for header in ["", "Credential=", "Credential=/", "Credential=a/b", "Basic eDp5", "Credential=/////aws4_request"] {
        let request = request(&[("authorization", header), ("amz-sdk-request", "attempt=x")], b"");
        assert_eq!(caller(&request).attempt, 1);
        assert!(identify(&request).is_err());
    }
}
