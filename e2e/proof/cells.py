"""The cells of the matrix: one layout of one endpoint under one content type."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Cell:
    """`body` is text, base64 or json; `attributes` are what the spec asks for, by name."""

    spec: str
    endpoint: str
    layout: str
    body: str
    content_type: str
    attributes: tuple = ()
    fifo: bool = False
    # Name and value of the header that the endpoint requires, and that no message holds.
    secret: tuple = ()
    # The names of headers that the endpoint requires with any value, and that no request of the corpus has.
    present: tuple = ()

    @property
    def name(self):
        return f"{self.endpoint} {self.layout}/{self.body} {self.content_type}"

    @property
    def queue(self):
        """The name of the endpoint's queue, behind the stack's prefix."""
        return self.endpoint + (".fifo" if self.fifo else "")

    def headers(self, request, case):
        """The header lines of one request, in order."""
        lines = [("X-Case", case), ("User-Agent", "e2e"), *request.headers]
        if self.secret:
            lines.append((self.secret[0].swapcase(), self.secret[1]))
        lines.extend((name.lower(), "any value") for name in self.present)
        kind = request.content_type
        if kind is not None:
            kind = kind.replace("cell", self.content_type).replace("CELL", self.content_type.upper())
            lines.append(("Content-Type", kind))
        return lines

    def path(self, request):
        """The path of one request, its query included."""
        query = f"?{urlencode(request.query, quote_via=quote)}" if request.query else ""
        return f"/{self.endpoint}/{quote(request.tenant, safe='')}{query}"


TEXT_TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/xml",
    "application/cloudevents+json",
)
BYTE_TYPES = ("application/octet-stream", "application/x-protobuf")
ATTRIBUTES = ("case", "event", "note", "tenant")
# As e2e/specs/hostile.yaml has it.
SECRET = ("X-Webhook-Token", "a'b\"c\\d $e #f &g=%41")


def cells():
    """Every layout under every content type of its endpoint in the suite's own specs."""
    for kind in TEXT_TYPES:
        yield Cell("hostile", "text", "envelope", "text", kind)
    for kind in ("application/json", "application/vnd.api+json"):
        yield Cell("hostile", "json", "envelope", "json", kind)
    for kind in TEXT_TYPES[:3]:
        yield Cell("hostile", "bare", "bare", "text", kind, ATTRIBUTES)
    yield Cell("hostile", "typed", "bare", "text", "application/json", ("case", "kind"))
    yield Cell("hostile", "secret", "envelope", "text", "application/json", secret=SECRET)
    yield Cell("hostile-fifo", "fifo", "envelope", "text", "application/json", fifo=True)
    yield Cell("hostile-attached", "attached", "envelope", "text", "application/json", fifo=True)
    for kind in ("application/json", "text/plain"):
        yield Cell("hostile-openapi", "laid", "envelope", "text", kind, fifo=True)
    yield Cell("hostile-openapi", "laid-bytes", "envelope", "base64", "application/octet-stream")
    for kind in BYTE_TYPES:
        yield Cell("hostile-bytes", "bytes", "envelope", "base64", kind)


def note_missing(ledger, part, subject, cell, problem):
    """A cell without its spec fails."""
    ledger.failed(part, subject, f"the spec {cell.spec}", problem)
