"""Writes report.md and the table at the end."""

from proof.ledger import FAILED, PASSED, SKIPPED


def summary(ledger):
    """Rows of (part, subject, passed, failed, skipped) in the order of the run."""
    rows = {}
    for entry in ledger.entries:
        counts = rows.setdefault((entry.part, entry.subject), {PASSED: 0, FAILED: 0, SKIPPED: 0})
        counts[entry.outcome] += entry.count
    return [(*key, *counts.values()) for key, counts in rows.items()]


def print_table(ledger):
    print(f"\n{'part':16}{'subject':34}{'passed':>8}{'failed':>8}{'skipped':>8}")
    for part, subject, passed, failed, skipped in summary(ledger):
        print(f"{part:16}{subject:34}{passed:8}{failed:8}{skipped:8}")


def write_report(ledger, seconds, path):
    lines = [
        "# End-to-end proof", "",
        "Written by `e2e/run`. What hookweir emits was deployed, sent to and broken on real engines, and what it",
        "simulates was held against them.",
        "", f"**{ledger.closing_line()}** in {seconds:.0f} seconds.", "",
        "## Figures", "", "| figure | value |", "|---|---|",
    ]
    lines += [f"| {name} | {value} |" for name, value in ledger.figures.items()]
    lines += ["", "## Parts", "", "| part | subject | passed | failed | skipped |",
              "|---|---|--:|--:|--:|"]
    lines += [f"| {' | '.join(map(cell, row))} |" for row in summary(ledger)]
    for outcome, title in ((FAILED, "Failures"), (SKIPPED, "Skipped, and why")):
        chosen = [entry for entry in ledger.entries if entry.outcome == outcome]
        if chosen:
            lines += ["", f"## {title}", "", "| part | subject | check | count | detail |",
                      "|---|---|---|--:|---|"]
            lines += [
                f"| {' | '.join(map(cell, (e.part, e.subject, e.check, e.count, e.detail[:400])))} |"
                for e in chosen
            ]
    lines += ["", "## Verdicts of the hostile corpus", "", "| engine | cell | verdicts |", "|---|---|---|"]
    lines += [
        f"| {' | '.join(map(cell, (e.subject, e.check, e.detail)))} |"
        for e in ledger.entries if e.part in ("hostile", "simulator", "velocity") and e.outcome == PASSED and e.detail
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def cell(value):
    """Text that cannot break a table."""
    return str(value).replace("|", "\\|").replace("\n", " ").replace("`", "'")
