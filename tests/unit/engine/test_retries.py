"""A call that is made again: how often, after how long, and what the log says of it."""

import asyncio

import pytest
from tenacity import stop_after_attempt, stop_never, wait_chain, wait_fixed

from core.engine.retries import logged, retry


class Broken(Exception):
    pass


class Other(Exception):
    pass


class Recorder:
    """A clock that notes each wait and does not wait."""

    def __init__(self):
        self.slept = []

    async def sleep(self, seconds):
        self.slept.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def tried(recorder):
    """`await tried(Broken(), "value")`: each answer in turn, an exception is raised."""

    def run(*answers, wait=None, stop=None):
        left = list(answers)

        async def call():
            answer = left.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            return answer

        wait = wait or wait_chain(wait_fixed(1.0), wait_fixed(4.0))
        stop = stop or stop_after_attempt(3)
        return retry(call, on=Broken, wait=wait, stop=stop, clock=recorder, before_sleep=logged("the call"))

    return run


async def test_a_call_that_succeeds_is_made_once_and_logs_nothing(tried, recorder, caplog):
    assert await tried("value") == "value"
    assert recorder.slept == []
    assert caplog.messages == []


async def test_each_repetition_waits_its_own_seconds_and_leaves_one_line(tried, recorder, caplog):
    assert await tried(Broken("one"), Broken(), "value") == "value"
    assert recorder.slept == [1.0, 4.0]
    assert caplog.messages == [
        "the call failed (one); it is repeated in 1 s",
        "the call failed (Broken); it is repeated in 4 s",
    ]


async def test_the_last_error_goes_up_when_the_attempts_are_used_up(tried, recorder):
    with pytest.raises(Broken, match="three"):
        await tried(Broken("one"), Broken("two"), Broken("three"), "never")
    assert recorder.slept == [1.0, 4.0]


@pytest.mark.parametrize("answers", [(Other(),), (Broken(), Other())])
async def test_an_error_of_another_kind_goes_up_at_once(tried, recorder, answers):
    with pytest.raises(Other):
        await tried(*answers, "never")
    assert len(recorder.slept) == len(answers) - 1


async def test_without_an_end_it_is_tried_until_it_goes_well(tried, recorder):
    assert await tried(*[Broken()] * 50, "value", wait=wait_fixed(0.5), stop=stop_never) == "value"
    assert recorder.slept == [0.5] * 50


async def test_a_task_cancelled_while_it_waits_is_cancelled(tried, recorder):
    async def forever(_):
        await asyncio.Event().wait()

    recorder.sleep = forever
    task = asyncio.create_task(tried(Broken(), "never"), name="tried")
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
