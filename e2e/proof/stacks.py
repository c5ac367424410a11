"""CloudFormation: each example is created, used, updated and deleted."""

from botocore.exceptions import ClientError

from proof.caller import Caller, callable_method
from proof.cloud import Cloud, StackFailed
from proof.compiler import DoesNotCompile, build
from proof.examples import examples
from proof.outside import owner_deploys, parameters
from proof.template import Template
from proof.watching import expect_watched

PART = "cloudformation"


def run_stacks(ledger, engine):
    """The life of every example's stack on one running engine."""
    cloud = Cloud(engine)
    for example in examples():
        if example.stranger and engine.url is None:
            ledger.skipped(PART, example.name, "lives", example.stranger)
            continue
        if example.http and engine.url is not None:
            ledger.skipped(PART, example.name, "lives", "the engine has no HTTP APIs")
            continue
        try:
            live(ledger, cloud, example)
        except (DoesNotCompile, StackFailed, ClientError) as problem:
            ledger.failed(PART, example.name, "lives", problem)
            cloud.delete(f"e2e-{example.name}")


def live(ledger, cloud, example):
    """Create, send, update in every way, delete."""
    name, stack = example.name, f"e2e-{example.name}"
    template = Template(build(example.path, "cloudformation", "stacks", name))
    given = parameters(cloud, example.path)
    cloud.deploy(stack, template.text, given)
    ledger.passed(PART, name, "create")
    api = next((one for kind, one in cloud.resources(stack).values()
                if kind == "AWS::ApiGateway::RestApi"), None)
    base = owner_deploys(cloud, given) or (api and cloud.base(api, template.stage()))
    caller = Caller(cloud, base,
                    callable_method(template, example.endpoint), example.queue(stack))
    caller.expect_served(ledger, PART, name, "a message is stored", caller.first_status)
    caller.expect_preflight(ledger, PART, example)
    expect_watched(ledger, cloud, PART, example, stack)
    again = cloud.deploy(stack, template.text, given)
    ledger.expect(not again, PART, name, "no change updates nothing", "an update was made")
    changed = example.message_changed()
    update(cloud, stack, changed.spec, given)
    caller.expect_changed(ledger, PART, name, "another message and answer at once", changed.status)
    changed = example.answer_changed()
    update(cloud, stack, changed.spec, given)
    caller.expect_served(ledger, PART, name, "another status at once", changed.status)
    if removed := example.endpoint_removed():
        update(cloud, stack, removed, given)
        if template.laid_out:
            caller.expect_gone(ledger, PART, name, "a removed endpoint is gone at once")
        else:
            caller.expect_honest(ledger, PART, name, "a removed endpoint answers honestly")
            # docs/deploying.md: aws apigateway create-deployment --rest-api-id API_ID --stage-name prod
            cloud.gateway.create_deployment(restApiId=api, stageName=template.stage())
            caller.expect_gone(ledger, PART, name, "after create-deployment it is gone")
        cloud.deploy(stack, template.text, given)
        caller.expect_served(ledger, PART, name, "put back, it is served", caller.first_status)
    remove(ledger, cloud, stack, name, template)


def update(cloud, stack, spec, given):
    template = Template(build(spec, "cloudformation", "stacks", f"{stack}-changed"))
    cloud.deploy(stack, template.text, given)
    owner_deploys(cloud, given)


def remove(ledger, cloud, stack, name, template):
    """Deletes the stack; queues and keys that the spec retains stay and are then taken away by hand."""
    def outliving(kind):
        return {
            one for logical, (own, one) in cloud.resources(stack).items()
            if own == kind and logical in template.retained(kind)
        }

    retained, keys = outliving("AWS::SQS::Queue"), outliving("AWS::KMS::Key")
    state = cloud.delete(stack)
    ledger.expect(state == "DELETE_COMPLETE", PART, name, "delete", state)
    left = {url.rpartition("/")[2] for url in cloud.queues(f"{stack}-")}
    kept = {url.rpartition("/")[2] for url in retained}
    ledger.expect(left == kept, PART, name, "only retained queues are left",
                  f"left {sorted(left)}, retained {sorted(kept)}")
    if keys:
        gone = [key for key in keys if not cloud.key_works(key)]
        ledger.expect(not gone, PART, name, "retained keys still decrypt", f"not enabled: {gone}")
    for key in keys:
        cloud.forget_key(key)
    for url in cloud.queues(f"{stack}-"):
        cloud.sqs.delete_queue(QueueUrl=url)
