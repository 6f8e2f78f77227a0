"""The paginators of boto3."""

from wire import IMAGE, TEMPLATE, client, show


def pages(service, operation, key, **arguments):
    paginator = service.get_paginator(operation)
    return [len(page[key]) for page in paginator.paginate(**arguments)]


ec2, ssm, cloudformation = client("ec2"), client("ssm"), client("cloudformation")
for number in range(25):
    ssm.put_parameter(Name=f"/many/{number}", Value="x", Type="String")
for version in range(4):
    ssm.put_parameter(Name="/versions", Value=str(version), Type="String", Overwrite=True)
ec2.run_instances(ImageId=IMAGE, MinCount=11, MaxCount=11)
for number in range(3):
    cloudformation.create_stack(StackName=f"s{number}", TemplateBody=TEMPLATE)

by_path = list(ssm.get_paginator("get_parameters_by_path").paginate(Path="/many"))
show(
    byPath=[len(page["Parameters"]) for page in by_path],
    names=len({parameter["Name"] for page in by_path for parameter in page["Parameters"]}),
    described=pages(ssm, "describe_parameters", "Parameters", PaginationConfig={"PageSize": 20}),
    history=pages(ssm, "get_parameter_history", "Parameters", Name="/versions", PaginationConfig={"PageSize": 3}),
    instances=len(
        [
            instance
            for page in ec2.get_paginator("describe_instances").paginate(PaginationConfig={"PageSize": 5})
            for reservation in page["Reservations"]
            for instance in reservation["Instances"]
        ]
    ),
    volumes=pages(ec2, "describe_volumes", "Volumes", PaginationConfig={"PageSize": 5}),
    stacks=pages(cloudformation, "describe_stacks", "Stacks"),
    events=pages(cloudformation, "describe_stack_events", "StackEvents", StackName="s0"),
)
