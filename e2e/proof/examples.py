"""The project's examples as the engine parts use them: variants and what they mean."""

from dataclasses import dataclass
from pathlib import Path

from proof.compiler import read_spec, write_variant
from proof.outside import queue_name
from proof.places import EXAMPLES

# A changed message carries this attribute, a changed answer this text.
MARK = "e2eChanged"
ANSWER = '{"changed": true}'


@dataclass(frozen=True)
class Change:
    """A changed copy of a spec, and the status of the endpoint that it is about."""

    spec: Path
    status: int


@dataclass(frozen=True)
class Example:
    """One example spec and what can be changed in it: always the same endpoint."""

    path: Path

    @property
    def name(self):
        return self.path.stem

    @property
    def endpoint(self):
        return plain_endpoint(read_spec(self.path))

    def queue(self, prefix):
        """The name of the endpoint's queue in a stack; None when it is not the stack's own."""
        spec = read_spec(self.path)
        queue = spec["endpoints"][self.endpoint].get("queue")
        if queue not in spec["queues"]:
            return None
        if existing := (spec["queues"][queue] or {}).get("existing"):
            return queue_name(existing["parameter"])
        return f"{prefix}-{queue}" + (".fifo" if (spec["queues"][queue] or {}).get("fifo") else "")

    @property
    def cors(self):
        """What a browser is told of the endpoint; None when nothing is."""
        return read_spec(self.path)["endpoints"][self.endpoint].get("cors")

    @property
    def proposed_name(self):
        return read_spec(self.path)["name"]

    @property
    def private(self):
        return read_spec(self.path).get("api", {}).get("endpointType") == "private"

    @property
    def http(self):
        """Whether it makes an HTTP API, which no emulator serves that is free to use."""
        return read_spec(self.path).get("api", {}).get("kind") == "http"

    @property
    def stranger(self):
        """Why only an emulator can deploy it; None when any account can."""
        if self.private:
            return "its VPC endpoints are not the account's"
        if read_spec(self.path).get("parameters"):
            return "what its parameters name is not the account's"
        return None

    def message_changed(self):
        """Another request template and another text in the answer, but the same status."""
        spec = read_spec(self.path)
        given = spec["endpoints"][self.endpoint]
        message = given.get("message", {})
        response = given.get("response", {})
        changed = {
            **given,
            "message": {**message, "attributes": {**message.get("attributes", {}), MARK: {"value": "yes"}}},
            "response": {**response, "body": ANSWER},
        }
        if "delay" in given or "delay" in (spec["queues"].get(given["queue"]) or {}):
            # The suite wants to look at the message now.
            changed["delay"] = 0
        spec["endpoints"][self.endpoint] = changed
        return Change(write_variant(spec, self.path, f"{self.name}-message"),
                      response.get("status", 200))

    def answer_changed(self):
        """The same spec, but the endpoint answers stored webhooks with another status."""
        spec = read_spec(self.path)
        given = spec["endpoints"][self.endpoint]
        status = 201 if given.get("response", {}).get("status") == 202 else 202
        spec["endpoints"][self.endpoint] = {**given, "response": {"status": status, "body": ANSWER}}
        return Change(write_variant(spec, self.path, f"{self.name}-answer"), status)

    def endpoint_removed(self):
        """The spec without the endpoint; None when it is the only one."""
        spec = read_spec(self.path)
        del spec["endpoints"][self.endpoint]
        if not spec["endpoints"]:
            return None
        return write_variant(spec, self.path, f"{self.name}-removed")


def examples():
    return [Example(path) for path in sorted(EXAMPLES.glob("*.yaml"))]


def plain_endpoint(spec):
    """An endpoint that a plain request can use, else the first."""
    for path, endpoint in spec["endpoints"].items():
        asks = endpoint.get("authorization", "none") != "none"
        if not asks and not {"requireHeader", "requestSchema", "response", "handshake"} & set(endpoint):
            return path
    return next(iter(spec["endpoints"]))
