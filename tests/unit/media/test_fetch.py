from __future__ import annotations

import asyncio
import gzip
import ipaddress

import httpx
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from core.media import fetch
from core.media.errors import Truncated
from core.media.fetch import BadStatus, FetchError, Forbidden, TooLarge, Unreachable

PUBLIC = "93.184.216.34"


def naming(**names):
    """Return a resolver that knows these names, dots written as underscores."""
    table = {name.replace("_", "."): addresses for name, addresses in names.items()}

    async def resolve(host, _port):
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            if host not in table:
                raise OSError from None
            return table[host]

    return resolve


@pytest.fixture
def loopback_is_public(monkeypatch):
    """For the duration, 127.0.0.1 is the one public address there is."""
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")


async def read(fetcher, url, part=None):
    async with fetcher.open(url, part) as fetched:
        return fetched, b"".join([chunk async for chunk in fetched.chunks])


async def test_a_public_link_may_be_handed_on_normalised(fetching):
    fetcher = await fetching(resolve=naming(example_com=[PUBLIC]))
    assert await fetcher.check(" https://EXAMPLE.com/ä?x=ü#part ") == "https://example.com/%C3%A4?x=%C3%BC"


async def test_a_name_beyond_ascii_is_handed_on_in_its_ascii_form(fetching):
    names = {"xn--bcher-kva.example": [PUBLIC]}
    fetcher = await fetching(resolve=naming(**names))
    for host in ("Bücher.example", "XN--BCHER-KVA.example"):
        assert await fetcher.check(f"https://{host}/") == "https://xn--bcher-kva.example/"


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:10.0.0.1"], [PUBLIC, "192.168.0.1"]],
)
async def test_a_name_with_any_private_address_is_forbidden(fetching, addresses):
    fetcher = await fetching(resolve=naming(evil_example=addresses))
    for url in ("https://evil.example/a", "http://evil.example:8080/a"):
        with pytest.raises(Forbidden):
            await fetcher.check(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://localhost/",
        "http://localhost./",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0/",
        "file:///etc/passwd",
        "http://１２７.0.0.1/",
        "http://127%2e0.0.1/",
        "http://exa_mple..com/",
    ],
)
async def test_no_spelling_of_this_host_gets_through_the_real_resolver(fetching, url):
    fetcher = await fetching()
    with pytest.raises((Forbidden, Unreachable)):
        await fetcher.check(url)


async def test_a_name_nobody_knows_is_unreachable(fetching):
    fetcher = await fetching(resolve=naming())
    with pytest.raises(Unreachable):
        await fetcher.check("https://nowhere.example/")


async def test_a_resolver_that_hangs_is_given_up(fetching, monkeypatch):
    async def hang(_host, _port):
        await asyncio.sleep(60)

    monkeypatch.setattr(fetch, "_RESOLVE_SECONDS", 0.01)
    with pytest.raises(Unreachable):
        await (await fetching(resolve=hang)).check("https://slow.example/")


async def test_an_origin_the_operator_named_is_trusted_on_loopback(fetching, site):
    site.pages["/a.mp4"] = web.Response(body=b"movie", content_type="video/mp4")
    fetcher = await fetching(site.url + "/api")
    assert await fetcher.check(site.url + "/a.mp4") == site.url + "/a.mp4"
    fetched, body = await read(fetcher, site.url + "/a.mp4")
    assert body == b"movie"
    assert (fetched.length, fetched.media_type, fetched.name, fetched.status) == (5, "video/mp4", "a.mp4", 200)
    with pytest.raises(Forbidden):
        await fetcher.check("http://127.0.0.1:1/")


async def test_the_connection_goes_to_the_address_that_was_checked(fetching, site, loopback_is_public):
    site.pages["/a"] = web.Response(body=b"movie")
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    async def changing(_host, _port):
        return next(answers)

    fetcher = await fetching(resolve=changing)
    fetched, body = await read(fetcher, f"http://rebinding.example:{site.port}/a")
    assert body == b"movie"
    assert site.asked[0].headers["Host"] == f"rebinding.example:{site.port}"
    assert fetched.final_url.startswith("http://rebinding.example:")
    with pytest.raises(Forbidden):
        await read(fetcher, f"http://rebinding.example:{site.port}/a")
    assert len(site.asked) == 1


async def test_the_next_address_is_tried_when_one_does_not_answer(fetching, site, monkeypatch):
    monkeypatch.setattr(fetch, "is_public", lambda _address: True)
    site.pages["/a"] = web.Response(body=b"movie")
    both = naming(two_example=["127.0.0.2", "127.0.0.1"], dead_example=["127.0.0.2", "::1"])
    fetcher = await fetching(resolve=both)
    assert (await read(fetcher, f"http://two.example:{site.port}/a"))[1] == b"movie"
    with pytest.raises(Unreachable):
        await read(fetcher, f"http://dead.example:{site.port}/a")


async def test_tls_is_spoken_with_the_name_and_not_with_the_address(fetching, loopback_is_public, monkeypatch):
    asked = {}

    async def connection(reader, writer):
        hello = await reader.read(4096)
        asked["name"] = b"tls.example" in hello
        writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        fetcher = await fetching(resolve=naming(tls_example=["127.0.0.1"]))
        with pytest.raises(Unreachable):
            await read(fetcher, f"https://tls.example:{port}/")
    assert asked["name"]


async def test_redirects_are_followed_and_named(fetching, site):
    for n in range(5):
        site.pages[f"/{n}"] = web.Response(status=302, headers={"Location": f"{n + 1}"})
    site.pages["/5"] = web.Response(body=b"movie")
    fetched, body = await read(await fetching(site.url), site.url + "/0")
    assert body == b"movie"
    assert fetched.final_url == site.url + "/5"


async def test_a_sixth_redirect_is_one_too_many(fetching, site):
    site.pages["/"] = web.Response(status=307, headers={"Location": "/"})
    with pytest.raises(BadStatus) as caught:
        await read(await fetching(site.url), site.url + "/")
    assert caught.value.status == 307
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.1/", "http://127.0.0.1:1/", "http://169.254.169.254/latest", "file:///etc/passwd", "//u@x/"],
)
async def test_a_redirect_to_where_nothing_may_be_fetched_is_forbidden(fetching, site, location):
    site.pages["/"] = web.Response(status=301, headers={"Location": location})
    with pytest.raises(Forbidden):
        await read(await fetching(site.url), site.url + "/")
    assert len(site.asked) == 1


async def test_a_redirect_to_nonsense_is_an_error_of_ours(fetching, site):
    site.pages["/"] = web.Response(status=301, headers={"Location": "http://[::1"})
    with pytest.raises(FetchError):
        await read(await fetching(site.url), site.url + "/")


@pytest.mark.parametrize("status", [404, 410, 500, 204, 304, 302])
async def test_an_answer_that_is_not_the_file_says_its_status(fetching, site, status):
    site.pages["/"] = web.Response(status=status)
    with pytest.raises(BadStatus) as caught:
        await read(await fetching(site.url), site.url + "/")
    assert (caught.value.status, str(caught.value)) == (status, f"HTTP {status}")


async def test_a_cookie_is_never_kept(fetching, site):
    site.pages["/"] = web.Response(headers={"Set-Cookie": "a=b; Path=/"})
    fetcher = await fetching(site.url)
    await read(fetcher, site.url + "/")
    await read(fetcher, site.url + "/")
    assert "Cookie" not in site.asked[1].headers


@pytest.fixture
def film(site, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(bytes(range(256)) * 64)

    async def serve(_request):
        return web.FileResponse(path)

    site.pages["/film.mp4"] = serve
    return path.read_bytes()


async def test_a_part_is_passed_through_for_a_player(fetching, site, film):
    fetched, body = await read(await fetching(site.url), site.url + "/film.mp4", "bytes=5-9")
    assert body == film[5:10]
    assert (fetched.status, fetched.content_range, fetched.length) == (206, "bytes 5-9/16384", 5)
    with pytest.raises(BadStatus) as caught:
        await read(await fetching(site.url), site.url + "/film.mp4", "bytes=99999-")
    assert (caught.value.status, caught.value.content_range) == (416, "bytes */16384")


async def test_the_first_bytes_come_with_the_whole_length(fetching, site, film):
    fetcher = await fetching(site.url)
    assert await fetcher.prefix(site.url + "/film.mp4") == (film[:4096], 16384)
    assert await fetcher.prefix(site.url + "/film.mp4", 3) == (film[:3], 16384)


async def test_a_server_without_ranges_is_asked_no_more_than_the_first_bytes(fetching, site, film):
    site.pages["/whole"] = web.Response(body=film)
    assert await (await fetching(site.url)).prefix(site.url + "/whole", 10) == (film[:10], 16384)


async def test_an_empty_file_has_no_first_bytes(fetching, site):
    fetcher = await fetching(site.url)
    site.pages["/"] = web.Response(status=416, headers={"Content-Range": "bytes */0"})
    assert await fetcher.prefix(site.url + "/") == (b"", 0)
    site.pages["/"] = web.Response(status=416)
    with pytest.raises(BadStatus):
        await fetcher.prefix(site.url + "/")
    site.pages["/"] = web.Response(status=206, body=b"abc", headers={"Content-Range": "bytes 0-2/*"})
    assert await fetcher.prefix(site.url + "/") == (b"abc", None)


async def chunked(request):
    response = web.StreamResponse()
    response.enable_chunked_encoding()
    await response.prepare(request)
    await response.write(b"mo")
    await response.write(b"vie")
    return response


@pytest.mark.parametrize("page", [web.Response(body=b"movie"), chunked])
async def test_a_fetched_file_becomes_a_source_of_known_length(fetching, site, page):
    site.pages["/"] = page
    async with (await fetching(site.url)).open(site.url + "/") as fetched, fetched.source(limit=5) as source:
        assert source.length == 5
        assert b"".join([chunk async for chunk in source.chunks]) == b"movie"


@pytest.mark.parametrize("page", [web.Response(body=b"movie"), chunked])
async def test_a_file_beyond_the_limit_is_too_large(fetching, site, page):
    site.pages["/"] = page
    with pytest.raises(TooLarge):
        async with (await fetching(site.url)).open(site.url + "/") as fetched, fetched.source(limit=4):
            pytest.fail("entered")


async def test_a_file_that_breaks_off_is_not_taken_for_whole(fetching):
    async def connection(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nmo")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(Truncated):
            await read(await fetching(url), url)


async def test_a_compressed_answer_has_no_length_of_its_own(fetching, site):
    body = gzip.compress(b"x" * 1000)
    site.pages["/"] = web.Response(body=body, headers={"Content-Encoding": "gzip"})
    fetched, read_body = await read(await fetching(site.url), site.url + "/")
    assert fetched.length is None
    assert read_body == b"x" * 1000


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="my film.mp4"', "my film.mp4"),
        ("attachment; filename*=UTF-8''%E5%9F%8E.mp4", "城.mp4"),
        ('attachment; filename="../../x.mp4"', "x.mp4"),
        ("attachment", "a b.mov"),
        ("", "a b.mov"),
        ("nonsense; ;;=", "a b.mov"),
    ],
)
async def test_a_file_is_called_what_the_server_or_the_link_calls_it(fetching, site, disposition, name):
    site.pages["/x/a b.mov"] = web.Response(headers={"Content-Disposition": disposition})
    fetched, _ = await read(await fetching(site.url), site.url + "/x/a%20b.mov")
    assert fetched.name == name


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_header_gives_a_name_and_a_length(disposition, length):
    headers = [(b"Content-Disposition", disposition), (b"Content-Length", length)]
    response = httpx.Response(200, headers=headers)
    assert fetch._name(response, httpx.URL("http://x/"))
    assert fetch._length(response) is None or fetch._length(response) >= 0


async def test_through_a_proxy_names_are_its_own_business_but_private_ones_stay_forbidden(fetching, site):
    site.pages["/a"] = web.Response(body=b"movie")
    fetcher = await fetching(proxy=site.url, resolve=naming(inside_example=["10.0.0.1"]))
    assert (await read(fetcher, "http://elsewhere.example/a"))[1] == b"movie"
    assert site.asked[0].headers["Host"] == "elsewhere.example"
    with pytest.raises(Forbidden):
        await read(fetcher, "http://inside.example/a")


async def test_no_error_and_no_repr_shows_the_link(fetching, site):
    site.pages["/s3cret"] = web.Response(status=404)
    fetcher = await fetching(site.url)
    for url in (f"{site.url}/s3cret", "http://10.0.0.1/s3cret", "ftp://s3cret"):
        with pytest.raises(FetchError) as caught:
            await read(fetcher, url)
        assert "s3cret" not in f"{caught.value} {caught.value!r}"
    site.pages["/s3cret"] = web.Response()
    fetched, _ = await read(fetcher, f"{site.url}/s3cret")
    assert "s3cret" not in repr(fetched).replace("name='s3cret'", "")


async def test_the_real_resolver_finds_this_host():
    assert set(await fetch.resolve("localhost", 80)) & {"127.0.0.1", "::1"}


async def test_an_address_that_answered_and_failed_is_not_followed_by_another(fetching, monkeypatch):
    monkeypatch.setattr(fetch, "is_public", lambda _address: True)
    connections = []

    async def connection(reader, writer):
        connections.append(await reader.readuntil(b"\r\n\r\n"))
        writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        fetcher = await fetching(resolve=naming(two_example=["127.0.0.1", "127.0.0.1"]))
        with pytest.raises(Unreachable):
            await read(fetcher, f"http://two.example:{port}/")
    assert len(connections) == 1
