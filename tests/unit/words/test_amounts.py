"""Sizes and times as a person says them."""

import pytest

from core.words.amounts import about_words, days_words, duration_words, size_words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (-1, "0 B"),
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (1536, "1.5 KB"),
        (500 * 1024**2, "500 MB"),
        (int(1.25 * 1024**2), "1.2 MB"),
        (2 * 1024**3, "2 GB"),
        (5 * 1024**4, "5120 GB"),
    ],
)
def test_a_size_has_the_unit_a_limit_is_counted_in(size, words):
    assert size_words(size, "en") == words
    assert size_words(size, "zh") == words


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (-3, "1 s", "1 秒"),
        (0.3, "1 s", "1 秒"),
        (40, "40 s", "40 秒"),
        (60, "1 min", "1 分"),
        (125, "2 min 5 s", "2 分 5 秒"),
        (3600, "1 h", "1 小时"),
        (3780, "1 h 3 min", "1 小时 3 分"),
        (86_400, "1 day", "1 天"),
        (86_401, "2 days", "2 天"),
    ],
)
def test_a_duration_has_at_most_two_units(seconds, english, chinese):
    assert duration_words(seconds, "en") == english
    assert duration_words(seconds, "zh") == chinese


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about 1 s"),
        (7, "about 7 s"),
        (41, "about 40 s"),
        (88, "about 1 min 30 s"),
        (100, "about 2 min"),
        (610, "about 10 min"),
    ],
)
def test_an_estimate_is_rounded_like_one(seconds, words):
    assert about_words(seconds, "en") == words


def test_an_estimate_is_said_in_chinese():
    assert about_words(40, "zh") == "大约 40 秒"


@pytest.mark.parametrize(("days", "words"), [(0, "1 day"), (0.5, "1 day"), (1, "1 day"), (6.2, "7 days")])
def test_begun_days_count(days, words):
    assert days_words(days, "en") == words
