use serde_json::{Value, json};

use super::{Account, INSTANCE, VOLUME};

fn request(more: &Value) -> Value {
    let mut request = json!({ "AvailabilityZone": "us-east-1a", "Size": 8 });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

#[test]
fn the_volume_of_the_instance_is_there_without_being_stored() {
    let mut account = Account::new();
    let volume = account.volume(VOLUME);
    assert_eq!(
        (&volume["State"], &volume["Size"], &volume["VolumeType"]),
        (&json!("in-use"), &json!(8), &json!("gp3"))
    );
    assert_eq!(volume["SnapshotId"], "snap-0abcdef1234567890");
    assert_eq!(volume["Attachments"][0]["InstanceId"], INSTANCE);
    assert!(account.json().get("ec2").is_none());
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    account.advance(9000);
    assert_eq!(account.volume(VOLUME)["CreateTime"], volume["CreateTime"]);
}

#[test]
fn a_volume_is_made_and_deleted() {
    let mut account = Account::new();
    let made = account.call("CreateVolume", request(&json!({ "VolumeType": "gp3", "Encrypted": true })));
    let id = made["VolumeId"].as_str().unwrap();
    assert_eq!((&made["State"], &made["Iops"], &made["Throughput"]), (&json!("creating"), &json!(3000), &json!(125)));
    assert_eq!(account.code("DeleteVolume", json!({ "VolumeId": id })), "IncorrectState");
    account.advance(1000);
    assert_eq!(account.volume(id)["State"], "available");
    account.call("DeleteVolume", json!({ "VolumeId": id }));
    assert_eq!(account.volume(id)["State"], "deleting");
    account.advance(1000);
    let error = account.error("DescribeVolumes", json!({ "VolumeIds": [id] }));
    assert_eq!(error, ("InvalidVolume.NotFound".into(), format!("The volume '{id}' does not exist.")));
}

#[test]
fn a_volume_has_limits() {
    let mut account = Account::new();
    for (more, code) in [
        (json!({ "VolumeType": "gp9" }), "UnknownVolumeType"),
        (json!({ "Size": null }), "MissingParameter"),
        (json!({ "Size": 0 }), "InvalidParameterValue"),
        (json!({ "Size": -1 }), "InvalidParameterValue"),
        (json!({ "Size": 16_385 }), "InvalidParameterValue"),
        (json!({ "VolumeType": "st1", "Size": 124 }), "InvalidParameterValue"),
        (json!({ "VolumeType": "io1" }), "MissingParameter"),
        (json!({ "VolumeType": "io1", "Iops": 50 }), "InvalidParameterValue"),
        (json!({ "Iops": 3000 }), "InvalidParameterCombination"),
        (json!({ "Throughput": 125 }), "InvalidParameterCombination"),
        (json!({ "SnapshotId": "snap-0123456789abcdef0" }), "InvalidSnapshot.NotFound"),
        (json!({ "SnapshotId": "x" }), "InvalidParameterValue"),
        (json!({ "SnapshotId": "snap-0abcdef1234567890", "Size": 4 }), "InvalidParameterValue"),
        (json!({ "KmsKeyId": "key" }), "InvalidParameterDependency"),
        (json!({ "AvailabilityZone": "us-east-1z" }), "InvalidZone.NotFound"),
        (json!({ "AvailabilityZone": null }), "MissingParameter"),
        (json!({ "ClientToken": "a".repeat(65) }), "InvalidParameterValue"),
    ] {
        assert_eq!(account.code("CreateVolume", request(&more)), code, "{more}");
    }
}

#[test]
fn a_volume_has_the_size_of_its_snapshot() {
    let mut account = Account::new();
    let input = json!({ "AvailabilityZone": "us-east-1a", "SnapshotId": "snap-0abcdef1234567890" });
    assert_eq!(account.call("CreateVolume", input)["Size"], 8);
}

#[test]
fn a_token_makes_one_volume() {
    let mut account = Account::immediate();
    let input = request(&json!({ "ClientToken": "a" }));
    let first = account.call("CreateVolume", input.clone());
    assert_eq!(account.call("CreateVolume", input)["VolumeId"], first["VolumeId"]);
    assert_eq!(
        account.code("CreateVolume", request(&json!({ "ClientToken": "a", "Size": 9 }))),
        "IdempotentParameterMismatch"
    );
}

#[test]
fn volumes_are_listed_by_filters_and_pages() {
    let mut account = Account::immediate();
    for size in 1..=6 {
        account.call("CreateVolume", request(&json!({ "Size": size })));
    }
    let list = |account: &mut Account, input: Value| account.call("DescribeVolumes", input);
    let length = |answer: &Value| answer["Volumes"].as_array().unwrap().len();
    let status =
        json!({ "Filters": [{ "Name": "status", "Values": ["available"] }, { "Name": "size", "Values": ["1", "2"] }] });
    assert_eq!(length(&list(&mut account, status)), 2);
    let attached = json!({ "Filters": [{ "Name": "attachment.instance-id", "Values": [INSTANCE] }] });
    assert_eq!(list(&mut account, attached)["Volumes"][0]["VolumeId"], VOLUME);
    let first = list(&mut account, json!({ "MaxResults": 5 }));
    let second = list(&mut account, json!({ "MaxResults": 5, "NextToken": first["NextToken"] }));
    assert_eq!((length(&first), length(&second), second.get("NextToken")), (5, 2, None));
}

#[test]
fn unknown_ids_are_told() {
    let mut account = Account::new();
    let (one, other) = ("vol-0123456789abcdef0", "vol-01234567");
    let error = account.error("DescribeVolumes", json!({ "VolumeIds": [one, other] }));
    assert_eq!(error, ("InvalidVolume.NotFound".into(), format!("The volumes '{one}, {other}' do not exist.")));
    let error = account.error("DescribeVolumes", json!({ "VolumeIds": ["x"] }));
    let text = "Value (x) for parameter volumes is invalid. Expected: 'vol-...'.";
    assert_eq!(error, ("InvalidParameterValue".into(), text.into()));
    let error = account.error("DeleteVolume", json!({ "VolumeId": "x" }));
    assert_eq!(error.1, "Value (x) for parameter volumeId is invalid. Expected: 'vol-...'.");
}

#[test]
fn the_method_that_takes_the_volume_away_deletes_it() {
    let mut account = Account::new();
    account.call("CreateTags", json!({ "Resources": [VOLUME], "Tags": [{ "Key": "a", "Value": "b" }] }));
    assert!(account.json()["ec2"]["volumes"].get(VOLUME).is_some());
    let entries = crate::state::instance::set_has_volume(account.state(), false, account.0.setting.now).unwrap();
    account.0.apply(entries);
    assert!(account.json().get("ec2").is_none());
}

#[test]
fn an_instance_that_a_method_ends_has_no_volume() {
    let mut account = Account::new();
    account.call("CreateTags", json!({ "Resources": [VOLUME], "Tags": [{ "Key": "a", "Value": "b" }] }));
    account.patch(json!({ "instance": { "state": "terminated" } }));
    assert_eq!(account.volume(VOLUME)["State"], "available");
    assert_eq!(account.instance(INSTANCE)["BlockDeviceMappings"], json!([]));
}
