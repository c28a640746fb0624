"""Text on its way to Discord: plain stays plain, nothing is lost, everything fits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.formatting import MAX_CHARACTERS, blocks, cut, escaped, pieces


def read(rendered):
    """What a person reads of escaped text."""
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", rendered).replace("\u200b", "")


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("**bold** and *light*", "**bold** and *light*"),
        ("## What changed", "### What changed"),
        ("> said", "> said"),
        ("- one\n  - two", "- one\n  - two"),
        ("`x_y`", "`x_y`"),
        ("~~gone~~", "~~gone~~"),
        ("it ends ||badly||", "it ends ||badly||"),
        ("||a\nb||", "||a\nb||"),
        ("a || b", "a \\|\\| b"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "**a · b**\n\n- 1 · 2"),
        ("a\n\n---\n\nTom &amp; Jerry", "a\n\n──────────\n\nTom & Jerry"),
        ("```python\nx = 1\n```", "```python\nx = 1\n```"),
        ("https://a.example/b_c", "<https://a.example/b_c>"),
        ("[here](https://a.example/x)", "here (<https://a.example/x>)"),
    ],
)
def test_the_backends_markdown_is_discords(text, rendered):
    assert "\n\n".join(blocks(text)) == rendered


@pytest.mark.parametrize(
    "text",
    ["<@123> <@&5> <#9> <:smile:1>", "snake_case *", "||spoiler||", "~~gone~~", "\\n", "<b>hi</b>", "a ]( b", "2 < 3"],
)
def test_plain_text_has_no_meaning_for_discord(text):
    rendered = escaped(text)
    assert read(rendered) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*(?:<[@#:]|[*_~|`]|\]\()", rendered)


@pytest.mark.parametrize("line", ["# not a heading", "> not said", "- not an item", "1. not an item", "-# not small"])
def test_no_line_of_plain_text_becomes_a_block(line):
    assert read(escaped(line)) == line
    assert not re.match(r"[#>-]|\d+[.)]", escaped(line))


def test_a_link_hidden_behind_words_shows_where_it_leads():
    assert blocks("[https://bank.example](https://evil.example/x)") == [
        "<https://bank.example> (<https://evil.example/x>)"
    ]


def test_code_cannot_end_its_own_block():
    (block,) = blocks("~~~\na ``` b\n~~~")
    assert block.count("```") == 2


def test_code_that_is_cut_stays_code_in_each_part():
    parts = pieces(blocks("```\n" + "\n".join(f"line {number}" for number in range(500)) + "\n```"))
    assert len(parts) > 1
    assert all(part.startswith("```") and part.endswith("```") and len(part) <= MAX_CHARACTERS for part in parts)


def test_code_in_a_language_with_an_endless_name_fits_too():
    parts = pieces(blocks(f"```{'x' * 3000}\n{'code ' * 900}\n```"))
    assert all(part.startswith("```") and part.endswith("```") and len(part) <= MAX_CHARACTERS for part in parts)


@given(st.lists(st.text(max_size=3000), max_size=6), st.integers(100, MAX_CHARACTERS))
def test_every_piece_fits(parts, longest):
    assert all(len(piece) <= longest for piece in pieces(parts, longest))


@given(st.lists(st.integers(), max_size=900), st.integers(100, MAX_CHARACTERS))
def test_no_word_is_lost_between_pieces(numbers, longest):
    text = " ".join(map(str, numbers))
    assert " ".join(pieces([text] if text else [], longest)).split() == text.split()


@given(st.text(max_size=5000))
def test_a_cut_text_fits(text):
    assert len(cut(text)) <= MAX_CHARACTERS


@given(st.text(max_size=300))
def test_any_text_becomes_blocks(text):
    assert all(isinstance(block, str) for block in blocks(text))


HIDDEN = re.compile(r"\|\|(.+?)\|\|", re.DOTALL)


@pytest.mark.parametrize("gap", [" ", "\n", ""])
def test_what_is_hidden_is_hidden_in_every_piece(gap):
    secret = gap.join(f"secret{number}" for number in range(60))
    parts = pieces(blocks(f"Before. ||{secret}|| After, with `a || b` in it."), 120)
    assert len(parts) > 2
    assert max(map(len, parts)) <= 120
    assert "secret" not in "".join(HIDDEN.sub("", part) for part in parts)
    assert len(re.sub(r"\D", "", "".join(parts))) == len(re.sub(r"\D", "", secret))
    assert "After" in HIDDEN.sub("", parts[-1])


def test_a_text_that_is_cut_inside_a_spoiler_shows_nothing_of_it():
    text = cut(blocks(f"||{'secret ' * 80}end||")[0], 100)
    assert len(text) <= 100
    assert "secret" not in HIDDEN.sub("", text)


def test_no_code_inside_a_spoiler_ends_it():
    assert blocks("||`a` " + "`a||b`" + " c||") == ["||`a` `a|\u200b|b` c||"]


@pytest.mark.parametrize("emoji", ["👩🏽\u200d💻", "e\u0301", "👨\u200d👩\u200d👧\u200d👦"])
def test_no_emoji_is_torn_apart_between_two_pieces(emoji):
    for before in range(90, 101):
        parts = pieces(["x" * before + emoji * 20], 100)
        assert "".join(part.removeprefix("x" * before).replace(emoji, "") for part in parts) == ""
