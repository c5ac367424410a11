"""Runs every part, or those named on the command line, and closes with the count."""

import fcntl
import os
import shutil
import signal
import sys
import time
import traceback

from proof import tools
from proof.combinations import run_combinations
from proof.editor import run_schema
from proof.engine import DUMMY_CREDENTIALS, Engine, EngineDoesNotStart, GivenEngine
from proof.faults import run_faults
from proof.holes import run_holes
from proof.hostile import run_hostile
from proof.language import run_language
from proof.ledger import Ledger
from proof.linters import run_linters
from proof.places import REPORT, WORK
from proof.nested import run_nested
from proof.rendering import run_example_requests, run_requests, run_responses
from proof.serverless import run_serverless
from proof.report import print_table, write_report
from proof.simulator import run_agreement, run_forwarding, run_simulator
from proof.sqs_faults import SqsFaults
from proof.stacks import run_stacks
from proof.terraform import run_terraform

PARTS = ("lint", "combinations", "serverless", "schema", "velocity", "language", "simulator",
         "cloudformation", "terraform", "hostile", "faults", "stock")
# `simulator` also sends on to an engine, if there is one.
ON_ENGINES = {"cloudformation", "terraform", "hostile", "faults", "stock", "simulator"}


def main(wanted):
    if unknown := set(wanted) - set(PARTS):
        print(f"unknown parts {sorted(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    # A terminated run leaves its `with` blocks, and so stops what it started.
    for given in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(given) is not signal.SIG_IGN:
            signal.signal(given, lambda number, _: sys.exit(128 + number))
    WORK.mkdir(exist_ok=True)
    with (WORK / "lock").open("w") as lock:
        # Two runs in one folder would pull it from under each other.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return whole(wanted)


def whole(wanted):
    ledger, started = Ledger(), time.monotonic()
    # What the engine listens on is never behind a proxy; registries may be.
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1", "localhost"]))
    if not tools.can_build():
        ledger.skipped("compile", "hookweir", "everything", "there is no cargo on the path")
    elif why := tools.hookweir():
        ledger.failed("compile", "hookweir", "builds", why)
    else:
        prove(ledger, set(wanted) or set(PARTS))
    print_table(ledger)
    # Only a whole run speaks for the project.
    path = WORK / "report.md" if wanted else REPORT
    write_report(ledger, time.monotonic() - started, path)
    print(ledger.closing_line())
    return 1 if ledger.totals()[1] else 0


def prove(ledger, wanted):
    """The parts that need no engine, then one engine after the other."""
    if "lint" in wanted:
        part(ledger, run_linters)
        part(ledger, run_holes)
    if "combinations" in wanted:
        part(ledger, run_combinations)
    if "serverless" in wanted:
        part(ledger, run_serverless)
    if "schema" in wanted:
        part(ledger, run_schema, tools.node_tools())
    velocity, why_not = tools.velocity()
    if velocity is None:
        ledger.skipped("velocity", "oracle", "all renderings", why_not)
        if "language" in wanted:
            ledger.skipped("language", "generated templates", "render as Apache Velocity renders them", why_not)
    if velocity and "velocity" in wanted:
        part(ledger, run_requests, velocity)
        part(ledger, run_example_requests, velocity)
        part(ledger, run_responses, velocity)
    if velocity and "language" in wanted:
        part(ledger, run_language, velocity)
    simulated = part(ledger, run_simulator) if "simulator" in wanted else None
    if not wanted & ON_ENGINES:
        return
    given = os.environ.pop("AWS_ENDPOINT_URL", None)
    if given != "aws":
        # Profiles and keys of the caller's have no business with an emulator.
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(DUMMY_CREDENTIALS)
    if given:
        with GivenEngine(given) as engine:
            on_engine(ledger, wanted, engine, None, simulated)
    elif why := tools.localstack():
        ledger.skipped("engine", "LocalStack", "all that needs an engine", why)
    else:
        own_engines(ledger, wanted, velocity, simulated)


def own_engines(ledger, wanted, velocity, simulated):
    """LocalStack brought closer to AWS for everything, then as it comes for the corpus."""
    try:
        if wanted & (ON_ENGINES - {"stock"}):
            with SqsFaults() as sqs, Engine("corrected", True, velocity, sqs) as engine:
                on_engine(ledger, wanted, engine, sqs, simulated)
        if "stock" in wanted:
            with Engine("stock", False) as engine:
                part(ledger, run_hostile, engine)
    except EngineDoesNotStart as problem:
        ledger.failed("engine", "LocalStack", "starts", problem)


def on_engine(ledger, wanted, engine, sqs, simulated):
    if "cloudformation" in wanted:
        part(ledger, run_stacks, engine)
        part(ledger, run_nested, engine)
    if "terraform" in wanted:
        if shutil.which("terraform") is None:
            ledger.skipped("terraform", engine.name, "all", "there is no terraform on the path")
        else:
            part(ledger, run_terraform, engine, provider_for(ledger, engine))
    deployed = part(ledger, run_hostile, engine) if "hostile" in wanted else None
    if simulated and deployed:
        part(ledger, run_agreement, engine, simulated, deployed)
    if simulated:
        part(ledger, run_forwarding, engine, simulated)
    if "faults" in wanted:
        part(ledger, run_faults, engine, sqs)


def part(ledger, run_part, *given):
    """Runs one part and gives its result; whatever it stumbles over fails that part and not the others."""
    started = time.monotonic()
    name = run_part.__name__.removeprefix("run_")
    result = None
    try:
        result = run_part(ledger, *given)
    except Exception as problem:  # noqa: BLE001 - the report must name it, whatever it is
        traceback.print_exc()
        ledger.failed(name, "suite", "runs to its end", f"{type(problem).__name__}: {problem}")
    engine = f" on {given[0].name}" if given and hasattr(given[0], "corrected") else ""
    ledger.figure(f"seconds for {name}{engine}", f"{time.monotonic() - started:.0f}")
    return result


def provider_for(ledger, engine):
    """Terraform's configuration file: the caller's real provider unless there is a double."""
    given = os.environ.get("TF_CLI_CONFIG_FILE")
    if engine.url is None:
        return given
    rc, why = tools.provider()
    if rc is None:
        ledger.skipped("terraform", "provider double", "install", why)
    return rc or given


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
