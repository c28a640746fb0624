"""How many requests Discord takes now, as its responses tell (Discord developer documentation, "Rate Limits").

A bucket is a route with its channel, guild or webhook; several routes may share one, which their responses name. Until
the first response nothing is known of a bucket, so that one request at a time is sent.

Of the requests that wait for a bucket the results go first, then what was promised; progress gets what they leave.

Discord bars an address after 10,000 invalid requests in ten minutes (as above, "Invalid Request Limit aka Cloudflare
Bans"): for all bots and processes behind it, whichever token they use. Half of that is ours.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from discord.http import Route

from core.engine.clock import Clock
from core.model.chat import Priority

_RESPONSE_SECONDS: Final = 0.5  # after which a request that is under way has probably told its bucket's budget
_RESERVED_SECONDS: Final = 1.0  # enough to commit an intent before the call
_MAX_KEPT: Final = 1000
_MAX_INVALID: Final = 5000
_INVALID_SECONDS: Final = 600.0
_INVALID: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Bucket:
    """`left` requests of `limit` may be sent until `ends`, on the clock; then `limit` again.

    `sent` is when each request without a response was sent, `reserved` until when each room is kept for a request that
    is about to come, `waiting` how many requests wait.
    """

    limit: int = 1
    left: int = 1
    ends: float = float("-inf")
    sent: list[float] = field(default_factory=list)
    reserved: list[float] = field(default_factory=list)
    waiting: Counter[Priority] = field(default_factory=Counter)

    def wait(self, now: float, priority: Priority) -> float:
        """Return the seconds until one more request may be sent."""
        self.reserved = [until for until in self.reserved if until > now]
        # an upload may take minutes: once the period is over, it is no reason to hold the others back
        sent = [at for at in self.sent if now < self.ends or at > now - _RESPONSE_SECONDS]
        before = sum(count for other, count in self.waiting.items() if other > priority)
        if (self.limit if now >= self.ends else self.left) > len(sent) + len(self.reserved) + before:
            return 0.0
        if now < self.ends:
            return self.ends - now
        free_from = (*(at + _RESPONSE_SECONDS for at in sent), *self.reserved, now + _RESPONSE_SECONDS)
        return min(free_from) - now

    def idle(self, now: float) -> bool:
        """Whether it holds nothing that still counts."""
        kept = self.sent or self.waiting.total() or any(until > now for until in self.reserved)
        return self.ends <= now and not kept


class RateLimits:
    """The buckets of this process, and the limit that all of them share."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._names: dict[str, str] = {}  # of a route's bucket, as Discord told it
        self._buckets: dict[str, _Bucket] = {}
        self._all_from = float("-inf")  # on the clock: from when on any request of the bot's token may be sent again
        self._barred_until = float("-inf")  # on the clock, as the next
        self._invalid_since, self._invalid = float("-inf"), 0

    def wait(self, route: Route, priority: Priority) -> float:
        """Return the seconds until a request may be sent; 0: now."""
        now = self._clock.monotonic()
        own = max(self._bucket(route).wait(now, priority), self._barred_until - now)
        return own if route.webhook_token else max(own, self._all_from - now)

    def reserve(self, route: Route) -> None:
        """Keep room for a request that is about to come, for a second."""
        self._bucket(route).reserved.append(self._clock.monotonic() + _RESERVED_SECONDS)

    def release(self, route: Route) -> None:
        """Give back the room that is kept longest."""
        del self._bucket(route).reserved[:1]

    @contextmanager
    def waiting(self, routes: Iterable[Route], priority: Priority) -> Iterator[None]:
        """Keep the next room of each route from what goes after this priority, during the block."""
        buckets = [self._bucket(route) for route in routes]
        for bucket in buckets:
            bucket.waiting[priority] += 1
        try:
            yield
        finally:
            for bucket in buckets:
                bucket.waiting[priority] -= 1

    @contextmanager
    def counted(self, route: Route) -> Iterator[None]:
        """Count a request that the block sends."""
        bucket, now = self._bucket(route), self._clock.monotonic()
        if now >= bucket.ends:
            bucket.left = bucket.limit
        bucket.sent.append(now)
        try:
            yield
        finally:
            bucket.sent.remove(now)

    def update(self, route: Route, headers: Mapping[str, str]) -> None:
        """Take over what a response told of its bucket."""
        now = self._clock.monotonic()
        try:
            limit, left = int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"])
            ends = now + float(headers["X-RateLimit-Reset-After"])
        except (KeyError, ValueError):
            return
        bucket = self._bucket(route)
        if name := headers.get("X-RateLimit-Bucket"):
            self._names[route.key] = name
            bucket = self._buckets.setdefault(self._key(route), bucket)  # with who waits for it
        bucket.left = min(left, bucket.left) if now < bucket.ends else left  # a response may overtake a later one
        bucket.limit, bucket.ends = max(limit, 1), ends

    def refuse(self, route: Route, seconds: float, *, everywhere: bool) -> None:
        """Note that Discord takes no request for so many seconds: of this bucket, or `everywhere`."""
        until = self._clock.monotonic() + seconds
        if everywhere:
            self._all_from = until
        else:
            bucket = self._bucket(route)
            bucket.left, bucket.ends = 0, until

    def bar(self, seconds: float) -> None:
        """Note that no request reaches Discord for so many seconds, whichever token it has."""
        self._barred_until = max(self._barred_until, self._clock.monotonic() + seconds)

    def count_invalid(self, status: int, scope: str | None) -> None:
        """Count a response that Discord counts as invalid; a limit that is `scope` "shared" is no fault of ours."""
        if status not in _INVALID or (status == HTTPStatus.TOO_MANY_REQUESTS and scope == "shared"):
            return
        now = self._clock.monotonic()
        if now - self._invalid_since >= _INVALID_SECONDS:
            self._invalid_since, self._invalid = now, 0
        self._invalid += 1
        if self._invalid == _MAX_INVALID:
            seconds = self._invalid_since + _INVALID_SECONDS - now
            log.error(
                "Discord refused %d requests in ten minutes (HTTP %d at last), and bars this address after twice as"
                " many: nothing is sent for %.0f s. Is the token still good, and may the bot post where it is asked?",
                *(self._invalid, status, seconds),
            )
            self.bar(seconds)

    def _bucket(self, route: Route) -> _Bucket:
        if len(self._buckets) >= _MAX_KEPT:
            now = self._clock.monotonic()
            self._buckets = {key: one for key, one in self._buckets.items() if not one.idle(now)}
        return self._buckets.setdefault(self._key(route), _Bucket())

    def _key(self, route: Route) -> str:
        return f"{self._names.get(route.key, route.key)} {route.major_parameters}"
