"""Gets what the suite needs from package registries; says what cannot be had."""

import hashlib
import os
import re
import shutil
import stat
import sys

from proof.places import E2E, HOOKWEIR, PROJECT, SHARED, TOOLS
from proof.shell import run

INSTALL_SECONDS = 600
BUILD_SECONDS = 1800
# What the language server asks of Node.
OLDEST_NODE = 18
SERVERLESS = "3.40.0"


def installed(name, source, product, make):
    """Makes a tool unless it was made from just this file; returns why not, or None."""
    folder = TOOLS / name
    stamp = folder / "installed-from"
    try:
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == digest and (folder / product).exists():
            return None
        remove(folder)
        why = make(folder)
        if why is None and not (folder / product).exists():
            why = f"installing {name} left no {product}"
        if why is None:
            stamp.write_text(digest)
        else:
            remove(folder)
    except OSError as problem:
        return str(problem)
    return why


def remove(folder):
    """Takes a folder away, even one that was copied from a read-only place."""
    if folder.exists():
        writable(folder)
        shutil.rmtree(folder)


def writable(folder):
    for place, _, _ in os.walk(folder):
        os.chmod(place, os.stat(place).st_mode | stat.S_IRWXU)


def command(*words, cwd=None):
    """Runs one step of an installation; returns what went wrong, or None."""
    done = run(words, cwd=cwd, timeout=INSTALL_SECONDS)
    return None if done.status == 0 else done.text.strip()[-300:] or f"{words[0]} failed"


def localstack():
    """LocalStack into an environment of its own; returns why it cannot be had, or None."""
    pins = E2E / "engine" / "requirements.txt"

    def make(folder):
        return command(sys.executable, "-m", "venv", folder) or command(
            folder / "bin" / "pip", "install", "-q", "--retries", "5", "--timeout", "60",
            "--disable-pip-version-check", "-r", pins)

    return installed("localstack", pins, "bin/localstack", make)


def node_tools():
    """The language server and ajv; returns why they cannot be had, or None."""
    found = re.match(r"v(\d+)", run(["node", "--version"]).out)
    if found is None:
        return "there is no node on the path"
    if int(found[1]) < OLDEST_NODE:
        return f"node {found[0]} is older than {OLDEST_NODE}"

    def make(folder):
        shutil.copytree(E2E / "node", folder, ignore=shutil.ignore_patterns("node_modules"))
        return command("npm", "ci", "--no-audit", "--no-fund", cwd=folder)

    return installed("node", E2E / "node" / "package-lock.json", "node_modules/ajv", make)


def serverless():
    """(folder with the Serverless Framework, None) or (None, why it cannot be had). Version 3 is the last one without an account."""
    if shutil.which("npm") is None:
        return None, "there is no npm on the path"

    def make(folder):
        folder.mkdir(parents=True)
        return command("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", f"serverless@{SERVERLESS}")

    why = installed("serverless", E2E / "serverless" / "serverless.yml", "node_modules/.bin/serverless", make)
    return (None, why) if why else (TOOLS / "serverless", None)


def velocity():
    """(renderer, None) or (None, why it cannot be had). Built from the shared sources."""
    if not (SHARED / "oracle" / "Oracle.java").exists():
        return None, "no Velocity oracle at HOOKWEIR_SHARED"
    if shutil.which("java") is None:
        return None, "there is no java on the path"
    why = from_shared("oracle", "Oracle.java", "out/oracle")
    return (None, why) if why else (TOOLS / "oracle" / "out" / "oracle", None)


def provider():
    """(Terraform configuration file, None) or (None, why not): the double of the AWS provider."""
    if not (SHARED / "tfdouble" / "setup.sh").exists():
        return None, "no provider double at HOOKWEIR_SHARED"
    why = from_shared("tfdouble", "setup.sh", "terraformrc")
    return (None, why) if why else (TOOLS / "tfdouble" / "terraformrc", None)


def from_shared(name, source, product):
    """Builds a copy, because shared folders may be read-only."""

    def make(folder):
        shutil.copytree(SHARED / name, folder, copy_function=shutil.copyfile)
        writable(folder)
        return command("bash", folder / "setup.sh")

    return installed(name, SHARED / name / source, product, make)


def can_build():
    """Whether there is a compiler to test, or one can be built."""
    return bool(os.environ.get("HOOKWEIR")) or HOOKWEIR.exists() or shutil.which("cargo") is not None


def hookweir():
    """Builds the compiler unless HOOKWEIR names one; returns why not, or None."""
    if not os.environ.get("HOOKWEIR") and shutil.which("cargo"):
        done = run(["cargo", "build", "--release", "--quiet"], cwd=PROJECT, timeout=BUILD_SECONDS)
        if done.status != 0:
            return done.text[-600:]
    return None if HOOKWEIR.exists() else f"no {HOOKWEIR}"
