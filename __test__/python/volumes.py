"""EC2's volumes and images."""

import time

from wire import INSTANCE, SOON, VOLUME, client, show

ec2 = client("ec2")
root = ec2.describe_volumes(VolumeIds=[VOLUME])["Volumes"][0]
zone = root["AvailabilityZone"]
created = ec2.create_volume(AvailabilityZone=zone, Size=20, VolumeType="gp3", Encrypted=True)
volume = created["VolumeId"]
ec2.get_waiter("volume_available").wait(VolumeIds=[volume], WaiterConfig=SOON)
attached = ec2.attach_volume(VolumeId=volume, InstanceId=INSTANCE, Device="/dev/sdf")
ec2.get_waiter("volume_in_use").wait(VolumeIds=[volume], WaiterConfig=SOON)
# The volume is in use as soon as it is being attached.
while ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0]["Attachments"][0]["State"] != "attached":
    time.sleep(0.01)
mappings = ec2.describe_instances(InstanceIds=[INSTANCE])["Reservations"][0]["Instances"][0]["BlockDeviceMappings"]
detached = ec2.detach_volume(VolumeId=volume)
ec2.get_waiter("volume_available").wait(VolumeIds=[volume], WaiterConfig=SOON)
ec2.delete_volume(VolumeId=volume)
ec2.get_waiter("volume_deleted").wait(VolumeIds=[volume], WaiterConfig=SOON)
image = ec2.describe_images()["Images"][0]

show(
    root=root,
    created=created,
    createTime=type(created["CreateTime"]).__name__,
    attached=attached,
    devices=[mapping["DeviceName"] for mapping in mappings],
    detached=detached,
    image=image,
)
