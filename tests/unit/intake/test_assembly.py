"""Which messages belong together."""

import pytest

from core.intake.assembly import belongs
from core.model.attachments import Attachment
from core.model.chat import Address, Incoming, Sender
from core.model.requests import Part

CLIP = Attachment("f1", "a.mp4")
OTHER = Attachment("f2", "b.mp4")
SCRIPT = Attachment("f3", "Script.TXT")
HERE = Address("stage", "chat")


def part(text="", *files, album=None, cut=False):
    return Part("p", text, files, 0.0, album, cut)


def message(text="", *files, album=None):
    return Incoming(HERE, Sender("anna"), "m", 0.0, private=True, text=text, attachments=files, album=album)


@pytest.mark.parametrize(
    ("parts", "incoming"),
    [
        ([part("", CLIP)], message("add music")),
        ([part("", CLIP), part("", OTHER)], message("add music")),
        ([part("add music to this clip")], message("", CLIP)),
        ([part("add music", CLIP, album="x")], message("add a title", OTHER, album="x")),
        ([part("a long text", cut=True)], message("goes on")),
        ([part("", CLIP)], message("", SCRIPT)),
        ([part("make a film of:")], message("", SCRIPT)),
        ([part("", CLIP)], message("export it")),
    ],
)
def test_a_message_that_continues_a_request(parts, incoming):
    assert belongs(tuple(parts), incoming)


@pytest.mark.parametrize(
    ("parts", "incoming"),
    [
        ([part("add music", CLIP)], message("add a title", OTHER)),
        ([part("add music", CLIP)], message("add a title")),
        ([part("add music")], message("add a title")),
        ([part("", CLIP)], message("", OTHER)),
        ([part("", CLIP)], message("add a title", OTHER)),
        ([part("add music", CLIP, album="x")], message("", OTHER, album="y")),
        ([part("", CLIP)], message("how many credits do I have?")),
        ([part("", CLIP)], message("cancel")),
    ],
)
def test_a_message_that_continues_none(parts, incoming):
    assert not belongs(tuple(parts), incoming)
