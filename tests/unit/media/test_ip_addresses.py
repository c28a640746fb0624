from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.errors import Forbidden
from core.media.ip_addresses import is_public
from core.media.urls import fetchable, origin


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "2606:2800:220:1:248:1893:25c8:1946",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
        "2001:0:53aa:64c:0:0:f7f7:f7f7",
        "",
        "localhost",
        "8.8.8.8.8",
    ],
)
def test_every_other_address_is_not(address):
    assert not is_public(address)


@given(st.text() | st.ip_addresses().map(str))
def test_any_text_is_public_or_not(address):
    assert is_public(address) in {True, False}


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        (" https://Example.com/a b".replace(" b", "%20b"), "https://Example.com/a%20b"),
        ("http://example.com:8080/a?b=c#part", "http://example.com:8080/a?b=c"),
        ("HTTP://example.com", "http://example.com"),
        ("https://example.com:443/", "https://example.com:443/"),
    ],
)
def test_a_link_is_taken_without_its_fragment(url, whole):
    assert fetchable(url) == whole


@pytest.mark.parametrize(
    "url",
    [
        "",
        "clip.mp4",
        "file:///etc/passwd",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "//example.com/a",
        "http://",
        "http:///a",
        "http://user@example.com/",
        "http://user:pass@example.com/",
        "http://@example.com/",
        "http://example.com:22/",
        "http://example.com:25/",
        "http://example.com:99999/",
        "http://example.com:x/",
        "http://[::1/",
        "http://a\\@example.com/",
        "http://example.com/a b",
        "http://exam\r\nple.com/",
        "http://example.com/\x00",
        "http://example.com/" + "a" * 9000,
    ],
)
def test_what_is_no_plain_web_link_is_forbidden(url):
    with pytest.raises(Forbidden):
        fetchable(url)


def test_a_trusted_origin_may_have_any_port():
    assert fetchable("http://example.com:81/a", frozenset({"http://example.com:81"}))


def test_an_origin_has_one_form():
    assert origin("HTTPS://Example.com/a") == origin("https://example.com:443") == "https://example.com:443"
    assert origin("http://[::1]:8/") == "http://[::1]:8"
    with pytest.raises(Forbidden):
        origin("nonsense")


@given(st.text())
def test_any_text_is_a_link_or_forbidden(url):
    with suppress(Forbidden):
        assert fetchable(url).startswith(("http://", "https://"))
