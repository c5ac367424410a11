"""Nested stacks: packaged as `aws cloudformation package` does it, deployed, used and deleted."""

import json

from botocore.exceptions import ClientError

from proof.cloud import Cloud, StackFailed
from proof.compiler import DoesNotCompile, build
from proof.places import SPECS
from proof.template import Template
from proof.wire import Sender

PART, SUBJECT, STACK = "cloudformation", "nested", "e2e-nested"
BUCKET = "e2e-nested-templates"
QUEUES = ("payments", "orders", "refunds.fifo", "claims")
KEPT = {f"{STACK}-claims", f"{STACK}-claims-dlq"}
JSON = [("Content-Type", "application/json")]


def run_nested(ledger, engine):
    cloud = Cloud(engine)
    try:
        live(ledger, cloud, build(SPECS / "nested.yaml", "cloudformation", "nested", STACK))
    except (DoesNotCompile, StackFailed, ClientError) as problem:
        ledger.failed(PART, SUBJECT, "lives", problem)
        cloud.delete(STACK)


def live(ledger, cloud, path):
    template = Template(path)
    nested = template.of_type("AWS::CloudFormation::Stack")
    ledger.expect(len(nested) > 1, PART, SUBJECT, "the queues are in several stacks", sorted(nested))
    cloud.deploy(STACK, packaged(cloud, path))
    ledger.passed(PART, SUBJECT, "create", len(nested))
    api = next(one for kind, one in cloud.resources(STACK).values() if kind == "AWS::ApiGateway::RestApi")
    sender = Sender(cloud.base(api, template.stage()))
    for queue in QUEUES:
        answer = sender.send("POST", f"/{queue.removesuffix('.fifo')}", JSON, b"{}")
        held = cloud.held(cloud.queue_url(f"{STACK}-{queue}"))
        ledger.expect((answer.status, held) == (200, 1), PART, SUBJECT, f"a message is stored in {queue}",
                      f"{answer.status}, {held} stored")
    state = cloud.delete(STACK)
    ledger.expect(state == "DELETE_COMPLETE", PART, SUBJECT, "delete", state)
    left = {url.rpartition("/")[2] for url in cloud.queues(f"{STACK}-")}
    ledger.expect(left == KEPT, PART, SUBJECT, "only retained queues are left", sorted(left))
    for url in cloud.queues(f"{STACK}-"):
        cloud.sqs.delete_queue(QueueUrl=url)


def packaged(cloud, path):
    """The outer template with the address of each nested one in a bucket."""
    cloud.s3.create_bucket(Bucket=BUCKET)
    template = json.loads(path.read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::CloudFormation::Stack":
            name = resource["Properties"]["TemplateURL"].removeprefix("./")
            cloud.s3.put_object(Bucket=BUCKET, Key=name, Body=(path.parent / name).read_bytes())
            resource["Properties"]["TemplateURL"] = f"https://{BUCKET}.s3.amazonaws.com/{name}"
    return json.dumps(template)
