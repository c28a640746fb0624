"""The page's own sentences."""

import re
import string

import pytest

from bots.spool.site import STATIC as SHARED
from bots.web.site import STATIC
from bots.web.strings import STRINGS
from sandbox.reading import read

SCRIPTS = [*STATIC.iterdir(), *SHARED.iterdir()]
SAID = re.compile(
    r"""say(?:Error)?\(\s*["']([\w.]+)["']|data-say(?:-label|-placeholder)?="([\w.]+)"|["'](unit\.\w+)["']"""
)


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences_with_the_same_holes():
    english, chinese = STRINGS["en"], STRINGS["zh"]
    assert english.keys() == chinese.keys()
    for key, sentence in english.items():
        assert holes(sentence) == holes(chinese[key]), key


def test_every_sentence_the_page_asks_for_is_there():
    asked = set()
    for file in SCRIPTS:
        if file.suffix in {".js", ".html"}:
            asked |= {next(filter(None, found)) for found in SAID.findall(file.read_text("utf-8"))}
    assert len(asked) > 30
    known = STRINGS["en"].keys() | {key.removeprefix("error.") for key in STRINGS["en"]}
    assert asked <= known, asked - known


def test_every_sentence_is_used_somewhere():
    source = "".join(file.read_text("utf-8") for file in SCRIPTS if file.suffix in {".js", ".html"})
    open_ended = ("error.", "mark.", "suggest.", "film.", "clip.")
    unused = [key for key in STRINGS["en"] if f'"{key}"' not in source and not key.startswith(open_ended)]
    assert unused == []


@pytest.mark.parametrize("language", STRINGS)
def test_every_suggestion_for_a_track_is_something_that_the_demo_does(language):
    for key, words in STRINGS[language].items():
        if key.startswith("suggest."):
            asked = read(words, {})
            assert asked.wishes, words
            assert not asked.missed, words
            assert "impossible" not in {wish.op for wish in asked.wishes}, words


def test_the_page_never_parses_html_and_asks_nobody_else():
    for file in SCRIPTS:
        if file.suffix in {".js", ".html", ".css"}:
            source = file.read_text("utf-8")
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source), file.name
            links = set(re.findall(r"https?://[^\"'\s)]+", source)) - {"http://www.w3.org/2000/svg"}
            assert links == set(), file.name
