"""cfn-lint and checkov on every example: no finding, or one that docs/security.md explains."""

import json
import re
import sys
from pathlib import Path

from openapi_spec_validator import OpenAPIV30SpecValidator

from proof.compiler import DoesNotCompile, build
from proof.examples import examples
from proof.places import SECURITY, SPECS, WORK, fresh
from proof.shell import run
from proof.template import Template

BIN = Path(sys.executable).parent
# One folder for each example with its plan as JSON.
PLANS = WORK / "plans"
FINDING = re.compile(r"\b(?:CKV2?_[A-Z]+_\d+|[EWI]\d{4})\b")


def explained():
    """Ids of the findings that the security page gives a reason for."""
    return set(FINDING.findall(SECURITY.read_text())) if SECURITY.exists() else set()


def run_linters(ledger):
    """Compiles every example; each linter reads all of the templates at once."""
    fresh("lint")
    templates = {}
    for example in examples():
        try:
            templates[example.name] = build(example.path, "cloudformation", "lint", example.name)
            ledger.passed("compile", example.name, "cloudformation")
        except DoesNotCompile as problem:
            ledger.failed("compile", example.name, "cloudformation", problem)
    judge(ledger, "cfn-lint", templates, cfn_lint)
    check_documents(ledger, dict(templates))
    judge(ledger, "checkov", templates, lambda _: checkov("cloudformation", WORK / "lint"))


def check_documents(ledger, templates):
    """An API that is one document, as a validator of OpenAPI 3.0 reads it; also those of the suite's own specs."""
    for spec in sorted(SPECS.glob("*openapi*.yaml")):
        templates[spec.stem] = build(spec, "cloudformation", "openapi", spec.stem)
    for name, path in templates.items():
        template = Template(path)
        for api in template.of_type("AWS::ApiGateway::RestApi").values():
            if document := api["Properties"].get("Body"):
                errors = [one.message for one in OpenAPIV30SpecValidator(template.resolve(document)).iter_errors()]
                ledger.expect(not errors, "openapi", name, "the document is valid", "; ".join(errors[:5]))


def lint_plans(ledger, names):
    """checkov reads Terraform's JSON only as a plan, which the terraform part leaves here."""
    judge(ledger, "checkov plan", names, lambda _: checkov("terraform_plan", PLANS))


def judge(ledger, linter, paths, lint):
    """`lint` gives (example, finding) -> where."""
    if not paths:
        return
    try:
        findings = lint(paths)
    except (ValueError, KeyError) as problem:
        ledger.failed(linter, "all", "runs", problem)
        return
    known = explained()
    for name in paths:
        own = {finding: where for (example, finding), where in findings.items() if example == name}
        unknown = [f"{one} {own[one]}" for one in sorted(set(own) - known)]
        told = ", ".join(sorted(set(own) & known))
        ledger.expect(not unknown, linter, name,
                      f"nothing but the explained {told}" if told else "no finding",
                      "; ".join(unknown))


def cfn_lint(paths):
    # Nested stacks lie beside their template. W3002 says that they are for `aws cloudformation package`, and so they are.
    files = [file for path in paths.values() for file in (path, *sorted(path.parent.glob("queues-*.template.json")))]
    done = run([BIN / "cfn-lint", "--include-checks", "W", "--ignore-checks", "W3002", "--format", "json", "--", *files])
    findings = {}
    for one in json.loads(done.out):
        place = "/".join(map(str, one["Location"]["Path"] or []))
        key = Path(one["Filename"]).parent.name, one["Rule"]["Id"]
        findings.setdefault(key, f"{place}: {one['Message'][:120]}")
    return findings


def checkov(framework, folder):
    done = run([BIN / "checkov", "--directory", folder, "--framework", framework,
                "--output", "json", "--quiet", "--compact", "--skip-download"])
    answer = json.loads(done.out)
    findings = {}
    for report in answer if isinstance(answer, list) else [answer]:
        if "results" not in report:
            raise KeyError(f"checkov read nothing: {done.text[:200]}")
        for one in report["results"]["failed_checks"]:
            key = Path(one["file_path"]).parent.name, one["check_id"]
            findings.setdefault(key, f"{one['resource']}: {one['check_name']}")
    return findings
