"""A call that fails at first."""

import sys

from wire import INSTANCE, client, show

mode = sys.argv[1]
retries = {"mode": mode, "total_max_attempts": 3}
parameter = client("ssm", retries=retries).get_parameter(Name="/minecraft/player-count")
started = client("ec2", retries=retries).start_instances(InstanceIds=[INSTANCE])
show(
    parameter=[parameter["Parameter"]["Value"], parameter["ResponseMetadata"]["RetryAttempts"]],
    started=[started["StartingInstances"][0]["CurrentState"]["Name"], started["ResponseMetadata"]["RetryAttempts"]],
)
