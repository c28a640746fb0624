"""A message as JSON for the page."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.web import message_json
from core.model.actions import Export
from core.model.chat import Address, Button, Film, Folded, Post, Role, Target
from core.words.timeline import Bar, Picture, Row

TO = Target(Address("web", "me"), private=True, asker="me", reply_to="u-1", request=7)
KNOWN = {"paragraph", "heading", "code", "quote", "list", "bold", "italic", "link"}


def shown(post: Post) -> dict:
    return json.loads(message_json.from_post(post, TO, at=5.0))


def nodes(tree):
    if isinstance(tree, dict):
        if "is" in tree:
            yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part)


MARKDOWN = """# Done

I added **Lo-fi** to `clip.mp4`, [see](https://a.example/x).

- one
  - two

> quoted

```
code
```"""


def test_markdown_becomes_a_tree():
    body = shown(Post(Role.ANSWER, MARKDOWN))
    assert [block["is"] for block in body["words"]] == ["heading", "paragraph", "list", "quote", "code"]
    assert body["words"][1]["in"][1] == {"is": "bold", "in": ["Lo-fi"]}
    assert body["words"][1]["in"][5] == {"is": "link", "url": "https://a.example/x", "in": ["see"]}
    assert [item["depth"] for item in body["words"][2]["items"]] == [0, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cut it", ["cut it"]),
        ("a title ||he dies|| in red", ["a title ", {"is": "spoiler", "in": ["he dies"]}, " in red"]),
        ("||one\n\ntwo||", [{"is": "spoiler", "in": ["one\n\ntwo"]}]),
        ("|||x|||", [{"is": "spoiler", "in": ["|x"]}, "|"]),
        ("||<img src=x onerror=alert(1)>||", [{"is": "spoiler", "in": ["<img src=x onerror=alert(1)>"]}]),
        ("**a** `||b||` <b>c</b>", ["**a** `||b||` <b>c</b>"]),
        ("Paris || Day 1", ["Paris || Day 1"]),
        ("标题“||凶手是他||”", ["标题“", {"is": "spoiler", "in": ["凶手是他"]}, "”"]),
        ("", []),
    ],
)
def test_what_a_person_hid_is_hidden_in_their_own_line(text, said):
    body = json.loads(message_json.from_person(text, [], reply_to=None, pressed=False, at=5.0))
    assert (body["said"], body["text"]) == (said, text)


def test_the_label_of_a_button_hides_nothing():
    body = json.loads(message_json.from_person("||a||", [], reply_to=None, pressed=True, at=5.0))
    assert body["said"] == ["||a||"]


@given(st.text())
def test_any_text_gives_known_nodes_and_only_web_links(text):
    for node in nodes(shown(Post(Role.ANSWER, text))["words"]):
        assert node["is"] in KNOWN
        assert node["is"] != "link" or node["url"].startswith(("http://", "https://"))


def test_a_body_is_one_line_so_that_it_fits_an_event():
    assert "\n" not in message_json.from_post(Post(Role.ANSWER, "a\nb\r\n\u2028c"), TO, at=0)


def test_buttons_with_foreign_links_are_left_out():
    buttons = (Button("Export", Export()), Button("x", url="javascript:alert(1)"), Button("y", url="https://[bad"))
    assert [button["label"] for button in shown(Post(Role.ANSWER, "", buttons))["buttons"]] == ["Export"]


def test_film_picture_progress_and_role_travel_along():
    picture = Picture((Row("audio", "bgm", (Bar("Lo-fi", 0, 1, "(0-10s)"),)),), 10.0)
    body = shown(
        Post(Role.STATUS, "x", film=Film("a.mp4", "https://a.example/f", 5, 2.5), picture=picture, progress=0.4)
    )
    film = {"name": "a.mp4", "link": "https://a.example/f", "ref": "", "size": 5, "seconds": 2.5, "original": None}
    assert body["film"] == film
    assert body["picture"]["rows"][0]["bars"] == [{"label": "Lo-fi", "start": 0, "end": 1, "detail": "(0-10s)"}]
    assert [body[key] for key in ("kind", "progress", "of", "request", "at")] == ["status", 0.4, "u-1", 7, 5.0]


def test_what_can_be_folded_away_travels_apart_from_what_is_read_at_once():
    body = shown(Post(Role.QUIET, "Done.\n\nWhy.", folded=Folded("Done.", "Why.")))
    assert [body[part][0]["in"] for part in ("words", "details")] == [["Done."], ["Why."]]
    whole = shown(Post(Role.QUIET, "Done."))
    assert (whole["words"][0]["in"], whole["details"]) == (["Done."], [])


def test_the_film_of_a_body_is_found_again():
    post = Post(Role.ANSWER, "", film=Film("a.mp4", "https://a.example/f"))
    assert message_json.film_of(message_json.from_post(post, TO, at=0)) == message_json.ShownFilm(
        "a.mp4", "https://a.example/f", ""
    )
    assert message_json.film_of(message_json.from_post(Post(Role.ANSWER, ""), TO, at=0)) is None
    assert message_json.film_of("[]") is None


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("[https://bank.example/in](https://evil.example/x)", ["https://bank.example/in", " (evil.example)"]),
        ("[bank.example/in](https://evil.example/x)", ["bank.example/in", " (evil.example)"]),
        ("[https://a.example/in](https://a.example/x?y=1)", ["https://a.example/in"]),
        ("[trip.mp4](https://a.example/x)", ["trip.mp4"]),
    ],
)
def test_a_link_whose_words_are_another_address_names_where_it_leads(words, inside):
    (paragraph,) = shown(Post(Role.ANSWER, words))["words"]
    assert [node["in"] for node in paragraph["in"]] == [inside]
