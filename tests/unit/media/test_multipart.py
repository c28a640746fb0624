from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.errors import Overlong, Truncated
from core.media.multipart import multipart_body
from core.media.source import ByteSource


async def pieces(*chunks: bytes):
    for chunk in chunks:
        yield chunk


async def body(framed) -> bytes:
    return b"".join([chunk async for chunk in framed.chunks])


async def test_a_file_is_framed_exactly():
    framed = multipart_body("files", "a.mp4", "video/mp4", ByteSource(4, pieces(b"da", b"ta")), boundary="B")
    assert framed.content_type == "multipart/form-data; boundary=B"
    assert await body(framed) == (
        b'--B\r\nContent-Disposition: form-data; name="files"; filename="a.mp4"\r\n'
        b"Content-Type: video/mp4\r\n\r\ndata\r\n--B--\r\n"
    )


@pytest.mark.parametrize(
    ("filename", "sent"),
    [
        ("城市.mp4", "城市.mp4".encode()),
        ('a"; filename="b', b"a%22; filename=%22b"),
        ("a\r\nX: y", b"a%0D%0AX: y"),
        ("a\0b", b"ab"),
        ("a\ud800", b"a?"),
    ],
)
async def test_no_file_name_can_break_out_of_its_quotes(filename, sent):
    framed = multipart_body("files", filename, "video/mp4", ByteSource(0, pieces()), boundary="B")
    head = (await body(framed)).split(b"\r\n\r\n")[0]
    assert b'filename="' + sent + b'"' in head
    assert head.count(b"\r\n") == 2


@pytest.mark.parametrize("media_type", ["", "video", "video/mp4\r\nX: y", "a b/c"])
async def test_a_type_that_is_none_is_sent_as_plain_bytes(media_type):
    framed = multipart_body("files", "a", media_type, ByteSource(0, pieces()))
    assert b"Content-Type: application/octet-stream\r\n\r\n" in await body(framed)


def test_every_body_has_a_boundary_of_its_own():
    kinds = {multipart_body("f", "a", "a/b", ByteSource(0, pieces())).content_type for _ in range(9)}
    assert len(kinds) == 9


@given(st.text(), st.text(), st.text(), st.lists(st.binary()))
async def test_the_length_is_known_before_the_first_byte(name, filename, media_type, chunks):
    source = ByteSource(sum(map(len, chunks)), pieces(*chunks))
    framed = multipart_body(name, filename, media_type, source)
    assert len(await body(framed)) == framed.length


@pytest.mark.parametrize(("length", "kind"), [(3, Truncated), (1, Overlong)])
async def test_a_source_that_breaks_its_promise_never_ends_the_form(length, kind):
    framed = multipart_body("files", "a", "a/b", ByteSource(length, pieces(b"xx")), boundary="B")
    sent = []

    async def send():
        async for chunk in framed.chunks:
            sent.append(chunk)  # noqa: PERF401 - what came before the error counts

    with pytest.raises(kind):
        await send()
    assert b"--B--" not in b"".join(sent)
