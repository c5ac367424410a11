"""The hostile corpus on `hookweir serve`, held against what deployed engines made of the same requests."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from proof.cells import cells, note_missing
from proof.cloud import Cloud
from proof.compiler import DoesNotCompile
from proof.corpus import corpus
from proof.matrix import Judged, judge_cell
from proof.serving import Forwarding, InMemory, journal_problem
from proof.verdict import EXACT, REFUSED

PART, SUBJECT = "simulator", "hookweir serve"
# Every which request of the corpus is sent on to an engine's SQS.
STEP = 4


@dataclass(frozen=True)
class Difference:
    """A request of which the simulator and an engine are known to make different things, in every cell."""

    here: tuple
    there: tuple
    why: str


# docs/fidelity.md has the case of a media type among what is not known of AWS; `refusals` allows either answer.
KNOWN = {
    "type-in-capitals": Difference(
        # 415 where the gateway responses are those of somebody else's API.
        (EXACT, 200), ((REFUSED, 503), (REFUSED, 415)),
        "the simulator takes a content type in capitals, the engine does not; of AWS it is not known"),
}


def serve_matrix(ledger, subject, serve, requests):
    """The corpus through every cell of servers that `serve` starts for a spec; nothing may be amiss."""
    total, by_spec = Judged(), {}
    for place, cell in enumerate(cells()):
        by_spec.setdefault(cell.spec, []).append((place, cell))
    for spec, placed in by_spec.items():
        try:
            with serve(spec) as serving:
                for place, cell in placed:
                    judged = judge_cell(serving, place, cell, requests)
                    ledger.passed(PART, subject, cell.name, judged.words, judged.good)
                    ledger.failed(PART, subject, cell.name, "; ".join(judged.reasons[:6]), judged.bad)
                    problem = journal_problem(serving, len(requests))
                    ledger.expect(problem is None, PART, subject,
                                  f"GET requests tells the truth of {cell.name}", problem)
                    total.add(judged)
                expect_clean_end(ledger, subject, serving)
        except DoesNotCompile as problem:
            note_missing(ledger, PART, subject, placed[0][1], problem)
    total.note_figures(ledger, subject)
    return total.outcomes


def expect_clean_end(ledger, subject, serving):
    if isinstance(serving, InMemory):
        left = serving.left()
        ledger.expect(not left, PART, subject, f"nothing is left of {serving.spec}", left)
    status, said = serving.end()
    ledger.expect(status == 0, PART, subject, f"ends when it is told, with {serving.spec}", f"{status}: {said}")


def run_simulator(ledger):
    """The whole matrix with queues in memory; returns what became of each request."""
    return serve_matrix(ledger, SUBJECT, InMemory, corpus())


def run_agreement(ledger, engine, simulated, deployed):
    """The same verdict, status and reason for each request that both got."""
    subject = f"{SUBJECT}, {engine.name}"
    if not engine.corrected:
        ledger.skipped(PART, subject, "the same verdicts", "nobody knows how near to AWS this engine is")
        return
    # The real AWS has no departures.
    compare(ledger, subject, simulated, deployed, KNOWN if engine.url else {})


def compare(ledger, subject, ours, theirs, known):
    """One check for each request that both got; those that are known to differ must differ as is known."""
    agreeing, wrong, differing = Counter(), defaultdict(list), Counter()
    for cell, request in sorted(ours.keys() & theirs.keys()):
        one, other = ours[cell, request], theirs[cell, request]
        difference = known.get(request)
        if difference is None and one == other:
            agreeing[cell] += 1
        elif difference and one.short == difference.here and other.short in difference.there:
            differing[cell, difference.why] += 1
        else:
            wrong[cell].append(f"{request}: {one}, there {other}")
    check = "the same verdict and status: {}".format
    for cell, count in agreeing.items():
        ledger.passed(PART, subject, check(cell), "", count)
    for (cell, why), count in differing.items():
        ledger.skipped(PART, subject, check(cell), why, count)
    for cell, reasons in wrong.items():
        ledger.failed(PART, subject, check(cell), "; ".join(reasons[:6]), len(reasons))
    ledger.figure(f"{subject}: same verdict and status", f"{agreeing.total()} of "
                  f"{agreeing.total() + differing.total() + sum(map(len, wrong.values()))}")


def run_forwarding(ledger, engine, simulated):
    """A part of the corpus through --sqs-endpoint: the messages arrive there, and nothing else changes."""
    subject = f"{SUBJECT} to {engine.name}"
    if engine.url is None:
        ledger.skipped(PART, subject, "messages arrive", "its calls are not signed, so they are for emulators")
        return
    cloud = Cloud(engine)
    sent_on = serve_matrix(ledger, subject, lambda spec: Forwarding(cloud, spec), corpus()[::STEP])
    compare(ledger, f"{subject}, in memory", sent_on, simulated, {})
