"""The shipped schema in the hands of real validators and a real editor's server."""

import json
import sys
from pathlib import Path

import yaml

from proof.examples import examples
from proof.lsp import LanguageServer
from proof.places import SCHEMA, TOOLS, fresh
from proof.shell import run

PART = "schema"
BIN = Path(sys.executable).parent
NODE_MODULES = TOOLS / "node" / "node_modules"
SERVER = NODE_MODULES / "yaml-language-server" / "bin" / "yaml-language-server"

QUEUE = "name: a\nqueues:\n  q:\n    "
USED = "\nendpoints:\n  /a: {queue: q}\n"
ENDPOINT = "name: a\nqueues:\n  q: {}\nendpoints:\n  /a:\n    queue: q\n    "

# Text, the marked line, and a piece that the message must hold.
WRONG = {
    "an unknown queue key": (f"{QUEUE}visibilityTimeOut: 5{USED}", 3, "visibilityTimeOut"),
    "an unknown top-level key": (f"queue: {{}}\n{QUEUE}delay: 0{USED}", 0, "queue"),
    "an unknown endpoint key": (f"{ENDPOINT}method: [POST]\n", 6, "method"),
    "a method that is not served": (f"{ENDPOINT}methods: [GET]\n", 6, ""),
    "a number out of range": (f"{QUEUE}maxReceiveCount: 0{USED}", 3, ""),
    "a word out of a list": (f"{QUEUE}onDelete: maybe{USED}", 3, ""),
    "a body that does not exist": (f"{ENDPOINT}message: {{body: xml}}\n", 6, ""),
    "a required key that is missing": ("name: a\nqueues:\n  q: {}\n", 0, "endpoints"),
}
# Text (its end is the cursor) and labels that must be offered.
OFFERED = {
    "top-level keys": ("name: a\n", {"queues", "endpoints", "api"}),
    "queue keys": (QUEUE, {"visibilityTimeout", "maxReceiveCount", "onDelete"}),
    "endpoint keys": (ENDPOINT, {"methods", "message", "response"}),
    "values of onDelete": (f"{QUEUE}onDelete: ", {"retain", "delete"}),
    "layouts": (f"{ENDPOINT}message:\n      layout: ", {"envelope", "bare"}),
}
# Keys that explain themselves in a spec that uses them: text, line, character.
HOVERS = {
    "visibilityTimeout": (f"{QUEUE}visibilityTimeout: 90{USED}", 3, 6),
    "maxReceiveCount": (f"{QUEUE}maxReceiveCount: 3{USED}", 3, 6),
    "endpoints": (f"{ENDPOINT}\n", 3, 3),
    "message": (f"{ENDPOINT}message:\n      body: text\n", 6, 6),
}


def run_schema(ledger, why_no_node):
    """Everything around the schema; needs no engine. `why_no_node` is None when there is one."""
    if not SCHEMA.exists():
        ledger.failed(PART, "schema", "exists", f"no {SCHEMA.name}")
        return
    check_jsonschema(ledger)
    if why_no_node:
        ledger.skipped(PART, "ajv", "all", why_no_node)
        ledger.skipped(PART, "language server", "all", why_no_node)
        return
    ajv(ledger)
    server(ledger)


def check_jsonschema(ledger):
    tool = BIN / "check-jsonschema"
    done = run([tool, "--check-metaschema", SCHEMA])
    ledger.expect(done.status == 0, PART, "check-jsonschema", "the schema is one", done.text[-400:])
    for example in examples():
        done = run([tool, "--schemafile", SCHEMA, example.path])
        ledger.expect(done.status == 0, PART, "check-jsonschema", example.name, done.text[-400:])
    for name, (text, _, _) in WRONG.items():
        path = fresh("wrong") / "spec.yaml"
        path.write_text(text)
        done = run([tool, "--schemafile", SCHEMA, path])
        ledger.expect(done.status == 1, PART, "check-jsonschema", f"refuses {name}", done.text[-200:])


def ajv(ledger):
    folder = fresh("ajv")
    documents = {example.name: (example.path.read_text(), True) for example in examples()}
    documents |= {f"refuses {name}": (text, False) for name, (text, _, _) in WRONG.items()}
    cases = [
        {"name": name, "valid": valid, "value": yaml.safe_load(text)}
        for name, (text, valid) in documents.items()
    ]
    (folder / "cases.json").write_text(json.dumps(cases, default=str))
    program = Path(__file__).with_name("ajv.mjs")
    done = run(["node", program, NODE_MODULES, SCHEMA, folder / "cases.json"])
    if done.status != 0:
        ledger.failed(PART, "ajv", "compiles the schema in strict mode", done.text[-600:])
        return
    ledger.passed(PART, "ajv", "compiles the schema in strict mode")
    for case, answer in zip(cases, json.loads(done.out), strict=True):
        ledger.expect(answer["valid"] == case["valid"], PART, "ajv", case["name"], answer["errors"])


def server(ledger):
    settings = {
        "yaml": {
            "schemas": {SCHEMA.as_uri(): "*.yaml"}, "validate": True, "hover": True,
            "completion": True, "schemaStore": {"enable": False},
        },
    }
    try:
        with LanguageServer(["node", SERVER, "--stdio"], settings) as client:
            ask_server(ledger, client)
    except (TimeoutError, BrokenPipeError) as problem:
        ledger.failed(PART, "language server", "answers", problem)


def ask_server(ledger, client):
    subject = "language server"
    for example in examples():
        found = client.open(example.path.as_uri(), example.path.read_text())
        ledger.expect(not found, PART, subject, f"{example.name} is clean",
                      [one["message"] for one in found])
    for place, (name, (text, line, piece)) in enumerate(WRONG.items()):
        found = client.open(f"file:///wrong/{place}.yaml", text)
        said = [(one["range"]["start"]["line"], one["message"]) for one in found]
        ledger.expect(any(at == line and piece in message for at, message in said),
                      PART, subject, f"marks {name}", said)
    for place, (name, (text, wanted)) in enumerate(OFFERED.items()):
        uri = f"file:///offered/{place}.yaml"
        client.open(uri, text)
        lines = text.split("\n")
        labels = set(client.complete(uri, len(lines) - 1, len(lines[-1])))
        ledger.expect(wanted <= labels, PART, subject, f"offers {name}", sorted(labels)[:30])
    for place, (name, (text, line, character)) in enumerate(HOVERS.items()):
        uri = f"file:///hover/{place}.yaml"
        client.open(uri, text)
        shown = client.hover(uri, line, character)
        ledger.expect(len(shown) > 20, PART, subject, f"explains {name}", shown)
