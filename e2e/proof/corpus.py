"""The hostile requests: generated from listed fragments, plus named ones."""

import json
from dataclasses import dataclass
from urllib.parse import quote

# Each has broken a copied template, an escape, a JSON writer or a form parser somewhere.
FRAGMENTS = {
    "ampersand": "&",
    "delay": "&DelaySeconds=900",
    "second-body": "&MessageBody=other",
    "action": "&Action=DeleteQueue",
    "attribute": "&MessageAttribute.1.Name=x&MessageAttribute.1.Value.DataType=String",
    "group": "&MessageGroupId=g",
    "deduplication": "&MessageDeduplicationId=d",
    "queue-url": "&QueueUrl=http://elsewhere/",
    "plus": "1+1",
    "percent-letter": "%41",
    "percent": "100%",
    "percent-ampersand": "%26DelaySeconds%3D900",
    "double-percent": "%2541",
    "equals": "a=b=c",
    "semicolon": "a=1;b=2",
    "question": "?x=y#z",
    "apostrophe": "it's",
    "escaped-apostrophe": "it\\'s",
    "two-backslashes-apostrophe": "\\\\'",
    "quote": 'say "x"',
    "escaped-quote": '\\"',
    "quote-closes": '","isBase64Encoded":true,"x":"',
    "backslash": "\\",
    "trailing-backslashes": "a\\\\\\",
    "slash": "</script>",
    "unicode-escape": "\\u0041\\u0027",
    "half-escape": "\\u00",
    "context": "$context.stage",
    "quiet-reference": "$!{x}",
    "formal-reference": "${context.apiId}",
    "util": "$util.urlEncode('x')",
    "input": "$input.body",
    "stage-variable": "$stageVariables.x",
    "condition": "#if(true)yes#end",
    "set": "#set($h = 1)$h",
    "foreach": "#foreach($i in [1..9])$i#end",
    "comment": "## gone",
    "block-comment": "#* gone *#",
    "literal": "#[[raw]]#",
    "stop": "#stop",
    "evaluate": "#evaluate('x')",
    "lone-dollar": "5$",
    "lone-hash": "#",
    "java-map": "{a=1, b=2}",
    "replacement": "$1 \\1 $0",
    "spaces": "  two  spaces  ",
    "tab": "a\tb",
    "line-feed": "a\nb\n",
    "carriage-return": "a\r\nb\r\n",
    "umlaut": "Grüße",
    "cyrillic": "Привет",
    "chinese": "你好",
    "astral": "😀🏳️‍🌈",
    "combining": "e\u0301",
    "right-to-left": "\u202eabc",
    "euro": "€ 5",
    "line-separator": "a\u2028b\u2029c",
    "byte-order-mark": "\ufeffx",
    "not-a-character": "a\ufffeb",
    "replacement-character": "a\ufffdb",
    "control": "a\u0001\u001f",
    "null": "a\u0000b",
    "delete": "a\u007fb\u0085c",
    "private-use": "\ue000",
    "xml-entity": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>&e;",
}


@dataclass(frozen=True)
class Request:
    """One request of the corpus. A content type of its own replaces the cell's."""

    name: str
    body: bytes = b"{}"
    headers: tuple = ()
    query: tuple = ()
    tenant: str = "acme"
    content_type: str | None = "cell"

    @property
    def is_utf8(self):
        try:
            self.body.decode()
        except UnicodeDecodeError:
            return False
        return True


def from_fragments():
    """Every fragment alone, amid form fields, as a JSON string, as a JSON key, and outside."""
    for name, text in FRAGMENTS.items():
        yield Request(f"{name}/alone", text.encode())
        yield Request(f"{name}/form", f"first=1{text}&last=2".encode())
        written = json.dumps({"text": text}, ensure_ascii=False)
        yield Request(f"{name}/json", written.encode())
        escaped = json.dumps({"type": text, text: [text, {"deep": text}]})
        yield Request(f"{name}/json-key", escaped.encode())
        if text.isascii() and text.isprintable():
            # A field value cannot hold the rest, and its ends are trimmed on the way.
            yield Request(f"{name}/header", headers=(("X-Note", text.strip()),))
        yield Request(f"{name}/query", query=(("note", text), (text, "value")))
        if not set(text) & set("/\0"):
            yield Request(f"{name}/path", tenant=text)


def form(**fields):
    return "&".join(f"{key}={quote(value)}" for key, value in fields.items()).encode()


def named():
    """Requests that no fragment makes."""
    yield Request("empty", b"")
    yield Request("one-space", b" ")
    yield Request("null", b"null")
    yield Request("true", b"true")
    yield Request("text-in-json", b'"x"')
    yield Request("empty-object", b"{}")
    yield Request("array", b'[1, "two", null]')
    yield Request("nested-array", b'{"list": [[], [{}], [[1]]]}')
    yield Request("null-values", b'{"type": null, "id": null}')
    yield Request("empty-values", b'{"type": "", "id": ""}')
    yield Request("big-integer", b'{"id": 9007199254740993123456789}')
    yield Request("decimals", b'{"a": 1.10, "b": 1E5, "c": 10000000.0, "d": -0.0}')
    yield Request("duplicate-keys", b'{"a": 1, "b": 2, "a": 3}')
    yield Request("pretty", b'{\n  "a" : 1 ,\n\t"b" : [ ]\n}\n')
    yield Request("unfinished-json", b'{"a": ')
    yield Request("trailing-comma", b'{"a": 1,}')
    yield Request("single-quoted-json", b"{'a': 'b'}")
    yield Request("two-documents", b'{"a":1}{"b":2}')
    yield Request("lone-surrogate", b'{"a": "\\ud83d"}')
    yield Request("surrogate-pair", b'{"a": "\\ud83d\\ude00"}')
    yield Request("deep", b'{"a":' * 200 + b"1" + b"}" * 200)
    yield Request("many-items", json.dumps(list(range(3000))).encode())
    yield Request("many-keys", json.dumps({f"k{i}": i for i in range(1500)}).encode())
    yield Request("bytes-ff", b"\xff\xfe\x00\x01")
    yield Request("latin-1", "Grüße".encode("latin-1"))
    yield Request("cut-utf-8", "ü".encode()[:1])
    yield Request("long-utf-8", b"\xc0\xaf")
    yield Request("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00")
    yield Request("sqs-call", form(
        Action="SendMessage", MessageBody="forged", DelaySeconds="900", Version="2012-11-05"))
    yield Request("sqs-purge", form(Action="PurgeQueue"))
    yield Request("100-kilobytes", b"x" * 100_000)
    yield Request("100-kilobytes-of-ampersands", b"&" * 100_000)
    yield Request("gzip-declared", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00",
                  headers=(("Content-Encoding", "gzip"),))
    yield Request("text-declared-gzip", b'{"a": 1}', headers=(("content-encoding", "GZIP"),))
    yield Request("encoding-identity", b'{"a": 1}', headers=(("Content-Encoding", "identity"),))
    yield from named_headers()


def named_headers():
    """Requests whose headers are the point."""
    yield Request("many-headers", headers=tuple((f"X-Head-{i}", f"v{i}") for i in range(50)))
    yield Request("repeated-header", headers=(("X-Twice", "one"), ("X-Twice", "two")))
    yield Request("odd-case", headers=(("x-nOtE", "odd"),))
    yield Request("empty-header", headers=(("X-Note", ""),))
    yield Request("underscore-header", headers=(("X_Note", "low"),))
    yield Request("odd-name", headers=(("X-$context.stage", "a"), ("X-a'b&c%41", "b")))
    yield Request("credentials", headers=(
        ("Authorization", "Bearer hush"), ("Cookie", "s=hush"), ("X-Api-Key", "hush"),
        ("X-Amz-Security-Token", "hush")))
    yield Request("long-header", headers=(("X-Note", "n" * 4000),))
    yield Request("accepts-bytes", headers=(("Accept", "application/octet-stream"),))
    yield Request("accepts-xml", headers=(("Accept", "application/xml"),))
    yield Request("forged-by-query", query=(("X-Event", "forged"), ("x-case", "forged")))
    yield Request("event", b'{"type": "paid"}', headers=(("X-Event", "order.paid"),))
    yield Request("event-odd-case", headers=(("x-EVENT", "order.paid"),))
    yield Request("event-empty", headers=(("X-Event", ""),))
    yield Request("event-long", headers=(("X-Event", "e" * 300),))
    yield Request("parameters-on-type", content_type="cell; charset=utf-8")
    yield Request("type-in-capitals", content_type="CELL")
    yield Request("no-type", content_type=None)
    yield Request("unknown-type", content_type="image/x-unknown")


def corpus():
    return [*from_fragments(), *named()]
