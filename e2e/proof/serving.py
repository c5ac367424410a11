"""Runs `hookweir serve` on loopback, with its queues in memory or behind an endpoint of SQS."""

import json
import re
import subprocess
import time

from proof.compiler import DoesNotCompile, read_spec
from proof.hostile import as_stored
from proof.places import HOOKWEIR, SPECS, fresh
from proof.shell import stop
from proof.verdict import Stored
from proof.wire import Sender

START_SECONDS = 30
LISTENING = re.compile(r"listening on (http://127\.0\.0\.1:\d+)\n")
# What the journal remembers.
REMEMBERED = 200
JSON = (("Content-Type", "application/json"),)


class Serving:
    """One server for one spec; a context. A matrix is sent to it like to a deployment."""

    headers_visible = True
    senders = 4

    def __init__(self, spec, *options):
        self.spec, self.options = spec, options
        self.process = self.log = self.sender = self.console = None
        # Of the messages that were collected last.
        self.ids = set()

    def __enter__(self):
        self.log = fresh("serve", self.spec) / "log.txt"
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                [HOOKWEIR, "--color", "never", "serve", SPECS / f"{self.spec}.yaml",
                 "--listen", "127.0.0.1:0", *self.options],
                stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True)
        try:
            url = self._listening()
            self.console = Sender(f"{url}/_hookweir/api/")
            self.sender = Sender(url + self._stage())
        except BaseException:
            stop(self.process)
            raise
        return self

    def __exit__(self, *failure):
        stop(self.process)

    def _listening(self):
        deadline = time.monotonic() + START_SECONDS
        while not (found := LISTENING.search(said := self.log.read_text(errors="replace"))):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise DoesNotCompile(said[-2000:])
            time.sleep(0.05)
        return found[1]

    def _stage(self):
        """The stage, out of the path of any endpoint."""
        return "/" + self.api("GET", "queues")["endpoints"][0]["path"].split("/")[1]

    def api(self, method, call):
        """One call of the JSON API."""
        answer = self.console.send(method, call, JSON, b"")
        if not answer.good:
            raise RuntimeError(f"{method} {call}: {answer.status} {answer.body[:200]!r}")
        return json.loads(answer.body)

    def end(self):
        """Ends it as a person would, and gives its status and what it said last."""
        stop(self.process)
        said = self.log.read_text(errors="replace").rstrip("\n").rpartition("\n")[2]
        return self.process.returncode, said


class InMemory(Serving):
    """Its messages are read through its own API."""

    def collect(self, cell):
        """All messages, page by page, and how many of those that it then throws away were not seen."""
        messages, before = [], ""
        while True:
            page = self.api("GET", f"queues/{cell.queue}/messages?limit=100{before}")
            messages += page["messages"]
            if page["next"] is None:
                break
            before = f"&before={page['next']}"
        purged = self.api("POST", f"queues/{cell.queue}/purge")["purged"]
        seen = [one for one in messages if one["state"] == "visible"]
        self.ids = {one["id"] for one in seen}
        return [as_message(one) for one in seen], max(purged, len(messages)) - len(self.ids)

    def left(self):
        """What its queues still hold, by name."""
        return {
            one["name"]: held for one in self.api("GET", "queues")["queues"]
            if (held := one["visible"] + one["inFlight"] + one["delayed"])
        }


class Forwarding(Serving):
    """Sends on to the SQS of an engine, where its messages are read."""

    def __init__(self, cloud, spec):
        super().__init__(spec, "--sqs-endpoint", cloud.engine.url)
        self.cloud, self.queues = cloud, {}

    def __enter__(self):
        document = read_spec(SPECS / f"{self.spec}.yaml")
        for name, settings in document["queues"].items():
            ending, attributes = (".fifo", {"FifoQueue": "true"}) if settings.get("fifo") else ("", {})
            made = self.cloud.sqs.create_queue(
                QueueName=f"{document['name']}-{name}{ending}", Attributes=attributes)
            self.queues[name + ending] = made["QueueUrl"]
        return super().__enter__()

    def __exit__(self, *failure):
        super().__exit__(*failure)
        for url in self.queues.values():
            self.cloud.sqs.delete_queue(QueueUrl=url)

    def collect(self, cell):
        queue = self.queues[cell.queue]
        messages = self.cloud.drain(queue)
        self.ids = {one["MessageId"] for one in messages}
        return [*map(as_stored, messages)], self.cloud.hidden(queue)


def as_message(shown):
    """A message of the JSON API in the judge's terms."""
    attributes = {name: (one["type"], one["value"]) for name, one in shown["attributes"].items()}
    # Nothing that is sent asks for any; the judge must see them.
    for name, one in shown.get("systemAttributes", {}).items():
        attributes[f"system attribute {name}"] = (one["type"], one["value"])
    delay = shown["delaySeconds"]
    return Stored(shown["body"], attributes, shown["groupId"], shown["deduplicationId"],
                  None if delay is None else str(delay))


def journal_problem(serving, sent):
    """What is wrong with the account that a server gives of its last requests, or None."""
    entries = serving.api("GET", "requests")["requests"]
    if len(entries) < min(sent, REMEMBERED):
        return f"{len(entries)} requests of {sent}"
    for entry in entries[:sent]:
        stored, refused = entry["messageId"], entry["refused"]
        good = entry["status"] is not None and 200 <= entry["status"] < 300
        if good != (stored in serving.ids) or good == bool(refused):
            return f"{entry['path']} answered {entry['status']}, message {stored}, refused {refused}"
    return None
