"""Words as pictures."""

import pytest
from PIL import Image

from sandbox.film.captions import draw, wrap
from sandbox.film.fonts import drawable, font
from sandbox.model.draft import Words


@pytest.mark.parametrize("text", ["Urban Dreams", "城市之梦", "Ça suffit, été — Привет", "x" * 300, "一" * 300, "a\nb"])
@pytest.mark.parametrize("size", [(640, 360), (360, 640), (1080, 1080)])
@pytest.mark.parametrize("kind", ["title", "caption", "watermark"])
def test_any_text_stays_on_the_canvas(tmp_path, text, size, kind):
    place = {"title": "center", "caption": "bottom", "watermark": "corner"}[kind]
    sign = draw(Words(text, kind, place), *size, tmp_path / "t.png")

    with Image.open(sign.path) as picture:
        assert picture.getbbox()
        assert sign.x >= 0
        assert sign.y >= 0
        assert sign.x + picture.width <= size[0] + 2
        assert sign.y + picture.height <= size[1] + 2


def test_two_different_characters_look_different(tmp_path):
    pictures = []
    for mark in "城市":
        sign = draw(Words(mark), 640, 360, tmp_path / f"{ord(mark)}.png")
        with Image.open(sign.path) as picture:
            pictures.append(picture.tobytes())

    assert pictures[0] != pictures[1]


def test_what_no_face_holds_is_left_out(tmp_path):
    assert drawable("🎬 Film\u202e night ✂\x00") == "Film night"
    assert draw(Words("🎬🎬"), 640, 360, tmp_path / "t.png") is None


def test_a_line_breaks_between_words_and_between_chinese_characters():
    face = font(20)

    assert wrap("one two three four", face, 90).count("\n") >= 1
    assert all(len(line) <= 5 for line in wrap("城市之梦永不落幕", face, 100).splitlines())
    assert not any(line.startswith("，") for line in wrap("城市之梦，永不，落幕，" * 3, face, 85).splitlines())
