"""The journals that release 0.1.0 left, read by the present code as that release read them."""

import json
from pathlib import Path

import pytest

from core import progress
from core.engine.codec import from_json
from core.engine.delays import Delays
from core.model.requests import Outcome
from core.progress import (
    Arrived,
    Progress,
    Rendered,
    Rendering,
    Sent,
    SessionAttempt,
    Snapshot,
    SnapshotAttempt,
    Turn,
    TurnInput,
)

RECORDED = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "release_0_1_0" / "journals.json").read_text(encoding="utf-8")
)
REQUESTS = [
    pytest.param(one, id=f"{state}-{number}")
    for state, requests in RECORDED["requests"].items()
    for number, one in requests.items()
]
FIRST, SECOND = SessionAttempt
GATES = (progress.turn(FIRST), progress.turn(SECOND), progress.FOLLOW_UP_TURN)
SERIES = (progress.RENDER_KNOWN_POLL, progress.polls(1), progress.polls(2))
MESSAGES = (
    *(progress.lost_unchanged(gate) for gate in GATES),
    progress.SESSION_LOST_TOLD,
    progress.GREETING,
    progress.WORDS_ORIGIN,
    progress.FILES_REFUSED,
    progress.SUGGESTIONS,
    progress.REPLY,
    progress.FILM,
    progress.FILM_LINK,
    progress.VERSION_UNKNOWN,
    progress.ANSWERED,
    progress.BATCH_SUMMARY,
    progress.FAILED,
    progress.PARKED,
)
FEW = range(12)

# Every name that a journal may hold, with the kind of its record; None: nothing reads it any more.
RECORDS: dict[str, object] = {
    progress.TURN_INPUT: TurnInput,
    progress.SESSION_LOST: str,
    progress.PAGE_OFFERED: bool,
    progress.WORDS_KEPT: bool,
    progress.FOLLOW_UP: Turn,
    progress.HAS_FILM: bool,
    progress.EXPORT_PAUSED: bool,
    progress.RENDER_QUEUED: bool,
    progress.RENDER_BEGAN: float,
    progress.RENDER_KNOWN: Rendering,
    progress.RENDER_DONE: bool,
    progress.ANSWER: None,  # the record of core.flows.answers
    progress.END: None,  # the record of core.flows.ending
    progress.first_time("greeted"): bool,
    **{progress.session(attempt): str for attempt in SessionAttempt},
    **{progress.files_before(attempt): Snapshot for attempt in SessionAttempt},
    **{progress.before_turn(attempt): Snapshot for attempt in SessionAttempt},
    **{progress.upload(attempt, index): Arrived for attempt in SessionAttempt for index in FEW},
    **dict.fromkeys(GATES, Turn),
    **{progress.second_try(gate): float for gate in GATES},
    **{progress.note(gate, count): str for gate in GATES for count in FEW},
    **{progress.after_turn(gate, count): SnapshotAttempt for gate in GATES for count in FEW},
    **{progress.silent_wait(gate, count): float for gate in GATES for count in FEW},
    **{progress.lost_told(gate): bool for gate in GATES},
    **{progress.lost_wait(gate, count): float for gate in GATES for count in FEW},
    **{progress.lost_snapshot(gate, count): SnapshotAttempt for gate in GATES for count in FEW},
    **{progress.submit(attempt): Rendering for attempt in (1, 2)},
    **{progress.render_number(attempt): str for attempt in (1, 2)},
    **{progress.poll(series, count): Rendered for series in SERIES for count in FEW},
    **{progress.poll_wait(series, count): float for series in SERIES for count in FEW},
    **{progress.resend(message, attempt): Sent for message in MESSAGES for attempt in FEW},
    **{progress.resend_wait(message, attempt): float for message in MESSAGES for attempt in FEW},
    **{progress.repetition(message): bool for message in MESSAGES},
    **{progress.marked(message): bool for message in MESSAGES},
    **{progress.kept_undelivered(message): Sent for message in MESSAGES},
}


@pytest.mark.parametrize("step", sorted(RECORDED["steps"]))
def test_a_recorded_step_has_a_name_here_and_its_outcomes_are_read(step):
    for name in RECORDED["steps"][step]["names"]:
        kind = RECORDS[name]
        for outcome in RECORDED["steps"][step]["outcomes"]:
            if outcome is not None and kind is not None:
                assert isinstance(from_json(outcome, kind), kind)


@pytest.mark.parametrize("recorded", REQUESTS)
def test_a_recorded_request_is_as_far_as_it_was(recorded):
    so_far = Progress(recorded["journal"])
    assert stage(so_far) == recorded["stage"]
    assert bool(so_far.uploaded) == recorded["a_file_arrived"]


@pytest.mark.parametrize(
    ("state", "requests"), [pytest.param(state, requests, id=state) for state, requests in RECORDED["requests"].items()]
)
def test_the_head_of_a_lane_is_lost_as_it_was(state, requests):
    heads = {}
    for number, one in sorted(requests.items(), key=lambda item: int(item[0])):
        if one["outcome"] is None:
            heads.setdefault(one["lane"], Progress(one["journal"]))
        if one["outcome"] != Outcome.SPLIT and one["lane_waits_for_a_lost_turn"]:
            assert heads[one["lane"]].lost_turn_limit(Delays()) is not None, (state, number)


def stage(so_far: Progress) -> str:
    if so_far.rendering:
        return "rendering"
    if so_far.asked:
        return "asked"
    return "uploading" if so_far.uploading else "waiting"


def test_two_steps_never_share_a_name():
    names = [
        *(progress.upload(attempt, index) for attempt in SessionAttempt for index in FEW),
        *(progress.poll(series, count) for series in SERIES for count in FEW),
        *(progress.poll_wait(series, count) for series in SERIES for count in FEW),
        *(progress.resend(message, attempt) for message in MESSAGES for attempt in FEW),
        *(progress.after_turn(gate, count) for gate in GATES for count in FEW),
        *GATES,
        *SERIES,
    ]
    assert len(names) == len(set(names))


def test_the_last_still_working_message_is_found_among_several():
    gate = progress.turn(FIRST)
    rows = {progress.note(gate, count): f'"m{count}"' for count in (1, 2, 3)}
    assert Progress(rows).last_note(gate) == "m3"
    assert Progress({}).last_note(gate) is None
