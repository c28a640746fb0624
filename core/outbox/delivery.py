"""Sending the answers that must arrive. An answer is sent once, and once more with a mark if its outcome is unknown.

Every answer to a request goes through `Delivery.send`, which never sends it a third time. Of one that takes several
messages each is recorded as it arrives, and the next try goes on behind them. An answer that cannot be
delivered is stored until the user writes again. Nobody gets an old answer as if it were new: after a day it says so,
and one that is stale waits for the user as if it could not be delivered.
"""

import dataclasses
import logging

from core import progress
from core.engine.clock import Clock, SteadyTime
from core.engine.journal import Journal
from core.media.errors import MediaError
from core.model.chat import Address, ChatPlatform, DeliveryUnknown, NotAllowed, NotSent, Post, Rest, Role, TooLarge
from core.model.first_times import HOUR_SECONDS
from core.model.limits import DAY_SECONDS
from core.model.measures import Measures
from core.model.messages import Messages
from core.model.pending import Pending
from core.model.requests import Request
from core.outbox.request_log import log_stage
from core.progress import Sent
from core.words.amounts import days_words
from core.words.phrases import say

log = logging.getLogger(__name__)

_NOTHING_ARRIVED = (NotSent, MediaError)  # MediaError: the film broke off, so the platform has no whole message
_LONGEST_WAIT_SECONDS = 3600.0  # of what is left of a wait after a restart; platforms ask for seconds or minutes
ATTEMPTS = 5  # a platform that asks to wait that often is treated as one that refuses


def _with(post: Post, more: str) -> Post:
    """Return a message with a paragraph more, which is also seen where the rest is folded away."""
    folded = post.folded and dataclasses.replace(post.folded, lead=f"{post.folded.lead}\n\n{more}".strip())
    return dataclasses.replace(post, text=f"{post.text}\n\n{more}", folded=folded)


async def _yes() -> bool:
    return True


class Delivery:
    """Sends the answers of one request."""

    def __init__(
        self,
        platform: ChatPlatform,
        request: Request,
        journal: Journal,
        messages: Messages,
        pending: Pending,
        clock: Clock,
        steady: SteadyTime,
        measures: Measures,
        *,
        stale_seconds: float,
    ) -> None:
        self._platform = platform
        self._request = request
        self._journal = journal
        self._messages = messages
        self._pending = pending
        self._clock = clock
        self._steady = steady
        self._measures = measures
        self._stale_seconds = stale_seconds

    async def send(self, name: str, post: Post) -> Sent:
        """Send a message under a step name unique in the request, and return its key where it is known.

        Raises:
            Suspend, Cancelled, StorageError: as the journal's verbs do.
            TooLarge: the film in it does not fit the platform, whatever its capabilities said.
            NotAllowed: the bot may send no film there.
            MediaError: the film in it could not be read; nothing was sent.
        """
        request = self._request.reference
        for attempt in range(ATTEMPTS):
            wait = progress.resend_wait(name, attempt)
            if self._journal.knows(wait):  # the wait began before a restart, and may not be over
                await self._journal.sleep(wait, _LONGEST_WAIT_SECONDS)
                continue
            if self._age > self._stale_seconds and not self._was_sent(name, attempt):
                log.info("%s: %s is sent to nobody, %.0f h after the request", request, name, self._age / HOUR_SECONDS)
                marked, intent = progress.marked(name), progress.resend(name, attempt)
                repeated = self._journal.knows(marked) or self._journal.began(intent)
                return await self._keep_undelivered(name, self._marked(post) if repeated else post)
            try:
                return await self._try(name, progress.resend(name, attempt), post)
            except NotSent as refusal:
                if isinstance(refusal, TooLarge | NotAllowed) and post.film and post.film.open:
                    raise
                if refusal.retry_seconds is None:
                    log.info("%s: %s was not sent: %s", request, name, refusal)
                    break
                log.info(
                    "%s: %s was not sent: %s; it is tried again in %g s",
                    *(request, name, refusal, refusal.retry_seconds),
                )
                await self._journal.sleep(wait, refusal.retry_seconds)
        return await self._keep_undelivered(name, post)

    @property
    def _age(self) -> float:
        """Seconds since the request, and no more, whoever has set the clock meanwhile."""
        return self._steady.earliest() - self._request.accepted_at

    def _was_sent(self, name: str, attempt: int) -> bool:
        """Return whether an answer has arrived, or a part of it, or its repetition may have."""
        arrived = self._journal.knows(progress.resend(name, attempt)) or self._sent_parts(name)
        return bool(arrived) or self._journal.began(progress.repetition(name))

    async def _try(self, name: str, attempt: str, post: Post) -> Sent:
        """Make one attempt. After an outcome was unknown, every later message carries the mark."""
        journal, marked = self._journal, progress.marked(name)

        async def first() -> Sent:
            if journal.knows(progress.repetition(name)):  # release 0.1.0 wrote it also for one that has to wait
                return await self._post(name, post, marked=True)
            return await (self._repeat(name, post) if journal.knows(marked) else self._post(name, post))

        async def again(_: int) -> Sent:
            await journal.step(marked, _yes, bool)
            return await self._repeat(name, post)

        if not journal.knows(attempt):
            await self._platform.wait_for_budget(self._request.target, post)
        try:
            return await journal.effect(attempt, first, again, Sent, undone=_NOTHING_ARRIVED)
        except DeliveryUnknown:  # the intent stands without an outcome, as after a crash
            return await journal.effect(attempt, first, again, Sent, undone=_NOTHING_ARRIVED)

    async def _repeat(self, name: str, post: Post) -> Sent:
        """Send the marked repetition, unless this or another process may have sent it; its key where it is known."""
        sent = Sent(None)

        async def repetition() -> bool:
            nonlocal sent
            sent = await self._post(name, post, marked=True)
            return True

        async def sent_before(_: int) -> bool:
            return True

        try:
            await self._journal.effect(
                progress.repetition(name), repetition, sent_before, bool, undone=_NOTHING_ARRIVED
            )
        except DeliveryUnknown:
            log.warning("%s: it is unknown whether %s arrived", self._request.reference, name)
        return sent

    @property
    def _mark(self) -> str:
        return say(self._request.language, "recovered.mark")

    def _marked(self, post: Post) -> Post:
        return _with(post, self._mark)

    def _dated(self, post: Post) -> Post:
        """Return an answer that says when it was asked for, once that is a day ago."""
        if post.role is not Role.ANSWER or self._age <= DAY_SECONDS:
            return post
        language = self._request.language
        return _with(post, say(language, "answer.late", ago=days_words(self._age // DAY_SECONDS, language)))

    def _sent_parts(self, name: str) -> list[Sent]:
        """Return the messages of an answer of several that have arrived, in order."""
        parts: list[Sent] = []
        while (one := self._journal.outcome(progress.part(name, len(parts)), Sent)) is not None:
            parts.append(one)
        return parts

    async def _post(self, name: str, post: Post, *, marked: bool = False) -> Sent:
        """Post an answer, or what is left of one of several messages: what has arrived is not posted again."""
        parts, at = self._sent_parts(name), self._request.address
        last = parts[-1] if parts else None
        if last and not last.left:
            return last

        async def arrived(address: Address, key: str, left: int) -> None:
            nonlocal at
            at = address
            if left or parts:  # one alone is told by its outcome
                sent = Sent(key, self._elsewhere(address), left)
                await self._journal.record(progress.part(name, len(parts)), sent, Sent)
                parts.append(sent)
            await self._journal.surely(
                lambda: self._messages.sent(
                    address,
                    key,
                    request=self._request.id,
                    project=post.project or self._request.project,
                    role=post.role.value,
                    text=post.text,
                    now=self._clock.time(),
                )
            )

        if last is None:
            dated = self._dated(post)
            key = await self._platform.send(self._request.target, self._marked(dated) if marked else dated, arrived)
        else:
            rest = Rest(len(parts), last.left, self._mark)
            key = await self._platform.send(self._request.target, post, arrived, rest)
        if post.role is Role.ANSWER:
            request, seconds = self._request, self._clock.time() - self._request.accepted_at
            log_stage("delivered", request.id, request.address.platform, seconds)
            self._measures.delivered(request.address.platform)
        return Sent(key, self._elsewhere(at))

    def _elsewhere(self, address: Address) -> str:
        return "" if address == self._request.address else str(address)

    async def _keep_undelivered(self, name: str, post: Post) -> Sent:
        """Keep what could not be sent until the asker writes again; but what nobody else may see is not said then."""
        if post.ephemeral:
            log.warning("%s: %s is dropped, since it was for the asker alone", self._request.reference, name)
            return Sent(None)

        async def keep_undelivered() -> Sent:
            text = post.text if post.film is None else f"{post.text}\n{post.film.link}"
            await self._pending.keep_undelivered(self._request.address, self._request.sender.id, self._request.id, text)
            return Sent(None)

        log.warning("%s: %s is stored until the user writes again", self._request.reference, name)
        return await self._journal.step(progress.kept_undelivered(name), keep_undelivered, Sent)
