"""An address as a browser reads it; the examples follow the URL standard."""

import pytest

from core.media.urls import address_as_url


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://a.example/a.mp4", "https://a.example/a.mp4"),
        ("  https://a.example/my clip.mp4 ", "https://a.example/my%20clip.mp4"),
        (
            "https://a.example/我的 视频.mp4?名=值 一",
            "https://a.example/%E6%88%91%E7%9A%84%20%E8%A7%86%E9%A2%91.mp4?%E5%90%8D=%E5%80%BC%20%E4%B8%80",
        ),
        ("https://a.example/a%20b.mp4?x=%zz", "https://a.example/a%20b.mp4?x=%zz"),
        ("https://a.example/a\nb\t.mp4", "https://a.example/ab.mp4"),
        ("https://a.example\\x\\a.mp4", "https://a.example/x/a.mp4"),
        ('https://a.example/"<a>`{}^.mp4', "https://a.example/%22%3Ca%3E%60%7B%7D%5E.mp4"),
        ("https://a.example/a.mp4?q='<x>'#a b", "https://a.example/a.mp4?q=%27%3Cx%3E%27#a%20b"),
        ("<https://a.example/a.mp4>", "https://a.example/a.mp4"),
        ("HTTPS://A.example/a.mp4", "https://A.example/a.mp4"),
        ("a.example/clip.mp4", "https://a.example/clip.mp4"),
        ("//a.example/clip.mp4", "https://a.example/clip.mp4"),
        ("a.example/r?to=http://b.example/", "https://a.example/r?to=http://b.example/"),
        ("ftp://a.example/a b.mp4", "ftp://a.example/a%20b.mp4"),
        ("https://a.example/\ud83d.mp4", "https://a.example/%3F.mp4"),
    ],
)
def test_a_typed_address_is_encoded_as_a_browser_would(typed, url):
    assert address_as_url(typed) == url
    assert address_as_url(url) == url
