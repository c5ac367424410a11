"""Random specs over every key: cfn-lint on all of them, `terraform validate` on some."""

import os
import shutil

from proof import tools
from proof.compiler import DoesNotCompile, build
from proof.linters import cfn_lint, explained
from proof.places import PROJECT, fresh
from proof.shell import run
from proof.terraform import NoProvider, StepFailed, Workspace

PART = "combinations"
# Each is a folder that terraform sets up anew.
VALIDATED = 10
BUILD_SECONDS = 900
# How the domain of an HTTP API leads to it.
API_MAPPING = "aws_apigatewayv2_api_mapping"


class NoEngine:
    """Validation asks no cloud."""

    url = None


def run_combinations(ledger):
    """The specs are those of tests/every_key.rs."""
    folder = fresh(PART, "specs")
    done = run(["cargo", "test", "--locked", "--quiet", "--test", "every_key", "--", "--ignored", "write_specs"],
               cwd=PROJECT, env=os.environ | {"HOOKWEIR_SPECS": str(folder)}, timeout=BUILD_SECONDS)
    specs = sorted(folder.glob("*.yaml"))
    if not ledger.expect(done.status == 0 and bool(specs), PART, "specs", "are written", done.text[-500:]):
        return
    templates, configurations = {}, {}
    for spec in specs:
        try:
            templates[spec.stem] = build(spec, "cloudformation", PART, "cloudformation", spec.stem)
            configurations[spec.stem] = build(spec, "terraform", PART, "terraform", spec.stem)
        except DoesNotCompile as problem:
            ledger.failed(PART, spec.stem, "compiles", problem)
    lint(ledger, templates)
    validate(ledger, dict(list(configurations.items())[:VALIDATED]))


def lint(ledger, templates):
    known = explained()
    findings = cfn_lint(templates)
    for name in templates:
        own = [f"{finding} {where}" for (of, finding), where in findings.items() if of == name and finding not in known]
        ledger.expect(not own, PART, name, "cfn-lint finds nothing", "; ".join(own))


def validate(ledger, configurations):
    rc, why = tools.provider()
    if shutil.which("terraform") is None or rc is None:
        ledger.skipped(PART, "all", "terraform validates", why or "there is no terraform on the path")
        return
    for name, configuration in configurations.items():
        if API_MAPPING in configuration.read_text():
            ledger.skipped(PART, name, "terraform validates", "the provider that stands in has no API mappings")
            continue
        try:
            workspace = Workspace(f"{PART}-{name}", NoEngine, rc)
            workspace.take(configuration)
            workspace.init()
            workspace.step("validate")
            ledger.passed(PART, name, "terraform validates")
        except NoProvider as problem:
            ledger.skipped(PART, name, "terraform validates", problem)
        except StepFailed as problem:
            ledger.failed(PART, name, "terraform validates", problem)
