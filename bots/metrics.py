"""`/metrics` for Prometheus, by its own client library: what was counted in this process, and what the database holds.

Names follow Prometheus's conventions (base units, `_total` for counters). No label holds a person, a chat or a text.
"""

import platform
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bots.http import OK, Check, answers_of
from core.model.measures import Measures
from core.model.requests import Outcome


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many requests are worked on, wait, are suspended until an hour; for how long the oldest is open."""

    working: int
    waiting: int
    suspended: int
    oldest_seconds: float


ReadBacklog = Callable[[], Awaitable[Backlog]]

_QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)  # seconds of a call
_LONG: Final = (1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600)  # seconds of a request, a turn, a render
_TURN_ENDS: Final = ("answered", "lost", "refused")
_DROPPED: Final = ("not_allowed", "limit")


class Metrics(Measures):
    """Counts for `/metrics`, in a registry of its own.

    Args:
        platforms: the configured ones; what they count begins with 0, so that a first event is seen as an increase.
    """

    def __init__(self, platforms: Sequence[str]) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        build = Info("nemobot_build", "The release that runs.", registry=registry)
        build.info({"version": version("nemobot"), "python": platform.python_version()})
        self._accepted = Counter("nemobot_requests_accepted", "Requests accepted.", ("platform",), registry=registry)
        self._ended = Counter(
            "nemobot_requests_ended", "Requests ended, by how.", ("platform", "outcome"), registry=registry
        )
        self._seconds = Histogram(
            "nemobot_request_seconds", "From accepted to ended.", ("platform",), buckets=_LONG, registry=registry
        )
        self._delivered = Counter(
            "nemobot_answers_delivered", "Answers that arrived.", ("platform",), registry=registry
        )
        self._turns = Counter("nemobot_turns", "Turns of the editor, by their end.", ("end",), registry=registry)
        self._renders = Counter("nemobot_renders", "Films ordered.", registry=registry)
        self._took = Histogram(
            "nemobot_work_seconds", "How long turns and renders took.", ("kind",), buckets=_LONG, registry=registry
        )
        self._calls = Histogram(
            "nemobot_backend_call_seconds",
            "Calls of NemoVideo, by endpoint and end: ok, or the class of the error.",
            ("endpoint", "end"),
            buckets=_QUICK,
            registry=registry,
        )
        self._credits = Gauge("nemobot_credits", "Credits of the operator's account, as last read.", registry=registry)
        self._credits.set(float("nan"))
        self._waits = Counter(
            "nemobot_platform_waits", "Waits that a platform asked for.", ("platform",), registry=registry
        )
        self._waits_seconds = Counter(
            "nemobot_platform_wait_seconds", "Seconds that platforms asked to wait.", ("platform",), registry=registry
        )
        self._dropped = Counter(
            "nemobot_requests_dropped",
            "What was not even answered, by why: its sender had just been told.",
            ("platform", "why"),
            registry=registry,
        )
        self._open = Gauge(
            "nemobot_requests_open",
            "Requests that have not ended, by state: working, waiting for their turn, suspended until an hour.",
            ("state",),
            registry=registry,
        )
        self._oldest = Gauge(
            "nemobot_requests_oldest_seconds", "For how long the oldest open request has been open.", registry=registry
        )
        self._checks = Gauge("nemobot_ready", "1: this check of /readyz is fine.", ("check",), registry=registry)
        for name in platforms:
            for counter in (self._accepted, self._seconds, self._delivered, self._waits, self._waits_seconds):
                counter.labels(name)
            for outcome in (*Outcome, "refused"):
                self._ended.labels(name, outcome)
            for why in _DROPPED:
                self._dropped.labels(name, why)
        for end in _TURN_ENDS:
            self._turns.labels(end)

    def accepted(self, platform: str) -> None:
        """Implement `Measures.accepted`."""
        self._accepted.labels(platform).inc()

    def ended(self, platform: str, outcome: str, seconds: float) -> None:
        """Implement `Measures.ended`."""
        self._ended.labels(platform, outcome).inc()
        self._seconds.labels(platform).observe(max(seconds, 0.0))

    def dropped(self, platform: str, why: str) -> None:
        """Implement `Measures.dropped`."""
        self._dropped.labels(platform, why).inc()

    def delivered(self, platform: str) -> None:
        """Implement `Measures.delivered`."""
        self._delivered.labels(platform).inc()

    def turn(self, end: str) -> None:
        """Implement `Measures.turn`."""
        self._turns.labels(end).inc()

    def rendering(self) -> None:
        """Implement `Measures.rendering`."""
        self._renders.inc()

    def took(self, kind: str, seconds: float) -> None:
        """Implement `Measures.took`."""
        self._took.labels(kind).observe(max(seconds, 0.0))

    def called(self, endpoint: str, end: str, seconds: float) -> None:
        """Implement `Measures.called`."""
        self._calls.labels(endpoint, end).observe(seconds)

    def credits(self, available: float) -> None:
        """Implement `Measures.credits`."""
        self._credits.set(available)

    def told_to_wait(self, platform: str, seconds: float) -> None:
        """Implement `Measures.told_to_wait`."""
        self._waits.labels(platform).inc()
        self._waits_seconds.labels(platform).inc(seconds)

    def route(self, backlog: ReadBacklog, checks: Mapping[str, Check]) -> web.RouteDef:
        """Return `/metrics`.

        Args:
            backlog: reads what is open, at each scrape.
            checks: those of `/readyz`.
        """

        async def scrape(_: web.Request) -> web.Response:
            for name, said in (await answers_of(checks)).items():
                self._checks.labels(name).set(said == OK)
            found = await backlog()  # last, so that it fits what was counted by now
            for state in ("working", "waiting", "suspended"):
                self._open.labels(state).set(getattr(found, state))
            self._oldest.set(found.oldest_seconds)
            return web.Response(body=generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

        return web.get("/metrics", scrape)
