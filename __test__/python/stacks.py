"""CloudFormation's stacks."""

from wire import SOON, TEMPLATE, client, failure, show

cloudformation = client("cloudformation")
fixture = cloudformation.describe_stacks(StackName="minecraft-stack")["Stacks"][0]
created = cloudformation.create_stack(
    StackName="other",
    TemplateBody=TEMPLATE,
    Parameters=[{"ParameterKey": "Size", "ParameterValue": "1 & 2"}],
    Tags=[{"Key": "a", "Value": "b"}],
)["StackId"]
cloudformation.get_waiter("stack_create_complete").wait(StackName="other", WaiterConfig=SOON)
stack = cloudformation.describe_stacks(StackName="other")["Stacks"][0]
cloudformation.delete_stack(StackName="other")
cloudformation.get_waiter("stack_delete_complete").wait(StackName=created, WaiterConfig=SOON)
events = cloudformation.describe_stack_events(StackName=created)["StackEvents"]

show(
    fixture=fixture,
    created=created,
    stack=stack,
    creationTime=type(stack["CreationTime"]).__name__,
    events=[event["ResourceStatus"] for event in events if event["PhysicalResourceId"] == created],
    gone=failure(cloudformation.describe_stacks, StackName="other"),
)
