"""Renders every emitted template with Apache Velocity and judges the call that comes out."""

import base64
import json
from collections import Counter

from proof.cells import Cell, cells, note_missing
from proof.compiler import DoesNotCompile, build, read_spec
from proof.corpus import corpus
from proof.examples import examples
from proof.places import EXAMPLES, SPECS
from proof.refusals import may_be_refused
from proof.shell import run
from proof.sqscall import RefusedBySqs, read_call
from proof.template import Template
from proof.verdict import (
    DOCUMENTED,
    EXACT,
    GOOD,
    VIOLATION,
    Different,
    Explained,
    check_body,
    check_json,
    compare,
    read_json,
    refusal,
)

PART = "velocity"
REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
# What API Gateway adds to the sender's headers before a template sees them.
ADDED_HEADERS = {
    "Host": "abc123.execute-api.us-east-1.amazonaws.com",
    "X-Amzn-Trace-Id": "Root=1-65a1b2c3-0123456789abcdef01234567",
    "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Port": "443", "X-Forwarded-Proto": "https",
}
ANSWERS_OF_SQS = {
    "200": '{"SendMessageResponse":{"ResponseMetadata":{"RequestId":"r"},"SendMessageResult":'
           '{"MD5OfMessageAttributes":null,"MD5OfMessageBody":"m","MessageId":"SECRET"}}}',
    "400": '{"Error":{"Code":"SECRET","Message":"SECRET","Type":"Sender"},"RequestId":"r"}',
    "403": "<ErrorResponse><Error><Message>SECRET</Message></Error></ErrorResponse>",
    "404": "<UnknownOperationException/>SECRET",
    "500": "SECRET",
    "503": "",
}


def render_all(program, questions):
    """One answer for each question, from one run of the renderer."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = run([program], stdin=lines, timeout=900)
    if done.status != 0:
        raise RuntimeError(f"the renderer ends with {done.status}: {done.err[-300:]}")
    return [json.loads(line) for line in done.out.split("\n") if line]


def question(cell, request, case, template):
    body = request.body.decode(errors="replace")
    if cell.body == "base64":
        body = base64.b64encode(request.body).decode()
    path = cell.path(request).partition("?")[0]
    return {
        "template": template,
        "body": body,
        "headers": {**ADDED_HEADERS, **dict(cell.headers(request, case))},
        "querystring": dict(request.query),
        "path": {"tenant": request.tenant},
        "context": context(path),
        "stageVariables": {},
    }


def context(path):
    return {
        "requestId": REQUEST_ID, "requestTimeEpoch": 1705000000000, "httpMethod": "POST",
        "path": f"/prod{path}", "resourcePath": path, "stage": "prod", "protocol": "HTTP/1.1",
        "accountId": "123456789012", "apiId": "abc123",
        "identity": {"sourceIp": "203.0.113.7", "userAgent": "e2e"},
    }


def judge_rendered(cell, request, case, answer):
    """The verdict on one rendering."""
    if "error" in answer:
        # 400 is the gateway's refusal of a body; anything else is a template that fails.
        if answer["status"] == 400:
            return refusal(cell, request, answer["error"])
        return VIOLATION, f"the template fails: {answer['error']}"
    try:
        compare(cell, request, case, REQUEST_ID, read_call(answer["out"]))
    except RefusedBySqs as reason:
        return refusal(cell, request, reason)
    except Different as difference:
        return VIOLATION, str(difference)
    except Explained as reason:
        return DOCUMENTED, str(reason)
    return EXACT, ""


def run_requests(ledger, program):
    """The corpus through the request template of every cell."""
    templates, total = {}, Counter()
    for place, cell in enumerate(cells()):
        if cell.spec not in templates:
            try:
                templates[cell.spec] = Template(build(
                    SPECS / f"{cell.spec}.yaml", "cloudformation", "rendering", cell.spec))
            except DoesNotCompile as problem:
                note_missing(ledger, PART, "requests", cell, problem)
                templates[cell.spec] = None
        if templates[cell.spec] is None:
            continue
        text = request_template(templates[cell.spec], cell)
        asked = [
            (request, f"case-{place:02}-{number:04}")
            for number, request in enumerate(corpus()) if request.content_type != "image/x-unknown"
        ]
        answers = render_all(program, [question(cell, *one, text) for one in asked])
        verdicts, reasons = Counter(), []
        for (request, case), answer in zip(asked, answers, strict=True):
            verdict, why = judge_rendered(cell, request, case, answer)
            verdicts[verdict] += 1
            if verdict not in GOOD:
                reasons.append(f"{request.name}: {why}")
        bad = len(reasons)
        words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
        ledger.passed(PART, "requests", cell.name, words, sum(verdicts.values()) - bad)
        ledger.failed(PART, "requests", cell.name, "; ".join(reasons[:6]), bad)
        total += verdicts
    ledger.figure("renderings by Apache Velocity", f"{sum(total.values())}, of them {dict(total)}")


def request_template(template, cell):
    for method in template.methods():
        if method.path == f"/{cell.endpoint}/{{tenant}}" and method.verb == "POST":
            return method.request_templates[cell.content_type]
    raise KeyError(cell.endpoint)


def run_responses(ledger, program):
    """Every response template of every example and spec, for every answer of SQS."""
    for spec in [*sorted(EXAMPLES.glob("*.yaml")), *sorted(SPECS.glob("*.yaml"))]:
        try:
            template = Template(build(spec, "cloudformation", "rendering", spec.stem))
        except DoesNotCompile:
            # Said where the spec itself is the subject.
            continue
        wrong, questions = [], {}
        for method in filter(lambda one: one.sends, template.methods()):
            for status, body in ANSWERS_OF_SQS.items():
                name = f"{method.verb} {method.path} on {status}"
                if problem := choice_problem(method, status):
                    wrong.append(f"{name}: {problem}")
                else:
                    questions[name] = response_question(method, status, body)
        for name, answer in zip(questions, render_all(program, questions.values()), strict=True):
            if "error" in answer:
                wrong.append(f"{name} fails: {answer['error']}")
            elif "SECRET" in answer["out"]:
                wrong.append(f"{name}: the answer of SQS shines through: {answer['out'][:80]}")
        ledger.passed(PART, "responses", spec.stem, "", max(len(questions) - len(wrong), 0))
        ledger.failed(PART, "responses", spec.stem, "; ".join(wrong[:4]), len(wrong))


def choice_problem(method, status):
    """What is wrong with the response that a status of SQS leads to, or None."""
    response = method.answer(status)
    if response is None:
        return "no integration response"
    if str(response["StatusCode"]).startswith("2") != (status == "200"):
        return f"answers {response['StatusCode']}"
    if list(response.get("ResponseTemplates", {})) != ["application/json"]:
        return f"response templates {response.get('ResponseTemplates')}"
    return None


def response_question(method, status, body):
    return {
        "template": method.answer(status)["ResponseTemplates"]["application/json"],
        "body": body, "headers": ADDED_HEADERS, "querystring": {}, "path": {},
        "context": context(method.path), "stageVariables": {},
    }


def run_example_requests(ledger, program):
    """The corpus through every request template of the examples: a weaker judgement of all."""
    for example in examples():
        spec = read_spec(example.path)
        try:
            template = Template(build(example.path, "cloudformation", "rendering", example.name))
        except DoesNotCompile:
            continue
        wrong, count, seen = [], 0, set()
        for method in filter(lambda one: one.sends, template.methods()):
            endpoint = spec["endpoints"][method.path] or {}
            message = endpoint.get("message", {})
            sources = [*message.get("attributes", {}).values(),
                       endpoint.get("group", {}), endpoint.get("deduplication", {})]
            parsed = ("kind",) if any("body" in source for source in sources) else ()
            for kind, text in method.request_templates.items():
                if text in seen:
                    continue
                seen.add(text)
                required = endpoint.get("requireHeader", {})
                cell = Cell(example.name, method.path, message.get("layout", "envelope"),
                            message.get("body", "text"), kind, parsed, secret=tuple(required.values()),
                            present=tuple(endpoint.get("requiredHeaders", ())))
                asked = [one for one in corpus() if "cell" in (one.content_type or "")]
                answers = render_all(program, [question(cell, one, "case", text) for one in asked])
                delays = set()
                for request, answer in zip(asked, answers, strict=True):
                    count += 1
                    if problem := call_problem(cell, request, answer, delays):
                        wrong.append(f"{method.path} {kind} {request.name}: {problem}")
        ledger.passed(PART, "examples", example.name, "", count - len(wrong))
        ledger.failed(PART, "examples", example.name, "; ".join(wrong[:5]), len(wrong))


def call_problem(cell, request, answer, delays):
    """What is wrong with a rendered call as far as any spec can be judged, or None."""
    if "error" in answer:
        return None if may_be_refused(cell, request) else answer["error"]
    try:
        call = read_call(answer["out"])
        delays.add(call.delay)
        if len(delays) > 1:
            return f"the delay varies: {delays}"
        if cell.layout == "bare":
            check_body(cell, request, call.body)
        elif cell.body == "json":
            check_json(request.body, read_json(call.body)["body"])
        else:
            check_body(cell, request, read_json(call.body)["body"])
    except RefusedBySqs as reason:
        return None if may_be_refused(cell, request) else str(reason)
    except Different as difference:
        return str(difference)
    except Explained:
        return None
    return None
