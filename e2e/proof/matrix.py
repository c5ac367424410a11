"""Sends the corpus to one cell of whatever serves it, and judges what is stored.

What serves it has `sender`, `senders` (how many send at once), `headers_visible`, and `collect(cell)`, which takes
all messages out of the cell's queue and gives them and the number of those that a consumer cannot see.
"""

import re
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from proof.verdict import DOCUMENTED, GOOD, VERDICTS, VIOLATION, judge

CASE = re.compile(r"case-[0-9]{2}-[0-9]{4}")


@dataclass(frozen=True)
class Outcome:
    """What became of one request."""

    verdict: str
    status: int
    why: str

    @property
    def short(self):
        return self.verdict, self.status

    def __str__(self):
        return f"{self.verdict} with {self.status}" + (f" ({self.why})" if self.why else "")


@dataclass
class Judged:
    """What became of all requests of a cell, or of many cells."""

    verdicts: Counter = field(default_factory=Counter)
    reasons: list = field(default_factory=list)
    # How often the documentation announces a difference, and which.
    documented: Counter = field(default_factory=Counter)
    # (cell's name, request's name) -> Outcome
    outcomes: dict = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def good(self):
        return sum(self.verdicts[verdict] for verdict in GOOD)

    @property
    def bad(self):
        return sum(self.verdicts.values()) - self.good

    @property
    def words(self):
        return ", ".join(f"{count} {verdict}" for verdict, count in sorted(self.verdicts.items()))

    def add(self, other):
        self.verdicts += other.verdicts
        self.reasons += other.reasons
        self.documented += other.documented
        self.outcomes |= other.outcomes
        self.seconds += other.seconds

    def note_figures(self, ledger, name):
        if not self.verdicts:
            return
        ledger.figure(f"requests on {name}", ", ".join(
            f"{self.verdicts[verdict]} {verdict}" for verdict in VERDICTS))
        for reason, count in self.documented.most_common():
            ledger.figure(f"on {name}: {reason}", count)
        ledger.figure(f"requests a second on {name}", f"{sum(self.verdicts.values()) / self.seconds:.0f}")


def case_of(stored):
    """The mark of the request that a message came from; found even in a broken message."""
    marks = CASE.findall(stored.body)
    marks += CASE.findall(str(stored.attributes)) + CASE.findall(stored.deduplication or "")
    return marks[0] if marks else None


def send_cell(serving, place, cell, requests):
    """Sends all requests of a cell and returns (request, case, answer, messages), strays and the count of hidden ones."""

    def send(numbered):
        number, request = numbered
        case = f"case-{place:02}-{number:04}"
        answer = serving.sender.send(
            "POST", cell.path(request), cell.headers(request, case), request.body)
        return request, case, answer

    with ThreadPoolExecutor(serving.senders) as pool:
        sent = list(pool.map(send, enumerate(requests)))
    by_case, strays = defaultdict(list), []
    by_request = {answer.request_id: case for _, case, answer in sent}
    messages, hidden = serving.collect(cell)
    for stored in messages:
        case = case_of(stored) or next(
            (case for one, case in by_request.items() if one and one in stored.body), None)
        if case:
            by_case[case].append(stored)
        else:
            strays.append(stored)
    return [(*one, by_case[one[1]]) for one in sent], strays, hidden


def adopt_strays(results, strays):
    """Gives messages without a mark to the requests without a message, in order."""
    waiting = [messages for _, _, answer, messages in results if answer.good and not messages]
    for messages, stored in zip(waiting, strays, strict=False):
        messages.append(stored)
    return strays[len(waiting):]


def judge_cell(serving, place, cell, requests):
    """Sends and judges the requests of one cell."""
    started, judged = time.monotonic(), Judged()
    results, strays, hidden = send_cell(serving, place, cell, requests)
    if not serving.headers_visible:
        strays = adopt_strays(results, strays)
    for request, case, answer, stored in results:
        verdict, why = judge(cell, request, case, answer, stored, serving.headers_visible)
        judged.verdicts[verdict] += 1
        judged.outcomes[cell.name, request.name] = Outcome(verdict, answer.status, why)
        if verdict == DOCUMENTED:
            judged.documented[why] += 1
        if verdict not in GOOD:
            judged.reasons.append(f"{request.name}: {why}")
    if strays:
        judged.verdicts[VIOLATION] += len(strays)
        judged.reasons.append(
            f"{len(strays)} messages that no request explains, {strays[0].body[:80]!r}")
    if hidden:
        judged.verdicts[VIOLATION] += hidden
        judged.reasons.append(f"{hidden} hidden messages")
    judged.seconds = time.monotonic() - started
    return judged
