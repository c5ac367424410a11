"""Sends the corpus to every cell of a deployed engine and reads the queues back."""

import re
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

from proof.cells import cells, note_missing
from proof.cloud import Cloud, StackFailed
from proof.compiler import DoesNotCompile, build
from proof.corpus import corpus
from proof.places import SPECS
from proof.template import Template
from proof.verdict import DOCUMENTED, GOOD, VERDICTS, VIOLATION, Stored, judge
from proof.wire import Sender

PART = "hostile"
CASE = re.compile(r"case-[0-9]{2}-[0-9]{4}")
# Where a message cannot name its request, the order of sending must tell them apart.
SENDERS = {True: 4, False: 1}


class Deployment:
    """One spec of the suite, deployed through CloudFormation."""

    def __init__(self, cloud, spec):
        artifact = build(SPECS / f"{spec}.yaml", "cloudformation", "hostile", spec)
        self.cloud, self.template = cloud, Template(artifact)
        self.stack = f"e2e-{spec}"
        cloud.deploy(self.stack, self.template.text)
        resources = cloud.resources(self.stack)
        api = next(one for kind, one in resources.values() if kind == "AWS::ApiGateway::RestApi")
        self.sender = Sender(cloud.base(api, self.template.stage()))

    def queue(self, name, fifo=False):
        return self.cloud.queue_url(f"{self.stack}-{name}" + (".fifo" if fifo else ""))


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


def case_of(stored):
    """The mark of the request that a message came from; found even in a broken message."""
    marks = CASE.findall(stored.body)
    marks += CASE.findall(str(stored.attributes)) + CASE.findall(stored.deduplication or "")
    return marks[0] if marks else None


def send_cell(deployment, place, cell, requests):
    """Sends all requests of a cell and returns (request, case, answer, messages), and strays."""

    def send(numbered):
        number, request = numbered
        case = f"case-{place:02}-{number:04}"
        answer = deployment.sender.send(
            "POST", cell.path(request), cell.headers(request, case), request.body)
        return request, case, answer

    with ThreadPoolExecutor(SENDERS[deployment.cloud.engine.corrected]) as pool:
        sent = list(pool.map(send, enumerate(requests)))
    queue = deployment.queue(cell.endpoint, cell.fifo)
    by_case, strays = defaultdict(list), []
    by_request = {answer.request_id: case for _, case, answer in sent}
    for stored in map(as_stored, deployment.cloud.drain(queue)):
        case = case_of(stored) or next(
            (case for one, case in by_request.items() if one and one in stored.body), None)
        if case:
            by_case[case].append(stored)
        else:
            strays.append(stored)
    hidden = deployment.cloud.hidden(queue)
    return [(*one, by_case[one[1]]) for one in sent], strays, hidden


def adopt_strays(results, strays):
    """Gives messages without a mark to the requests without a message, in order."""
    waiting = [messages for _, _, answer, messages in results if answer.good and not messages]
    for messages, stored in zip(waiting, strays, strict=False):
        messages.append(stored)
    return strays[len(waiting):]


def judge_cell(ledger, engine, place, cell, deployment, requests, documented):
    """Sends, judges and records; counts the differences that the documentation announces."""
    started = time.monotonic()
    results, strays, hidden = send_cell(deployment, place, cell, requests)
    headers_visible = engine.corrected
    if not headers_visible:
        strays = adopt_strays(results, strays)
    verdicts, reasons = Counter(), []
    for request, case, answer, stored in results:
        verdict, why = judge(cell, request, case, answer, stored, headers_visible)
        verdicts[verdict] += 1
        if verdict == DOCUMENTED:
            documented[why] += 1
        if verdict not in GOOD:
            reasons.append(f"{request.name}: {why}")
    if strays:
        verdicts[VIOLATION] += len(strays)
        reasons.append(f"{len(strays)} messages that no request explains, {strays[0].body[:80]!r}")
    if hidden:
        verdicts[VIOLATION] += hidden
        reasons.append(f"{hidden} hidden messages")
    record(ledger, engine, cell, verdicts, reasons)
    return verdicts, time.monotonic() - started


def record(ledger, engine, cell, verdicts, reasons):
    good = sum(verdicts[verdict] for verdict in GOOD)
    bad = sum(verdicts.values()) - good
    words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    ledger.passed(PART, engine.name, cell.name, words, good)
    if engine.corrected:
        ledger.failed(PART, engine.name, cell.name, "; ".join(reasons[:6]), bad)
    else:
        # The engine's own departures from AWS are reported, not charged to the compiler.
        ledger.skipped(PART, engine.name, cell.name, "departs from AWS: " + "; ".join(reasons[:3]), bad)


def run_hostile(ledger, engine):
    """The whole matrix on one running engine; on a stock one, half of the corpus will do."""
    requests = corpus() if engine.corrected else corpus()[::2]
    cloud, deployments = Cloud(engine), {}
    total, documented, seconds = Counter(), Counter(), 0.0
    for place, cell in enumerate(cells()):
        if cell.spec not in deployments:
            try:
                deployments[cell.spec] = Deployment(cloud, cell.spec)
            except (DoesNotCompile, StackFailed) as problem:
                note_missing(ledger, PART, engine.name, cell, problem)
                deployments[cell.spec] = None
        if deployment := deployments[cell.spec]:
            verdicts, took = judge_cell(
                ledger, engine, place, cell, deployment, requests, documented)
            total += verdicts
            seconds += took
    for deployment in filter(None, deployments.values()):
        cloud.delete(deployment.stack)
    if total:
        ledger.figure(f"requests on {engine.name}", ", ".join(
            f"{total[verdict]} {verdict}" for verdict in VERDICTS))
        for reason, count in documented.most_common():
            ledger.figure(f"on {engine.name}: {reason}", count)
        ledger.figure(f"requests a second on {engine.name}", f"{sum(total.values()) / seconds:.0f}")
