"""What the examples take from outside of their stacks, as values for their parameters."""

import io
import json
import re
import zipfile

from botocore.exceptions import ClientError

from proof.compiler import read_spec

TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
})

# Only emulators deploy examples with parameters, and none of them looks for these.
GIVEN = {
    "webAclArn": "arn:aws:wafv2:us-east-1:000000000000:regional/webacl/webhooks/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
    "certificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
    "domainName": "hooks.example.com",
}
# The stage of an API that belongs to somebody else.
OWNERS_STAGE = "prod"


def parameters(cloud, path):
    """Makes the functions, roles and queues that a spec's parameters name; returns parameter -> value."""
    values = {}
    for name in read_spec(path).get("parameters", {}):
        if name.endswith("FunctionArn"):
            values[name] = function(cloud, name.removesuffix("Arn"))
        elif name.endswith("FunctionRole"):
            values[name] = role(cloud, name)[0]
        elif name.endswith("QueueArn"):
            values[name] = queue(cloud, name)
        elif name == "restApiId":
            values |= rest_api(cloud, path.stem)
        elif name in GIVEN:
            values[name] = GIVEN[name]
    return values


def variables(values):
    """The same for Terraform, in its environment."""
    return {"TF_VAR_" + re.sub("[A-Z]", lambda sign: "_" + sign[0].lower(), name): value
            for name, value in values.items()}


def rest_api(cloud, name):
    """The identifiers of somebody else's API, which is made on the first call."""
    name = f"outside-{name}"
    found = [one["id"] for one in cloud.gateway.get_rest_apis()["items"] if one["name"] == name]
    api = found[0] if found else cloud.gateway.create_rest_api(name=name)["id"]
    root = next(one["id"] for one in cloud.gateway.get_resources(restApiId=api)["items"] if one["path"] == "/")
    return {"restApiId": api, "rootResourceId": root}


def owner_deploys(cloud, values):
    """What the owner of an existing API does behind each change; returns the URL in front of the paths."""
    if "restApiId" not in values:
        return None
    cloud.gateway.create_deployment(restApiId=values["restApiId"], stageName=OWNERS_STAGE)
    return cloud.base(values["restApiId"], OWNERS_STAGE)


def queue_name(parameter):
    """The name of the queue whose ARN a parameter gives."""
    return "outside-" + parameter.removesuffix("Arn")


def queue(cloud, parameter):
    """The ARN of a queue."""
    url = cloud.sqs.create_queue(QueueName=queue_name(parameter))["QueueUrl"]
    return cloud.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def role(cloud, name):
    """Name and ARN of a role for functions."""
    name = f"e2e-{name}"
    try:
        found = cloud.iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    except cloud.iam.exceptions.EntityAlreadyExistsException:
        found = cloud.iam.get_role(RoleName=name)
    return name, found["Role"]["Arn"]


def function(cloud, name):
    """The ARN of a function that does nothing."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as code:
        code.writestr("index.py", "def handler(event, context):\n    return None\n")
    name = f"e2e-{name}"
    try:
        return cloud.functions.create_function(
            FunctionName=name, Runtime="python3.12", Handler="index.handler",
            Role=role(cloud, name)[1], Code={"ZipFile": archive.getvalue()}, Timeout=10,
        )["FunctionArn"]
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] != "ResourceConflictException":
            raise
        return cloud.functions.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
