"""Errors as boto3 shows them."""

from wire import INSTANCE, TEMPLATE, failure, once, show

ec2, ssm, cloudformation = once("ec2"), once("ssm"), once("cloudformation")
show(
    ec2=failure(ec2.describe_instances, InstanceIds=["i-0123456789abcdef0"]),
    dryRun=failure(ec2.start_instances, InstanceIds=[INSTANCE], DryRun=True),
    ssm=failure(ssm.get_parameter, Name="/none"),
    constraint=failure(ssm.describe_parameters, MaxResults=51),
    cloudformation=failure(cloudformation.create_stack, StackName="minecraft-stack", TemplateBody=TEMPLATE),
    function=failure(once("lambda").invoke, FunctionName="none"),
    costs=failure(
        once("ce").get_cost_and_usage,
        TimePeriod={"Start": "2026-01-02", "End": "2026-01-01"},
        Granularity="MONTHLY",
        Metrics=["UnblendedCost"],
    ),
    unsupported=failure(ec2.describe_key_pairs),
    unknown=failure(once("sqs").list_queues),
)
