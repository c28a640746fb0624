"""What the sandbox makes of everyday requests: each is carried out, its film is rendered and measured."""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from bench.requests.blind import BLIND
from bench.requests.cases import ASK, CASES, NO, Case
from bench.requests.material import SUBTITLES, make
from bench.requests.measure import Film
from bench.requests.second_blind import SECOND_BLIND
from bench.requests.third_blind import THIRD_BLIND
from core.words.captions import as_words, captions_in
from sandbox.editor import RenderFailed, Unreadable, edit, probe, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.editor import Asset

Verdict: TypeAlias = Literal["right", "named no", "not understood", "wrong"]
_AS_IT_IS: Final = "put it on the timeline"
_NO: Final = re.compile(r"can(?:'|no|’)?t\b|cannot|不能|无法|没法|做不到|不会|听不懂", re.IGNORECASE)
_ASKS: Final = re.compile(r"(?:tell|send) me|which|send more|请告诉|请再?发|请说|哪", re.IGNORECASE)
_LEAST_RIGHT, _AT_ONCE = 0.85, 2


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a request, and why it is not right."""

    case: Case
    verdict: Verdict
    why: str = ""


def _with_captions(case: Case) -> tuple[tuple[str, ...], str]:
    """What was said before, and the words; the captions of a subtitles file go along with the first of all."""
    found = {name: captions_in(text) for name, text in SUBTITLES.items() if name in case.files}
    blocks = [as_words(name, each.captions) for name, each in found.items() if each is not None]
    first, *more = ("\n\n".join([one, *blocks]) if not at else one for at, one in enumerate((*case.said, case.words)))
    return ((), first) if not more else ((first, *more[:-1]), more[-1])


class Studio:
    """Carries requests out and measures their films; each clip is made once, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._before: dict[tuple[tuple[str, ...], tuple[str, ...]], asyncio.Task[Film | None]] = {}

    async def judge(self, case: Case) -> Result:
        """Carry out one request and say what became of it."""
        try:
            assets = [await self._asset(name) for name in case.files if name not in SUBTITLES]
        except Unreadable as error:
            return Result(case, "named no", str(error))
        said, words = _with_captions(case)
        draft, history = await self._say((_AS_IT_IS, *said) if said else (), assets)
        made = await edit(words, draft, history, assets, self._folder)
        named = not made.missed and _NO.search(made.said) is not None
        asks = not made.missed and (bool(made.doubts) or _ASKS.search(made.said) is not None)
        if made.draft is None or not made.changed:
            right = (named and case.want == NO) or (asks and case.want == ASK)
            return Result(case, "right" if right else "named no" if named or asks else "not understood", made.said)
        wrong = await self._measure(case, made.draft, assets)
        if not wrong and (not case.want or (named and case.want == NO) or (asks and case.want == ASK)):
            return Result(case, "right")
        verdict: Verdict = "not understood" if made.missed else "named no" if (named or asks) and wrong else "wrong"
        return Result(case, verdict, f"{wrong} · {made.said}")

    async def _measure(self, case: Case, draft: dict[str, Any], assets: Sequence[Asset]) -> str:
        """What is wrong with the film of a request; empty where nothing is."""
        try:
            film = await self._render(draft, assets)
        except RenderFailed as error:
            return error.reason
        before = await self._film_before(case) or film
        return await asyncio.to_thread(lambda: "; ".join(wrong for one in case.checks if (wrong := one(film, before))))

    async def _asset(self, name: str) -> Asset:
        path = await asyncio.to_thread(make, name, self._folder)
        return await probe(path, name, name)

    async def _say(
        self, said: Sequence[str], assets: Sequence[Asset]
    ) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        draft: dict[str, Any] | None = None
        history: list[dict[str, Any]] = []
        for words in said:
            made = await edit(words, draft, history, assets, self._folder)
            draft = made.draft
            history += [draft] if draft else []
        return draft, history

    async def _film_before(self, case: Case) -> Film | None:
        """The film without the request: of the clips as they came, and of what was said before."""
        clips = tuple(name for name in case.files if name.endswith(".mp4"))
        key = clips, _with_captions(case)[0]
        if key not in self._before:
            self._before[key] = asyncio.create_task(self._made_before(*key))
        return await self._before[key]

    async def _made_before(self, clips: Sequence[str], said: Sequence[str]) -> Film | None:
        if not clips:
            return None
        assets = [await self._asset(name) for name in clips]
        draft, _ = await self._say((_AS_IT_IS, *said), assets)
        return None if draft is None else await self._render(draft, assets)

    async def _render(self, draft: dict[str, Any], assets: Sequence[Asset]) -> Film:
        self._count += 1
        target = self._folder / f"film-{self._count}.mp4"
        at_hand = {one.id: one for one in assets}
        await render(draft, at_hand, target, quality="fast", progress=lambda _: None, work=self._folder)
        return Film(target)


async def judge_all(cases: Sequence[Case], folder: Path) -> list[Result]:
    """Carry all of them out, two at once, in their order."""
    studio, room = Studio(folder), asyncio.Semaphore(_AT_ONCE)
    for name in sorted({name for case in cases for name in case.files} - SUBTITLES.keys()):
        await asyncio.to_thread(make, name, folder)

    async def one(case: Case) -> Result:
        async with room:
            return await studio.judge(case)

    return await asyncio.gather(*(one(case) for case in cases))


def main(arguments: list[str]) -> int:
    """Print the table; 0 where at least 85 % are done right, the rest is a named no and nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench requests")
    parser.add_argument("--only", default="", help="requests whose words contain this")
    parser.add_argument("--all", action="store_true", help="print those that are right, too")
    options = parser.parse_args(arguments)
    worst = 0
    for name, cases in (
        ("seen", CASES),
        ("blind", BLIND),
        ("second blind", SECOND_BLIND),
        ("third blind", THIRD_BLIND),
    ):
        if chosen := [case for case in cases if options.only in case.words]:
            with tempfile.TemporaryDirectory() as folder:
                results = asyncio.run(judge_all(chosen, Path(folder)))
            worst = max(worst, _print(name, results, everything=options.all))
    return worst


def _print(name: str, results: Sequence[Result], *, everything: bool) -> int:
    for result in results:
        if everything or result.verdict != "right":
            print(f"{result.verdict:15} {result.case.words}  [{' '.join(result.case.files)}]  {result.why}")
    count = Counter(result.verdict for result in results)
    told = ", ".join(f"{number} {verdict}" for verdict, number in count.most_common())
    right = count["right"] / max(1, len(results))
    print(f"{name}: {len(results)} requests: {told}")
    print(f"right: {100 * right:.0f} % (target ≥ {100 * _LEAST_RIGHT:.0f} %), wrong or not understood: "
          f"{count['wrong'] + count['not understood']} (target 0)")  # fmt: skip
    return 0 if right >= _LEAST_RIGHT and not count["wrong"] + count["not understood"] else 1
