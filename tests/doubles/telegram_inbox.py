"""Updates on their way to the bot: held until an offset confirms them or a webhook answers 200.

That, the kinds that come on request, the conflict of two pollers and the secret of a webhook are documented
[telegram.updates, telegram.updates.kinds, telegram.conflict, telegram.webhook.secret].
"""

import asyncio
import itertools
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.doubles.telegram_refusal import Refused

# Sent only to those who ask for them by name (core.telegram.org/bots/api#getupdates).
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE = 700_000_001
HOOK_RETRY_SECONDS = 0.05
HOOK_SECONDS = 10

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass
class Webhook:
    """Where updates are pushed to, and how that went."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    error: str = ""
    error_at: int = 0
    delivered: int = 0


class Inbox:
    """The queue of one bot."""

    def __init__(self) -> None:
        self._numbers = itertools.count(FIRST_UPDATE)
        self._queue: dict[int, dict[str, Any]] = {}
        self._allowed: frozenset[str] | None = None
        self._waiting: asyncio.Future[bool] | None = None
        self._busy: set[tuple[str, int]] = set()
        self._pushes: set[asyncio.Task[None]] = set()
        self._pusher: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self.webhook: Webhook | None = None
        self.reverse_proxy = ""  # http://127.0.0.1:port standing for the public name of the webhook
        self.conflicts = 0
        self.polls = 0

    @property
    def allowed(self) -> list[str]:
        """The kinds of updates that were asked for by name, as WebhookInfo tells: documented [telegram.webhook]."""
        return sorted(self._allowed or ())

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """What no bot has confirmed yet."""
        return list(self._queue.values())

    @property
    def polled(self) -> bool:
        """Whether a poller waits right now."""
        return self._waiting is not None

    def push(self, kind: str, payload: Any, *, chat: int = 0) -> int | None:
        """Queue an update and return its number; None when the bot does not want this kind."""
        wanted = kind not in ON_REQUEST if not self._allowed else kind in self._allowed
        if not wanted:
            return None
        number = next(self._numbers)
        self._queue[number] = {"update_id": number, kind: payload}
        self.wake()
        return number

    async def poll(self, offset: int, limit: int, seconds: float, allowed: Collection[str] | None) -> list[Any]:
        """Answer getUpdates. Raises Refused for the poller that another one pushes out."""
        if self.webhook:
            self.conflicts += 1
            raise Refused(409, HOOKED, breach=False)
        self.polls += 1
        if allowed is not None:
            self._allowed = frozenset(allowed)
        if offset < 0:
            offset = next(iter(list(self._queue)[offset:]), 0)
        self._queue = {number: update for number, update in self._queue.items() if number >= offset}
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(False)
        if not self._queue and seconds > 0:
            await self._wait(seconds)
        return list(self._queue.values())[:limit]

    async def hook(self, webhook: Webhook | None, allowed: Collection[str] | None, *, drop: bool) -> None:
        """Set or end the webhook."""
        if drop:
            self._queue.clear()
        if allowed is not None:
            self._allowed = frozenset(allowed)
        await self.stop()
        self.webhook = webhook
        if webhook is not None:
            if self._waiting is not None and not self._waiting.done():
                self._waiting.set_result(False)
            self._pusher = asyncio.create_task(self._push_on(webhook), name="webhook")

    async def stop(self) -> None:
        """End the pushing."""
        tasks = [*self._pushes, *([self._pusher] if self._pusher else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._pusher = None
        self._busy.clear()

    def wake(self) -> None:
        """Let a poll that is waiting come back."""
        self._arrived.set()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(True)

    async def _wait(self, seconds: float) -> None:
        mine = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                mine_alone = await mine
        except TimeoutError:
            return
        finally:
            if self._waiting is mine:
                self._waiting = None
        if not mine_alone:
            self.conflicts += 1
            raise Refused(409, CONFLICT)

    async def _push_on(self, webhook: Webhook) -> None:
        """Push what is queued, in order within its queue, side by side for others, again until it is taken."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(HOOK_SECONDS)) as client:
            while True:
                self._arrived.clear()
                for number, update in list(self._queue.items()):
                    queue = _queue_of(update)
                    if queue in self._busy or len(self._busy) >= webhook.max_connections:
                        continue
                    self._busy.add(queue)
                    task = asyncio.create_task(self._push(client, webhook, number, queue), name=f"push {number}")
                    self._pushes.add(task)
                    task.add_done_callback(self._pushes.discard)
                await self._arrived.wait()

    async def _push(self, client: aiohttp.ClientSession, webhook: Webhook, number: int, queue: tuple[str, int]) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        try:
            async with client.post(self._reachable(webhook.url), json=self._queue[number], headers=headers) as answer:
                await answer.read()
                problem = "" if answer.ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            problem = f"Connection failed: {type(error).__name__}"
        if problem:
            webhook.error, webhook.error_at = problem, int(time.time())
            await asyncio.sleep(HOOK_RETRY_SECONDS)
        else:
            webhook.delivered += 1
            self._queue.pop(number, None)
        self._busy.discard(queue)
        self._arrived.set()

    def _reachable(self, url: str) -> str:
        if not self.reverse_proxy:
            return url
        path = "/" + url.split("://", 1)[1].partition("/")[2]
        return self.reverse_proxy.rstrip("/") + path


def _queue_of(update: dict[str, Any]) -> tuple[str, int]:
    """Return within what a webhook is brought updates one after the other.

    Messages of a chat and their edits are one queue, presses of a person another, and so is where the bot is a member:
    each may overtake the others: reported [telegram.webhook.order] (telegram-bot-api 01a3679, Client.cpp,
    `webhook_queue_id` of `add_update`).
    """
    if "callback_query" in update:
        return "callback_query", int(update["callback_query"]["from"]["id"])
    return "my_chat_member" if "my_chat_member" in update else "message", _chat_of(update)


def _chat_of(update: dict[str, Any]) -> int:
    for value in update.values():
        if isinstance(value, dict):
            message = value.get("message", value)
            if isinstance(message, dict) and isinstance(message.get("chat"), dict):
                return int(message["chat"].get("id", 0))
    return 0
