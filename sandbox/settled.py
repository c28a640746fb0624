"""The wishes of a whole message made one: what is said twice is done once, what is taken back is not done. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sandbox.model.bounds import LONGEST_MS
from sandbox.operations.adjust import says_how_much
from sandbox.operations.looks import both_looks
from sandbox.wording.subtitles import Subtitles
from sandbox.wording.wishes import Wish

_SMOOTH = re.compile(r"smooth|平滑|顺滑?|自然|流畅", re.IGNORECASE)
# "for the first three seconds, then no more text"
_NO_MORE = re.compile(r"(?<![a-z])no more(?![a-z])|不再|再没有", re.IGNORECASE)
_ALL_OF_IT = re.compile(r"(?<![a-z])(?:all|whole|everything|rest)(?![a-z])|整|全|其[余他]|剩下", re.IGNORECASE)
_UPRIGHT = re.compile(
    r"转正|摆正|正过来|(?<![a-z])(?:upright|right (?:way|side) (?:up|round|around))(?![a-z])", re.IGNORECASE
)
# who says how much need not be asked
_ANSWERED = {
    "volume_ask": {"volume", "loudness", "bgm_volume", "mute"},
    "speed_ask": {"speed", "tempo", "ramp", "bgm"},
}
_PLACED = frozenset({"move", "beside", "arrange", "sort", "middle"})
VAGUE = frozenset({"polish", "polish_ask", "put", "resolution", "aspect", "export"})
_ONCE = frozenset({"sort", "beat", "polish", "silence", "export", "create", "undo", "steady", "boomerang"})
_ALIKE = frozenset({"turn", "mirror", "look", "impossible", "denoise", "append", "swap", "speed", "aspect"})
# "it's too dark, brighten it": of two steps in one direction the larger one is meant
_COMPLAINS = re.compile(
    r"(?<![a-z])too\s|^\W{0,9}(?:it|this|that|everything)(?:'|’)?(?:s|\sis|\slooks)(?![a-z])|太|有点|有些",
    re.IGNORECASE,
)
_STEPS = frozenset({"adjust", "volume", "bgm_volume"})


_IN_PLACE = frozenset(
    {"look", "adjust", "blur", "smear", "grain", "vignette", "zoom", "mute", "volume", "denoise", "turn", "mirror"}
)
_LONGER_OR_SHORTER = frozenset({"cut", "speed", "freeze", "loop", "ramp"})


def settled(wishes: Sequence[Wish], script: tuple[str, ...]) -> list[Wish]:
    """Wishes made one: the vague ones step back before the definite, a mood joins its music."""
    wishes = list(_not_taken_back(wishes))
    ops = {wish.op for wish in wishes}
    if "create" in ops and "slideshow" not in ops:
        wishes = [replace(wish, op="slideshow") if wish.op == "put" else wish for wish in wishes]
    wishes = [wish for wish in wishes if not _ANSWERED.get(wish.op, set()) & ops]
    if ops & _PLACED:  # "the other way round, the second one first" says how
        wishes = [wish for wish in wishes if wish.op != "swap" or wish.files or wish.nth is not None or wish.kind]
    if not ops <= VAGUE:
        wishes = [wish for wish in wishes if wish.op not in {"polish", "polish_ask"}]
    if any(wish.op == "loudness" and wish.kind == "even" for wish in wishes):
        # "one is too quiet, make them equally loud" wants no more than that
        wishes = [wish for wish in wishes if wish.op != "volume" or wish.amount is not None]
    if any(wish.op == "blur" and wish.span for wish in wishes):  # "… blurry, and after that sharp" is how it is
        wishes = [wish for wish in wishes if wish.kind != "sharp" or wish.span]
    if ops & {"tiles", "pip"}:  # what lies there is not all of the film
        wishes = [wish for wish in wishes if wish.op != "put"]
    carded = {wish.text for wish in wishes if wish.op == "card" and wish.text}
    wishes = [wish for wish in wishes if wish.op != "text" or wish.text not in carded]
    if "beat" in ops:  # all the clips take turns, so that each gives a share
        wishes = [
            replace(wish, kind="shares") if wish.op in {"total", "target"} and wish.ms else wish for wish in wishes
        ]
    wishes = _stacked(_pictured_cards(_in_one_look(list(_mended(wishes)))))
    if any(wish.op == "ramp" for wish in wishes):  # "smoothly" is said of the change of speed
        wishes = [wish for wish in wishes if wish.op != "transition" or not _SMOOTH.search(wish.clause)]
    wishes = list(_as_close(_where_it_was_said(wishes)))
    wishes = list(_once(_together(_faded(_joined(_levels(list(_largest(list(_as_wished(wishes))))))))))
    if script and not any(wish.op == "undo" for wish in wishes):
        wishes = [wish for wish in wishes if not (wish.op == "text" and not wish.text)] + [Wish("script")]
    return wishes


def with_subtitles(
    wishes: list[Wish],
    subtitles: Sequence[Subtitles],
    script: Sequence[str],
    typed: Sequence[tuple[int, int | None, str]],
) -> list[Wish]:
    """A subtitles file that came with the words is what they mean by captions; lines that came with them are too."""
    if typed:
        look = next((wish for wish in wishes if wish.op in {"text", "subtitles"} and not wish.text), Wish("text"))
        rest = [wish for wish in wishes if wish.op != "subtitles" and not _is_met_by_a_file(wish)]
        return rest + [_caption(look, *each) for each in typed]
    if subtitles:
        asked = next((wish for wish in wishes if wish.op == "subtitles"), Wish("subtitles"))
        return [*(wish for wish in wishes if wish.op != "subtitles" and not _is_met_by_a_file(wish)), asked]
    return [wish for wish in wishes if wish.op != "subtitles"] if script else wishes


def _caption(look: Wish, begin: int, end: int | None, words: str) -> Wish:
    return Wish("text", text=words, kind="caption", span=(begin, end or LONGEST_MS), place=look.place, color=look.color)


def _is_met_by_a_file(wish: Wish) -> bool:
    """Whether it is a wish for captions whose words are not said."""
    return (wish.op == "text" and not wish.text) or (wish.op == "impossible" and wish.kind in {"speech", "burned_in"})


def _where_it_was_said(wishes: Sequence[Wish]) -> Iterator[Wish]:
    """Without a step for the whole film right behind the same step for a stretch: "3 to 6 s is too dark, brighten"."""
    for place, wish in enumerate(wishes):
        before = wishes[place - 1] if place else None
        alike = before is not None and (before.op, before.kind) == (wish.op, wish.kind) == ("adjust", wish.kind)
        if not (before and alike and before.span and not _somewhere(wish) and not _ALL_OF_IT.search(wish.clause)):
            yield wish


def _stacked(wishes: list[Wish]) -> list[Wish]:
    """A split screen one above the other, where its clips are at the top and bottom: "A top half, B bottom half"."""
    if not any(wish.op == "tile_place" and wish.place in {"top", "bottom"} for wish in wishes):
        return wishes
    return [replace(wish, kind=wish.kind or "stacked") if wish.op == "tiles" else wish for wish in wishes]


def _pictured_cards(wishes: list[Wish]) -> list[Wish]:
    """The logo of a card lies on the card, and not over the film too: "finish on white with my logo, 3 s"."""
    cards = {wish.clause: wish for wish in wishes if wish.op == "card" and wish.part}
    logos = {wish.clause: wish for wish in wishes if wish.op == "logo" and wish.clause in cards}
    return [
        replace(wish, ms=wish.ms or logos[wish.clause].ms) if wish.op == "card" and wish.clause in logos else wish
        for wish in wishes
        if wish.op != "logo" or wish.clause not in cards
    ]


def _as_close(wishes: Iterable[Wish]) -> Iterator[Wish]:
    """With how close a slow move comes, said behind it, as its own: "slowly closer, to 1.5 times at the end"."""
    made: list[Wish] = []
    for wish in wishes:
        move = next((each for each in made if (each.op, each.kind) == ("zoom", "in")), None)
        if move and (wish.op, wish.kind) == ("zoom", "close") and not (_somewhere(move) or _somewhere(wish)):
            made[made.index(move)] = replace(move, amount=wish.amount, clause=f"{move.clause}, {wish.clause}")
        else:
            made.append(wish)
    yield from made


def _levels(wishes: Sequence[Wish]) -> list[Wish]:
    """Of the music that was wished before, how loud it shall be for a stretch: "… and music at 10% from 3 to 5 s"."""
    first = next((wish for wish in wishes if wish.op == "bgm"), None)
    return [
        replace(wish, op="bgm_volume")
        if wish.op == "bgm" and wish is not first and wish.amount is not None and _is_a_level(wish)
        else wish
        for wish in wishes
    ]


def _is_a_level(wish: Wish) -> bool:
    return bool(wish.span or wish.part) and not (wish.kind or wish.files or wish.ms)


def _joined(wishes: Sequence[Wish]) -> list[Wish]:
    """One slideshow and one music of all that was said of each: "a slideshow …, 2 seconds each"."""
    whole: dict[str, Wish] = {}
    for wish in wishes:
        if wish.op in {"slideshow", "bgm", "boomerang"}:
            one = whole.get(wish.op, wish)
            whole[wish.op] = replace(
                one,
                kind=wish.kind or one.kind,
                amount=wish.amount or one.amount,
                ms=wish.ms or one.ms,
                files=one.files or wish.files,
                span=one.span or wish.span,
            )
    places = {op: next(place for place, wish in enumerate(wishes) if wish.op == op) for op in whole}
    return [whole.get(wish.op, wish) for place, wish in enumerate(wishes) if places.get(wish.op, place) == place]


def _faded(wishes: Sequence[Wish]) -> list[Wish]:
    """Fades of one thing as long as each other made one: "fade in 1 s and fade out 1 s"."""
    made: list[Wish] = []
    for wish in wishes:
        twin = next((each for each in made if wish.op == each.op == "fade" and _is_other_end(each, wish)), None)
        if twin is None:
            made.append(wish)
        else:
            made[made.index(twin)] = replace(twin, kind="both", clause=f"{twin.clause}, {wish.clause}")
    return made


def _is_other_end(one: Wish, other: Wish) -> bool:
    return {one.kind, other.kind} == {"in", "out"} and replace(one, kind="", clause="") == replace(
        other, kind="", clause=""
    )


def _as_wished(wishes: Sequence[Wish]) -> Iterator[Wish]:
    """Without the complaint where the wish itself says how much: "it's way too dark, brighten it up a bit"."""
    for wish in wishes:
        about = [each for each in wishes if each.op in _STEPS and _direction(each) == _direction(wish)]
        wished = any(not _COMPLAINS.search(each.clause) and says_how_much(each.clause) for each in about)
        # "way too loud, turn it down": the complaint alone says how much
        said = not wished and wish.amount is None and any(each.amount for each in about)
        if not said and not (wished and _COMPLAINS.search(wish.clause)):
            yield wish


def _mended(wishes: Sequence[Wish]) -> Iterator[Wish]:
    """One turn, or one pace, of a complaint and how it is mended: "it's sideways, rotate it left".

    Which way and how fast stand where they were said ("" is their kind); else a turn is that which the complaint asks
    for, and a pace that of the wish itself.
    """
    for wish in wishes:
        others = [each for each in wishes if each is not wish and each.op == wish.op and _one_way(each, wish)]
        if wish.kind == "complaint":
            met = any(not each.kind or (each.op == "speed" and each.kind == "step") for each in others)
        else:
            there = [each for each in others if _place(each) == _place(wish)]
            met = wish.kind == "step" and any(
                not each.kind or (each.op == "turn" and each.kind == "complaint") for each in there
            )
        if not (wish.op in {"speed", "turn"} and met):
            yield wish


def _in_one_look(wishes: Sequence[Wish]) -> list[Wish]:
    """The looks for one place as one wish for all of them: "black and white, and add a vintage look"."""
    made: list[Wish] = []
    for wish in wishes:
        twin = next((each for each in made if _are_looks(each, wish) and _place(each) == _place(wish)), None)
        if twin is None:
            made.append(wish)
        else:
            kind, clause = both_looks(twin.kind, wish.kind), f"{twin.clause}, {wish.clause}"
            made[made.index(twin)] = replace(twin, kind=kind, clause=clause)
    return made


def _are_looks(one: Wish, other: Wish) -> bool:
    return one.op == other.op == "look" and bool(one.kind and other.kind)


def _one_way(one: Wish, other: Wish) -> bool:
    """Whether both make it faster, or both slower; of turns the one that was said is meant."""
    return one.op == "turn" or ((one.amount or 1) > 1) == ((other.amount or 1) > 1)


def _place(wish: Wish) -> Wish:
    return Wish("", span=wish.span, part=wish.part, files=wish.files, nth=wish.nth, more=wish.more, others=wish.others)


def _direction(wish: Wish) -> Wish:
    """What is changed, where and in which direction; not by how much."""
    if wish.kind == "by":
        return replace(wish, clause="", amount=None, kind="up" if (wish.amount or 0) > 1 else "down")
    return replace(wish, clause="", amount=None if wish.kind in {"up", "down"} else (wish.amount or 0) > 0)


def _largest(wishes: Sequence[Wish]) -> Iterator[Wish]:
    """Without the smaller of two steps of one thing in one direction."""
    steps: dict[Wish, float] = {}
    for wish in wishes:
        steps[_step(wish)] = max(steps.get(_step(wish), 0.0), abs(wish.amount or 0.0))
    for wish in wishes:
        if wish.op not in _STEPS:
            yield wish
        elif (most := steps.pop(_step(wish), None)) is not None:
            yield wish if wish.amount is None else replace(wish, amount=most if wish.amount > 0 else -most)


def _step(wish: Wish) -> Wish:
    """What is changed, where and in which direction; how much does not count where the steps are relative."""
    relative = wish.op == "adjust" or wish.amount is None
    return replace(
        wish, clause="", amount=((wish.amount or 0) > 0) - ((wish.amount or 0) < 0) if relative else wish.amount
    )


def _once(wishes: Sequence[Wish]) -> Iterator[Wish]:
    """Without what says the same again."""
    seen: list[Wish] = []
    for wish in wishes:
        again = any(each.op == wish.op for each in seen)
        # "it's upside down, turn it around", 倒了，帮我转正
        twin = wish.op in _ALIKE and any(replace(each, clause="") == replace(wish, clause="") for each in seen)
        if twin or (again and (wish.op in _ONCE or (wish.op == "turn" and _UPRIGHT.search(wish.clause)))):
            continue
        seen.append(wish)
        yield wish


def _not_taken_back(wishes: Sequence[Wish]) -> Iterator[Wish]:
    """Without what a later part of the message takes back: "zoom in … actually, no zoom"."""
    for place, wish in enumerate(wishes):
        if _NO_MORE.search(wish.clause) and any(
            f"{each.op}_remove" == wish.op and _somewhere(each) for each in wishes[:place]
        ):
            continue
        # "the first one black and white, the second one in colour" takes nothing off
        if wish.op == "look_remove" and any(each.op == "look" and _somewhere(each) for each in wishes[:place]):
            continue
        undone = (
            each
            for each in wishes[place + 1 :]
            if each.op == f"{wish.op}_remove" and not (_somewhere(wish) and _NO_MORE.search(each.clause))
        )
        if not any(each.files in ((), wish.files) for each in undone) or (wish.op == "look" and _somewhere(wish)):
            yield wish


def _somewhere(wish: Wish) -> bool:
    return (
        wish.span is not None
        or wish.nth is not None
        or bool(wish.files or wish.part or (wish.op == "text" and wish.ms))
    )


def _together(wishes: list[Wish]) -> list[Wish]:
    """Several stretches that are kept, at once; and black bars with a shape, which are those beside the clip."""
    whole = [
        replace(wish, op="keep", span=(-(wish.ms or 0), None)) if wish.op == "keep_last" else wish for wish in wishes
    ]
    kept = [wish for wish in whole if wish.op == "keep" and not wish.files and wish.nth is None and wish.span]
    rest = [wish for wish in (whole if len(kept) > 1 else wishes) if wish not in kept[1:]]
    if len(kept) > 1:
        all_of_them = replace(kept[0], spans=tuple(wish.span for wish in kept[1:] if wish.span))
        rest = [all_of_them if wish is kept[0] else wish for wish in rest]
    size = next((wish.size for wish in rest if wish.op == "resolution" and wish.size), None)
    if size:  # "1080×1080, crop the sides"
        rest = [replace(wish, size=size) if wish.op == "aspect" and not wish.size else wish for wish in rest]
    rest = _filled(rest)
    bars = next((wish for wish in rest if wish.op == "bars"), None)
    shape = next((wish for wish in rest if wish.op == "aspect" and wish.size), None)
    if bars and shape:
        rest = [replace(shape, kind="pad") if wish is shape else wish for wish in rest if wish is not bars]
    return rest


def _filled(wishes: list[Wish]) -> list[Wish]:
    """The shape with how its picture is filled, said beside it: "square, no bars, crop the sides"."""
    shape = next((wish for wish in wishes if wish.op == "aspect" and wish.size), None)
    how = [wish for wish in wishes if wish.op == "bars_remove" or _is_of_all_sides(wish)]
    if shape is None or not how:
        return wishes
    clause = ", ".join(wish.clause for wish in (shape, *how))
    whole = replace(shape, kind="crop", clause=clause)
    return [whole if wish is shape else wish for wish in wishes if wish not in how]


def _is_of_all_sides(wish: Wish) -> bool:
    """Whether it is a crop that says neither how much nor at which one side."""
    return wish.op == "crop" and wish.amount is None and len(wish.kind.split()) != 1 and not _somewhere(wish)


def in_order(wishes: Sequence[Wish], order: Mapping[str, int]) -> list[Wish]:
    """The wishes in the order in which they are carried out.

    The times of texts are those of the film when all the rest is done. All other times of one message are those of
    the film as it is: what holds for a stretch is done before the film is cut,
    and what makes it longer or shorter is done from behind, so that it moves nothing that is still to be done.
    """
    if any(wish.op in {"keep", "keep_last"} for wish in wishes):
        return sorted(wishes, key=lambda wish: order[wish.op])

    def place(wish: Wish) -> tuple[int, int, int]:
        timed = wish.span is not None and wish.span[0] > 0 and wish.nth is None and not wish.files
        if wish.op in {"undo", "fresh"}:
            return 0, 0, order[wish.op]
        if timed and wish.op in _IN_PLACE:
            return 1, 0, order[wish.op]
        if timed and wish.op in _LONGER_OR_SHORTER:
            return 2, -(wish.span or (0, 0))[0], order[wish.op]
        return 3, 0, order[wish.op]

    return sorted(wishes, key=place)
