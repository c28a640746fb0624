"""What is told in the end."""

import json

import pytest

from bots.prove.judge import Fault
from bots.prove.report import Broken, Report, Seconds, broken, issues, machine

TWICE = Broken("billed twice", "'add music' was accepted 2 times", 4, "u-4")


def report(*faults, **more):
    facts = {
        "seconds": 301.2,
        "interrupted": False,
        "requests": 40,
        "ended": 40,
        "turns": 24,
        "films": 20,
        "offered": 1,
        "late": 0,
        "marked": 2,
        "kills": {"at random": 3, "as a film came": 2},
        "ready": Seconds.of([1.0, 2.0, 9.04]),
        "recovered": Seconds.of([4.0, 6.0]),
        "undisturbed": Seconds.of([]),
        "changed": ("NEMOBOT_TURN_TIMEOUT_SECONDS 20 (900)",),
        "left_out": ("NEMO_TOKEN",),
        "versions": {"nemobot": "1.2.3", "Python": "3.11.2"},
        "machine": "Linux, 2 CPUs",
        "logs": "/data/prove-1",
    }
    return Report(faults=tuple(faults), **facts | more)


def test_a_proof_is_told_on_one_page():
    said = str(report()).splitlines()
    assert said[0] == "nemobot prove: proven. Nothing was lost, billed twice, or said twice without its mark."
    assert len(said) < 25
    rows = {line[:18].strip(): line[18:] for line in said[2:]}
    assert rows["requests"] == "40, of which 40 ended; 24 turns, 20 films"
    assert rows["kills"] == "5: 3 at random, 2 as a film came"
    assert (rows["lost"], rows["billed twice"], rows["unmarked doubles"], rows["other faults"]) == ("0", "0", "0", "0")
    assert rows["start to ready"] == "median 2.0 s, worst 9.0 s"
    assert rows["start to answered"].startswith("median 5.0 s, worst 6.0 s ")
    assert rows["undisturbed"].startswith("not measured")
    assert rows["settings"] == "yours, but NEMOBOT_TURN_TIMEOUT_SECONDS 20 (900)"
    assert rows["not used"] == "NEMO_TOKEN"
    assert rows["versions"] == "nemobot 1.2.3, Python 3.11.2"


def test_what_broke_is_told_with_its_request_and_how_it_is_reported():
    said = str(report(TWICE))
    assert said.startswith("nemobot prove: something broke.")
    assert "billed twice: 'add music' was accepted 2 times (R4)" in said
    assert "/data/prove-1" in said
    assert issues().startswith("https://")
    assert issues() in said


def test_no_line_is_longer_than_a_terminal_shows_well():
    names = tuple(f"NEMOBOT_SETTING_{number} 1 (2)" for number in range(20))
    assert max(map(len, str(report(changed=names)).splitlines())) <= 110


def test_two_sentences_about_one_message_count_once():
    told = report(TWICE, Broken("billed twice", "'add music' is in 2 turns", 4, "u-4"), Broken("lost", "a", None))
    assert (told.count("billed twice"), told.count("lost"), told.count("doubled")) == (1, 1, 0)


@pytest.mark.parametrize(
    ("told", "proven", "verdict"),
    [
        (report(), True, "proven."),
        (report(TWICE), False, "something broke."),
        (report(interrupted=True), False, "stopped before its time"),
        (report(kills={}), False, "nothing was tried"),
        (report(ended=0), False, "nothing was tried"),
        (report(TWICE, interrupted=True), False, "something broke."),
    ],
)
def test_the_verdict_is_no_better_than_what_was_seen(told, proven, verdict):
    assert json.loads(told.as_json())["proven"] is proven
    assert verdict in str(told).partition("\n")[0]


def test_a_program_reads_the_counts():
    told = json.loads(report(TWICE).as_json())
    assert (told["lost"], told["billed_twice"], told["unmarked_doubles"]) == (0, 1, 0)
    assert told["faults"] == [{"kind": "billed twice", "what": TWICE.what, "request": 4, "of": "u-4"}]
    assert told["ready"] == {"times": 3, "median": 2.0, "worst": 9.0}


def test_a_fault_gets_the_number_of_its_request_where_the_bot_gave_one():
    faults = [Fault("lost", "a", "u-1"), Fault("lost", "b", "u-2")]
    assert broken(faults, {"u-1": 7}) == (Broken("lost", "a", 7, "u-1"), Broken("lost", "b", None, "u-2"))
    assert str(Broken("lost", "b", None)) == "lost: b (without a request number)"


def test_the_machine_is_told_without_its_name():
    import platform

    assert platform.node() not in machine() or not platform.node()
