"""Breaks things on purpose: nothing may be answered 2xx that is not stored."""

import time
from concurrent.futures import ThreadPoolExecutor

from proof.cloud import Cloud, StackFailed, dead_letter_queue
from proof.compiler import DoesNotCompile
from proof.corpus import FRAGMENTS
from proof.hostile import Deployment

PART = "faults"
MEBIBYTE = 1024 * 1024
# SQS counts the attributes as part of the message.
ATTRIBUTE_ROOM = 1024
GATEWAY_LIMIT = 10 * MEBIBYTE
AT_ONCE = 200
TEXT = (("Content-Type", "text/plain"),)
# As e2e/specs/faults.yaml has it.
SECRET = "Secret-1"
SENDER = ("x-SENDER", "any value")
WITH_SECRET = (*TEXT, SENDER, ("x-webhook-TOKEN", SECRET))
# A refusal that senders retry.
TRY_AGAIN = range(500, 600)


class Faults:
    """One deployment, its queue, and the ways to break them."""

    def __init__(self, ledger, engine, sqs):
        self.ledger, self.engine, self.sqs = ledger, engine, sqs
        self.cloud = Cloud(engine)
        self.deployment = Deployment(self.cloud, "faults")
        self.queue = self.deployment.queue("inbox")

    def send(self, path, body, headers=TEXT):
        return self.deployment.sender.send("POST", path, headers, body)

    def check(self, name, condition, detail):
        return self.ledger.expect(condition, PART, self.engine.name, name, detail)

    def refused(self, name, answer, statuses=TRY_AGAIN, may_be_stored=False):
        """Expects a failure status, nothing of SQS in the answer, and an empty queue."""
        stored = self.cloud.drain(self.queue)
        fine = answer.status in statuses and b"SECRET" not in answer.body
        self.check(name, fine and (may_be_stored or not stored),
                   f"{answer.status} {answer.body[:100]!r}, {len(stored)} stored")

    def stored(self, name, answer, body):
        messages = self.cloud.drain(self.queue)
        right = answer.good and [one["Body"] for one in messages] == [body.decode()]
        self.check(name, right, f"{answer.status}, {len(messages)} stored")

    def limits(self):
        full = b"x" * (MEBIBYTE - ATTRIBUTE_ROOM)
        self.stored("1 MiB with its attributes is stored bare", self.send("/bare", full), full)
        letters = "ü".encode() * (len(full) // 2)
        self.stored("and so with two-byte letters", self.send("/bare", letters), letters)
        self.refused("1 MiB and a byte bare is refused", self.send("/bare", b"x" * (MEBIBYTE + 1)))
        self.refused("1 MiB in an envelope is refused", self.send("/envelope", b"x" * MEBIBYTE))
        if self.engine.corrected:
            over = self.send("/bare", b"x" * (GATEWAY_LIMIT + 1))
            self.refused("10 MiB and a byte is refused", over, [413, *TRY_AGAIN])

    def gateway_refusals(self):
        unknown = self.send("/bare", b"x", (("Content-Type", "image/x-unknown"),))
        self.refused("an unlisted content type", unknown)
        self.refused("an unknown path", self.send("/nowhere", b"x"), [403, 404, *TRY_AGAIN])
        self.unreadable()
        wrong = self.deployment.sender.send("DELETE", "/bare", TEXT, b"")
        self.refused("a method that is not served", wrong, [403, 404, 405, *TRY_AGAIN])

    def unreadable(self):
        """Where the engine knows DEFAULT_4XX it is answered 503, which senders retry."""
        bodies = {"object": b'{"a": ', "array": b"[1, "}
        if not self.engine.corrected:
            self.ledger.skipped(PART, self.engine.name, "JSON that cannot be read",
                                "the engine fails over it in a way of its own", len(bodies))
            return
        for name, body in bodies.items():
            answer = self.send("/json", body, (("Content-Type", "application/json"),))
            self.refused(f"JSON that cannot be read: an unfinished {name}", answer, [400, 503])
            self.ledger.figure(f"an unfinished {name} is answered", answer.status)

    def secrets(self):
        """Without the required header nothing is stored, and the answer is 403 and no other."""
        if not self.engine.corrected:
            self.ledger.skipped(PART, self.engine.name, "a required header",
                                "the engine shows templates no header", 1)
            return
        self.stored("the required header", self.send("/secret", b"x", WITH_SECRET), b"x")
        wrong = {"no": (), "an empty": ("",), "a shorter": (SECRET[:-1],), "a longer": (SECRET + "0",),
                 "another": ("#set($allowed = true)",), "a misspelt": (SECRET.upper(),)}
        for name, values in wrong.items():
            headers = (*TEXT, SENDER, *(("X-Webhook-Token", value) for value in values))
            self.refused(f"{name} required header", self.send("/secret", b"x", headers), [403])
        for name, headers in {"no": (), "an empty": (("X-Sender", ""),), "a misspelt": (("X-Senders", "a"),)}.items():
            sent = (*TEXT, ("X-Webhook-Token", SECRET), *headers)
            self.refused(f"{name} header that must have any value", self.send("/secret", b"x", sent), [403])
        other = (*TEXT, SENDER, ("X-Webhook-Tokens", SECRET))
        self.refused("the required header under another name", self.send("/secret", b"x", other), [403])
        forged = self.send(f"/secret?X-Webhook-Token={SECRET}", b"&Action=SendMessage&MessageBody=x")
        self.refused("the required header in the query", forged, [403])

    def schemas(self):
        """What does not match the schema is answered 400 and not stored."""
        right = b'{"id": 1, "kind": "paid", "lines": [{"sku": "a&b"}], "more": null}'
        for kind in ("application/json", "application/json; charset=utf-8"):
            self.stored(f"what matches a schema, as {kind}", self.send("/schema", right, (("Content-Type", kind),)), right)
        wrong = {"no JSON": b"&MessageBody=forged", "a body that is cut off": b'{"id": 1', "an empty body": b"",
                 "another type": b'["id"]', "a missing property": b"{}", "a number out of bounds": b'{"id": 100}',
                 "a fraction": b'{"id": 1.5}', "an unknown word": b'{"id": 1, "kind": "lost"}',
                 "an item that does not match": b'{"id": 1, "lines": [{"sku": "a"}, {}]}'}
        for name, body in wrong.items():
            answer = self.send("/schema", body, (("Content-Type", "application/json"),))
            self.refused(f"against a schema: {name}", answer, [400])
        self.refused("against a schema: a type that is no JSON", self.send("/schema", right))

    def answers_of_sqs(self):
        if self.sqs is None:
            self.ledger.skipped(PART, self.engine.name, "SQS fails on demand",
                                "only an engine that the suite starts can be led astray", 8)
            return
        for mode in ("400", "403", "404", "429", "500", "503", "silent", "broken"):
            self.sqs.mode = mode
            answer = self.send("/bare", b"x")
            self.sqs.mode = "pass"
            self.refused(f"SQS answers {mode}", answer)
            if self.engine.corrected:
                self.sqs.mode = mode
                answer = self.send("/secret", b"x", WITH_SECRET)
                self.sqs.mode = "pass"
                self.refused(f"SQS answers {mode} to a request with the required header", answer)
        self.sqs.mode = "silent-after-storing"
        answer = self.send("/bare", b"x")
        self.sqs.mode = "pass"
        self.refused("SQS stores and stays silent: stored at least once", answer, may_be_stored=True)

    def at_once(self):
        bodies = [f"load-{number}".encode() for number in range(AT_ONCE)]
        started = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda body: self.send("/bare", body), bodies))
        seconds = time.monotonic() - started
        messages = sorted(one["Body"].encode() for one in self.cloud.drain(self.queue))
        accepted = sorted(body for body, answer in zip(bodies, answers, strict=True) if answer.good)
        odd = [answer.status for answer in answers if not answer.good and answer.status not in TRY_AGAIN]
        # A slow machine may answer some 503 after storing them; what it accepted is stored once.
        twice = len(messages) != len(set(messages))
        self.check(f"{AT_ONCE} requests at once",
                   accepted and set(accepted) <= set(messages) <= set(bodies) and not twice and not odd,
                   f"{len(accepted)} accepted, {len(messages)} stored, statuses {odd}")
        self.ledger.figure(f"{AT_ONCE} requests at once", f"{len(accepted)} accepted in {seconds:.1f} s")

    def dead_letters(self):
        """Three receives without a delete, the dead-letter queue, and the way back."""
        allowed = str.maketrans("", "", "\0\u0001\u001f\ufffe")
        body = "|".join(FRAGMENTS.values()).translate(allowed)
        self.send("/bare", body.encode())
        for _ in range(3):
            self.cloud.receive(self.queue, visibility=0)
        gone = self.until(lambda: not self.cloud.receive(self.queue, visibility=0))
        self.check("three receives take it from the queue", gone, "still there")
        dead = dead_letter_queue(self.cloud, self.queue)
        found = self.until(lambda: self.cloud.receive(dead, visibility=0))
        self.check("the dead-letter queue holds the same bytes",
                   found and found[0]["Body"] == body, found)
        self.cloud.redrive(dead)
        back = self.until(lambda: self.cloud.drain(self.queue))
        self.check("redriven, the queue holds the same bytes",
                   back and back[0]["Body"] == body, back)

    def until(self, question, seconds=90):
        """The first true answer, or the last one."""
        deadline = time.monotonic() + seconds
        while not (answer := question()) and time.monotonic() < deadline:
            time.sleep(0.3)
        return answer

    def role(self):
        self.ledger.skipped(PART, self.engine.name, "a role without permission",
                            "the emulator does not enforce IAM; SQS answering 403 stands in for it")

    def lost_queue(self):
        """Last, because nothing works afterwards."""
        self.cloud.sqs.delete_queue(QueueUrl=self.queue)
        answer = self.send("/bare", b"x")
        self.check("the queue is gone", answer.status in TRY_AGAIN, answer.status)

    def finish(self):
        self.cloud.delete(self.deployment.stack)


def run_faults(ledger, engine, sqs):
    """All faults on one running engine; `sqs` is the faulty way to SQS, or None."""
    try:
        faults = Faults(ledger, engine, sqs)
    except (DoesNotCompile, StackFailed) as problem:
        ledger.failed(PART, engine.name, "deploy", problem)
        return
    for step in (faults.limits, faults.gateway_refusals, faults.secrets, faults.schemas, faults.answers_of_sqs,
                 faults.at_once, faults.dead_letters, faults.role, faults.lost_queue):
        step()
    faults.finish()
