"""Terraform: the real binary takes each example from nothing to an update and away again."""

import json
import os
import shutil

from proof.caller import Caller, callable_method
from proof.cloud import Cloud
from proof.compiler import DoesNotCompile, build
from proof.engine import DUMMY_CREDENTIALS
from proof.examples import examples
from proof.linters import PLANS, lint_plans
from proof.outside import owner_deploys, parameters, variables
from proof.places import TOOLS, fresh
from proof.shell import run
from proof.template import Template
from proof.watching import expect_watched

PART = "terraform"
# What a changed answer to the sender may touch, what a changed message may, and nothing else.
ANSWER_CHANGES = {
    "aws_api_gateway_integration_response", "aws_api_gateway_method_response",
    "aws_api_gateway_deployment", "aws_api_gateway_stage", "terraform_data",
    # It carries the methods where it is laid out as one OpenAPI document.
    "aws_api_gateway_rest_api",
}
MESSAGE_CHANGES = ANSWER_CHANGES | {"aws_api_gateway_integration"}
# The line of docs/deploying.md for what an apply leaves in the picture that is served.
CURE = ("apply", "-replace=aws_api_gateway_deployment.api")
UNREACHABLE = (
    "Failed to query available provider packages", "Failed to install provider",
    "could not connect to", "Invalid provider registry host",
)
NO_CHANGES, CHANGES = 0, 2
STEP_SECONDS = 900


class StepFailed(Exception):
    """A terraform command that did not end as expected."""


class NoProvider(Exception):
    """The registry does not give the AWS provider out."""


class Workspace:
    """One working folder with its state."""

    def __init__(self, name, engine, rc):
        self.folder = fresh("terraform", name)
        self.planned = None
        # Deploys an API that belongs to somebody else, if the configuration adds to one.
        self.owner = lambda: None
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))
        } | {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}
        if engine.url:
            self.environment |= DUMMY_CREDENTIALS | {"AWS_ENDPOINT_URL": engine.url}
        if rc:
            self.environment["TF_CLI_CONFIG_FILE"] = str(rc)
        else:
            # The real provider is large: one download serves every folder.
            cache = TOOLS / "terraform"
            cache.mkdir(parents=True, exist_ok=True)
            self.environment["TF_PLUGIN_CACHE_DIR"] = str(cache)

    def take(self, artifact):
        """Lays a compiled configuration into the folder."""
        shutil.copy(artifact, self.folder / "main.tf.json")

    def declared(self, kind):
        """The resources of a kind in the configuration."""
        return json.loads((self.folder / "main.tf.json").read_text())["resource"].get(kind, {})

    def step(self, *words, allowed=(0,)):
        done = run(["terraform", *words, "-no-color"], cwd=self.folder, env=self.environment,
                   timeout=STEP_SECONDS)
        if done.status not in allowed:
            raise StepFailed(f"terraform {' '.join(words)}: {self._errors(done.text)}")
        return done

    def _errors(self, text):
        start = text.find("Error:")
        return text[max(start, 0):][:800]

    def init(self):
        try:
            self.step("init", "-input=false")
        except StepFailed as failure:
            if any(words in str(failure) for words in UNREACHABLE):
                raise NoProvider(str(failure)) from failure
            raise

    def plan(self):
        """Plans into a file; returns what would change as address -> actions."""
        self.step("plan", "-input=false", "-detailed-exitcode", "-out=plan",
                  allowed=(NO_CHANGES, CHANGES))
        self.planned = self.step("show", "-json", "plan").out
        return {
            one["address"]: one["change"]["actions"]
            for one in json.loads(self.planned).get("resource_changes", [])
            if one["change"]["actions"] not in (["no-op"], ["read"])
        }

    def apply(self):
        self.step("apply", "-input=false", "plan")
        self.owner()

    def take_and_apply(self, artifact):
        """Returns what was changed."""
        self.take(artifact)
        changes = self.plan()
        self.apply()
        return changes

    def cure(self):
        if not self.owner():
            self.step(*CURE, "-auto-approve", "-input=false")

    def resources(self):
        """What the state manages."""
        shown = json.loads(self.step("show", "-json").out)
        module = shown.get("values", {}).get("root_module", {})
        return [one for one in module.get("resources", []) if one["mode"] == "managed"]

    def attribute(self, kind, name):
        """An attribute of the first resource of a kind in the state."""
        return next((one["values"][name] for one in self.resources() if one["type"] == kind), None)


def run_terraform(ledger, engine, rc):
    """Every example on one running engine; `rc` is Terraform's configuration file or None."""
    cloud = Cloud(engine)
    fresh("plans")
    for example in examples():
        if example.stranger and engine.url is None:
            ledger.skipped(PART, example.name, "lives", example.stranger)
            continue
        try:
            live(ledger, cloud, example, Workspace(example.name, engine, rc))
        except NoProvider as problem:
            ledger.skipped(PART, engine.name, "all", problem)
            return
        except (DoesNotCompile, StepFailed) as problem:
            ledger.failed(PART, example.name, "lives", problem)
    lint_plans(ledger, sorted(folder.name for folder in PLANS.iterdir()))


def live(ledger, cloud, example, space):
    """init, validate, plan, apply, empty plan, update, destroy."""
    name = example.name
    artifact = build(example.path, "terraform", "terraform-out", name)
    given = parameters(cloud, example.path)
    space.environment |= variables(given)
    space.owner = lambda: owner_deploys(cloud, given)
    space.take(artifact)
    space.init()
    space.step("validate")
    ledger.passed(PART, name, "init and validate")
    planned = space.plan()
    (fresh("plans", name) / "plan.json").write_text(space.planned)
    space.apply()
    ledger.passed(PART, name, "plan and apply", f"{len(planned)} resources")
    left = space.plan()
    ledger.expect(not left, PART, name, "a second plan is empty", left)
    if example.http:
        ledger.skipped(PART, name, "a message is stored", "the engine has no HTTP APIs")
        destroy(ledger, cloud, space, name)
        return
    caller = caller_for(cloud, space, example)
    caller.expect_served(ledger, PART, name, "a message is stored", caller.first_status)
    caller.expect_preflight(ledger, PART, example)
    expect_watched(ledger, cloud, PART, example, example.proposed_name)
    changed = example.message_changed()
    changes = space.take_and_apply(compiled(changed.spec, name))
    expect_only(ledger, name, "another message plans nothing else", changes, MESSAGE_CHANGES)
    caller.expect_changed(ledger, PART, name, "another message and answer at once", changed.status)
    # Back, so that the next plan holds nothing but the status.
    space.take_and_apply(artifact)
    changed = example.answer_changed()
    changes = space.take_and_apply(compiled(changed.spec, name))
    expect_only(ledger, name, "another status plans nothing else", changes, ANSWER_CHANGES)
    laid_out = any("body" in one for one in space.declared("aws_api_gateway_rest_api").values())
    if laid_out:
        caller.expect_served(ledger, PART, name, "another status at once", changed.status)
    else:
        caller.expect_honest(ledger, PART, name, "a changed status answers honestly")
        space.cure()
        caller.expect_served(ledger, PART, name, "after -replace another status", changed.status)
    if removed := example.endpoint_removed():
        space.take_and_apply(compiled(removed, name))
        if laid_out:
            caller.expect_gone(ledger, PART, name, "a removed endpoint is gone at once")
        else:
            caller.expect_honest(ledger, PART, name, "a removed endpoint answers honestly")
            space.cure()
            caller.expect_gone(ledger, PART, name, "after -replace it is gone")
        space.take_and_apply(artifact)
        caller.expect_served(ledger, PART, name, "put back, it is served", caller.first_status)
    left = space.plan()
    ledger.expect(not left, PART, name, "and the last plan is empty", left)
    destroy(ledger, cloud, space, name)


def compiled(spec, name):
    return build(spec, "terraform", "terraform-out", f"{name}-changed")


def expect_only(ledger, name, check, changes, kinds):
    """Something is changed, and nothing but these kinds of resources."""
    beyond = {
        address: actions for address, actions in changes.items()
        if address.split(".")[0] not in kinds
    }
    ledger.expect(changes and not beyond, PART, name, check, beyond or "no change")


def caller_for(cloud, space, example):
    """Terraform's configuration means the same as the template, which is easier to read."""
    shape = Template(build(example.path, "cloudformation", "terraform-out", f"{example.name}-shape"))
    api = space.attribute("aws_api_gateway_rest_api", "id")
    base = space.owner() or (api and cloud.base(api, space.attribute("aws_api_gateway_stage", "stage_name")))
    return Caller(cloud, base, callable_method(shape, example.endpoint),
                  example.queue(example.proposed_name))


def destroy(ledger, cloud, space, name):
    """Retained queues and keys stop a destroy; let go of them as the docs say, then destroy the rest."""
    declared = json.loads((space.folder / "main.tf.json").read_text())["resource"]
    retained = [
        one["address"] for one in space.resources()
        if guarded(declared[one["type"]][one["name"]])
    ]
    names, keys = [], []
    if retained:
        refused = space.step("destroy", "-auto-approve", "-input=false", allowed=(0, 1))
        ledger.expect("prevent_destroy" in refused.text and refused.status == 1, PART, name,
                      "retained queues stop a destroy", refused.text[-300:])
        kept = [one for one in space.resources() if one["address"] in retained]
        names = [one["values"]["name"] for one in kept if one["type"] == "aws_sqs_queue"]
        keys = [one["values"]["key_id"] for one in kept if one["type"] == "aws_kms_key"]
        space.step("state", "rm", *retained)
    space.step("destroy", "-auto-approve", "-input=false")
    still = [one["address"] for one in space.resources()]
    ledger.expect(not still, PART, name, "destroy", still)
    for url in filter(None, map(cloud.queue_url, names)):
        cloud.sqs.delete_queue(QueueUrl=url)
    for key in keys:
        cloud.forget_key(key)


def guarded(resource):
    """Whether a resource's declaration prevents its destruction."""
    given = resource[0] if isinstance(resource, list) else resource
    rules = given.get("lifecycle", {})
    return bool((rules[0] if isinstance(rules, list) else rules).get("prevent_destroy"))
