"""What one message's operations share: the timeline they change, the files, and notes of what was done."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sandbox.model.assets import Asset
from sandbox.model.bounds import MOST_SHOTS
from sandbox.model.draft import CARD, Effect, Shot, Timeline
from sandbox.model.tempo import Tempo
from sandbox.timeline.beat import split
from sandbox.timeline.silence import Span
from sandbox.wording.literals import MIDDLE
from sandbox.wording.phrases import NO_SUCH_CLIP, TOO_MANY, UNTITLED, Phrase, percent, seconds
from sandbox.wording.subtitles import Subtitles
from sandbox.wording.wishes import Wish

STILL_MS = 3000
_IN = Phrase(" (only {names})", "（仅 {names}）")
_BESIDE = Phrase(" (all but {begin}–{end})", "（除 {begin}–{end} 外）")
_DURING = Phrase(" (only {begin}–{end})", "（仅 {begin}–{end}）")


@dataclass(slots=True)
class EditContext:
    """The work on one message. `silences` and the `tempos` of songs are known only where the message needs them."""

    timeline: Timeline
    assets: Mapping[str, Asset]
    chinese: bool
    silences: dict[str, list[Span]] = field(default_factory=dict)
    tempos: dict[str, Tempo] = field(default_factory=dict)
    script: tuple[str, ...] = ()
    subtitles: tuple[Subtitles, ...] = ()
    filters: frozenset[str] = frozenset()  # those the FFmpeg at hand has; filled in only where one may be missing
    notes: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    where: str = ""  # the stretch or the clip that was changed, to be told with what was done

    def note(self, phrase: Phrase, **values: object) -> None:
        """Say something to the user."""
        self.notes.append(self.said(phrase, **values))

    def explain(self, phrase: Phrase, **values: object) -> None:
        """Say how or why something was done, behind everything that was done."""
        self.asides.append(self.said(phrase, **values))

    def said(self, phrase: Phrase, **values: object) -> str:
        """A sentence, or a part of one, in the language of the message."""
        return phrase.filled(chinese=self.chinese, **values)

    def did(self, tool: str, phrase: Phrase | None = None, **values: object) -> None:
        """Say it and count it as done."""
        if tool not in self.done:
            self.done.append(tool)
        if phrase is not None:
            said, where = self.said(phrase, **values), self.where
            self.notes.append(f"{said[:-1]}{where}{said[-1]}" if where else said)
        self.where = ""

    def long(self, ms: float | None = None) -> str:
        """A length, by default the film's, as people write it."""
        return seconds(self.timeline.length if ms is None else ms, chinese=self.chinese)

    def share(self, share: float) -> str:
        """A share as 35%."""
        return percent(share)

    def called(self, sources: Sequence[str]) -> str:
        """Names of files, as a list in words."""
        names = [self.assets[source].name for source in sources if source in self.assets]
        return ("、" if self.chinese else ", ").join(names) or self.said(UNTITLED)

    def shot_of(self, asset: Asset) -> Shot:
        """A whole file as one shot."""
        still = asset.kind == "image"
        length = STILL_MS if still else max(1, asset.duration_ms)
        return Shot(asset.id, asset.name.rsplit(".", 1)[0] or asset.name, 0, length, still=still)

    def too_many(self, shots: Sequence[Shot]) -> bool:
        """Whether that is more than a film may have; then it is said."""
        if len(shots) > MOST_SHOTS:
            self.note(TOO_MANY, most=MOST_SHOTS)
            return True
        return False

    def affect(self, wish: Wish, effect: Effect | None, *instead_of: str) -> bool:
        """Put an effect on the stretch that a wish speaks of, in place of any of its name and of those others.

        None only takes those others away. False when the wish names a clip that is not there, which is said.
        """
        gone = {*instead_of, effect.name if effect else ""}
        new = (effect,) if effect else ()
        return self.change(wish, lambda shot: replace(shot, effects=_without(shot.effects, gone) + new))

    def adjust(self, wish: Wish, name: str, step: float) -> bool:
        """Change an effect between -1 and 1 by a step on the stretch of a wish, so that "brighter" twice is more."""
        return self.change(wish, lambda shot: _adjusted(shot, name, step))

    def change(self, wish: Wish, changed: Callable[[Shot], Shot]) -> bool:
        """Change the shots that a wish speaks of, and none beside them; False when there are none, which is said."""
        region, named = self.region(wish), self.sources_of(wish)
        if region is None:
            self.note(NO_SUCH_CLIP)
            return False
        if named is not None:
            self.where = self.said(_IN, names=self.called(named))
        if wish.span is not None or wish.part:
            self.where = self.said(_DURING, begin=self.long(region[0]), end=self.long(region[1]))
        all_but = wish.others and named is None
        if all_but:
            self.where = self.said(_BESIDE, begin=self.long(region[0]), end=self.long(region[1]))

        def of(shots: Sequence[Shot], begin: int, end: int) -> list[Shot]:
            before, within, after = inside(shots, begin, end)
            if all_but:
                return [*map(changed, before), *within, *map(changed, after)]
            meant = [changed(shot) if named is None or shot.source in named else shot for shot in within]
            return [*before, *meant, *after]

        timeline = self.timeline
        timeline.shots = of(timeline.shots, *region)
        # a film on the beat is cut anew from these; where its clips take turns, its times are not theirs
        everywhere = wish.span is None and not wish.part
        if timeline.uncut and (everywhere or len(timeline.sources) == 1):
            whole = (0, sum(shot.length for shot in timeline.uncut))
            timeline.uncut = of(timeline.uncut, *(whole if everywhere else region))
        return True

    def sounds(self) -> bool:
        """Whether anything of the film's own can be heard."""
        return any(
            shot.volume > 0 and (asset := self.assets.get(shot.source)) is not None and asset.has_audio
            for shot in self.timeline.shots
        )

    def sources_of(self, wish: Wish) -> list[str] | None:
        """The sources a wish names, by file or by number; None when it names none."""
        order = self.timeline.sources
        if wish.files:
            named = [each for each in wish.files if each in order]
        elif wish.nth is None:
            return None
        else:
            places = [_place_of(nth, len(order)) for nth in (wish.nth, *wish.more)]
            named = [order[place] for place in places if 0 <= place < len(order)]
        return [each for each in order if each not in named] if wish.others else named

    def region(self, wish: Wish) -> tuple[int, int] | None:
        """The stretch of the film, in ms, that a wish speaks of; None when it names a clip that is not there."""
        total = self.timeline.length
        begin, end = 0, total
        named = self.sources_of(wish)
        if named is not None:
            spans = [(start, start + shot.length) for start, shot in self.placed() if shot.source in named]
            if not spans:
                return None
            begin, end = min(span[0] for span in spans), max(span[1] for span in spans)
        if wish.part in {"first half", "second half"}:
            middle = begin + (end - begin) // 2
            return (begin, middle) if wish.part == "first half" else (middle, end)
        if wish.part == "middle" and wish.op in {"keep", "cut"} and wish.ms:  # "the middle 2 seconds"
            edge = max(0, end - begin - wish.ms) // 2
            return begin + edge, end - edge
        if wish.part:
            third = (end - begin) // 3
            place = ("start", "middle", "end").index(wish.part)
            return begin + third * place, end if wish.part == "end" else begin + third * (place + 1)
        if wish.span is not None and wish.span[0] < 0:
            return max(begin, end + wish.span[0]), end
        if wish.span is not None:
            begin, end = begin + wish.span[0], min(end, begin + wish.span[1]) if wish.span[1] is not None else end
        return begin, end

    def stretch(self, wish: Wish) -> tuple[int, int]:
        """The stretch of the film that a wish speaks of, whatever files it names besides."""
        return self.region(replace(wish, files=(), nth=None)) or (0, self.timeline.length)

    def placed(self) -> list[tuple[int, Shot]]:
        """Every shot with the moment it begins."""
        placed, start = [], 0
        for shot in self.timeline.shots:
            placed.append((start, shot))
            start += shot.length
        return placed

    def insert(self, at: int, shots: Sequence[Shot]) -> None:
        """Put shots into the film at a moment."""
        before, _, after = self.inside(at, at)
        self.timeline.shots = [*before, *shots, *after]

    def inside(self, begin: int, end: int) -> tuple[list[Shot], list[Shot], list[Shot]]:
        """The shots before, within and after a stretch, cut at its edges."""
        return inside(self.timeline.shots, begin, end)


def inside(shots: Sequence[Shot], begin: int, end: int) -> tuple[list[Shot], list[Shot], list[Shot]]:
    """Those of some shots before, within and after a stretch, cut at its edges."""
    before: list[Shot] = []
    within: list[Shot] = []
    after: list[Shot] = []
    start = 0
    for shot in split(shots, [begin, end]):
        middle = start + shot.length / 2
        (before if middle < begin else within if middle < end else after).append(shot)
        start += shot.length
    return before, within, after


def _adjusted(shot: Shot, name: str, step: float) -> Shot:
    was = next((each.amount for each in shot.effects if each.name == name), 0.0)
    amount = round(max(-1.0, min(1.0, was + step)), 3)
    return replace(shot, effects=_without(shot.effects, {name}) + ((Effect(name, amount),) if amount else ()))


def _without(effects: Sequence[Effect], names: Collection[str]) -> tuple[Effect, ...]:
    return tuple(each for each in effects if each.name not in names)


def _place_of(nth: int, count: int) -> int:
    """Where the clip of a number lies among so many; -1 for the middle one of those that have none."""
    if nth == MIDDLE:
        return count // 2 if count % 2 and count > 1 else -1
    return count - 1 if nth == -1 else nth - 1


def is_card(shot: Shot) -> bool:
    """Whether the shot is drawn instead of filmed."""
    return shot.source.startswith(CARD)
