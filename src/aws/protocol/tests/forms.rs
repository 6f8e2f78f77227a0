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
    let form = "Action=DescribeInstances&Filter.1.Name=a&Filter.1.Value.1=b&Filter.1.Value-x=c&Filter.1%00=d&Filterx=e";
    assert_eq!(code(ec2(form)), "InvalidParameterValue");
    let form = "Action=DescribeInstances&Filter.1.Name=a&Filter.1.Value.1=b&Filter.1.Value-x=c&Filterx=e";
    assert_eq!(ec2(form), Ok(json!({ "Filters": [{ "Name": "a", "Values": ["b"] }] })));
}

#[test]
fn a_plus_is_a_space() {
    assert_eq!(ec2("Action=DescribeInstances&NextToken=a+b%2Bc"), Ok(json!({ "NextToken": "a b+c" })));
}

#[test]
fn the_value_of_a_name_comes_before_what_goes_on_from_it() {
    let form = "Action=DescribeInstances&MaxResults.1=b&MaxResults-x=c&MaxResults=5";
    assert_eq!(ec2(form), Ok(json!({ "MaxResults": 5 })));
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

#[test]
fn ec2_has_names_of_its_own_in_forms() {
    let form =
        "Action=RunInstances&NetworkInterface.1.PrivateIpAddresses.1.PrivateIpAddress=10.0.0.1&SecurityGroupId.1=sg";
    assert_eq!(
        ec2(form),
        Ok(json!({
            "NetworkInterfaces": [{ "PrivateIpAddresses": [{ "PrivateIpAddress": "10.0.0.1" }] }],
            "SecurityGroupIds": ["sg"],
        }))
    );
}
