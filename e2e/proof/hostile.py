"""Sends the corpus to every cell of a deployed engine and reads the queues back."""

from proof.cells import cells, note_missing
from proof.cloud import Cloud, StackFailed
from proof.compiler import DoesNotCompile, build
from proof.corpus import corpus
from proof.matrix import Judged, judge_cell
from proof.outside import owner_deploys, parameters
from proof.places import SPECS
from proof.template import Template
from proof.verdict import Stored
from proof.wire import Sender

PART = "hostile"
# Where a message cannot name its request, the order of sending must tell them apart.
SENDERS = {True: 4, False: 1}


class Deployment:
    """One spec of the suite, deployed through CloudFormation."""

    def __init__(self, cloud, spec):
        artifact = build(SPECS / f"{spec}.yaml", "cloudformation", "hostile", spec)
        self.cloud, self.template = cloud, Template(artifact)
        self.stack = f"e2e-{spec}"
        given = parameters(cloud, SPECS / f"{spec}.yaml")
        cloud.deploy(self.stack, self.template.text, given)
        api = next((one for kind, one in cloud.resources(self.stack).values()
                    if kind == "AWS::ApiGateway::RestApi"), None)
        self.sender = Sender(owner_deploys(cloud, given) or cloud.base(api, self.template.stage()))
        self.headers_visible = cloud.engine.corrected
        self.senders = SENDERS[cloud.engine.corrected]

    def queue(self, name):
        return self.cloud.queue_url(f"{self.stack}-{name}")

    def collect(self, cell):
        queue = self.queue(cell.queue)
        return [*map(as_stored, self.cloud.drain(queue))], self.cloud.hidden(queue)


def as_stored(message):
    """A received message in the judge's terms."""
    system = message.get("Attributes", {})
    return Stored(
        message["Body"],
        {
            name: (value["DataType"], value.get("StringValue"))
            for name, value in message.get("MessageAttributes", {}).items()
        },
        system.get("MessageGroupId"),
        system.get("MessageDeduplicationId"),
    )


def record(ledger, engine, cell, judged):
    ledger.passed(PART, engine.name, cell.name, judged.words, judged.good)
    if engine.corrected:
        ledger.failed(PART, engine.name, cell.name, "; ".join(judged.reasons[:6]), judged.bad)
    else:
        # The engine's own departures from AWS are reported, not charged to the compiler.
        ledger.skipped(PART, engine.name, cell.name,
                       "departs from AWS: " + "; ".join(judged.reasons[:3]), judged.bad)


def run_hostile(ledger, engine):
    """The whole matrix on one running engine; on a stock one, a quarter of the corpus will do."""
    requests = corpus() if engine.corrected else corpus()[::4]
    cloud, deployments, total = Cloud(engine), {}, Judged()
    # The keys of a stock engine are only named in a template.
    tried = [cell for cell in cells() if engine.corrected or cell.spec != "hostile-attached"]
    for place, cell in enumerate(tried):
        if cell.spec not in deployments:
            try:
                deployments[cell.spec] = Deployment(cloud, cell.spec)
            except (DoesNotCompile, StackFailed) as problem:
                note_missing(ledger, PART, engine.name, cell, problem)
                deployments[cell.spec] = None
        if deployment := deployments[cell.spec]:
            judged = judge_cell(deployment, place, cell, requests)
            record(ledger, engine, cell, judged)
            total.add(judged)
    for deployment in filter(None, deployments.values()):
        cloud.delete(deployment.stack)
    total.note_figures(ledger, engine.name)
    return total.outcomes
