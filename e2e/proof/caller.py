"""Calls one endpoint of a deployed example with a plain request and counts what is stored."""

import json
import re
import time
from dataclasses import dataclass

from proof.examples import ANSWER, MARK
from proof.wire import Answer, Sender

# What a request gets for a path that the API does not have.
GONE = 403
# AWS counts a queue's messages and puts a deployment to use with a delay.
PATIENCE_ON_AWS = 90


def callable_method(template, endpoint):
    """The method of an endpoint, when a plain request can reach the queue through it."""
    for method in template.methods():
        if method.path == endpoint and method.sends and method.open and method.verb == "POST":
            return method
    return None


def first_request(method):
    """Path, headers and body that a method takes."""
    kind = next(iter(method.request_templates))
    path = re.sub(r"\{\w+\}", "acme", method.path)
    body = json.dumps({"type": "e2e", "id": "1"}).encode() if "json" in kind else b"e2e=1"
    return path, [("Content-Type", kind)], body


@dataclass(frozen=True)
class Outcome:
    """What a request was answered, and how many messages it left in the queue."""

    answer: Answer
    stored: int

    @property
    def honest(self):
        """A success is stored once, and a refusal is not stored."""
        return self.stored == (1 if self.answer.good else 0)

    def __str__(self):
        return f"{self.answer.status} {self.answer.body[:120]!r}, {self.stored} stored"


class Caller:
    """`base` is None when the API is not part of the stack, `method` when it needs credentials."""

    def __init__(self, cloud, base, method, queue):
        self.cloud, self.method = cloud, method
        self.sender = base and Sender(base)
        self.queue = queue and cloud.queue_url(queue)

    @property
    def first_status(self):
        """What the endpoint answers for a stored webhook before any change."""
        return self.method and int(self.method.answer(200)["StatusCode"])

    def call(self):
        path, headers, body = first_request(self.method)
        before = self.cloud.held(self.queue)
        answer = self.sender.send("POST", path, headers, body)
        wanted = 1 if answer.good else 0
        stored = self._patiently(
            lambda: self.cloud.held(self.queue) - before, lambda stored: stored == wanted)
        return Outcome(answer, stored)

    def _patiently(self, ask, enough):
        """The first answer that is enough; an emulator is asked once."""
        seconds = 0 if self.cloud.engine.url else PATIENCE_ON_AWS
        deadline = time.monotonic() + seconds
        while not enough(answer := ask()) and time.monotonic() < deadline:
            time.sleep(3)
        return answer

    def _expect(self, ledger, part, name, check, fine):
        """Sends a first message and judges what came of it."""
        if self.method is None or self.sender is None or self.queue is None:
            ledger.skipped(part, name, check, "no plain request reaches an API of this stack")
            return

        def attempt():
            outcome = self.call()
            return outcome, fine(outcome)

        outcome, right = self._patiently(attempt, lambda judged: judged[1])
        ledger.expect(right, part, name, check, f"POST {first_request(self.method)[0]}: {outcome}")

    def expect_served(self, ledger, part, name, check, status):
        """The endpoint answers with this status, and the message is stored."""
        self._expect(ledger, part, name, check,
                     lambda outcome: outcome.answer.status == status and outcome.honest)

    def expect_changed(self, ledger, part, name, check, status):
        """The endpoint gives the changed answer, and the message has the new attribute."""

        def fine(outcome):
            given = outcome.answer.body.decode(errors="replace")
            return (outcome.answer.status == status and given == ANSWER and outcome.honest
                    and any(MARK in one.get("MessageAttributes", {}) for one in self._stored()))

        self._expect(ledger, part, name, check, fine)

    def _stored(self):
        return self._patiently(lambda: self.cloud.drain(self.queue), bool)

    def expect_honest(self, ledger, part, name, check):
        """Whatever is still served: no success without a message, no message without one."""
        self._expect(ledger, part, name, check, lambda outcome: outcome.honest)

    def expect_preflight(self, ledger, part, example):
        """A browser that asks before it sends is told what the spec allows, and nothing is stored."""
        cors = example.cors
        if cors is None or self.sender is None:
            return
        before = self.cloud.held(self.queue)
        asked = [("Origin", "https://shop.example.com"), ("Access-Control-Request-Method", "POST"),
                 ("Access-Control-Request-Headers", "content-type")]
        answer = self.sender.send("OPTIONS", first_request(self.method)[0], asked, b"")
        told = answer.headers.get("access-control-allow-origin")
        ledger.expect((answer.status, told) == (204, cors["allowOrigin"]) and self.cloud.held(self.queue) == before,
                      part, example.name, "a browser is answered, and nothing is stored", f"{answer.status}, {answer.headers}")
        _, headers, body = first_request(self.method)
        served = self.sender.send("POST", first_request(self.method)[0], [*headers, *asked[:1]], body)
        ledger.expect(served.headers.get("access-control-allow-origin") == cors["allowOrigin"], part, example.name,
                      "a page can read the answer", f"{served.status}, {served.headers}")

    def expect_gone(self, ledger, part, name, check):
        """The endpoint is answered like a path that never was, and nothing is stored."""
        self._expect(ledger, part, name, check,
                     lambda outcome: outcome.answer.status == GONE and outcome.honest)
