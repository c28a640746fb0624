"""What a clause wishes of sound and pace: music, cuts on its beat, volume, silence instead of sound, speed. Pure."""

import re
from collections.abc import Iterator

from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import MOOD_TAGS, nearest
from sandbox.wording.wishes import Wish


def _music(clause: Clause) -> Iterator[Wish]:
    if not clause.has("MUSIC"):
        return
    if (
        clause.has("REMOVE", "MUTE", "UNDO")
        and not clause.has("REPLACE")
        and not re.search(r"without (?:any )?(?:paid)", clause.text)
    ):
        yield Wish("bgm_remove")
        return
    share = clause.one("share")
    louder = (
        clause.has("VOLUME", "UP", "DOWN")
        and clause.has("VOLUME", "CHANGE", "UP", "DOWN")
        and not clause.has("ADD", "CREATE", "REPLACE")
    )
    if louder or (share is not None and clause.has("CHANGE") and not clause.has("ADD")):
        yield Wish("bgm_volume", amount=share, kind=_direction(clause))
    elif not (clause.has("FADE") and not clause.has("ADD")):
        plays = clause.has("ADD", "CREATE", "REPLACE", "EDIT", "CHANGE", *MOOD_TAGS) or not clause.has(
            "STRONG_SYNC", "FADE", "CUT"
        )
        if plays or clause.every("asset"):
            yield Wish(
                "bgm",
                kind=_mood(clause),
                amount=share,
                files=clause.every("asset"),
                ms=round(clause.one("bpm") or 0) or None,
            )


def _mood(clause: Clause) -> str:
    return nearest(clause.text, MOOD_TAGS, to="MUSIC")


def _direction(clause: Clause) -> str:
    return "down" if clause.has("DOWN") else "up" if clause.has("UP") else ""


def _beat(clause: Clause) -> Iterator[Wish]:
    if clause.has("REMOVE") and clause.has("BEAT") and not clause.has("MUSIC"):
        yield Wish("beat_remove")
        return
    strong = clause.has("STRONG_SYNC") and (clause.has("BEAT", "CUTS", "MUSIC", "CLIP") or len(clause.text.split()) < 4)
    if strong or (clause.has("SYNC") and clause.has("BEAT")):
        yield Wish("beat")


def _sound(clause: Clause) -> Iterator[Wish]:
    if clause.has("MUSIC") or (clause.has("SILENCE") and clause.has("REMOVE", "CUT", "TRIM", "KEEP", "EDIT")):
        return
    scope = {"span": clause.one("range"), "files": clause.every("asset"), "nth": clause.one("nth")}
    if clause.has("MUTE") or (clause.has("REMOVE") and clause.has("SOUND") and clause.one("share") is None):
        yield Wish("mute", **scope)
    elif clause.has("VOLUME") or (
        clause.has("SOUND") and clause.has("UP", "DOWN", "CHANGE") and clause.one("share") is not None
    ):
        yield Wish("volume", amount=clause.one("share") or clause.one("factor"), kind=_direction(clause), **scope)


def _speed(clause: Clause) -> Iterator[Wish]:
    factor, share = clause.one("factor") or clause.one("pace"), clause.one("share")
    paced = clause.has("SPEED") or clause.one("pace") is not None
    if not paced and not (factor is not None and clause.has("CHANGE", "ADD") and not clause.has("VOLUME", "MUSIC")):
        return
    slow = clause.has("SLOW")
    if factor is None and share is not None:
        by = re.search(r"(?<![a-z])by(?![a-z])", clause.text, re.IGNORECASE) or (clause.has("SPEED") and share < 0.5)
        factor = (1 - share if slow else 1 + share) if by else share
    if factor is None:
        factor = 0.5 if slow else 1.5
    elif slow and factor > 1:
        factor = 1 / factor
    yield Wish("speed", amount=factor, span=clause.one("range"), files=clause.every("asset"), nth=clause.one("nth"))


def moody(clause: Clause) -> Iterator[Wish]:
    """A mood alone means music of that mood, where nobody else understood the clause."""
    if (mood := _mood(clause)) and clause.has("ADD", "CHANGE", "REPLACE"):
        yield Wish("bgm", kind=mood)


READERS = (_music, _beat, _sound, _speed)
