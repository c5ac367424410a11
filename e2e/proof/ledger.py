"""What was checked and how it came out; everything the suite says ends up here."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from proof.places import PROJECT

HOME = f"{Path.home()}/"
PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclass(frozen=True)
class Entry:
    """One line of the table; `count` is how many single judgements it stands for."""

    part: str
    subject: str
    check: str
    outcome: str
    detail: str
    count: int = 1


class Ledger:
    """Collects entries and prints each as it is made, so that a long run can be followed."""

    def __init__(self):
        self.entries = []
        self.figures = {}
        self.started = time.monotonic()

    def note(self, part, subject, check, outcome, detail="", count=1):
        if count == 0:
            return
        # No folder of this machine belongs into a report.
        for folder, shown in ((f"{PROJECT}/", ""), (f"{PROJECT.parent}/", ""), (HOME, "~/")):
            detail = str(detail).replace(folder, shown)
        detail = " ".join(detail.split())
        self.entries.append(Entry(part, subject, check, outcome, detail, count))
        many = f" x{count}" if count > 1 else ""
        print(f"{outcome:8}{part:16}{subject:28}{check}{many}  {detail[:300]}", flush=True)

    def passed(self, part, subject, check, detail="", count=1):
        self.note(part, subject, check, PASSED, detail, count)

    def failed(self, part, subject, check, detail="", count=1):
        self.note(part, subject, check, FAILED, detail, count)

    def skipped(self, part, subject, check, detail="", count=1):
        self.note(part, subject, check, SKIPPED, detail, count)

    def expect(self, condition, part, subject, check, detail=""):
        """Notes a pass or, with the detail, a failure; gives the condition back."""
        if condition:
            self.passed(part, subject, check)
        else:
            self.failed(part, subject, check, detail)
        return condition

    def figure(self, name, value):
        """A measured number for the report."""
        self.figures[name] = value

    def totals(self):
        counted = Counter()
        for entry in self.entries:
            counted[entry.outcome] += entry.count
        return counted[PASSED], counted[FAILED], counted[SKIPPED]

    def closing_line(self):
        passed, failed, skipped = self.totals()
        return f"{passed} passed, {failed} failed, {skipped} skipped"
