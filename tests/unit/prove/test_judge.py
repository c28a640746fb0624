"""What is found wrong, of what was asked, shown and accepted."""

import pytest

from bots.prove.judge import CANCEL, CHECK_AGAIN, MARK, PARKED, RETRY, Asked, Outside, Shown, faults

WISH = Asked("u-1", "add music", turn="add music", film=True)
FILM = Shown("u-1", "answer", "Here it is.", film="r1")


def outside(*shown, asked=(WISH,), turns=("add music",), films=("r1",), **more):
    return Outside(list(asked), list(shown), list(turns), set(films), **more)


def found(seen):
    return [(fault.kind, fault.of) for fault in faults(seen)]


def test_a_wish_whose_film_came_is_no_fault():
    assert found(outside(FILM)) == []


@pytest.mark.parametrize(
    ("seen", "fault"),
    [
        (outside(turns=(), films=()), ("lost", "u-1")),
        (outside(Shown("u-1", "answer", "Done."), films=()), ("lost", "u-1")),
        (outside(FILM, films=("r1", "r2")), ("lost", "")),
        (outside(Shown("u-1", "answer", "Done."), turns=(), films=()), ("lost", "u-1")),
        (outside(FILM, Shown("u-1", "answer", PARKED)), ("given up", "u-1")),
        (outside(FILM, turns=("add music", "add music")), ("billed twice", "u-1")),
        (outside(FILM, FILM), ("doubled", "u-1")),
        (outside(FILM, Shown("u-1", "status", "Working on it...", buttons=(CANCEL,))), ("left behind", "u-1")),
        (outside(FILM, Shown("u-1", "note", "⏳ Still working...")), ("left behind", "u-1")),
        (outside(FILM, Shown("u-1", "answer", f"It came. {MARK}"), lived=True), ("untrue", "u-1")),
        (outside(FILM, broken=["it was never quiet"]), ("broken", "")),
    ],
)
def test_a_fault_has_its_kind_and_the_message_that_it_is_about(seen, fault):
    assert fault in found(seen)


def test_a_turn_that_was_never_accepted_may_be_offered_again():
    assert found(outside(Shown("u-1", "answer", "I don't know.", buttons=(RETRY,)), turns=(), films=())) == []


def test_a_film_that_took_long_may_wait_for_a_button():
    assert found(outside(Shown("u-1", "answer", "It takes long.", buttons=(CHECK_AGAIN,)))) == []


def test_an_answer_may_be_there_once_more_with_the_mark():
    assert found(outside(FILM, Shown("u-1", "answer", f"Here it is. {MARK}", film="r1"))) == []
    assert ("doubled", "u-1") in found(outside(FILM, *2 * (Shown("u-1", "answer", f"Here it is. {MARK}"),)))


def test_a_cancelled_wish_needs_neither_answer_nor_film():
    assert found(outside(turns=("add music",), cancelled={"u-1"})) == []


def test_a_fault_reads_as_its_kind_and_a_sentence():
    (fault,) = faults(outside(turns=(), films=(), asked=(Asked("u-1", "/status"),)))
    assert str(fault) == "lost: '/status' has no answer"
