"""Calls hookweir and reads what it wrote."""

import json

import yaml

from proof.places import HOOKWEIR, fresh
from proof.shell import run

FILES = {"cloudformation": "template.json", "terraform": "main.tf.json"}


class DoesNotCompile(Exception):
    """hookweir refused a spec; the text is what it said."""


def build(spec, target, *folder):
    """Compiles a spec into a fresh folder and returns the artifact's path."""
    out = fresh(*folder)
    done = run([HOOKWEIR, "--color", "never", "build", spec, "--target", target, "--out", out])
    if done.status != 0:
        raise DoesNotCompile(done.text[-2000:])
    return out / FILES[target]


def diagnostics(spec):
    """All diagnostics of a spec as hookweir's own JSON."""
    done = run([HOOKWEIR, "check", spec, "--format", "json"])
    try:
        return json.loads(done.out)["diagnostics"]
    except (ValueError, KeyError) as problem:
        raise DoesNotCompile(f"check --format json: {problem}: {done.text[:500]}") from problem


def read_spec(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def write_variant(spec, original, name):
    """Writes a changed spec beside the files that the original may name."""
    path = fresh("variants", name) / original.name
    for neighbour in original.parent.iterdir():
        if neighbour.is_file() and neighbour.suffix == ".json":
            (path.parent / neighbour.name).write_bytes(neighbour.read_bytes())
    path.write_text(yaml.safe_dump(spec, sort_keys=False), encoding="utf-8")
    return path
