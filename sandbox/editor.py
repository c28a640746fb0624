"""The editor: what one message does to a timeline, and the three doors the server uses (probe, edit, render).

Rule-based and honest: it says what it did, quotes back what it did not understand, and invents nothing.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sandbox.film.assets import Asset, Unreadable, probe
from sandbox.film.ffmpeg import FFmpegError, NoFFmpeg, ffmpeg_exe
from sandbox.film.render import Film, Quality, RenderFailed, render, sweep
from sandbox.film.silence import silent_spans
from sandbox.timeline import finish, ops
from sandbox.timeline.desk import Desk
from sandbox.timeline.draft import CARD, BadDraft, Shot, Timeline, Words, from_wire, to_wire
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

_OPERATIONS: dict[Op, Callable[[Desk, Wish], None]] = {
    "put": ops.put,
    "only": ops.only,
    "append": ops.append,
    "slideshow": ops.slideshow,
    "move": ops.move,
    "reverse": ops.reverse,
    "remove_clip": ops.remove_clip,
    "replace_clip": ops.replace_clip,
    "keep": ops.keep,
    "keep_last": ops.keep_last,
    "cut": ops.cut,
    "trim_start": ops.trim_start,
    "trim_end": ops.trim_end,
    "silence": ops.silence,
    "speed": ops.speed,
    "target": ops.target,
    "mute": finish.mute,
    "volume": finish.volume,
    "bgm": finish.bgm,
    "bgm_remove": finish.bgm_remove,
    "bgm_volume": finish.bgm_volume,
    "beat": finish.beat,
    "beat_remove": finish.beat_remove,
    "text": finish.text,
    "text_remove": finish.text_remove,
    "script": finish.script,
    "aspect": finish.aspect,
    "resolution": finish.resolution,
    "fade": finish.fade,
    "fade_remove": finish.fade_remove,
    "transition": finish.transition,
    "transition_remove": finish.transition_remove,
    "polish": finish.polish,
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
    desk = Desk(Timeline(), at_hand, reading.chinese, script=reading.script)
    _open(desk, draft)
    if reading.wishes:
        if any(wish.op == "silence" for wish in reading.wishes):
            desk.silences = await _silences(at_hand)
        await asyncio.to_thread(_carry_out, desk, reading, draft, history)
    for name in reading.unknown_files:
        desk.note("unknown_file", name=name)
    if reading.questions:
        _answer(desk)
    return _closed(desk, reading, draft, history)


async def _silences(assets: Mapping[str, Asset]) -> dict[str, list[tuple[int, int]]]:
    return {key: await silent_spans(asset) for key, asset in assets.items() if asset.kind == "video"}


def _open(desk: Desk, draft: dict[str, Any] | None) -> None:
    if not draft:
        return
    try:
        desk.timeline = from_wire(draft)
    except BadDraft:
        desk.note("unreadable_draft")


def _carry_out(desk: Desk, reading: Reading, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]]) -> None:
    wishes = list(reading.wishes)
    if wishes[0].op == "undo":
        _undo(desk, wishes.pop(0), draft, history)
        if not wishes or all(wish.op == "export" for wish in wishes):
            return
    _take_in(desk, wishes)
    if not desk.timeline.shots:
        desk.note("no_clip")
        return
    for wish in wishes:
        if (operation := _OPERATIONS.get(wish.op)) is None:
            continue
        if wish.op in _REMAKES and desk.timeline.on_beat and desk.timeline.uncut:
            _uncut_first(desk)
        operation(desk, wish)
    _mind_the_beat(desk, wishes)
    if any(wish.op == "export" for wish in wishes):
        desk.note("ready", length=desk.long())
    desk.timeline.known = tuple(dict.fromkeys((*desk.timeline.known, *desk.assets)))


def _uncut_first(desk: Desk) -> None:
    """Cutting and pacing work on the film as it was before the beat cuts, which are made anew afterwards."""
    desk.timeline.shots, desk.timeline.uncut = desk.timeline.uncut, []


def _mind_the_beat(desk: Desk, wishes: Sequence[Wish]) -> None:
    timeline = desk.timeline
    if timeline.on_beat and "sync_to_beat" not in desk.done:
        music = any(wish.op in {"bgm", "bgm_remove"} for wish in wishes)
        if music or not timeline.uncut:
            finish.beat_again(desk)


# --- material ------------------------------------------------------------------------------------------------


def _take_in(desk: Desk, wishes: Sequence[Wish]) -> None:
    """Uploads the timeline has not seen come onto it; without any, a film may be drawn."""
    fresh = next((wish for wish in wishes if wish.op == "fresh"), None)
    if fresh is not None:
        desk.timeline = Timeline(rev=desk.timeline.rev)
    named = _named(desk, wishes, fresh)
    new = named or [key for key, asset in desk.assets.items() if asset.kind != "audio" and _is_new(desk, key)]
    if desk.timeline.shots:
        _append(desk, [key for key in new if _is_new(desk, key)])
    else:
        _begin(desk, new, wishes, fresh)
    _take_songs(desk, wishes, fresh)


def _is_new(desk: Desk, key: str) -> bool:
    return key not in desk.timeline.known and key not in desk.timeline.sources


def _named(desk: Desk, wishes: Sequence[Wish], fresh: Wish | None) -> list[str]:
    """Files a first or fresh film is to be made of, where the words name some."""
    if fresh is not None and fresh.files:
        return [key for key in fresh.files if desk.assets[key].kind != "audio"]
    if desk.timeline.shots:
        return []
    names = [key for wish in wishes if wish.op in {"create", "only", "put"} for key in wish.files]
    return [key for key in dict.fromkeys(names) if desk.assets[key].kind != "audio"]


def _append(desk: Desk, new: Sequence[str]) -> None:
    if not new:
        return
    if desk.timeline.on_beat and desk.timeline.uncut:
        _uncut_first(desk)
    desk.timeline.shots += [desk.shot_of(desk.assets[key]) for key in new]
    desk.did("append_clip", "appended", names=desk.called(new), length=desk.long())


def _begin(desk: Desk, new: Sequence[str], wishes: Sequence[Wish], fresh: Wish | None) -> None:
    timeline = desk.timeline
    if new:
        assets = [desk.assets[key] for key in new]
        timeline.shots = [desk.shot_of(asset) for asset in assets]
        timeline.canvas = finish.canvas_for([(a.width, a.height) for a in assets], assets[0].fps)
        timeline.title = timeline.shots[0].name
        if fresh is not None:
            desk.did("new_timeline", "fresh_file" if fresh.files else "fresh", names=desk.called(new))
        desk.did("put_clip", "put", names=desk.called(new), length=desk.long())
    elif any(wish.op in _MAKES_A_FILM for wish in wishes) or any(a.kind == "audio" for a in desk.assets.values()):
        _draw_cards(desk, wishes)
    elif fresh is not None:
        desk.did("new_timeline", "fresh")


def _draw_cards(desk: Desk, wishes: Sequence[Wish]) -> None:
    """A film without any material: drawn backgrounds and a title, as long as asked."""
    created = next((wish.text for wish in wishes if wish.op == "create" and wish.text), "")
    song = max((asset.duration_ms for asset in desk.assets.values()), default=0)
    asked = next((wish.ms for wish in wishes if wish.op == "target" and wish.ms), None)
    total = min(asked or len(desk.script) * LINE_MS or song or CARDS_FILM_MS, ops.LONGEST_MS)
    count = len(desk.script) or min(24, max(1, round(total / CARD_MS)))
    edges = [round(total * place / count) for place in range(count + 1)]
    title = created[:1].upper() + created[1:] or say("untitled", chinese=desk.chinese)
    desk.timeline.shots = [
        Shot(f"{CARD}{number % 6}", title, 0, max(1, stop - start), still=True)
        for number, (start, stop) in enumerate(pairwise(edges))
    ]
    desk.timeline.title = title
    if not desk.script:
        desk.timeline.words.append(Words(title, length=min(4000, total)))
    desk.did("draw_title_cards", "cards", length=desk.long(), title=title)


def _take_songs(desk: Desk, wishes: Sequence[Wish], fresh: Wish | None) -> None:
    """A song sent along becomes the background music, unless the words ask for other music."""
    songs = [key for key, asset in desk.assets.items() if asset.kind == "audio" and _is_new(desk, key)]
    if not songs or not desk.timeline.shots or any(wish.op == "bgm" for wish in wishes):
        return
    if desk.timeline.music is None and (fresh is None or not fresh.files or set(songs) & set(fresh.files)):
        finish.bgm(desk, Wish("bgm", files=(songs[0],)))
        songs = songs[1:]
    if songs:
        desk.note("unused_audio", names=desk.called(songs))


# --- history, answers, closing -------------------------------------------------------------------------------


def _undo(desk: Desk, wish: Wish, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]]) -> None:
    """Back to a version: the newest one older than this, so that undo after undo goes on backwards."""
    earlier = [each for each in history if each and each.get("t")]
    now = _revision(draft)
    if wish.nth is not None:
        found = earlier[wish.nth - 1] if 0 < wish.nth <= len(earlier) else None
    else:
        found = next((each for each in reversed(earlier) if draft is None or _revision(each) < now), None)
    if found is None:
        desk.note("no_undo")
        return
    try:
        desk.timeline = from_wire(found)
    except BadDraft:
        desk.note("no_undo")
        return
    desk.did("undo", "undone_to" if wish.nth else "undone", number=wish.nth)


def _revision(draft: Mapping[str, Any] | None) -> int:
    about = (draft or {}).get("m")
    revision = about.get("rev", 0) if isinstance(about, dict) else 0
    return revision if isinstance(revision, int) else 0


def _answer(desk: Desk) -> None:
    timeline = desk.timeline
    if not timeline.shots:
        desk.note("can")
        return
    music, canvas = timeline.music, timeline.canvas
    heard = say("with_music" if music else "no_music", chinese=desk.chinese, name=music.name if music else "")
    desk.note("is_long", length=desk.long(), width=canvas.width, height=canvas.height)
    desk.note(
        "contents", names=desk.called(timeline.sources), music=heard, words=len(timeline.words), length=desk.long()
    )
    desk.note("can")


def _closed(desk: Desk, reading: Reading, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]]) -> Edit:
    if reading.missed:
        open_, close = ("“", "”")
        quotes = ("、" if desk.chinese else ", ").join(f"{open_}{each}{close}" for each in reading.missed)
        desk.note("missed", quotes=quotes)
    made = to_wire(desk.timeline) if desk.done else draft
    changed = made != draft
    if changed and made is not None and desk.done != ["undo"]:
        made["m"]["rev"] = 1 + max([_revision(draft), *(_revision(each) for each in history)])
    if not desk.notes:
        desk.note("nothing" if reading.wishes else "left_alone" if reading.forbids else "hello")
    joint = "" if desk.chinese else " "
    return Edit(
        draft=made,
        said=joint.join(desk.notes),
        done=tuple(desk.done) if changed else (),
        changed=changed,
        missed=reading.missed,
        is_question=reading.is_question,
    )
