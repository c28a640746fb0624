"""How fast Discord lets a bot be, and what goes wrong when a test says so: buckets with 429, errors, broken lines.

A bucket is a route with its channel, guild or webhook; its headers, a 429's body, its `Retry-After` in whole seconds,
`X-RateLimit-Scope` and `X-RateLimit-Global` are documented [discord.pace], and 50 requests a second in all, answers to
interactions excepted, are documented [discord.pace.all]. The figures of the buckets are reported
[discord.pace.messages]: Discord names none and may change them.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

MESSAGES, WEBHOOKS, REACTIONS, OTHERS = "messages", "webhooks", "reactions", "others"

# requests and seconds of each bucket
BUCKETS: Mapping[str, tuple[int, float]] = {
    MESSAGES: (5, 5.0),
    WEBHOOKS: (5, 2.0),
    REACTIONS: (1, 0.25),
    OTHERS: (50, 1.0),
}
EVERYTHING = (50, 1.0)


@dataclass(slots=True)
class _Bucket:
    limit: int
    seconds: float
    left: int
    ends: float


class Pace:
    """The buckets; `scale` is how many real seconds one of Discord's lasts."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self.refused = 0
        self._everything = _Bucket(*EVERYTHING, 0, 0.0)
        self._buckets: dict[str, _Bucket] = {}

    def take_any(self) -> float | None:
        """Count one request of the bot's token; return the seconds to wait when it had too many of all kinds."""
        now, everything = time.monotonic(), self._everything
        if everything.ends <= now:
            limit, seconds = EVERYTHING
            everything.left, everything.ends = limit, now + seconds * self.scale
        wait = None if everything.left else everything.ends - now
        everything.left = max(everything.left - 1, 0)
        self.refused += wait is not None
        return wait

    def take(self, kind: str, method: str, major: str) -> tuple[float | None, dict[str, str]]:
        """Count one request; return the seconds to wait when there is no room, and the headers that tell."""
        now, key = time.monotonic(), f"{kind}:{method}:{major}"
        bucket = self._buckets.get(key)
        if bucket is None or bucket.ends <= now:
            limit, seconds = BUCKETS[kind]
            bucket = self._buckets[key] = _Bucket(limit, seconds * self.scale, limit, now + seconds * self.scale)
        wait = None if bucket.left else bucket.ends - now
        bucket.left = max(bucket.left - 1, 0)
        after = bucket.ends - now
        headers = {
            "X-RateLimit-Bucket": f"{kind}-{method}",
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
        }
        self.refused += wait is not None
        return wait, headers


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next `times` requests of this method whose path contains `part`.

    A `status` answers in place of the real answer; 429 tells `retry_seconds`, `banned` as Cloudflare does it, which
    bars an address from everything: HTML, without the `Via` header of Discord's own answers, and sometimes without a
    time, as is reported [discord.pace.barred]. `lost` does what was asked and breaks the line before answering.
    `done` does what was asked and answers `status` all the same. `slow_seconds` waits first.
    """

    part: str
    method: str = ""
    times: int = 1
    status: int = 0
    code: int = 0
    retry_seconds: float = 0.05
    is_global: bool = False
    banned: bool = False
    lost: bool = False
    done: bool = False
    slow_seconds: float = 0.0


@dataclass(slots=True)
class Faults:
    """The faults planted and not yet used up."""

    planted: list[Fault] = field(default_factory=list)

    def plant(self, fault: Fault) -> None:
        """Let this go wrong."""
        self.planted.append(fault)

    def meet(self, method: str, path: str) -> Fault | None:
        """Return the fault this request meets, and use it up once."""
        for fault in self.planted:
            if fault.part in path and fault.method in {"", method}:
                fault.times -= 1
                if not fault.times:
                    self.planted.remove(fault)
                return fault
        return None
