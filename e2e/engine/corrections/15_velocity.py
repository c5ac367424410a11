"""Start hook: mapping templates are rendered by Apache Velocity, the engine of AWS.

LocalStack renders with a Python engine of its own, which differs in white space, truth
and string methods. HOOKWEIR_VELOCITY names a program that takes one rendering a line as
JSON and answers {"out", "status"} or {"error", "status"}; without it this hook rests.
"""

import json
import os
import subprocess
import threading

from localstack.services.apigateway.next_gen.execute_api import gateway_response
from localstack.services.apigateway.next_gen.execute_api.template_mapping import (
    ApiGatewayVtlTemplate,
)


class Velocity:
    """One renderer process, shared by all requests."""

    def __init__(self, program):
        self.lock = threading.Lock()
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def render(self, template, variables):
        given = variables["input"]
        params = given["params"]
        question = {
            "template": template,
            "body": given["body"],
            "headers": dict(params["header"] or {}),
            "querystring": dict(params["querystring"] or {}),
            "path": dict(params["path"] or {}),
            "context": variables["context"],
            "stageVariables": variables["stageVariables"],
        }
        with self.lock:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            if answer["status"] == 400:
                raise gateway_response.BadRequestException("Could not process payload")
            raise gateway_response.InternalServerError("Internal server error")
        return answer["out"], answer["status"]


def _overrides(context_overrides, status):
    response = {**context_overrides["responseOverride"]}
    if status != 200:
        response["status"] = status
    return {**context_overrides, "responseOverride": response}


if program := os.environ.get("HOOKWEIR_VELOCITY"):
    velocity = Velocity(program)

    def render_request(self, template, variables, context_overrides):
        out, status = velocity.render(template, variables)
        return out, _overrides(context_overrides, status)

    def render_response(self, template, variables, context_overrides):
        out, status = velocity.render(template, variables)
        return out, _overrides(context_overrides, status)["responseOverride"]

    ApiGatewayVtlTemplate.render_request = render_request
    ApiGatewayVtlTemplate.render_response = render_response
