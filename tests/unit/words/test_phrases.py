"""The catalogue: complete, filled safely, and with nothing nobody says."""

import ast
import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from core.words.commands import NAMES, commands
from core.words.phrases import CATALOGUE, EN, ZH, en, say, zh

ROOT = Path(core.__file__).parents[1]
CATALOGUES = ROOT / "core" / "words" / "phrases"


def holes(sentence):
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def spoken():
    """Every constant in the code that may be a key, and every f-string that may make one, as a pattern."""
    constants, patterns = set(), set()
    for path in [*(ROOT / "core").rglob("*.py"), *(ROOT / "bots").rglob("*.py")]:
        if path.parent.parent == CATALOGUES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(one.value) if isinstance(one, ast.Constant) else "[a-z_0-9]+" for one in node.values]
                patterns.add("".join(parts))
    return constants, {one for one in patterns if re.match(r"[a-z_]+\\?\.", one)}


def test_both_languages_say_the_same_things():
    assert list(EN) == list(ZH)


@pytest.mark.parametrize("parts", [en.PARTS, zh.PARTS])
def test_a_key_stands_in_one_part_of_a_catalogue_only(parts):
    assert sorted(EN) == sorted(key for part in parts for key in part)


@pytest.mark.parametrize("key", sorted(EN))
def test_a_sentence_has_the_same_holes_in_both_languages(key):
    assert holes(EN[key]) == holes(ZH.get(key, ""))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in holes(EN[key]))


@pytest.mark.parametrize("key", sorted(EN))
def test_a_sentence_is_said_in_words_and_without_codes(key):
    for sentence in (EN[key], ZH.get(key, "?")):
        assert sentence.strip()
        assert not re.search(r"\b(?:1001|1002|2001|4001|4002|402|403|429|SSE|JSON|HTTP|API|OpenClaw)\b", sentence)


@pytest.mark.parametrize("key", sorted(ZH))
def test_a_chinese_sentence_is_chinese(key):
    words = re.sub(r"\{\w+\}|Still working|[\W\d_]", "", ZH[key])
    assert not words or re.search(r"[\u4e00-\u9fff]", words)


def test_no_sentence_is_left_unsaid():
    constants, patterns = spoken()
    said = {key for key in EN if key in constants or any(re.fullmatch(one, key) for one in patterns)}
    assert set(EN) - said == set()


def test_the_note_begins_as_the_seeds_say():
    for language in CATALOGUE:
        assert say(language, "still_working", doing="x", elapsed="2 min").startswith("⏳ Still working...")


def test_the_seeds_own_sentences_are_kept():
    assert say("en", "connecting") == "Connecting..."
    assert say("en", "ready") == "Ready!"
    assert "Top up credits in your account" in say("en", "error.no_credits_registered")
    assert say("en", "error.plan") == "Register or upgrade your plan to unlock export."


def test_values_are_never_read_as_a_format():
    assert say("en", "film.link", link="{0} {x.__class__}") == "Download: {0} {x.__class__}"


def test_a_missing_value_leaves_its_name():
    assert say("en", "film.link") == "Download: {link}"


def test_an_unknown_sentence_is_our_mistake():
    with pytest.raises(KeyError):
        say("en", "no.such.sentence")


@given(st.sampled_from(sorted(EN)), st.sampled_from(sorted(CATALOGUE)), st.text(max_size=20))
def test_every_sentence_takes_any_values(key, language, value):
    said = say(language, key, **dict.fromkeys(holes(EN[key]), value))
    assert all(value in said for _ in holes(EN[key]))


@pytest.mark.parametrize("language", sorted(CATALOGUE))
def test_every_command_has_a_description_a_menu_takes(language):
    menu = commands(language)
    assert tuple(menu) == NAMES
    assert all(re.fullmatch(r"[a-z]{1,32}", name) and 1 <= len(words) <= 100 for name, words in menu.items())
