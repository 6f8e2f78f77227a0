use serde_json::json;

use super::{Account, INSTANCE, VOLUME};

fn new_volume(account: &mut Account) -> String {
    let made = account.call("CreateVolume", json!({ "AvailabilityZone": "us-east-1a", "Size": 8 }));
    account.advance(1000);
    made["VolumeId"].as_str().unwrap().into()
}

#[test]
fn the_root_volume_is_exchanged() {
    let mut account = Account::new();
    let answer = account.call("DetachVolume", json!({ "VolumeId": VOLUME }));
    assert_eq!((&answer["State"], &answer["Device"]), (&json!("detaching"), &json!("/dev/sda1")));
    let instance = account.json()["instance"].clone();
    assert_eq!(instance["blockDeviceMappings"][0]["status"], "detaching");
    assert_eq!(account.volume(VOLUME)["State"], "in-use");
    account.advance(1000);
    let instance = account.json()["instance"].clone();
    assert_eq!((&instance["hasVolume"], &instance["blockDeviceMappings"]), (&json!(false), &json!([])));
    assert_eq!(account.volume(VOLUME)["State"], "available");
    account.call("DeleteVolume", json!({ "VolumeId": VOLUME }));

    let id = new_volume(&mut account);
    let answer = account.call("AttachVolume", json!({ "VolumeId": id, "InstanceId": INSTANCE, "Device": "/dev/sda1" }));
    assert_eq!(answer["State"], "attaching");
    assert_eq!(account.instance(INSTANCE)["BlockDeviceMappings"][0]["Ebs"]["Status"], "attaching");
    assert_eq!(account.code("StartInstances", json!({ "InstanceIds": [INSTANCE] })), "InvalidParameterValue");
    account.advance(1000);
    let instance = account.json()["instance"].clone();
    assert_eq!(
        (&instance["hasVolume"], &instance["blockDeviceMappings"][0]["status"]),
        (&json!(true), &json!("attached"))
    );
    assert_eq!(account.json()["ec2"]["volumes"][&id]["attachments"][0]["state"], "attached");
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
}

#[test]
fn what_cannot_be_attached_is_refused() {
    let mut account = Account::new();
    let id = new_volume(&mut account);
    let far = account.call("CreateVolume", json!({ "AvailabilityZone": "us-east-1b", "Size": 8 }));
    let request = |volume: &str, device: &str| json!({ "VolumeId": volume, "InstanceId": INSTANCE, "Device": device });
    let far = far["VolumeId"].as_str().unwrap();
    let error = account.error("AttachVolume", request(VOLUME, "/dev/sdf"));
    assert_eq!(error, ("VolumeInUse".into(), format!("{VOLUME} is already attached to an instance")));
    assert_eq!(account.code("AttachVolume", request(far, "/dev/sdf")), "IncorrectState");
    account.advance(1000);
    assert_eq!(account.code("AttachVolume", request(far, "/dev/sdf")), "InvalidVolume.ZoneMismatch");
    let error = account.error("AttachVolume", request(&id, "/dev/sda1"));
    assert_eq!(error.1, "Invalid value '/dev/sda1' for unixDevice. Attachment point /dev/sda1 is already in use");
    let error = account.error("AttachVolume", request(&id, "disk"));
    assert_eq!(error.1, "Value (disk) for parameter device is invalid. disk is not a valid EBS device name.");
    account.patch(json!({ "instance": { "state": "stopping" } }));
    let error = account.error("AttachVolume", request(&id, "/dev/sdf"));
    assert_eq!(error, ("IncorrectState".into(), format!("Instance '{INSTANCE}' is not 'running'.")));
}

#[test]
fn what_is_not_attached_is_not_detached() {
    let mut account = Account::new();
    let id = new_volume(&mut account);
    let other = account.launch(1).remove(0);
    let error = account.error("DetachVolume", json!({ "VolumeId": id }));
    assert_eq!(error, ("IncorrectState".into(), format!("Volume '{id}' is in the 'available' state.")));
    let error = account.error("DetachVolume", json!({ "VolumeId": VOLUME, "InstanceId": other }));
    let text = format!("The volume '{VOLUME}' is not attached to instance '{other}'.");
    assert_eq!(error, ("InvalidAttachment.NotFound".into(), text));
    let code = account.code("DetachVolume", json!({ "VolumeId": VOLUME, "Device": "/dev/sdf" }));
    assert_eq!(code, "InvalidAttachment.NotFound");
    account.call("DetachVolume", json!({ "VolumeId": VOLUME }));
    assert_eq!(account.code("DetachVolume", json!({ "VolumeId": VOLUME })), "IncorrectState");
}

#[test]
fn the_root_volume_of_a_running_instance_stays() {
    let mut account = Account::immediate();
    account.call("StartInstances", json!({ "InstanceIds": [INSTANCE] }));
    let error = account.error("DetachVolume", json!({ "VolumeId": VOLUME }));
    assert_eq!(error.1, format!("Unable to detach root volume '{VOLUME}' from instance '{INSTANCE}'"));
    assert_eq!(account.code("DeleteVolume", json!({ "VolumeId": VOLUME })), "VolumeInUse");
}

#[test]
fn a_volume_that_stays_is_free_when_its_instance_is_terminated() {
    let mut account = Account::immediate();
    let id = new_volume(&mut account);
    account.call("AttachVolume", json!({ "VolumeId": id, "InstanceId": INSTANCE, "Device": "/dev/sdf" }));
    account.call("TerminateInstances", json!({ "InstanceIds": [INSTANCE] }));
    let volume = account.volume(&id);
    assert_eq!((&volume["State"], &volume["Attachments"]), (&json!("available"), &json!([])));
}

#[test]
fn what_was_under_way_for_a_volume_survives_other_changes() {
    let mut account = Account::new();
    account.call("DetachVolume", json!({ "VolumeId": VOLUME }));
    account.patch(json!({ "instance": { "blockDeviceMappings": [] } }));
    account.advance(1000);
    assert_eq!(account.volume(VOLUME)["State"], "available");
}
