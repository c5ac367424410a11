"""Generated templates on the project's own template language and on Apache Velocity, by the test of its crate."""

import os
import re
import shutil

from proof.places import PROJECT
from proof.shell import run

PART, SUBJECT = "language", "generated templates"
CASES = "10000"
# Behind those that the crate's own test takes when nobody names any.
FIRST_SEED = "20000"
TEST = "random_templates_render_as_api_gateways_engine_renders_them"
COUNTED = re.compile(r"(\d+) templates, (\d+) of them errors, (\d+) differences")
# The compilation included.
SECONDS = 900


def run_language(ledger, program):
    """As many judgements as there are templates; VELOCITY_CASES and VELOCITY_SEED choose others."""
    check = "render as Apache Velocity renders them"
    if not (PROJECT / "crates" / "velocity" / "tests" / "differential.rs").exists():
        ledger.skipped(PART, SUBJECT, check, "this hookweir has no template language of its own")
        return
    if shutil.which("cargo") is None:
        ledger.skipped(PART, SUBJECT, check, "there is no cargo on the path")
        return
    asked = {name: os.environ.get(name) or usual
             for name, usual in (("VELOCITY_CASES", CASES), ("VELOCITY_SEED", FIRST_SEED))}
    # Compiling with optimisations would take longer than it saves.
    done = run(
        ["cargo", "test", "--quiet", "-p", "hookweir-velocity", "--test", "differential",
         TEST, "--", "--exact", "--nocapture"],
        cwd=PROJECT, env={**os.environ, **asked, "VELOCITY_ORACLE": str(program), "RUST_BACKTRACE": "0"}, timeout=SECONDS)
    counted = COUNTED.search(done.text)
    if counted is None:
        ledger.failed(PART, SUBJECT, check, f"the test does not count: {done.text.strip()[-600:]}")
        return
    cases, errors, differences = map(int, counted.groups())
    seed = int(asked["VELOCITY_SEED"])
    ledger.figure("generated templates on both template engines",
                  f"{cases}, seeds {seed} to {seed + cases - 1}, of them {errors} that neither renders, "
                  f"{differences} differences")
    ledger.passed(PART, SUBJECT, check, "", cases - differences)
    ledger.failed(PART, SUBJECT, check, done.text[counted.end():][:1500], differences)
    if (done.status != 0) != (differences > 0):
        ledger.failed(PART, SUBJECT, "the test ends as it counts",
                      f"status {done.status} with {differences} differences: {done.text.strip()[-300:]}")
