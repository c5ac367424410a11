"""The AWS calls that the suite makes, against whichever engine is in use."""

import json
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

DEPLOY_SECONDS = 240
# CloudFormation takes a larger template only from a bucket.
INLINE_TEMPLATE_BYTES = 51_200
HIDDEN = ("ApproximateNumberOfMessagesDelayed", "ApproximateNumberOfMessagesNotVisible")


class Cloud:
    """Clients of one engine."""

    def __init__(self, engine):
        self.engine = engine
        given = {}
        if engine.url:
            given = {"endpoint_url": engine.url, "region_name": "us-east-1",
                     "aws_access_key_id": "test", "aws_secret_access_key": "test"}
        once = Config(retries={"total_max_attempts": 2}, max_pool_connections=20)

        def client(service):
            return boto3.client(service, config=once, **given)

        self.formation, self.gateway = client("cloudformation"), client("apigateway")
        self.sqs, self.s3, self.kms = client("sqs"), client("s3"), client("kms")
        self.watch, self.logs, self.topics = client("cloudwatch"), client("logs"), client("sns")
        self.functions, self.iam = client("lambda"), client("iam")

    # Stacks

    def deploy(self, stack, template, parameters=None):
        """Creates or updates; returns False when CloudFormation saw no change."""
        given = {
            "StackName": stack,
            **self._template(stack, template),
            "Capabilities": ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            "Parameters": [{"ParameterKey": name, "ParameterValue": value}
                           for name, value in (parameters or {}).items()],
        }
        try:
            self.formation.create_stack(**given)
        except self.formation.exceptions.AlreadyExistsException:
            try:
                self.formation.update_stack(**given)
            except ClientError as refusal:
                if "No updates are to be performed" in str(refusal):
                    return False
                raise
        self._settled(stack)
        return True

    def _template(self, stack, template):
        """The template itself, or where it was laid."""
        if len(template.encode()) <= INLINE_TEMPLATE_BYTES:
            return {"TemplateBody": template}
        bucket = "e2e-templates"
        self.s3.create_bucket(Bucket=bucket)
        self.s3.put_object(Bucket=bucket, Key=stack, Body=template.encode())
        return {"TemplateURL": f"https://{bucket}.s3.amazonaws.com/{stack}"}

    def _settled(self, stack):
        deadline = time.monotonic() + DEPLOY_SECONDS
        while (state := self.state(stack)).endswith("_IN_PROGRESS"):
            if time.monotonic() > deadline:
                break
            time.sleep(0.2 if self.engine.url else 3)
        if state not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise StackFailed(f"{state}: {self._why(stack)}")

    def state(self, stack):
        """The stack's status; DELETE_COMPLETE when there is none."""
        try:
            return self.formation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        except ClientError:
            return "DELETE_COMPLETE"

    def _why(self, stack):
        events = self.formation.describe_stack_events(StackName=stack)["StackEvents"]
        return "; ".join(
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
            for event in events if event["ResourceStatus"].endswith("FAILED")
        )

    def resources(self, stack):
        """Logical id -> (type, physical id)."""
        found = self.formation.describe_stack_resources(StackName=stack)["StackResources"]
        return {
            one["LogicalResourceId"]: (one["ResourceType"], one.get("PhysicalResourceId"))
            for one in found
        }

    def outputs(self, stack):
        described = self.formation.describe_stacks(StackName=stack)["Stacks"][0]
        return {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])}

    def delete(self, stack):
        """Deletes and waits; returns the last status."""
        self.formation.delete_stack(StackName=stack)
        deadline = time.monotonic() + DEPLOY_SECONDS
        while (state := self.state(stack)).endswith("_IN_PROGRESS") and time.monotonic() < deadline:
            time.sleep(0.2 if self.engine.url else 3)
        return state

    # Queues

    def queue_url(self, name):
        """The URL of a queue, or None."""
        try:
            return self.sqs.get_queue_url(QueueName=name)["QueueUrl"]
        except ClientError:
            return None

    def queues(self, prefix):
        return self.sqs.list_queues(QueueNamePrefix=prefix).get("QueueUrls", [])

    def receive(self, queue, visibility=30, wait=0):
        """Up to ten messages with everything that SQS knows about them."""
        return self.sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=visibility,
            WaitTimeSeconds=wait, AttributeNames=["All"], MessageAttributeNames=["All"],
        ).get("Messages", [])

    def drain(self, queue):
        """Takes every message that can be received out of a queue."""
        taken = []
        wait = 0 if self.engine.url else 2
        while batch := self.receive(queue, wait=wait):
            taken += batch
            self.sqs.delete_message_batch(
                QueueUrl=queue,
                Entries=[
                    {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"]}
                    for place, message in enumerate(batch)
                ],
            )
        return taken

    def hidden(self, queue):
        """How many messages a queue holds that a consumer cannot see now."""
        return self._count(queue, HIDDEN)

    def held(self, queue):
        """How many messages a queue holds in all."""
        return self._count(queue, (*HIDDEN, "ApproximateNumberOfMessages"))

    def _count(self, queue, kinds):
        counts = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(kinds))
        return sum(map(int, counts["Attributes"].values()))

    # Keys

    def key_works(self, key):
        """Whether messages that were encrypted with a key can still be read."""
        return self.kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"

    def forget_key(self, key):
        """Takes a key away as soon as KMS allows, which is after seven days."""
        self.kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)

    # The API

    def base(self, api, stage):
        """Host, port, TLS and path prefix under which a deployed API answers."""
        if self.engine.url is None:
            region = self.gateway.meta.region_name
            return f"https://{api}.execute-api.{region}.amazonaws.com/{stage}"
        return f"{self.engine.url}/_aws/execute-api/{api}/{stage}"

    def redrive(self, dead_letters):
        """Starts moving the messages of a dead-letter queue back to where they came from."""
        arn = self.sqs.get_queue_attributes(QueueUrl=dead_letters, AttributeNames=["QueueArn"])
        self.sqs.start_message_move_task(SourceArn=arn["Attributes"]["QueueArn"])


class StackFailed(Exception):
    """A stack that did not settle as it should; the text has the reasons."""


def dead_letter_queue(cloud, queue):
    """The URL of a queue's dead-letter queue."""
    policy = cloud.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["RedrivePolicy"])
    target = json.loads(policy["Attributes"]["RedrivePolicy"])["deadLetterTargetArn"]
    return cloud.queue_url(target.rpartition(":")[2])
