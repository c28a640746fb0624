"""A part of `python -m bench requests`: what people ask for, and what their films measure."""

import pytest

from bench.requests import judge_all
from bench.requests.blind import BLIND
from bench.requests.cases import CASES
from bench.requests.second_blind import SECOND_BLIND
from bench.requests.third_blind import THIRD_BLIND

SOME = (*CASES[::18], *BLIND[1::18], *SECOND_BLIND[1::18], *THIRD_BLIND[1::18])


@pytest.fixture(scope="module")
async def results(tmp_path_factory):
    return await judge_all(SOME, tmp_path_factory.mktemp("requests"))


@pytest.mark.parametrize("number", range(len(SOME)), ids=lambda number: SOME[number].words)
async def test_a_request_is_done_right_or_refused_in_words(results, number):
    result = results[number]
    assert result.verdict in {"right", "named no"}, result.why


async def test_nearly_all_are_done_right(results):
    assert sum(result.verdict == "right" for result in results) >= 0.85 * len(results)
