use serde_json::json;

use super::{Account, INSTANCE, VOLUME};

#[test]
fn an_instance_starts_and_stops() {
    let mut account = Account::new();
    let answer = account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(
        answer,
        json!({ "StartingInstances": [{
            "InstanceId": INSTANCE,
            "CurrentState": { "Code": 0, "Name": "pending" },
            "PreviousState": { "Code": 80, "Name": "stopped" },
        }] })
    );
    account.advance(2499);
    assert_eq!(account.state_of(INSTANCE), "pending");
    account.advance(1);
    let running = account.instance(INSTANCE);
    assert_eq!((&running["State"]["Code"], &running["PublicIpAddress"]), (&json!(16), &json!("203.0.113.42")));
    assert_eq!(account.json()["instance"]["lastUpdated"], "2026-01-29T10:00:02.500Z");

    account.call("StopInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(account.json()["instance"].get("publicIp"), None);
    account.advance(2500);
    let stopped = account.instance(INSTANCE);
    assert_eq!(stopped["StateReason"]["Code"], "Client.UserInitiatedShutdown");
    assert_eq!(stopped["StateTransitionReason"], "User initiated (2026-01-29 10:00:02 GMT)");
    assert_eq!(account.json()["instance"]["state"], "stopped");
}

#[test]
fn to_start_what_runs_and_to_stop_what_is_stopped_changes_nothing() {
    let mut account = Account::new();
    let answer = account.call("StopInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(answer["StoppingInstances"][0]["CurrentState"]["Name"], "stopped");
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    let answer = account.call("StartInstances", json!({ "InstanceIds": [INSTANCE, INSTANCE] }));
    assert_eq!(answer["StartingInstances"][0]["PreviousState"]["Name"], "pending");
    assert_eq!(answer["StartingInstances"].as_array().unwrap().len(), 1);
    assert_eq!(account.json()["scheduled"].as_object().unwrap().len(), 1);
}

#[test]
fn hibernating_is_stopped_on_the_wire() {
    let mut account = Account::immediate();
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    account.call("StopInstances", json!({ "InstanceIds": [INSTANCE], "Hibernate": true }));
    assert_eq!(account.json()["instance"]["state"], "hibernating");
    assert_eq!(account.state_of(INSTANCE), "stopped");
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(account.state_of(INSTANCE), "running");
}

#[test]
fn an_instance_in_the_wrong_state_is_refused() {
    let mut account = Account::new();
    account.patch(json!({ "instance": { "state": "stopping" } }));
    let (code, message) = account.error("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(code, "IncorrectInstanceState");
    assert_eq!(message, format!("The instance '{INSTANCE}' is not in a state from which it can be started."));
    account.patch(json!({ "instance": { "state": "pending" } }));
    let (code, message) = account.error("StopInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(code, "IncorrectInstanceState");
    assert_eq!(message, format!("This instance '{INSTANCE}' is not in a state from which it can be stopped."));
    account.patch(json!({ "instance": { "state": "unknown" } }));
    assert_eq!(account.code("StartInstances", json!({ "InstanceIds": [INSTANCE] })), "IncorrectInstanceState");
    assert_eq!(account.state_of(INSTANCE), "unknown");
}

#[test]
fn an_instance_without_its_root_volume_does_not_start() {
    let mut account = Account::new();
    account.patch(json!({ "instance": { "blockDeviceMappings": [] } }));
    let (code, message) = account.error("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(code, "InvalidParameterValue");
    let expected = "for instanceId. Instance does not have a volume attached at root (/dev/sda1)";
    assert_eq!(message, format!("Invalid value '{INSTANCE}' {expected}"));
}

#[test]
fn a_terminated_instance_is_listed_for_an_hour() {
    let mut account = Account::new();
    let answer = account.call("TerminateInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(answer["TerminatingInstances"][0]["CurrentState"], json!({ "Code": 32, "Name": "shutting-down" }));
    let state = account.json();
    assert_eq!(
        (&state["instance"]["state"], &state["instance"]["awsState"]),
        (&json!("stopping"), &json!("shutting-down"))
    );
    account.advance(1000);
    let gone = account.instance(INSTANCE);
    assert_eq!((&gone["State"]["Name"], &gone["BlockDeviceMappings"]), (&json!("terminated"), &json!([])));
    let state = account.json();
    assert_eq!((&state["instance"]["hasVolume"], state["instance"].get("awsState")), (&json!(false), None));
    assert_eq!(account.code("DescribeVolumes", json!({ "VolumeIds": [VOLUME] })), "InvalidParameterValue");
    account.advance(3_599_999);
    assert_eq!(account.state_of(INSTANCE), "terminated");
    account.advance(1);
    assert_eq!(account.instances(json!({})), [] as [serde_json::Value; 0]);
    assert_eq!(account.code("StartInstances", json!({ "InstanceIds": [INSTANCE] })), "InvalidInstanceID.Malformed");
}

#[test]
fn what_was_under_way_is_taken_back_by_the_end() {
    let mut account = Account::new();
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    account.call("TerminateInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(account.json()["scheduled"].as_object().unwrap().len(), 1);
    account.advance(2500);
    assert_eq!(account.state_of(INSTANCE), "terminated");
}

#[test]
fn a_state_set_by_hand_is_the_state() {
    let mut account = Account::new();
    account.call("TerminateInstances", json!({ "InstanceIds": [INSTANCE] }));
    account.patch(json!({ "instance": { "state": "running" } }));
    assert_eq!(account.json()["instance"].get("awsState"), None);
    account.advance(1000);
    assert_eq!(account.state_of(INSTANCE), "running");
}

#[test]
fn unknown_ids_are_told() {
    let mut account = Account::new();
    let (one, other) = ("i-0123456789abcdef0", "i-01234567");
    let mut error = |ids: &[&str]| account.error("DescribeInstances", json!({ "InstanceIds": ids }));
    let not_found = String::from("InvalidInstanceID.NotFound");
    assert_eq!(error(&[one]), (not_found.clone(), format!("The instance ID '{one}' does not exist")));
    let several = format!("The instance IDs '{one}, {other}' do not exist");
    assert_eq!(error(&[one, INSTANCE, other]), (not_found, several));
    assert_eq!(error(&["x"]), ("InvalidInstanceID.Malformed".into(), "Invalid id: \"x\"".into()));
}

#[test]
fn an_id_that_is_repeated_is_shown_once() {
    let mut account = Account::new();
    assert_eq!(account.instances(json!({ "InstanceIds": [INSTANCE, INSTANCE] })).len(), 1);
}

#[test]
fn filters_choose_by_what_is_shown() {
    let mut account = Account::new();
    account.launch(2);
    account.call("CreateTags", json!({ "Resources": [INSTANCE], "Tags": [{ "Key": "Name", "Value": "server 1" }] }));
    let mut count = |name: &str, values: &[&str]| {
        account.instances(json!({ "Filters": [{ "Name": name, "Values": values }] })).len()
    };
    assert_eq!(count("instance-state-name", &["pending"]), 2);
    assert_eq!(count("instance-state-name", &["pending", "stopped"]), 3);
    assert_eq!(count("tag:Name", &["server*"]), 1);
    assert_eq!(count("tag:Name", &["Server*"]), 0);
    assert_eq!(count("tag-key", &["N?me"]), 1);
    assert_eq!(count("image-id", &["ami-0123456789abcdef0"]), 2);
    assert_eq!(count("block-device-mapping.volume-id", &[VOLUME]), 1);
    assert_eq!(count("launch-index", &["1"]), 1);
}

#[test]
fn a_filter_that_is_not_there_is_an_error() {
    let mut account = Account::new();
    let mut error =
        |name: &str| account.error("DescribeInstances", json!({ "Filters": [{ "Name": name, "Values": ["x"] }] })).1;
    assert_eq!(error("nonsense"), "The filter 'nonsense' is invalid");
    assert!(error("platform").starts_with("The filter 'platform' is not supported by mock-state-store; these are: "));
    assert!(error("network-interface.ipv6-native").contains("is not supported"));
}

#[test]
fn pages_hold_all_instances_once() {
    let mut account = Account::new();
    account.launch(11);
    let mut seen = Vec::new();
    let mut token = None;
    loop {
        let answer = account.call("DescribeInstances", json!({ "MaxResults": 5, "NextToken": token }));
        for reservation in answer["Reservations"].as_array().unwrap() {
            seen.extend(reservation["Instances"].as_array().unwrap().iter().map(|it| it["InstanceId"].to_string()));
        }
        token = answer.get("NextToken").cloned();
        if token.is_none() {
            break;
        }
    }
    assert_eq!((seen.len(), seen[0].as_str()), (12, &*format!("\"{INSTANCE}\"")));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 12);
}

#[test]
fn a_page_has_rules() {
    let mut account = Account::new();
    let error = account.error("DescribeInstances", json!({ "MaxResults": 4 }));
    let text = "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.";
    assert_eq!(error, ("InvalidParameterValue".into(), text.into()));
    let error = account.error("DescribeInstances", json!({ "MaxResults": 5, "InstanceIds": [INSTANCE] }));
    let text = "The parameter instancesSet cannot be used with the parameter maxResults";
    assert_eq!(error, ("InvalidParameterCombination".into(), text.into()));
    assert_eq!(
        account.code("DescribeInstances", json!({ "MaxResults": 5, "NextToken": "x" })),
        "InvalidParameterValue"
    );
}

#[test]
fn looks_are_counted() {
    let mut account = Account::new();
    account.transitions(&json!({ "ec2:pending": { "polls": 2 } }));
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    assert_eq!(account.instances(json!({ "Filters": [{ "Name": "tag-key", "Values": ["x"] }] })).len(), 0);
    assert_eq!(account.state_of(INSTANCE), "pending");
    assert_eq!(account.state_of(INSTANCE), "running");
}

#[test]
fn an_instance_shows_what_clients_read() {
    let mut account = Account::immediate();
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    let answer = account.call("DescribeInstances", json!({}));
    let reservation = &answer["Reservations"][0];
    assert_eq!(reservation["OwnerId"], "123456789012");
    assert!(reservation["ReservationId"].as_str().unwrap().starts_with("r-"));
    let expected = json!({
        "ImageId": "ami-0abcdef1234567890",
        "InstanceId": INSTANCE,
        "InstanceType": "t3.medium",
        "LaunchTime": "2026-01-29T10:00:00.000Z",
        "Placement": { "AvailabilityZone": "us-east-1a", "AvailabilityZoneId": "use1-az1", "GroupName": "", "Tenancy": "default" },
        "PublicDnsName": "ec2-203-0-113-42.compute-1.amazonaws.com",
        "RootDeviceName": "/dev/sda1",
        "SubnetId": "subnet-0abcdef123456789a",
        "VpcId": "vpc-0abcdef1234567890",
        "BlockDeviceMappings": [{ "DeviceName": "/dev/sda1", "Ebs": {
            "AttachTime": "2026-01-01T00:00:00.000Z",
            "DeleteOnTermination": true,
            "Status": "attached",
            "VolumeId": VOLUME,
        } }],
        "SecurityGroups": [{ "GroupId": "sg-0abcdef1234567890", "GroupName": "default" }],
        "Tags": [],
    });
    for (member, value) in expected.as_object().unwrap() {
        assert_eq!(&reservation["Instances"][0][member], value, "{member}");
    }
}
