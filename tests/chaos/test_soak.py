"""A small soak of a fixed seed, and that what judges a soak finds each thing that may be wrong."""

from collections import Counter
from dataclasses import replace

import pytest

from bots.prove.judge import CHANGED, MARK
from core.words.phrases import say
from tests.chaos.backend import NUMBER
from tests.chaos.lives import Starter
from tests.chaos.soak.judge import Seen, judge
from tests.chaos.soak.people import Asked
from tests.chaos.soak.run import Soak, run
from tests.chaos.soak.trouble import Event
from tests.doubles.telegram_chats import Chat, Said
from tests.doubles.telegram_files import FTYP, StoredFile

CHAT, KEY, WISH = 5001, 100, "add music, take 000000"
SMALL = Soak(seed=5, requests=24, chats=8, hurried=True, calls_between_deaths=(40, 80))


async def test_in_a_small_soak_nothing_is_lost_and_nothing_done_twice(tmp_path):
    async with Starter() as starter:
        report = await run(starter, tmp_path / "soak", SMALL)
    assert not report.verdict.faults, report.log
    assert report.seen.deaths
    assert report.seen.backend
    assert report.seen.platform


def shows(text: str, *labels: str, film: str = "", at: float = 1.0) -> Said:
    """Return an answer to the wish, perhaps with the film of a render."""
    chat = Chat(CHAT, "private")
    buttons = [[{"text": label, "callback_data": label}] for label in labels]
    reply = {"text": text, "reply_to_message": {"message_id": KEY}, "reply_markup": {"inline_keyboard": buttons}}
    file = None
    if film:
        reply["video"] = {}
        head = FTYP[: NUMBER.start] + film.rjust(NUMBER.stop - NUMBER.start, "0").encode()
        file = StoredFile("f", "u", "video", 100, "film.mp4", "video/mp4", head=head)
    said = chat.add(reply, by_bot=True, file=file)
    said.at = at
    return said


@pytest.fixture
def seen():
    """A wish that came to its film."""
    return Seen(
        asked=[Asked(CHAT, KEY, WISH, 0.0, (WISH,), films=1)],
        shown={CHAT: [shows("Your video is ready", film="1")]},
        turns=[("session", WISH)],
        renders=[("render_1", "1", "session")],
        gates=Counter({WISH: 1}),
        undos=Counter(),
        deaths=[],
        backend=[],
        platform=[],
    )


def test_a_wish_that_came_to_its_film_is_well(seen):
    verdict = judge(seen)
    assert not verdict.faults
    assert verdict.outcomes == {"film": 1}


def test_a_wish_without_an_answer_is_lost(seen):
    seen.shown, seen.renders = {CHAT: []}, []
    assert len(judge(seen).lost) == 1


def test_words_that_joined_a_clip_are_answered_where_that_is_answered_and_only_if_the_answer_quotes_them(seen):
    words = Asked(CHAT, KEY + 1, WISH, 0.1, (WISH,), films=1, may_join=KEY)
    seen.asked, seen.turns, seen.renders, seen.deaths = [words], [], [], [0.5]
    late = say("en", "album.late", name="clip.mp4")
    seen.shown = {CHAT: [shows(late)]}
    assert len(judge(seen).lost) == 1
    seen.shown = {CHAT: [shows(f"{late} {say('en', 'album.begin', words=WISH)}")]}
    assert not judge(seen).faults


def test_what_a_clip_was_answered_before_the_words_were_said_is_no_answer_to_them(seen):
    clip, words = Asked(CHAT, KEY, "", 0.0), Asked(CHAT, KEY + 1, WISH, 5.0, (WISH,), cancelled=True, may_join=KEY)
    seen.asked, seen.deaths = [clip, words], [0.5]
    seen.shown = {CHAT: [shows(f"{CHANGED} another wish", film="1", at=1.0)]}
    assert not judge(seen).faults


def test_a_film_that_was_made_and_is_not_there_is_lost(seen):
    seen.shown = {CHAT: [shows("Added music")]}
    assert len(judge(seen).lost) == 2  # nobody was told why, and it was made


def test_one_turn_more_than_there_are_gates_is_billed_twice(seen):
    seen.turns *= 2
    assert len(judge(seen).billed_twice) == 1
    seen.gates[WISH] = 2  # somebody pressed Retry
    assert not judge(seen).billed_twice


def test_a_wish_is_not_accepted_where_a_turn_quotes_it(seen):
    seen.turns += [("session", say("en", "ask.quoted", words="again", quoted=WISH))]
    assert not judge(seen).billed_twice


def test_an_answer_that_is_there_twice_is_a_double_unless_the_second_is_marked(seen):
    seen.deaths, [first] = [0.5], seen.shown[CHAT]
    marked = shows(f"Your video is ready\n\n{MARK}", film="1")
    seen.shown = {CHAT: [first, marked]}
    assert not judge(seen).doubled
    for doubled in ([first, first], [first, marked, marked]):
        seen.shown = {CHAT: doubled}
        assert judge(seen).doubled


@pytest.mark.parametrize("answer", [shows(f"{CHANGED} one", film="1"), shows(f"Ready\n\n{MARK}", film="1")])
def test_nobody_is_told_of_trouble_that_there_was_not(seen, answer):
    seen.shown = {CHAT: [answer]}
    assert len(judge(seen).untrue) == 1
    seen.deaths = [0.5]
    assert not judge(seen).untrue


def test_a_doubt_that_a_status_tells_last_is_held_against_all_that_came_until_then(seen):
    done = say("en", "stage.unconfirmed", elapsed="16 s")
    status = shows(done, at=0.5)
    status.edited_at = 5.0
    seen.shown, seen.renders = {CHAT: [status, shows("Added music", at=1.0)]}, []
    seen.platform = [Event(4.0, "500", "sendVideo", CHAT, KEY)]
    assert len(judge(seen).untrue) == 1  # one loss is no doubt: the film comes again, marked
    seen.deaths = [3.0]
    assert not judge(seen).untrue


def test_a_failure_that_is_told_needs_one_that_happened(seen):
    seen.shown, seen.turns, seen.renders = {CHAT: [shows(say("en", "error.unavailable"))]}, [], []
    assert len(judge(seen).untrue) == 1
    seen.backend = [Event(0.5, "session 503", "session")]
    assert not judge(seen).untrue


@pytest.mark.parametrize(
    ("fault", "answer", "ran", "well"),
    [
        ("dropped", shows(say("en", "recovered.unchanged"), say("en", "button.retry")), False, True),
        ("dropped", shows("Added music"), False, False),
        ("dropped, ran", shows(f"{CHANGED} one", film="1"), True, True),
        ("402", shows(say("en", "error.plan")), False, True),
        ("402", shows(say("en", "recovered.unchanged"), say("en", "button.retry")), False, False),
        ("429", shows("Your video is ready", film="1"), True, True),
        ("429", shows(say("en", "error.plan")), False, False),
    ],
)
def test_a_turn_that_was_spoiled_is_answered_as_that_kind_of_spoiling_has_to_be(seen, fault, answer, ran, well):
    seen.asked = [replace(seen.asked[0], fault=fault)]
    seen.backend = [Event(0.5, fault, "run_sse", about=WISH)]
    seen.shown = {CHAT: [answer]}
    if not ran:
        seen.turns = seen.renders = []
    verdict = judge(seen)
    assert bool(verdict.faults) != well
    assert verdict.held_against_fault == {fault: 1}


def test_a_reply_is_held_against_the_fault_that_it_met_which_may_have_waited_for_what_it_quotes(seen):
    quoted = replace(seen.asked[0], key=KEY - 1, wishes=("make it vertical, take 000001",), cancelled=True)
    seen.asked = [quoted, replace(seen.asked[0], fault="500")]
    words = say("en", "ask.quoted", words=WISH, quoted=quoted.wishes[0])
    seen.backend = [Event(0.5, "403", "run_sse", about=words)]
    seen.shown, seen.turns, seen.renders = {CHAT: [shows(say("en", "error.forbidden"))]}, [], []
    verdict = judge(seen)
    assert not verdict.faults
    assert verdict.held_against_fault == {"403": 1}
