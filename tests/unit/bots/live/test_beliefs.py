"""The catalogue of beliefs, the page that lists it, and the walk that tries it: the three say the same."""

import re
from pathlib import Path

import pytest

from bots.ops.live import discord, nemovideo, telegram
from bots.ops.live.beliefs import BELIEFS, SERVICES
from bots.ops.live.beliefs.discord import DISCORD
from bots.ops.live.beliefs.nemovideo import NEMOVIDEO
from bots.ops.live.beliefs.telegram import TELEGRAM

PAGE = (Path(__file__).parents[4] / "docs" / "beliefs.md").read_text("utf-8")
PROBED = {
    "nemovideo": [belief for probe in nemovideo.PROBES for belief in probe.beliefs],
    "telegram": [belief for probe in telegram.PROBES for belief in probe.beliefs],
    "discord": [belief for probe in discord.PROBES for belief in probe.beliefs],
}


def row(belief):
    """A belief as a row of the page."""
    cells = (f"`{belief.id}`", belief.sentence, belief.evidence, belief.source, belief.otherwise, belief.not_tried)
    return f"| {' | '.join(cell or '–' for cell in cells)} |"


def test_no_id_is_given_twice():
    assert len(BELIEFS) == len([*NEMOVIDEO, *TELEGRAM, *DISCORD])
    assert {belief.service for belief in BELIEFS.values()} == set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_belief_is_tried_by_one_probe_or_says_why_not(service):
    believed = [belief for belief in BELIEFS.values() if belief.service == service]
    assert sorted(PROBED[service]) == sorted(belief.id for belief in believed if not belief.not_tried)


def test_the_page_lists_every_belief_and_no_other():
    rows = re.findall(r"^\| `(?:nemovideo|telegram|discord)[.`].*$", PAGE, re.MULTILINE)
    assert rows == [row(belief) for belief in BELIEFS.values()]


@pytest.mark.parametrize("belief", BELIEFS.values(), ids=BELIEFS)
def test_a_belief_is_one_sentence_with_its_source(belief):
    assert belief.sentence.strip(".") == belief.sentence
    assert "|" not in row(belief).replace(" | ", "").strip("| ")
    assert belief.source
