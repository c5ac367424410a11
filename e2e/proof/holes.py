"""What the message contract cannot keep must be said when the spec is compiled."""

from proof.compiler import DoesNotCompile, diagnostics
from proof.places import SPECS

PART = "compile"
# What a body that is not base64 cannot give back, and a word that its diagnostic must hold.
HOLES = {"an empty body becomes {}": "empty", "bytes that are not UTF-8 are replaced": "utf-8"}
# The diagnostic of a body by default, in the envelope or bare, and that of a JSON body.
TOLD_BY = {"text": "HW315", "json": "HW311"}


def run_holes(ledger):
    """A user sees both holes without reading the documentation."""
    try:
        said = {one["code"]: f"{one['message']} {one.get('help') or ''}".lower()
                for one in diagnostics(SPECS / "hostile.yaml")}
    except DoesNotCompile as problem:
        ledger.failed(PART, "hostile", "check", problem)
        return
    for layout, code in TOLD_BY.items():
        for hole, word in HOLES.items():
            check = f"check says of a {layout} body that {hole}"
            if word in said.get(code, ""):
                ledger.passed(PART, "hostile", check)
            else:
                ledger.failed(PART, "hostile", check, f"{code} does not say so: {said.get(code)}")
