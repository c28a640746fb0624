"""Links where people put them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.links import Link, links, without_links
from core.words.spoilers import hidden


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.example/a.mp4", ["https://a.example/a.mp4"]),
        ("HTTP://A.example/a.mp4", ["HTTP://A.example/a.mp4"]),
        ("https://a.example/a.mp4，加音乐", ["https://a.example/a.mp4"]),
        ("https://a.example/a.mp4加音乐", ["https://a.example/a.mp4"]),
        ("请剪https://a.example/a.mp4。谢谢", ["https://a.example/a.mp4"]),
        ("（https://a.example/a.mp4）", ["https://a.example/a.mp4"]),
        ("trim https://a.example/a.mp4, please", ["https://a.example/a.mp4"]),
        ("is it https://a.example/a.mp4?", ["https://a.example/a.mp4"]),
        ("see https://a.example/a.mp4?x=1&y=2.", ["https://a.example/a.mp4?x=1&y=2"]),
        ("(see https://a.example/a_(1).mp4)", ["https://a.example/a_(1).mp4"]),
        ("[clip](https://a.example/a.mp4)", ["https://a.example/a.mp4"]),
        ("<https://a.example/a.mp4>", ["https://a.example/a.mp4"]),
        ('"https://a.example/a.mp4"', ["https://a.example/a.mp4"]),
        ("**https://a.example/a.mp4**", ["https://a.example/a.mp4"]),
        ("https://a.example/a.mp4 https://b.example/b.mov", ["https://a.example/a.mp4", "https://b.example/b.mov"]),
        ("https://user:pw@a.example:8443/a.mp4#t=1", ["https://user:pw@a.example:8443/a.mp4#t=1"]),
        ("http://[::1]/a.mp4", ["http://[::1]/a.mp4"]),
        ("https://a.example", ["https://a.example"]),
        ("a.example/clip.mp4 please", ["https://a.example/clip.mp4"]),
        ("剪 cdn.a.example/x/clip.MOV?sig=1，谢谢", ["https://cdn.a.example/x/clip.MOV?sig=1"]),
        ("a.example", []),
        ("clip.mp4", []),
        ("my folder/clip.mp4", []),
        ("me@a.example/clip.mp4", []),
        ("ftp://a.example/a.mp4", ["ftp://a.example/a.mp4"]),  # found, so that it is refused in words
        ("use file:///etc/passwd.", ["file:///etc/passwd"]),
        ("javascript:alert(1)", []),
        ("https://", []),
        ("https://...", []),
        ("no link at all", []),
    ],
)
def test_a_link_ends_where_a_person_ends_it(text, urls):
    assert [link.url for link in links(text)] == urls


def test_a_link_knows_its_place():
    assert links("cut https://a.example/a.mp4, now") == (Link("https://a.example/a.mp4", 4, 27),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://a.example/a.mp4 add music", "add music"),
        ("https://a.example/a.mp4，加音乐", "加音乐"),
        ("add music to https://a.example/a.mp4 and a title", "add music to and a title"),
        ("cut it (https://a.example/a.mp4)", "cut it"),
        ("https://a.example/a.mp4", ""),
        ("  just words ", "just words"),
        ("two https://a.example/a.mp4\nhttps://b.example/b.mp4 lines", "two lines"),
    ],
)
def test_the_words_around_links_remain(text, words):
    assert without_links(text) == words


@given(
    st.lists(
        st.sampled_from(["https://a.example/a.mp4", "，", " ", "(", ")", "加音乐", "x", ".", "a.example/b.mov", "\n"]),
        max_size=12,
    ).map("".join)
)
def test_every_link_is_where_it_says(text):
    found = links(text)
    assert all(link.url.endswith(text[link.start : link.end]) for link in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(max_size=200))
def test_any_text_has_its_links_read(text):
    links(text)
    without_links(text)


@pytest.mark.parametrize(
    "said", ['I am 5\'8" tall, use {} and say "hi"', '{} for a 6" screen, and a 4" one', '9:16 at 5" {} "end"']
)
def test_inches_quote_no_link(said):
    (found,) = links(said.format("https://a.example/clip.mp4"))
    assert not found.quoted


def test_a_quoted_year_quotes():
    (found,) = links('a card that says "2024 https://a.example/clip.mp4 2025" at the end')
    assert found.quoted


def test_a_link_is_hidden_where_it_stands_in_a_spoiler():
    first, last = hidden("https://a.example/1.mp4"), hidden("看 a.example/3.mp4")
    text = f"a.example/0.mp4 {first} b {hidden('x')} https://a.example/2 {last}"
    assert [link.hidden for link in links(text)] == [False, True, False, True]
