"""Commands of SSM."""

from wire import INSTANCE, SOON, client, show

ssm = client("ssm")
command = ssm.send_command(
    InstanceIds=[INSTANCE],
    DocumentName="AWS-RunShellScript",
    Parameters={"commands": ["uptime", "echo ä"]},
    Comment="from boto3",
)["Command"]
ids = {"CommandId": command["CommandId"], "InstanceId": INSTANCE}
ssm.get_waiter("command_executed").wait(**ids, WaiterConfig=SOON)
show(command=command, invocation=ssm.get_command_invocation(**ids))
