"""The small values: handles, references, refusals, deferred responses."""

import asyncio

import aiohttp
import discord
import pytest

from bots.discord.attachments import FileRef, expires_at, ref_of
from bots.discord.deferred_responses import DeferredResponses
from bots.discord.handle import Handle, InteractionReply, handle_of
from bots.discord.permissions import cannot_post, missing_permissions
from bots.discord.refusals import MessageRefused, RouteClosed, as_chat_errors
from core.engine.codec import to_json
from core.model.attachments import Attachment
from core.model.chat import Address, DeliveryUnknown, NotSent, Target, TooLarge

REPLY = InteractionReply(1, 2, 3.0, token="aW50ZXJhY3Rpb246planted", ephemeral=True)


class Answer:
    def __init__(self, status, **headers):
        self.status, self.reason, self.headers = (
            status,
            "",
            {name.replace("_", "-"): text for name, text in headers.items()},
        )


def refused(status, code=0, **headers):
    kind = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}.get(
        status, discord.HTTPException
    )
    return kind(Answer(status, **headers), {"code": code, "message": "no"})


def test_a_handle_travels_as_text_and_hides_its_token_in_a_repr():
    handle = Handle(7, 8, lacks=("send_messages",), reply=REPLY)
    assert handle_of(Target(Address("discord", "8", "7"), False, "5", handle=handle.text())) == handle
    assert "planted" not in repr(handle)


def test_a_handle_of_a_request_that_the_first_release_accepted_is_understood():
    handle = (
        '{"channel":7,"guild":8,"posts":true,"limit":10485760,"locale":"en-US","lacks":["send_messages"],"message":9,'
        '"react":true,"reply":{"interaction":1,"application":2,"at":3.0,"token":"aW50ZXJhY3Rpb246planted",'
        '"thinking":true,"ephemeral":true}}'
    )
    stored = Handle(7, 8, locale="en-US", lacks=("send_messages",), message=9, react=True, reply=REPLY)
    assert handle_of(Target(Address("discord", "8", "7"), False, "5", handle=handle)) == stored
    assert stored.text() == handle


@pytest.mark.parametrize(
    ("address", "channel", "guild"),
    [
        (Address("discord", "8", "7"), 7, 8),
        (Address("discord", "u5"), 0, None),
        (Address("discord", "u5", "7"), 7, None),
    ],
)
def test_without_a_handle_the_address_says_where(address, channel, guild):
    found = handle_of(Target(address, False, "5", "99"))
    assert (found.channel, found.guild, found.message) == (channel, guild, 99)


def test_an_address_says_itself_when_it_expires_at():
    assert expires_at("https://cdn.example/a.mp4?ex=65000000&is=1&hm=2") == 0x65000000
    assert expires_at("https://cdn.example/a.mp4") == float("inf")
    assert expires_at("https://cdn.example/a.mp4?ex=nonsense") == float("inf")


def test_a_file_of_a_request_that_the_first_release_accepted_is_found():
    ref = '{"url":"https://a.example/x?ex=1","id":5,"channel":6,"message":7}'
    assert ref_of(Attachment(ref, "x.mp4")) == FileRef("https://a.example/x?ex=1", 5, 6, 7)


def test_a_reference_of_somebody_else_is_none_of_ours():
    assert ref_of(Attachment("nobody-sent-this", "x.mp4")) is None
    assert ref_of(Attachment(to_json(FileRef("https://a.example", 1), FileRef), "x.mp4")) == FileRef(
        "https://a.example", 1
    )


@pytest.mark.parametrize(
    ("error", "kind", "seconds"),
    [
        (refused(413), TooLarge, None),
        (refused(400, 40005), TooLarge, None),
        (refused(403, 50013), RouteClosed, None),
        (refused(404, 10008), RouteClosed, None),
        (refused(401, 50027), RouteClosed, None),
        (refused(400, 40094), RouteClosed, None),
        (refused(400, 50035), MessageRefused, None),
        (refused(400, 200000), MessageRefused, None),
        (refused(403, 40003), NotSent, 60.0),
        (refused(400, 130000), NotSent, 60.0),
        (refused(400, 20016, Retry_After="12"), NotSent, 12.0),
        (refused(429, Retry_After="7"), NotSent, 7.0),
        (refused(429), NotSent, 60.0),
        (discord.RateLimited(90.0), NotSent, 90.0),
        (discord.LoginFailure("no"), NotSent, None),
    ],
)
def test_a_refusal_means_that_nothing_arrived(error, kind, seconds):
    with pytest.raises(kind) as said, as_chat_errors():
        raise error
    assert said.value.retry_seconds == seconds


@pytest.mark.parametrize(
    "error", [refused(500), aiohttp.ServerDisconnectedError(), TimeoutError(), ConnectionResetError()]
)
def test_a_broken_response_leaves_the_outcome_unknown(error):
    with pytest.raises(DeliveryUnknown), as_chat_errors():
        raise error


def test_an_error_of_our_own_is_not_a_chat_error():
    with pytest.raises(ZeroDivisionError), as_chat_errors():
        raise ZeroDivisionError


def test_in_a_thread_speaking_is_a_permission_of_its_own():
    everything = discord.Permissions.text()
    everything.update(send_messages_in_threads=False, view_channel=True)
    assert missing_permissions(everything, thread=False) == ()
    assert missing_permissions(everything, thread=True) == ("send_messages_in_threads",)
    assert "在子区中发送消息" in cannot_post(("send_messages_in_threads",), "zh")
    everything.update(send_messages_in_threads=True, send_messages=False)
    assert missing_permissions(everything, thread=False) == ("send_messages",)
    assert missing_permissions(everything, thread=True) == ()


async def test_a_response_is_filled_by_one_after_it_is_acknowledged():
    deferred, order = DeferredResponses(), []
    assert deferred.begin(1)
    assert not deferred.begin(1)

    async def write(name):
        async with deferred.exclusive(1) as response:
            order.append((name, response.filled))
            response.filled = 9

    waiting = [asyncio.create_task(write(name), name=name) for name in ("first", "second")]
    await asyncio.sleep(0.01)
    assert order == []
    deferred.acknowledge(1)
    await asyncio.gather(*waiting)
    assert order == [("first", None), ("second", 9)]
    assert deferred.filled(1) == 9


async def test_an_interaction_from_before_a_restart_is_not_known():
    deferred = DeferredResponses()
    deferred.acknowledge(5)
    async with deferred.exclusive(5) as response:
        assert not response.known
        assert not response.lost


def test_follow_ups_are_counted_only_as_far_as_allowed():
    deferred = DeferredResponses()
    assert [deferred.count_follow_up(1, most) for most in (2, 2, 2, 3, 3)] == [True, True, False, True, False]
