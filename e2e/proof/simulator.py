"""The hostile corpus on `hookweir serve`, held against what deployed engines made of the same requests."""

from proof.cells import cells, note_missing
from proof.cloud import Cloud
from proof.compiler import DoesNotCompile
from proof.corpus import corpus
from proof.matrix import Judged, judge_cell
from proof.serving import Forwarding, InMemory, journal_problem

PART, SUBJECT = "simulator", "hookweir serve"
# Every which request of the corpus is sent on to an engine's SQS.
STEP = 4
# Requests that an engine answers otherwise than AWS does, and so than the simulator: (cell's name, request's name)
# or the request's name alone -> why.
ENGINE_DEPARTS = {}


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
    compare(ledger, subject, simulated, deployed, ENGINE_DEPARTS)


def compare(ledger, subject, ours, theirs, known):
    """One check for each request; a known difference must be one."""
    by_cell, departures = {}, {}
    for place in ours.keys() & theirs.keys():
        reason = known.get(place) or known.get(place[1])
        same = ours[place] == theirs[place]
        right, wrong = by_cell.setdefault(place[0], ([], []))
        if same:
            right.append(place)
        elif reason:
            right.append(place)
            departures[reason] = departures.get(reason, 0) + 1
        else:
            wrong.append(f"{place[1]}: {ours[place]}, there {theirs[place]}")
    for name, (right, wrong) in sorted(by_cell.items()):
        check = f"the same verdict and status: {name}"
        ledger.passed(PART, subject, check, "", len(right))
        ledger.failed(PART, subject, check, "; ".join(sorted(wrong)[:6]), len(wrong))
    for reason, count in departures.items():
        ledger.figure(f"{subject} differ: {reason}", count)


def run_forwarding(ledger, engine, simulated):
    """A part of the corpus through --sqs-endpoint: the messages arrive there, and nothing else changes."""
    subject = f"{SUBJECT} to {engine.name}"
    if engine.url is None:
        ledger.skipped(PART, subject, "messages arrive", "its calls are not signed, so they are for emulators")
        return
    cloud = Cloud(engine)
    sent_on = serve_matrix(ledger, subject, lambda spec: Forwarding(cloud, spec), corpus()[::STEP])
    compare(ledger, f"{subject}, in memory", sent_on, simulated, {})
