"""Operations on time: what is on the timeline, in which order, how long and how fast. Each says what it did."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.film.graph import MOST_SHOTS
from sandbox.film.silence import without
from sandbox.timeline.beat import joined
from sandbox.timeline.desk import Desk, is_card
from sandbox.timeline.draft import Shot
from sandbox.wording.wishes import Wish

LONGEST_MS = 30 * 60 * 1000
LEAST_MS = 100


def put(desk: Desk, wish: Wish) -> None:
    """Files named and not there yet come to the end; what was just taken in needs no second word."""
    missing = [key for key in wish.files if key in desk.assets and key not in desk.timeline.sources]
    missing = [key for key in missing if desk.assets[key].kind != "audio"]
    if missing:
        desk.timeline.shots += [desk.shot_of(desk.assets[key]) for key in missing]
        desk.did("append_clip", "appended", names=desk.called(missing), length=desk.long())
    elif not {"put_clip", "append_clip"} & set(desk.done):
        desk.note("all_there")


def only(desk: Desk, wish: Wish) -> None:
    """Nothing but the named files."""
    kept = [shot for shot in desk.timeline.shots if shot.source in wish.files]
    if kept and len(kept) < len(desk.timeline.shots):
        desk.timeline.shots = kept
        desk.did("remove_clip", "only", names=desk.called(wish.files))


def append(desk: Desk, wish: Wish) -> None:
    """All clips one after the other."""
    if any(key not in desk.timeline.sources for key in wish.files):
        put(desk, wish)
    elif len(desk.timeline.sources) < 2:
        desk.note("one_clip")
    else:
        desk.did("join_clips", "joined", count=len(desk.timeline.sources), length=desk.long())


def slideshow(desk: Desk, wish: Wish) -> None:
    """Every photo for the same time; a script's lines spread over them."""
    stills = [shot for shot in desk.timeline.shots if shot.still and not is_card(shot)]
    if not stills:
        return
    each = min(max(wish.ms or 3000, 500), 60_000)
    desk.timeline.shots = [replace(shot, begin=0, end=each) if shot.still else shot for shot in desk.timeline.shots]
    desk.did("make_slideshow", "slideshow", count=len(stills), each=desk.long(each))


def move(desk: Desk, wish: Wish) -> None:
    """A clip to the beginning or the end."""
    named = desk.sources_of(wish)
    if not named:
        desk.note("no_such_clip")
        return
    chosen = [shot for shot in desk.timeline.shots if shot.source in named]
    others = [shot for shot in desk.timeline.shots if shot.source not in named]
    desk.timeline.shots = others + chosen if wish.place == "end" else chosen + others
    place = {"end": ("end", "末尾"), "start": ("beginning", "开头")}[wish.place][desk.chinese]
    desk.did("move_clip", "moved", names=desk.called(named), place=place)


def reverse(desk: Desk, _: Wish) -> None:
    """The last shot first."""
    desk.timeline.shots = [replace(shot, join="", join_ms=0) for shot in reversed(desk.timeline.shots)]
    desk.did("reorder", "reversed")


def remove_clip(desk: Desk, wish: Wish) -> None:
    """All shots of a clip, unless nothing would be left."""
    named = desk.sources_of(wish)
    if not named:
        desk.note("no_such_clip")
        return
    left = [shot for shot in desk.timeline.shots if shot.source not in named]
    if not left:
        desk.note("not_last")
        return
    desk.timeline.shots = left
    desk.did("remove_clip", "removed_clip", names=desk.called(named))


def replace_clip(desk: Desk, wish: Wish) -> None:
    """The first named file gives its place to the second."""
    old, new = wish.files[0], wish.files[1]
    if old not in desk.timeline.sources or new not in desk.assets or desk.assets[new].kind == "audio":
        desk.note("no_such_clip")
        return
    shots, there = [], False
    for shot in desk.timeline.shots:
        if shot.source == old and not there:
            shots.append(desk.shot_of(desk.assets[new]))
            there = True
        elif shot.source not in {old, new}:
            shots.append(shot)
    desk.timeline.shots = shots
    desk.did("replace_clip", "replaced_clip", old=desk.called([old]), new=desk.called([new]))


def keep(desk: Desk, wish: Wish) -> None:
    """Nothing of the film, or of the named clip, but a stretch."""
    region, whole = desk.region(wish), desk.region(replace(wish, span=None))
    if region is None or whole is None:
        desk.note("no_such_clip")
        return
    begin, end = region
    if begin >= whole[1] or end - begin < LEAST_MS:
        desk.note("out_of_film", asked=desk.long(begin), length=desk.long())
        return
    _, within, _ = desk.inside(begin, end)
    before, _, after = desk.inside(*whole)
    desk.timeline.shots = before + within + after
    desk.did("trim", "kept", begin=desk.long(begin), end=desk.long(end), length=desk.long())


def keep_last(desk: Desk, wish: Wish) -> None:
    """Nothing but the last so many ms."""
    total = desk.timeline.length
    keep(desk, replace(wish, op="keep", span=(max(0, total - (wish.ms or 0)), None)))


def cut(desk: Desk, wish: Wish) -> None:
    """A stretch taken out."""
    region = desk.region(wish)
    if region is None:
        desk.note("no_such_clip")
        return
    _take_out(desk, *region, key="cut", begin=desk.long(region[0]), end=desk.long(region[1]))


def trim_start(desk: Desk, wish: Wish) -> None:
    """So many ms off the beginning, of the film or of the named clip."""
    region, ms = desk.region(wish), wish.ms or 0
    if region is None:
        desk.note("no_such_clip")
        return
    _take_out(desk, region[0], region[0] + ms, key="trimmed_start", ms=desk.long(ms), limit=region[1])


def trim_end(desk: Desk, wish: Wish) -> None:
    """So many ms off the end, of the film or of the named clip."""
    region, ms = desk.region(wish), wish.ms or 0
    if region is None:
        desk.note("no_such_clip")
        return
    if ms >= region[1] - region[0]:
        desk.note("out_of_film", asked=desk.long(ms), length=desk.long())
        return
    _take_out(desk, region[1] - ms, region[1], key="trimmed_end", ms=desk.long(ms))


def silence(desk: Desk, wish: Wish) -> None:
    """Silences of at least 0.4 s out, of all clips or of the named ones."""
    named = desk.sources_of(wish)
    silent = {key: spans for key, spans in desk.silences.items() if named is None or key in named}
    if not desk.sounds():
        desk.note("no_sound")
        return
    before, was = desk.timeline.shots, desk.timeline.length
    left = without(before, silent)
    if _too_many(desk, left):
        return
    saved = was - sum(shot.length for shot in left)
    if saved <= 0:
        desk.note("no_silence")
        return
    desk.timeline.shots = left
    count = sum(len(spans) for spans in silent.values())
    desk.did("cut_silence", "silence", count=count, saved=desk.long(saved), length=desk.long())


def speed(desk: Desk, wish: Wish) -> None:
    """Faster or slower, all of it or a stretch; sound keeps its pitch."""
    region = desk.region(wish)
    if region is None:
        desk.note("no_such_clip")
        return
    factor = min(max(wish.amount or 1.0, 0.25), 8.0)
    before, within, after = desk.inside(*region)
    quick = [_paced(shot, factor) for shot in within]
    desk.timeline.shots = before + quick + after
    desk.did("change_speed", "speed", factor=f"{factor:g}", length=desk.long())


def _paced(shot: Shot, factor: float) -> Shot:
    if shot.still:
        return replace(shot, end=max(LEAST_MS, round(shot.end / factor)))
    return replace(shot, speed=min(max(shot.speed * factor, 0.1), 16.0))


def target(desk: Desk, wish: Wish) -> None:
    """The film as long as asked: trimmed at its end, its pictures shown longer, or its material repeated."""
    had, wanted = desk.timeline.length, max(wish.ms or 0, LEAST_MS)
    if wanted > LONGEST_MS:
        desk.note("too_long")
    elif abs(had - wanted) < 40:
        desk.note("target_same", length=desk.long())
    elif all(shot.still for shot in desk.timeline.shots):
        desk.timeline.shots = _stretched(desk.timeline.shots, wanted)
        desk.did("set_length", "target_cards", length=desk.long())
    elif wanted < had:
        desk.timeline.shots = desk.inside(0, wanted)[1]
        desk.did("set_length", "target_shorter", length=desk.long())
    else:
        _repeat(desk, had, wanted)


def _repeat(desk: Desk, had: int, wanted: int) -> None:
    again = list(desk.timeline.shots) * (wanted // had + 1)
    if _too_many(desk, again):
        return
    desk.timeline.shots = again
    desk.timeline.shots = desk.inside(0, wanted)[1]
    desk.did("set_length", "target_longer", had=desk.long(had), length=desk.long())


def _stretched(shots: Sequence[Shot], wanted: int) -> list[Shot]:
    edges = [round(wanted * place / len(shots)) for place in range(len(shots) + 1)]
    return [replace(shot, end=stop - start) for shot, start, stop in zip(shots, edges, edges[1:], strict=False)]


def _too_many(desk: Desk, shots: Sequence[Shot]) -> bool:
    if len(shots) > MOST_SHOTS:
        desk.note("too_many", most=MOST_SHOTS)
        return True
    return False


def _take_out(desk: Desk, start: int, stop: int, *, key: str, limit: int | None = None, **values: object) -> None:
    total = desk.timeline.length
    if start >= total or stop <= start or stop >= (limit or total + 1):
        desk.note("out_of_film", asked=desk.long(start if start >= total else stop - start), length=desk.long())
        return
    before, _, after = desk.inside(start, min(stop, total))
    if sum(shot.length for shot in before + after) < LEAST_MS:
        desk.note("not_last")
        return
    desk.timeline.shots = joined(before) + joined(after) if desk.timeline.on_beat else before + after
    desk.did("trim" if key != "cut" else "cut_range", key, length=desk.long(), **values)
