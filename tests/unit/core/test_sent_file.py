"""Which file of a session is the one whose upload broke off."""

import pytest

from core.flows.sent_file import SentFile
from core.progress import Arrived, Snapshot


def session(*files):
    return Snapshot(None, "", exportable=False, files=files)


CLIP = SentFile.before_sending({"IMG_0042.MOV"}, 100)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ((), (), False),
        ((), (("IMG_0042.mp4", 100),), True),
        ((), (("IMG_0042.MOV", None),), True),
        ((), (("img_0042.MP4", 100),), True),
        ((), (("IMG_0042.mp4", 101),), False),
        ((), (("IMG_0043.mp4", 100),), False),
        ((("IMG_0042.mp4", 100),), (("IMG_0042.mp4", 100),), False),
        ((("IMG_0042.mp4", 100),), (("IMG_0042.mp4", 100), ("IMG_0042.mp4", 100)), True),
        ((("IMG_0042.mp4", 7),), (("IMG_0042.mp4", 7), ("IMG_0042.mp4", 100)), True),
    ],
)
def test_it_is_known_by_the_names_it_may_have_been_sent_under_and_its_size(before, now, found):
    assert (CLIP.find(session(*before), session(*now), ()) is not None) is found


def test_the_name_that_was_sent_is_the_only_one_once_it_is_known():
    sent = SentFile.of({"IMG_0042.mp4"}, 100)
    assert sent.find(session(), session(("IMG_0042.MOV", 100)), ()) is None
    assert sent.find(session(), session(("IMG_0042.mp4", 100)), ()).name == "IMG_0042.mp4"


def test_what_this_request_uploaded_before_is_not_it():
    now = session(("IMG_0042.mp4", 100))
    assert CLIP.find(session(), now, [Arrived("IMG_0042.MOV", size=100, sent="IMG_0042.mp4")]) is None
    assert CLIP.find(session(), now, [Arrived("IMG_0042.MOV")]) is None  # recorded by an earlier release
    assert CLIP.find(session(), now, [Arrived("IMG_0042.MOV", size=7, sent="IMG_0042.mp4")]) is not None
    assert CLIP.find(session(), now, [Arrived("IMG_0042.MOV", refused="error.formats")]) is not None
