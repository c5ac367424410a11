"""A service of the Serverless Framework that takes hookweir's output into its own template."""

import json
import os
import shutil

from proof import tools
from proof.compiler import build
from proof.linters import cfn_lint, explained
from proof.places import E2E, fresh
from proof.shell import run
from proof.template import Template

PART = "serverless"
SUBJECT = "a service"
PACKAGE_SECONDS = 300


def run_serverless(ledger):
    folder, why = tools.serverless()
    if why:
        ledger.skipped(PART, SUBJECT, "serverless package", why)
        return
    service = fresh(PART)
    shutil.copytree(E2E / "serverless", service, dirs_exist_ok=True)
    build(service / "hookweir.yaml", "cloudformation", PART, "deploy")
    environment = os.environ | {
        "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none",
        "SLS_TELEMETRY_DISABLED": "1", "SLS_NOTIFICATIONS_MODE": "off",
    }
    done = run([folder / "node_modules" / ".bin" / "serverless", "package"], cwd=service, env=environment,
               timeout=PACKAGE_SECONDS)
    packaged = service / ".serverless" / "cloudformation-template-update-stack.json"
    if not ledger.expect(done.status == 0 and packaged.exists(), PART, SUBJECT, "serverless package", done.text[-500:]):
        return
    template = Template(packaged)
    method = next((one for one in template.methods() if one.path == "/hooks/payments"), None)
    ledger.expect(method is not None and method.sends, PART, SUBJECT, "the method is below the service's own path",
                  [one.path for one in template.methods()])
    named = {json.dumps(one["Properties"]["RestApiId"]) for one in template.of_type("AWS::ApiGateway::Method").values()}
    ledger.expect(named == {'{"Ref": "ApiGatewayRestApi"}'}, PART, SUBJECT, "every method is in the service's API", named)
    # The age of the runtime is the service's own affair.
    findings = [f"{rule} {where}" for (_, rule), where in cfn_lint({SUBJECT: packaged}).items()
                if rule not in explained() | {"W2531"}]
    ledger.expect(not findings, PART, SUBJECT, "cfn-lint finds nothing in the whole", "; ".join(findings))
