"""Cost Explorer, Lambda, STS, SES."""

import json

from wire import client, show

costs = client("ce").get_cost_and_usage(
    TimePeriod={"Start": "2026-01-01", "End": "2026-02-01"},
    Granularity="MONTHLY",
    Metrics=["UnblendedCost"],
    GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}],
)
functions = client("lambda")
invoked = functions.invoke(FunctionName="greet", Payload=json.dumps({"name": "Ada"}))
failed = functions.invoke(FunctionName="fail")
event = functions.invoke(FunctionName="greet", InvocationType="Event", Payload=json.dumps({"name": "Ada"}))
sent = client("ses").send_email(
    Source="server@example.com",
    Destination={"ToAddresses": ["ada@example.com"]},
    Message={"Subject": {"Data": "It runs"}, "Body": {"Text": {"Data": "Come & play ä"}}},
)

show(
    costs=costs["ResultsByTime"],
    invoked=[invoked["StatusCode"], json.load(invoked["Payload"])],
    failed=[failed["StatusCode"], failed["FunctionError"], json.load(failed["Payload"])],
    event=event["StatusCode"],
    identity=client("sts").get_caller_identity(),
    sent=sent["MessageId"],
)
