from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.errors import Truncated
from core.media.peek import peek
from core.media.source import ByteSource, exactly


async def pieces(*chunks: bytes):
    for chunk in chunks:
        yield chunk


@given(st.lists(st.binary(max_size=9)), st.integers(0, 40))
async def test_a_look_at_the_beginning_loses_nothing(chunks, n):
    whole = b"".join(chunks)
    first, source = await peek(ByteSource(len(whole), pieces(*chunks)), n)
    assert first == whole[:n]
    assert source.length == len(whole)
    assert b"".join([chunk async for chunk in source.chunks]) == whole


async def test_a_source_that_ends_early_says_so_at_once():
    with pytest.raises(Truncated):
        await peek(ByteSource(9, exactly(9, pieces(b"abc"))), 4)
