"""Reads a rendered request template as SQS would, but strictly: nothing extra, nothing twice."""

import re
from urllib.parse import unquote_to_bytes

from proof.refusals import SQS_TEXT
from proof.verdict import Different, Stored

ATTRIBUTE = re.compile(r"MessageAttribute\.(\d+)\.(Name|Value\.DataType|Value\.StringValue)")
PLAIN = {"Action", "MessageBody", "MessageGroupId", "MessageDeduplicationId", "DelaySeconds"}
MOST_ATTRIBUTES = 10
# What may stand unescaped in a form; anything else was not encoded.
FORM_TEXT = re.compile(r"(?:[A-Za-z0-9.*_+~/:,\[\]{}()!@$'-]|%[0-9A-Fa-f]{2})*")


class RefusedBySqs(Exception):
    """A call that SQS answers with 400, so that nothing is stored."""


def decode(text):
    if not FORM_TEXT.fullmatch(text):
        raise Different(f"not form-encoded: {text[:80]!r}")
    try:
        return unquote_to_bytes(text.replace("+", " ")).decode()
    except UnicodeDecodeError as problem:
        raise Different(f"not UTF-8 after decoding: {text[:80]!r}") from problem


def read_call(text):
    """The message that a SendMessage call would store."""
    fields = {}
    for pair in text.split("&"):
        name, equals, value = pair.partition("=")
        if not equals or name in fields:
            raise Different(f"stray or repeated parameter {pair[:60]!r}")
        fields[name] = decode(value)
    if fields.get("Action") != "SendMessage":
        raise Different(f"not a SendMessage call: {text[:80]!r}")
    body = fields.get("MessageBody", "")
    if not body or not SQS_TEXT.fullmatch(body):
        raise RefusedBySqs(f"body {body[:40]!r}")
    return Stored(body, read_attributes(fields), fields.get("MessageGroupId"),
                  fields.get("MessageDeduplicationId"), fields.get("DelaySeconds"))


def read_attributes(fields):
    numbered = {}
    for name, value in fields.items():
        if found := ATTRIBUTE.fullmatch(name):
            numbered.setdefault(int(found[1]), {})[found[2]] = value
        elif name not in PLAIN:
            raise Different(f"parameter {name}={value[:40]!r}")
    if sorted(numbered) != list(range(1, len(numbered) + 1)) or len(numbered) > MOST_ATTRIBUTES:
        raise Different(f"attribute numbers {sorted(numbered)}")
    attributes = {}
    for parts in numbered.values():
        if len(parts) != 3 or not parts["Value.StringValue"]:
            raise Different(f"an attribute of parts {parts}")
        if parts["Name"] in attributes:
            raise Different(f"attribute {parts['Name']} twice")
        attributes[parts["Name"]] = (parts["Value.DataType"], parts["Value.StringValue"])
    return attributes
