"""Which language somebody writes, and which one a locale is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.language import API_LANGUAGE, from_locale, language_of, writes_kanji


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("add background music", "en"),
        ("ajoute de la musique", "en"),
        ("加音乐", "zh"),
        ("加 BGM", "zh"),
        ("给 video 加 lo-fi background music", "zh"),
        ("add the title 你好 to my video", "en"),
        ('add the title "打开新世界的大门"', "en"),
        ("加标题“Hello World my friends”", "zh"),
        ("“打开新世界”", "zh"),
        ("/edit 加音乐", "zh"),
        ("/edit add music", "en"),
        ("剪辑成 1080p MP4", "zh"),
    ],
)
def test_plain_words_tell_their_language(text, language):
    other = "zh" if language == "en" else "en"
    assert language_of(text, other) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🎬👍",
        "https://example.com/add-music.mp4",
        "9:16",
        "1080p MP4",
        "ok",
        "BGM",
        "/export",
        "/export@nemobot",
        "@nemobot",
        "holiday.mp4",
        "音楽を追加して",
        "добавь музыку",
        "x",
    ],
)
@pytest.mark.parametrize("fallback", ["en", "zh"])
def test_what_is_neither_falls_back(text, fallback):
    assert language_of(text, fallback) == fallback


@pytest.mark.parametrize("text", ["動画編集", "字幕追加", "結婚式動画", "音楽"])
def test_where_people_read_japanese_han_script_is_not_taken_for_chinese(text):
    assert language_of(text, "en", kanji=writes_kanji("ja")) == "en"
    assert language_of(text, "en", kanji=writes_kanji("zh-TW")) == "zh"
    assert language_of("add the title 結婚式", "zh", kanji=True) == "en"


@pytest.mark.parametrize("tag", ["ja", "ja-JP", "ja_JP.UTF-8", "JA"])
def test_a_japanese_locale_is_known(tag):
    assert writes_kanji(tag)


@pytest.mark.parametrize("tag", ["", None, "zh", "zh-Hant", "en", "jam", "ko"])
def test_no_other_locale_is_japanese(tag):
    assert not writes_kanji(tag)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("EN_gb", "en"),
        ("zh", "zh"),
        ("zh-hans", "zh"),
        ("zh_CN.UTF-8", "zh"),
        ("zh-Hant-TW", "zh"),
        ("de-DE", None),
        ("", None),
        (None, None),
        ("eng", None),
    ],
)
def test_a_locale_is_one_of_ours_or_none(tag, language):
    assert from_locale(tag) == language


def test_every_language_has_its_name_in_the_api():
    assert API_LANGUAGE == {"en": "en", "zh": "zh-CN"}


@given(st.text(max_size=100), st.sampled_from(["en", "zh"]))
def test_any_text_is_in_a_language(text, fallback):
    assert language_of(text, fallback) in {"en", "zh"}
