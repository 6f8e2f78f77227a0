use serde_json::{Value, json};

use super::{Account, INSTANCE};

const IMAGE: &str = "ami-0123456789abcdef0";

fn request(more: &Value) -> Value {
    let mut request = json!({ "ImageId": IMAGE, "MinCount": 1, "MaxCount": 1 });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

#[test]
fn an_instance_is_launched_with_its_volume() {
    let mut account = Account::new();
    let answer = account.call("RunInstances", request(&json!({ "InstanceType": "t4g.small", "KeyName": "key" })));
    let instance = &answer["Instances"][0];
    assert_eq!((&instance["State"]["Name"], &instance["Architecture"]), (&json!("pending"), &json!("arm64")));
    let id = instance["InstanceId"].as_str().unwrap();
    let volume_id = instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"].as_str().unwrap();
    let volume = account.volume(volume_id);
    assert_eq!(
        (&volume["State"], &volume["Size"], &volume["SnapshotId"]),
        (&json!("in-use"), &json!(8), &json!("snap-0123456789abcdef0"))
    );
    assert_eq!(volume["Attachments"][0]["InstanceId"], id);
    account.advance(2500);
    let running = account.instance(id);
    assert_eq!((&running["PublicIpAddress"], &running["KeyName"]), (&json!("203.0.113.4"), &json!("key")));
    assert_eq!(account.json()["ec2"]["instances"][id]["state"], "running");
}

#[test]
fn no_two_instances_have_an_address_in_common() {
    let mut account = Account::immediate();
    account.launch(300);
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    for address in ["PublicIpAddress", "PrivateIpAddress"] {
        let mut all: Vec<_> = account.instances(json!({})).iter().map(|it| it[address].to_string()).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 301, "{address}");
    }
}

#[test]
fn the_instances_of_a_launch_are_one_reservation() {
    let mut account = Account::new();
    account.launch(3);
    account.launch(1);
    let answer = account.call("DescribeInstances", json!({}));
    let reservations = answer["Reservations"].as_array().unwrap();
    let mut counts: Vec<_> = reservations.iter().map(|it| it["Instances"].as_array().unwrap().len()).collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 1, 3]);
}

#[test]
fn a_token_launches_once() {
    let mut account = Account::new();
    let first = account.call("RunInstances", request(&json!({ "ClientToken": "a" })));
    let again = account.call("RunInstances", request(&json!({ "ClientToken": "a" })));
    assert_eq!(first, again);
    assert_eq!(
        account.code("RunInstances", request(&json!({ "ClientToken": "a", "MaxCount": 2 }))),
        "IdempotentParameterMismatch"
    );
    account.call("CreateVolume", json!({ "AvailabilityZone": "us-east-1a", "Size": 8, "ClientToken": "a" }));
    account.advance(86_400_000);
    account.call("RunInstances", request(&json!({ "ClientToken": "a" })));
    assert_eq!(account.instances(json!({})).len(), 3);
}

#[test]
fn devices_are_laid_over_those_of_the_image() {
    let mut account = Account::new();
    let devices = json!({ "BlockDeviceMappings": [
        { "DeviceName": "/dev/sda1", "Ebs": { "VolumeSize": 20, "DeleteOnTermination": false } },
        { "DeviceName": "/dev/sdf", "Ebs": { "VolumeSize": 125, "VolumeType": "st1" } },
    ] });
    let answer = account.call("RunInstances", request(&devices));
    let mappings = answer["Instances"][0]["BlockDeviceMappings"].as_array().unwrap();
    let shown: Vec<_> = mappings
        .iter()
        .map(|it| {
            let volume = account.volume(it["Ebs"]["VolumeId"].as_str().unwrap());
            (it["DeviceName"].clone(), volume["Size"].clone(), volume["VolumeType"].clone())
        })
        .collect();
    assert_eq!(shown, [(json!("/dev/sda1"), json!(20), json!("gp3")), (json!("/dev/sdf"), json!(125), json!("st1"))]);
    let error = |account: &mut Account, mapping: Value| {
        account.code("RunInstances", request(&json!({ "BlockDeviceMappings": [mapping] })))
    };
    assert_eq!(error(&mut account, json!({ "DeviceName": "nonsense" })), "InvalidBlockDeviceMapping");
    assert_eq!(
        error(&mut account, json!({ "DeviceName": "/dev/sda1", "Ebs": { "VolumeSize": 4 } })),
        "InvalidParameterValue"
    );
}

#[test]
fn tags_are_given_by_type() {
    let mut account = Account::new();
    let specification = |kind: &str| json!({ "ResourceType": kind, "Tags": [{ "Key": "is", "Value": kind }] });
    let tags = json!({ "TagSpecifications": [specification("instance"), specification("volume")] });
    let answer = account.call("RunInstances", request(&tags));
    let instance = &answer["Instances"][0];
    assert_eq!(instance["Tags"], json!([{ "Key": "is", "Value": "instance" }]));
    let volume = account.volume(instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"].as_str().unwrap());
    assert_eq!(volume["Tags"], json!([{ "Key": "is", "Value": "volume" }]));
    let wrong = json!({ "TagSpecifications": [specification("vpc")] });
    assert_eq!(account.code("RunInstances", request(&wrong)), "InvalidParameterValue");
}

#[test]
fn what_cannot_be_launched_is_refused() {
    let mut account = Account::new();
    for (more, code) in [
        (json!({ "ImageId": "ami-x" }), "InvalidAMIID.Malformed"),
        (json!({ "ImageId": null }), "MissingParameter"),
        (json!({ "MinCount": 0 }), "InvalidParameterValue"),
        (json!({ "MinCount": 2 }), "InvalidParameterValue"),
        (json!({ "MinCount": 1001, "MaxCount": 1001 }), "InstanceLimitExceeded"),
        (json!({ "SubnetId": "subnet-0123456789abcdef0" }), "InvalidSubnetID.NotFound"),
        (json!({ "SecurityGroupIds": ["sg-0123456789abcdef0"] }), "InvalidGroup.NotFound"),
        (json!({ "SecurityGroupIds": ["x"] }), "InvalidGroupId.Malformed"),
        (json!({ "Placement": { "AvailabilityZone": "us-east-1z" } }), "InvalidParameterValue"),
        (
            json!({ "SubnetId": "subnet-0abcdef123456789a", "Placement": { "AvailabilityZone": "us-east-1b" } }),
            "InvalidParameterValue",
        ),
        (json!({ "PrivateIpAddress": "10.0.0.1" }), "InvalidParameterValue"),
        (json!({ "PrivateIpAddress": account.instance(INSTANCE)["PrivateIpAddress"] }), "InvalidIPAddress.InUse"),
    ] {
        assert_eq!(account.code("RunInstances", request(&more)), code, "{more}");
    }
}

#[test]
fn a_subnet_says_the_zone() {
    let mut account = Account::new();
    let answer = account.call("RunInstances", request(&json!({ "SubnetId": "subnet-0abcdef123456789c" })));
    assert_eq!(answer["Instances"][0]["Placement"]["AvailabilityZone"], "us-east-1c");
}

#[test]
fn only_what_can_hibernate_does() {
    let mut account = Account::immediate();
    let id = account.launch(1).remove(0);
    let code = account.code("StopInstances", json!({ "InstanceIds": [id], "Hibernate": true }));
    assert_eq!(code, "UnsupportedHibernationConfiguration");
}

#[test]
fn a_terminated_instance_is_forgotten() {
    let mut account = Account::immediate();
    let id = account.launch(1).remove(0);
    account.call("TerminateInstances", json!({ "InstanceIds": [id] }));
    assert!(account.json()["ec2"].get("volumes").is_none());
    account.advance(3_600_000);
    account.launch(1);
    assert_eq!(account.json()["ec2"]["instances"].as_object().unwrap().len(), 1);
}

#[test]
fn the_first_interface_says_the_network() {
    let mut account = Account::immediate();
    let interface = json!({ "SubnetId": "subnet-0abcdef123456789b", "AssociatePublicIpAddress": false });
    let answer = account.call("RunInstances", request(&json!({ "NetworkInterfaces": [interface] })));
    let instance = account.instance(answer["Instances"][0]["InstanceId"].as_str().unwrap());
    assert_eq!(instance["Placement"]["AvailabilityZone"], "us-east-1b");
    assert_eq!((&instance["State"]["Name"], instance.get("PublicIpAddress")), (&json!("running"), None));
    let both = json!({ "NetworkInterfaces": [interface], "SubnetId": "subnet-0abcdef123456789b" });
    assert_eq!(account.code("RunInstances", request(&both)), "InvalidParameterCombination");
}
