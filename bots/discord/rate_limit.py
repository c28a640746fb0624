"""How many requests Discord takes now, as its responses tell (Discord developer documentation, "Rate Limits").

A bucket is a route with its channel, guild or webhook; several routes may share one, which their responses name. Until
the first response nothing is known of a bucket, so that one request at a time is sent.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from discord.http import Route

from core.engine.clock import Clock

_RESPONSE_SECONDS: Final = 0.5  # after which a request that is under way has probably told its bucket's budget
_MAX_KEPT: Final = 1000


@dataclass(slots=True)
class _Bucket:
    """`left` requests of `limit` may be sent until `ends`, on the clock; then `limit` again."""

    limit: int = 1
    left: int = 1
    ends: float = float("-inf")
    sent: int = 0  # without a response yet

    def wait(self, now: float) -> float:
        """Return the seconds until one more request may be sent."""
        if (self.limit if now >= self.ends else self.left) > self.sent:
            return 0.0
        return self.ends - now if now < self.ends else _RESPONSE_SECONDS


class RateLimits:
    """The buckets of this process, and the limit that all of them share."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._names: dict[str, str] = {}  # of a route's bucket, as Discord told it
        self._buckets: dict[str, _Bucket] = {}
        self._all_from = float("-inf")  # on the clock: from when on any request may be sent again

    def wait(self, route: Route) -> float:
        """Return the seconds until a request may be sent; 0: now."""
        now = self._clock.monotonic()
        own = self._bucket(route).wait(now)
        return own if route.webhook_token else max(own, self._all_from - now)

    @contextmanager
    def counted(self, route: Route) -> Iterator[None]:
        """Count a request that the block sends."""
        bucket = self._bucket(route)
        if self._clock.monotonic() >= bucket.ends:
            bucket.left = bucket.limit
        bucket.sent += 1
        try:
            yield
        finally:
            bucket.sent -= 1

    def update(self, route: Route, headers: Mapping[str, str]) -> None:
        """Take over what a response told of its bucket."""
        now = self._clock.monotonic()
        try:
            limit, left = int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"])
            ends = now + float(headers["X-RateLimit-Reset-After"])
        except (KeyError, ValueError):
            return
        if name := headers.get("X-RateLimit-Bucket"):
            self._names[route.key] = name
        bucket = self._bucket(route)
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

    def _bucket(self, route: Route) -> _Bucket:
        if len(self._buckets) >= _MAX_KEPT:
            now = self._clock.monotonic()
            self._buckets = {key: one for key, one in self._buckets.items() if one.ends > now or one.sent}
        return self._buckets.setdefault(f"{self._names.get(route.key, route.key)} {route.major_parameters}", _Bucket())
