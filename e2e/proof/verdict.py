"""Judges one request: what was answered, what was stored, and whether that keeps the promise."""

import base64
import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote

from proof.refusals import may_be_refused

EXACT, REFUSED, DOCUMENTED, NEEDLESS, AMBIGUOUS, VIOLATION = (
    "exact", "refused", "documented", "refused needlessly", "ambiguous", "violation",
)
GOOD = (EXACT, REFUSED, DOCUMENTED)
VERDICTS = (*GOOD, NEEDLESS, AMBIGUOUS, VIOLATION)
CREDENTIALS = {"authorization", "cookie", "x-api-key", "x-amz-security-token"}
# API Gateway drops these before a template sees them.
DROPPED = {
    "connection", "content-length", "content-md5", "expect", "max-forwards", "proxy-authenticate",
    "server", "te", "trailer", "transfer-encoding", "upgrade", "www-authenticate",
}
# The gateway itself may add these to what the sender wrote.
ADDED = re.compile(r"host|via|x-forwarded-.*|x-amzn-.*|x-amz-cf-id|cloudfront-.*", re.I)
# Attributes of the suite's own specs that come from a header.
FROM_HEADERS = ("case", "event")
ATTRIBUTE_TEXT = re.compile(r"[ -~]+")
# A value out of a JSON body that looks like a structure may be left out, never changed.
STRUCTURE = set("[]{}\\")
FIFO_ID = re.compile(r"[!-~]{1,128}")
ENVELOPE = {
    "body", "isBase64Encoded", "headers", "httpMethod", "path", "pathParameters",
    "queryStringParameters", "requestContext",
}


@dataclass
class Stored:
    """A message as SQS holds it, or as a rendered call would make it."""

    body: str
    attributes: dict = field(default_factory=dict)
    group: str | None = None
    deduplication: str | None = None
    delay: str | None = None


class Different(Exception):
    """What is stored is not what was sent; the text says where."""


class Explained(Exception):
    """What is stored differs in a way that the documentation announces."""


def judge(cell, request, case, answer, stored, headers_visible=True):
    """The verdict and, unless it is exact, the reason."""
    if len(stored) > 1:
        return VIOLATION, f"{len(stored)} messages for one request"
    if not answer.good:
        if stored:
            return AMBIGUOUS, f"answered {answer.status} and stored"
        return refusal(cell, request, answer.status)
    if not stored:
        return VIOLATION, f"answered {answer.status}, not stored"
    try:
        compare(cell, request, case, answer.request_id, stored[0], headers_visible)
    except Different as difference:
        return VIOLATION, str(difference)
    except Explained as reason:
        return DOCUMENTED, str(reason)
    return EXACT, ""


def refusal(cell, request, reason):
    """Nothing is stored and the sender knows: right for some requests, useless for others."""
    return (REFUSED if may_be_refused(cell, request) else NEEDLESS), f"refused: {reason}"


def compare(cell, request, case, request_id, stored, headers_visible=True):
    """Raises Different or Explained unless the message gives back the request."""
    check_identity(cell, request, case, stored, headers_visible)
    if cell.layout == "bare":
        check_attributes(cell, request, case, request_id, stored, headers_visible)
        check_body(cell, request, stored.body)
        return
    if stored.attributes:
        raise Different(f"message attributes that nobody asked for: {stored.attributes}")
    envelope = read_json(stored.body)
    if headers_visible:
        check_headers(cell, request, case, envelope.get("headers"))
    if cell.body == "json":
        if set(envelope) != {"body", "headers"}:
            raise Different(f"keys {sorted(envelope)}")
        check_json(request.body, envelope["body"])
        return
    if set(envelope) != ENVELOPE:
        raise Different(f"keys {sorted(envelope)}")
    check_surroundings(cell, request, request_id, envelope)
    check_body(cell, request, envelope["body"])


def read_json(text):
    """Strict: a repeated key would hide what an intruder put in."""

    def once(pairs):
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            raise Different(f"repeated keys in the message: {keys}")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=once)
    except ValueError as problem:
        raise Different(f"the message is not JSON: {problem}: {text[:80]!r}") from problem


def check_body(cell, request, text):
    if cell.body == "base64":
        if text == "{}" and not request.body:
            raise Explained("an empty body is stored as {}")
        try:
            received = base64.b64decode(text, validate=True)
        except ValueError as problem:
            raise Different(f"not base64: {text[:60]!r}") from problem
        if received != request.body:
            raise Different(f"bytes differ: {received[:60]!r} for {request.body[:60]!r}")
        return
    if text == "{}" and not request.body:
        raise Explained("an empty body is stored as {}")
    if not request.is_utf8:
        if text == request.body.decode(errors="replace"):
            raise Explained("bytes that are not UTF-8 are replaced")
        raise Different(f"stored {text[:60]!r} for {request.body[:60]!r}")
    if text != request.body.decode():
        raise Different(f"stored {text[:80]!r} for {request.body[:80]!r}")


def check_headers(cell, request, case, received):
    if not isinstance(received, dict):
        raise Different(f"headers are {received!r}")
    expected = {
        name.lower(): value.strip() for name, value in cell.headers(request, case)
        if name.lower() not in CREDENTIALS | DROPPED | {one.lower() for one in cell.secret[:1]}
    }
    found = {}
    for name, value in received.items():
        if name.lower() in found:
            raise Different(f"header {name} twice")
        if name.lower() in expected or not ADDED.fullmatch(name):
            found[name.lower()] = value
    # An engine may join the values of a repeated header or keep one of them.
    repeated = {name.lower() for name, _ in request.headers if
                sum(other.lower() == name.lower() for other, _ in request.headers) > 1}
    for name in repeated:
        expected[name] = found.get(name, expected[name])
    if found != expected:
        odd = {name: (expected.get(name), found.get(name)) for name in expected.keys() | found.keys()
               if expected.get(name) != found.get(name)}
        raise Different(f"headers (sent, stored): {odd}")


def check_surroundings(cell, request, request_id, envelope):
    context = envelope["requestContext"]
    written = {request.tenant, quote(request.tenant, safe="")}
    facts = {
        "isBase64Encoded": envelope["isBase64Encoded"] is (cell.body == "base64"),
        "httpMethod": envelope["httpMethod"] == "POST",
        # Whether a path parameter arrives decoded is the gateway's business.
        "pathParameters": envelope["pathParameters"] in [{"tenant": one} for one in written],
        "path": envelope["path"] in {f"/{cell.endpoint}/{one}" for one in written},
        "queryStringParameters": envelope["queryStringParameters"] == dict(request.query),
        "requestId": request_id is None or context.get("requestId") == request_id,
        "requestTimeEpoch": isinstance(context.get("requestTimeEpoch"), int),
        "sourceIp": bool(context.get("identity", {}).get("sourceIp")),
        "requestContext": set(context) == {"requestId", "requestTimeEpoch", "identity"},
    }
    if wrong := [name for name, right in facts.items() if not right]:
        shown = {name: envelope.get(name, context.get(name)) for name in wrong}
        raise Different(f"surroundings differ: {shown}")


def check_identity(cell, request, case, stored, headers_visible):
    """Group and deduplication exist on FIFO queues only, and are never cut; no spec delays."""
    if stored.delay is not None:
        raise Different(f"delayed by {stored.delay!r}")
    if not cell.fifo:
        if stored.group is not None or stored.deduplication is not None:
            raise Different(f"group {stored.group!r}, deduplication {stored.deduplication!r}")
        return
    if headers_visible and stored.deduplication != case:
        raise Different(f"deduplication id {stored.deduplication!r} for {case!r}")
    groups = [one for one in (request.tenant, quote(request.tenant, safe="")) if FIFO_ID.fullmatch(one)]
    if stored.group not in groups and FIFO_ID.fullmatch(request.tenant):
        raise Different(f"group {stored.group!r} for {request.tenant!r}")
    if not FIFO_ID.fullmatch(stored.group or ""):
        raise Different(f"group {stored.group!r}")


def check_attributes(cell, request, case, request_id, stored, headers_visible):
    wanted = {"case": case, **wanted_attributes(cell, request)}
    found = dict(stored.attributes)
    if not headers_visible:
        for name in FROM_HEADERS:
            wanted.pop(name, None)
            found.pop(name, None)
    for name, (kind, value) in list(found.items()):
        # The request id travels with every bare message.
        if name not in cell.attributes and request_id in (None, value) and kind == "String":
            del found[name]
    tenant = {request.tenant, quote(request.tenant, safe="")}
    if "tenant" in found and found["tenant"][1] in tenant:
        wanted["tenant"] = found["tenant"][1]
    if "kind" not in found and STRUCTURE & set(wanted.get("kind", "")):
        del wanted["kind"]
    expected = {
        name: ("String", value) for name, value in wanted.items() if ATTRIBUTE_TEXT.fullmatch(value)
    }
    if found != expected:
        raise Different(f"attributes {found} for {expected}")


def wanted_attributes(cell, request):
    """Name -> text for what this request offers; absent means no attribute."""
    offered = {"tenant": request.tenant}
    for name, value in request.headers:
        if name.lower() == "x-event":
            offered["event"] = value
    for name, value in request.query:
        if name == "note":
            offered["note"] = value
    if "kind" in cell.attributes:
        try:
            kind = json.loads(request.body)["type"]
        except (ValueError, KeyError, TypeError):
            kind = None
        if isinstance(kind, str):
            offered["kind"] = kind
    return {name: value for name, value in offered.items() if name in cell.attributes}


def check_json(body, value):
    """Equal as JSON, but for what re-writing does to it on AWS."""
    if not body:
        if value == {}:
            raise Explained("an empty body is stored as {}")
        raise Different(f"stored {value!r} for nothing")
    text = body.decode(errors="replace")
    try:
        sent = json.loads(text)
    except ValueError:
        # Not JSON: AWS keeps most of it as a string, and some of it leniently as JSON.
        if value == text:
            return
        if value == "" and text.strip():
            raise Different(f"stored nothing for {text[:60]!r}") from None
        raise Explained("text that is not JSON is read leniently by the gateway") from None
    if sent == value:
        if b'"a": 1, "b": 2, "a": 3' in body:
            raise Explained("of repeated keys the last stays")
        return
    if without_odd_characters(sent) == without_odd_characters(value):
        raise Explained("lone surrogates are replaced and DEL is dropped")
    raise Different(f"stored {str(value)[:80]} for {text[:80]}")


def without_odd_characters(value):
    return re.sub(r"\\ud[89a-f][0-9a-f]{2}|\\ufffd|\x7f|\\u007f|\?", "", json.dumps(value))
