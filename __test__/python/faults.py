"""What calls end with: `[[service, method, arguments]…]` and the configuration of the clients as arguments."""

import json
import sys

from botocore.exceptions import BotoCoreError, ClientError
from wire import client, show

calls, config = json.loads(sys.argv[1]), json.loads(sys.argv[2])


def outcome(service, method, arguments):
    try:
        answer = getattr(client(service, **config), method)(**arguments)
        return ["answered", answer["ResponseMetadata"]["RetryAttempts"]]
    except ClientError as error:
        response = error.response
        metadata = response["ResponseMetadata"]
        return [response["Error"]["Code"], metadata["HTTPStatusCode"], metadata["RetryAttempts"]]
    except BotoCoreError as error:
        return [type(error).__name__]


show(outcomes=[outcome(*call) for call in calls])
