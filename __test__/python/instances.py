"""EC2's instances and tags, and its regions."""

from wire import IMAGE, INSTANCE, SOON, client, show

ec2 = client("ec2")
started = ec2.start_instances(InstanceIds=[INSTANCE])["StartingInstances"]
ec2.get_waiter("instance_running").wait(InstanceIds=[INSTANCE], WaiterConfig=SOON)
running = ec2.describe_instances(InstanceIds=[INSTANCE])["Reservations"][0]["Instances"][0]
stopped = ec2.stop_instances(InstanceIds=[INSTANCE])["StoppingInstances"]
ec2.get_waiter("instance_stopped").wait(InstanceIds=[INSTANCE], WaiterConfig=SOON)

tags = [{"Key": "Name", "Value": "ünïcode & <xml>"}]
launched = ec2.run_instances(
    ImageId=IMAGE,
    MinCount=2,
    MaxCount=2,
    InstanceType="t3.large",
    TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
)["Instances"]
ids = [instance["InstanceId"] for instance in launched]
ec2.create_tags(Resources=ids[:1], Tags=[{"Key": "role", "Value": "game"}])
tagged = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": ids[:1]}])["Tags"]
found = ec2.describe_instances(Filters=[{"Name": "tag:role", "Values": ["ga*"]}])["Reservations"]
ec2.get_waiter("instance_running").wait(InstanceIds=ids, WaiterConfig=SOON)
terminated = ec2.terminate_instances(InstanceIds=ids)["TerminatingInstances"]
ec2.get_waiter("instance_terminated").wait(InstanceIds=ids, WaiterConfig=SOON)

show(
    started=started,
    running=running,
    launchTime=type(running["LaunchTime"]).__name__,
    stopped=stopped,
    ids=ids,
    types=[instance["InstanceType"] for instance in launched],
    tagged=tagged,
    found=[instance["InstanceId"] for reservation in found for instance in reservation["Instances"]],
    terminated=terminated,
    regions=ec2.describe_regions()["Regions"],
)
