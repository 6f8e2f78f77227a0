"""What the scripts share: clients of boto3, and a way to hand what they saw to the spec."""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

INSTANCE = "i-mock1234567890abcdef"
VOLUME = "vol-mock1234567890abcdef"
IMAGE = "ami-0123456789abcdef0"
TEMPLATE = """{
    "Parameters": {"Size": {"Type": "String", "Default": "small"}},
    "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}
}"""

# A waiter that polls every 10 ms.
SOON = {"Delay": 0.01, "MaxAttempts": 500}


def client(service, **config):
    return boto3.client(service, config=Config(**config))


def once(service):
    """A client that never tries again."""
    return client(service, retries={"total_max_attempts": 1})


def failure(call, **arguments):
    """Code, text and status of the error that a call ends with."""
    try:
        call(**arguments)
    except ClientError as error:
        response = error.response
        return [
            response["Error"]["Code"],
            response["Error"]["Message"],
            response["ResponseMetadata"]["HTTPStatusCode"],
            type(error).__name__,
        ]
    return None


def show(**seen):
    json.dump(seen, sys.stdout, default=str)
