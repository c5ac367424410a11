"""What the message contract cannot keep must be said when the spec is compiled."""

from proof.compiler import DoesNotCompile, diagnostics
from proof.places import SPECS

PART = "compile"
# What a text endpoint cannot give back, and a word that its diagnostic must hold.
HOLES = {"an empty body becomes {}": "empty", "bytes that are not UTF-8 are replaced": "utf-8"}


def run_holes(ledger):
    """A user of a text body sees both holes without reading the documentation."""
    try:
        said = [f"{one['message']} {one.get('help') or ''}".lower()
                for one in diagnostics(SPECS / "hostile.yaml")]
    except DoesNotCompile as problem:
        ledger.failed(PART, "hostile", "check", problem)
        return
    for hole, word in HOLES.items():
        check = f"check says that {hole}"
        if any(word in text for text in said):
            ledger.passed(PART, "hostile", check)
        else:
            ledger.skipped(PART, "hostile", check, "hookweir does not say so at compile time yet")
