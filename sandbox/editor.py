"""The editor: what one message does to a timeline, and the three functions the server calls (probe, edit, render).

It works by rules, says what it did, and quotes what it did not understand.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sandbox.film.ffmpeg import FFmpegError, NoFFmpeg, ffmpeg_exe
from sandbox.film.probe import probe
from sandbox.film.render import Film, Quality, RenderFailed, render, sweep
from sandbox.film.silence import silent_spans
from sandbox.model.assets import Asset, Unreadable
from sandbox.model.bounds import LONGEST_MS
from sandbox.model.draft import CARD, BadDraft, Shot, Timeline, Words, from_wire, to_wire
from sandbox.operations import finishing, timing
from sandbox.operations.context import EditContext
from sandbox.wording.phrases import say
from sandbox.wording.reading import read
from sandbox.wording.wishes import Op, Reading, Wish

__all__ = [
    "Asset", "Edit", "FFmpegError", "Film", "NoFFmpeg", "Quality", "RenderFailed", "Unreadable", "edit", "ffmpeg_exe",
    "probe", "render", "sweep",
]  # fmt: skip

CARD_MS = 5000
CARDS_FILM_MS = 15_000
LINE_MS = 3000

_OPERATIONS: dict[Op, Callable[[EditContext, Wish], None]] = {
    "put": timing.put,
    "only": timing.only,
    "append": timing.append,
    "slideshow": timing.slideshow,
    "move": timing.move,
    "reverse": timing.reverse,
    "remove_clip": timing.remove_clip,
    "replace_clip": timing.replace_clip,
    "keep": timing.keep,
    "keep_last": timing.keep_last,
    "cut": timing.cut,
    "trim_start": timing.trim_start,
    "trim_end": timing.trim_end,
    "silence": timing.silence,
    "speed": timing.speed,
    "target": timing.target,
    "mute": finishing.mute,
    "volume": finishing.volume,
    "bgm": finishing.bgm,
    "bgm_remove": finishing.bgm_remove,
    "bgm_volume": finishing.bgm_volume,
    "beat": finishing.beat,
    "beat_remove": finishing.beat_remove,
    "text": finishing.text,
    "text_remove": finishing.text_remove,
    "script": finishing.script,
    "aspect": finishing.aspect,
    "resolution": finishing.resolution,
    "fade": finishing.fade,
    "fade_remove": finishing.fade_remove,
    "transition": finishing.transition,
    "transition_remove": finishing.transition_remove,
    "polish": finishing.polish,
}
_REMAKES = frozenset(
    {"put", "only", "append", "slideshow", "move", "reverse", "remove_clip", "replace_clip", "keep", "keep_last", "cut",
     "trim_start", "trim_end", "silence", "speed", "target", "mute", "volume"}
)  # fmt: skip
_MAKES_A_FILM = frozenset({"create", "slideshow", "script"})


@dataclass(frozen=True, slots=True)
class Edit:
    """What one message did: the new draft (None = nothing on the timeline), words for the user, and what changed."""

    draft: dict[str, Any] | None
    said: str
    done: tuple[str, ...]
    changed: bool
    missed: tuple[str, ...]
    is_question: bool


async def edit(
    text: str,
    draft: dict[str, Any] | None,
    history: Sequence[dict[str, Any]],
    assets: Sequence[Asset],
    work: Path,  # noqa: ARG001 - the server's contract; this editor needs no folder
) -> Edit:
    """Carry out one message. `history` are the earlier drafts, newest last; `assets` in the order they came."""
    at_hand = {asset.id: asset for asset in assets}
    reading = read(text, {asset.id: asset.name for asset in assets})
    context = EditContext(Timeline(), at_hand, reading.chinese, script=reading.script)
    _load_draft(context, draft)
    if reading.wishes:
        if any(wish.op == "silence" for wish in reading.wishes):
            context.silences = await _silences(at_hand)
        await asyncio.to_thread(_carry_out, context, reading, draft, history)
    for name in reading.unknown_files:
        context.note("unknown_file", name=name)
    if reading.questions:
        _answer(context)
    return _result(context, reading, draft, history)


async def _silences(assets: Mapping[str, Asset]) -> dict[str, list[tuple[int, int]]]:
    return {key: await silent_spans(asset) for key, asset in assets.items() if asset.kind == "video"}


def _load_draft(context: EditContext, draft: dict[str, Any] | None) -> None:
    if not draft:
        return
    try:
        context.timeline = from_wire(draft)
    except BadDraft:
        context.note("unreadable_draft")


def _carry_out(
    context: EditContext, reading: Reading, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]]
) -> None:
    wishes = list(reading.wishes)
    if wishes[0].op == "undo":
        _undo(context, wishes.pop(0), draft, history)
        if not wishes or all(wish.op == "export" for wish in wishes):
            return
    _add_uploads(context, wishes)
    if not context.timeline.shots:
        context.note("no_clip")
        return
    for wish in wishes:
        if (operation := _OPERATIONS.get(wish.op)) is None:
            continue
        if wish.op in _REMAKES and context.timeline.on_beat and context.timeline.uncut:
            _uncut_first(context)
        operation(context, wish)
    _realign_beat_cuts(context, wishes)
    if any(wish.op == "export" for wish in wishes):
        context.note("ready", length=context.long())
    context.timeline.known = tuple(dict.fromkeys((*context.timeline.known, *context.assets)))


def _uncut_first(context: EditContext) -> None:
    """Cutting and pacing work on the film as it was before the beat cuts, which are made anew afterwards."""
    context.timeline.shots, context.timeline.uncut = context.timeline.uncut, []


def _realign_beat_cuts(context: EditContext, wishes: Sequence[Wish]) -> None:
    timeline = context.timeline
    if timeline.on_beat and "sync_to_beat" not in context.done:
        music = any(wish.op in {"bgm", "bgm_remove"} for wish in wishes)
        if music or not timeline.uncut:
            finishing.beat_again(context)


def _add_uploads(context: EditContext, wishes: Sequence[Wish]) -> None:
    """Uploads the timeline has not seen come onto it; without any, a film may be drawn."""
    fresh = next((wish for wish in wishes if wish.op == "fresh"), None)
    if fresh is not None:
        context.timeline = Timeline(rev=context.timeline.rev)
    named = _named(context, wishes, fresh)
    new = named or [key for key, asset in context.assets.items() if asset.kind != "audio" and _is_new(context, key)]
    if context.timeline.shots:
        _append(context, [key for key in new if _is_new(context, key)])
    else:
        _begin(context, new, wishes, fresh)
    _add_songs(context, wishes, fresh)


def _is_new(context: EditContext, key: str) -> bool:
    return key not in context.timeline.known and key not in context.timeline.sources


def _named(context: EditContext, wishes: Sequence[Wish], fresh: Wish | None) -> list[str]:
    """Files a first or fresh film is to be made of, where the words name some."""
    if fresh is not None and fresh.files:
        return [key for key in fresh.files if context.assets[key].kind != "audio"]
    if context.timeline.shots:
        return []
    names = [key for wish in wishes if wish.op in {"create", "only", "put"} for key in wish.files]
    return [key for key in dict.fromkeys(names) if context.assets[key].kind != "audio"]


def _append(context: EditContext, new: Sequence[str]) -> None:
    if not new:
        return
    if context.timeline.on_beat and context.timeline.uncut:
        _uncut_first(context)
    context.timeline.shots += [context.shot_of(context.assets[key]) for key in new]
    context.did("append_clip", "appended", names=context.called(new), length=context.long())


def _begin(context: EditContext, new: Sequence[str], wishes: Sequence[Wish], fresh: Wish | None) -> None:
    timeline = context.timeline
    if new:
        assets = [context.assets[key] for key in new]
        timeline.shots = [context.shot_of(asset) for asset in assets]
        timeline.canvas = finishing.canvas_for([(a.width, a.height) for a in assets], assets[0].fps)
        timeline.title = timeline.shots[0].name
        if fresh is not None:
            context.did("new_timeline", "fresh_file" if fresh.files else "fresh", names=context.called(new))
        context.did("put_clip", "put", names=context.called(new), length=context.long())
    elif any(wish.op in _MAKES_A_FILM for wish in wishes) or any(a.kind == "audio" for a in context.assets.values()):
        _draw_cards(context, wishes)
    elif fresh is not None:
        context.did("new_timeline", "fresh")


def _draw_cards(context: EditContext, wishes: Sequence[Wish]) -> None:
    """A film without any material: drawn backgrounds and a title, as long as asked."""
    created = next((wish.text for wish in wishes if wish.op == "create" and wish.text), "")
    song = max((asset.duration_ms for asset in context.assets.values()), default=0)
    asked = next((wish.ms for wish in wishes if wish.op == "target" and wish.ms), None)
    total = min(asked or len(context.script) * LINE_MS or song or CARDS_FILM_MS, LONGEST_MS)
    count = len(context.script) or min(24, max(1, round(total / CARD_MS)))
    edges = [round(total * place / count) for place in range(count + 1)]
    title = created[:1].upper() + created[1:] or say("untitled", chinese=context.chinese)
    context.timeline.shots = [
        Shot(f"{CARD}{number % 6}", title, 0, max(1, stop - start), still=True)
        for number, (start, stop) in enumerate(pairwise(edges))
    ]
    context.timeline.title = title
    if not context.script:
        context.timeline.words.append(Words(title, length=min(4000, total)))
    context.did("draw_title_cards", "cards", length=context.long(), title=title)


def _add_songs(context: EditContext, wishes: Sequence[Wish], fresh: Wish | None) -> None:
    """A song sent along becomes the background music, unless the words ask for other music."""
    songs = [key for key, asset in context.assets.items() if asset.kind == "audio" and _is_new(context, key)]
    if not songs or not context.timeline.shots or any(wish.op == "bgm" for wish in wishes):
        return
    if context.timeline.music is None and (fresh is None or not fresh.files or set(songs) & set(fresh.files)):
        finishing.bgm(context, Wish("bgm", files=(songs[0],)))
        songs = songs[1:]
    if songs:
        context.note("unused_audio", names=context.called(songs))


def _undo(context: EditContext, wish: Wish, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]]) -> None:
    """Back to a version: the newest one older than this, so that undo after undo goes on backwards."""
    earlier = [each for each in history if each and each.get("t")]
    now = _revision(draft)
    if wish.nth is not None:
        found = earlier[wish.nth - 1] if 0 < wish.nth <= len(earlier) else None
    else:
        found = next((each for each in reversed(earlier) if draft is None or _revision(each) < now), None)
    if found is None:
        context.note("no_undo")
        return
    try:
        context.timeline = from_wire(found)
    except BadDraft:
        context.note("no_undo")
        return
    context.did("undo", "undone_to" if wish.nth else "undone", number=wish.nth)


def _revision(draft: Mapping[str, Any] | None) -> int:
    about = (draft or {}).get("m")
    revision = about.get("rev", 0) if isinstance(about, dict) else 0
    return revision if isinstance(revision, int) else 0


def _answer(context: EditContext) -> None:
    timeline = context.timeline
    if not timeline.shots:
        context.note("can")
        return
    music, canvas = timeline.music, timeline.canvas
    heard = say("with_music" if music else "no_music", chinese=context.chinese, name=music.name if music else "")
    context.note("is_long", length=context.long(), width=canvas.width, height=canvas.height)
    context.note(
        "contents",
        names=context.called(timeline.sources),
        music=heard,
        words=len(timeline.words),
        length=context.long(),
    )
    context.note("can")


def _result(
    context: EditContext, reading: Reading, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]]
) -> Edit:
    if reading.missed:
        open_, close = ("“", "”")
        quotes = ("、" if context.chinese else ", ").join(f"{open_}{each}{close}" for each in reading.missed)
        context.note("missed", quotes=quotes)
    made = to_wire(context.timeline) if context.done else draft
    changed = made != draft
    if changed and made is not None and context.done != ["undo"]:
        made["m"]["rev"] = 1 + max([_revision(draft), *(_revision(each) for each in history)])
    if not context.notes:
        context.note("nothing" if reading.wishes else "left_alone" if reading.forbids else "hello")
    joint = "" if context.chinese else " "
    return Edit(
        draft=made,
        said=joint.join(context.notes),
        done=tuple(context.done) if changed else (),
        changed=changed,
        missed=reading.missed,
        is_question=reading.is_question,
    )
