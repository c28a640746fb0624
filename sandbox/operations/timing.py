"""Operations on time: what is on the timeline, in which order, how long and how fast. Each says what it did."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS, LONGEST_MS, MOST_SHOTS
from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext, is_card
from sandbox.timeline.beat import joined
from sandbox.timeline.silence import without
from sandbox.wording.wishes import Wish


def put(context: EditContext, wish: Wish) -> None:
    """Files named and not there yet come to the end; what was just taken in needs no second word."""
    missing = [key for key in wish.files if key in context.assets and key not in context.timeline.sources]
    missing = [key for key in missing if context.assets[key].kind != "audio"]
    if missing:
        context.timeline.shots += [context.shot_of(context.assets[key]) for key in missing]
        context.did("append_clip", "appended", names=context.called(missing), length=context.long())
    elif not {"put_clip", "append_clip"} & set(context.done):
        context.note("all_there")


def only(context: EditContext, wish: Wish) -> None:
    """Nothing but the named files."""
    kept = [shot for shot in context.timeline.shots if shot.source in wish.files]
    if kept and len(kept) < len(context.timeline.shots):
        context.timeline.shots = kept
        context.did("remove_clip", "only", names=context.called(wish.files))


def append(context: EditContext, wish: Wish) -> None:
    """All clips one after the other."""
    if any(key not in context.timeline.sources for key in wish.files):
        put(context, wish)
    elif len(context.timeline.sources) < 2:
        context.note("one_clip")
    else:
        context.did("join_clips", "joined", count=len(context.timeline.sources), length=context.long())


def slideshow(context: EditContext, wish: Wish) -> None:
    """Every photo for the same time; a script's lines spread over them."""
    stills = [shot for shot in context.timeline.shots if shot.still and not is_card(shot)]
    if not stills:
        return
    each = min(max(wish.ms or 3000, 500), 60_000)
    context.timeline.shots = [
        replace(shot, begin=0, end=each) if shot.still else shot for shot in context.timeline.shots
    ]
    context.did("make_slideshow", "slideshow", count=len(stills), each=context.long(each))


def move(context: EditContext, wish: Wish) -> None:
    """A clip to the beginning or the end."""
    named = context.sources_of(wish)
    if not named:
        context.note("no_such_clip")
        return
    chosen = [shot for shot in context.timeline.shots if shot.source in named]
    others = [shot for shot in context.timeline.shots if shot.source not in named]
    context.timeline.shots = others + chosen if wish.place == "end" else chosen + others
    place = {"end": ("end", "末尾"), "start": ("beginning", "开头")}[wish.place][context.chinese]
    context.did("move_clip", "moved", names=context.called(named), place=place)


def reverse(context: EditContext, _: Wish) -> None:
    """The last shot first."""
    context.timeline.shots = [replace(shot, join="", join_ms=0) for shot in reversed(context.timeline.shots)]
    context.did("reorder", "reversed")


def remove_clip(context: EditContext, wish: Wish) -> None:
    """All shots of a clip, unless nothing would be left."""
    named = context.sources_of(wish)
    if not named:
        context.note("no_such_clip")
        return
    left = [shot for shot in context.timeline.shots if shot.source not in named]
    if not left:
        context.note("not_last")
        return
    context.timeline.shots = left
    context.did("remove_clip", "removed_clip", names=context.called(named))


def replace_clip(context: EditContext, wish: Wish) -> None:
    """The first named file gives its place to the second."""
    old, new = wish.files[0], wish.files[1]
    if old not in context.timeline.sources or new not in context.assets or context.assets[new].kind == "audio":
        context.note("no_such_clip")
        return
    shots, there = [], False
    for shot in context.timeline.shots:
        if shot.source == old and not there:
            shots.append(context.shot_of(context.assets[new]))
            there = True
        elif shot.source not in {old, new}:
            shots.append(shot)
    context.timeline.shots = shots
    context.did("replace_clip", "replaced_clip", old=context.called([old]), new=context.called([new]))


def keep(context: EditContext, wish: Wish) -> None:
    """Nothing of the film, or of the named clip, but a stretch."""
    region, whole = context.region(wish), context.region(replace(wish, span=None))
    if region is None or whole is None:
        context.note("no_such_clip")
        return
    begin, end = region
    if begin >= whole[1] or end - begin < LEAST_MS:
        context.note("out_of_film", asked=context.long(begin), length=context.long())
        return
    _, within, _ = context.inside(begin, end)
    before, _, after = context.inside(*whole)
    context.timeline.shots = before + within + after
    context.did("trim", "kept", begin=context.long(begin), end=context.long(end), length=context.long())


def keep_last(context: EditContext, wish: Wish) -> None:
    """Nothing but the last so many ms."""
    total = context.timeline.length
    keep(context, replace(wish, op="keep", span=(max(0, total - (wish.ms or 0)), None)))


def cut(context: EditContext, wish: Wish) -> None:
    """A stretch taken out."""
    region = context.region(wish)
    if region is None:
        context.note("no_such_clip")
        return
    _take_out(context, *region, key="cut", begin=context.long(region[0]), end=context.long(region[1]))


def trim_start(context: EditContext, wish: Wish) -> None:
    """So many ms off the beginning, of the film or of the named clip."""
    region, ms = context.region(wish), wish.ms or 0
    if region is None:
        context.note("no_such_clip")
        return
    _take_out(context, region[0], region[0] + ms, key="trimmed_start", ms=context.long(ms), limit=region[1])


def trim_end(context: EditContext, wish: Wish) -> None:
    """So many ms off the end, of the film or of the named clip."""
    region, ms = context.region(wish), wish.ms or 0
    if region is None:
        context.note("no_such_clip")
        return
    if ms >= region[1] - region[0]:
        context.note("out_of_film", asked=context.long(ms), length=context.long())
        return
    _take_out(context, region[1] - ms, region[1], key="trimmed_end", ms=context.long(ms))


def silence(context: EditContext, wish: Wish) -> None:
    """Silences of at least 0.4 s out, of all clips or of the named ones."""
    named = context.sources_of(wish)
    silent = {key: spans for key, spans in context.silences.items() if named is None or key in named}
    if not context.sounds():
        context.note("no_sound")
        return
    before, was = context.timeline.shots, context.timeline.length
    left = without(before, silent)
    if _too_many(context, left):
        return
    saved = was - sum(shot.length for shot in left)
    if saved <= 0:
        context.note("no_silence")
        return
    context.timeline.shots = left
    count = sum(len(spans) for spans in silent.values())
    context.did("cut_silence", "silence", count=count, saved=context.long(saved), length=context.long())


def speed(context: EditContext, wish: Wish) -> None:
    """Faster or slower, all of it or a stretch; sound keeps its pitch."""
    region = context.region(wish)
    if region is None:
        context.note("no_such_clip")
        return
    factor = min(max(wish.amount or 1.0, 0.25), 8.0)
    before, within, after = context.inside(*region)
    quick = [_paced(shot, factor) for shot in within]
    context.timeline.shots = before + quick + after
    context.did("change_speed", "speed", factor=f"{factor:g}", length=context.long())


def _paced(shot: Shot, factor: float) -> Shot:
    if shot.still:
        return replace(shot, end=max(LEAST_MS, round(shot.end / factor)))
    return replace(shot, speed=min(max(shot.speed * factor, 0.1), 16.0))


def target(context: EditContext, wish: Wish) -> None:
    """The film as long as asked: trimmed at its end, its pictures shown longer, or its material repeated."""
    had, wanted = context.timeline.length, max(wish.ms or 0, LEAST_MS)
    if wanted > LONGEST_MS:
        context.note("too_long")
    elif abs(had - wanted) < 40:
        context.note("target_same", length=context.long())
    elif all(shot.still for shot in context.timeline.shots):
        context.timeline.shots = _stretched(context.timeline.shots, wanted)
        context.did("set_length", "target_cards", length=context.long())
    elif wanted < had:
        context.timeline.shots = context.inside(0, wanted)[1]
        context.did("set_length", "target_shorter", length=context.long())
    else:
        _repeat(context, had, wanted)


def _repeat(context: EditContext, had: int, wanted: int) -> None:
    again = list(context.timeline.shots) * (wanted // had + 1)
    if _too_many(context, again):
        return
    context.timeline.shots = again
    context.timeline.shots = context.inside(0, wanted)[1]
    context.did("set_length", "target_longer", had=context.long(had), length=context.long())


def _stretched(shots: Sequence[Shot], wanted: int) -> list[Shot]:
    edges = [round(wanted * place / len(shots)) for place in range(len(shots) + 1)]
    return [replace(shot, end=stop - start) for shot, start, stop in zip(shots, edges, edges[1:], strict=False)]


def _too_many(context: EditContext, shots: Sequence[Shot]) -> bool:
    if len(shots) > MOST_SHOTS:
        context.note("too_many", most=MOST_SHOTS)
        return True
    return False


def _take_out(
    context: EditContext, start: int, stop: int, *, key: str, limit: int | None = None, **values: object
) -> None:
    total = context.timeline.length
    if start >= total or stop <= start or stop >= (limit or total + 1):
        context.note(
            "out_of_film", asked=context.long(start if start >= total else stop - start), length=context.long()
        )
        return
    before, _, after = context.inside(start, min(stop, total))
    if sum(shot.length for shot in before + after) < LEAST_MS:
        context.note("not_last")
        return
    context.timeline.shots = joined(before) + joined(after) if context.timeline.on_beat else before + after
    context.did("trim" if key != "cut" else "cut_range", key, length=context.long(), **values)
