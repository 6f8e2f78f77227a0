use serde_json::{Value, json};

use super::Account;

#[test]
fn the_image_of_an_instance_is_there() {
    let mut account = Account::new();
    account.launch(1);
    let ids = |answer: &Value| -> Vec<Value> {
        answer["Images"].as_array().unwrap().iter().map(|image| image["ImageId"].clone()).collect()
    };
    let answer = account.call("DescribeImages", json!({ "Owners": ["self"] }));
    assert_eq!(ids(&answer), ["ami-0123456789abcdef0", "ami-0abcdef1234567890"]);
    let image = &answer["Images"][0];
    assert_eq!((&image["State"], &image["RootDeviceName"]), (&json!("available"), &json!("/dev/sda1")));
    assert_eq!(image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"], "snap-0123456789abcdef0");
    assert_eq!(ids(&account.call("DescribeImages", json!({ "Owners": ["amazon"] }))), [] as [Value; 0]);
}

#[test]
fn an_image_of_the_state_is_shown_and_run() {
    let mut account = Account::new();
    let mapping = json!({
        "deviceName": "/dev/xvda", "snapshotId": "snap-1", "volumeSize": 30, "volumeType": "gp3",
        "deleteOnTermination": true, "encrypted": true,
    });
    account.patch(json!({ "ec2": { "images": { "ami-own": {
        "imageId": "ami-own", "name": "own", "state": "available", "creationDate": "2026-01-01T00:00:00.000Z",
        "architecture": "arm64", "rootDeviceName": "/dev/xvda", "blockDeviceMappings": [mapping], "tags": {},
    } } } }));
    let filters = json!({ "Filters": [{ "Name": "name", "Values": ["o*"] }] });
    assert_eq!(account.call("DescribeImages", filters)["Images"][0]["ImageId"], "ami-own");
    let run = json!({ "ImageId": "ami-own", "MinCount": 1, "MaxCount": 1 });
    let instance = account.call("RunInstances", run)["Instances"][0].clone();
    assert_eq!((&instance["RootDeviceName"], &instance["Architecture"]), (&json!("/dev/xvda"), &json!("arm64")));
    let volume = account.volume(instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"].as_str().unwrap());
    assert_eq!((&volume["Size"], &volume["Encrypted"]), (&json!(30), &json!(true)));
}

#[test]
fn unknown_ids_are_told() {
    let mut account = Account::new();
    let error = account.error("DescribeImages", json!({ "ImageIds": ["ami-0123456789abcdef0"] }));
    let text = "The image id '[ami-0123456789abcdef0]' does not exist";
    assert_eq!(error, ("InvalidAMIID.NotFound".into(), text.into()));
    assert_eq!(account.code("DescribeImages", json!({ "ImageIds": ["x"] })), "InvalidAMIID.Malformed");
}
