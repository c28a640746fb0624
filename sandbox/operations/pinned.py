"""What lies over the film stays with the pictures it was laid over, when these are cut, paced, or made to wait.

Titles, captions, pictures over the film, a voice-over and music that begin at a moment: all of them are pinned to what
is seen then. Words that somebody put at the beginning or the end of the film stay there, and can be read as long.
"""

from dataclasses import replace

from sandbox.model.bounds import LEAST_MS
from sandbox.model.draft import Music, Overlay, Timeline, Words
from sandbox.operations.context import EditContext
from sandbox.operations.operation import CarryOut
from sandbox.timeline.moments import Moments, marked, moments
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_GONE = Phrase(
    "{what} lay over what is cut out now, so it is gone as well.", "{what} 所在的片段已剪掉，所以也一并去掉了。"
)


def carry_out(do: CarryOut, context: EditContext, wish: Wish) -> None:
    """Carry out a wish, and take along what lay over the film before; what lay over a part that is gone is told."""
    timeline = context.timeline
    before, words, overlays = timeline.length, list(timeline.words), list(timeline.overlays)
    music, voice = timeline.music, timeline.voice
    timeline.shots = marked(timeline.shots)
    do(context, wish)
    now = moments(before, timeline.shots)
    if now is None:
        return
    # what the wish itself has laid is where it shall be
    timeline.words = _moved_words(context, words, before, now)
    timeline.overlays = _moved_overlays(context, overlays, now)
    if voice is not None and timeline.voice is voice:
        timeline.voice = replace(voice, start=now.begin(voice.start))
    if music is not None and timeline.music is music:
        timeline.music = _moved_music(music, timeline, now)


def _moved_words(context: EditContext, were: list[Words], before: int, now: Moments) -> list[Words]:
    left = []
    for each in context.timeline.words:
        if not any(each is other for other in were) or not each.length:
            left.append(each)
        elif (moved := _moved(each, before, now)) is not None:
            left.append(moved)
        elif not each.source:
            context.note(_GONE, what=f"“{each.text}”")
    return left


def _moved(words: Words, before: int, now: Moments) -> Words | None:
    end = words.start + words.length
    if not words.source and words.start <= 0:
        return replace(words, start=now.begin(0))
    if not words.source and end >= before:
        # the film may have become shorter than the words had time
        return replace(words, start=max(0, now.end(before) - words.length))
    begin, long = now.begin(words.start), now.end(end) - now.begin(words.start)
    return replace(words, start=begin, length=long) if long >= LEAST_MS else None


def _moved_overlays(context: EditContext, were: list[Overlay], now: Moments) -> list[Overlay]:
    left = []
    for each in context.timeline.overlays:
        if not any(each is other for other in were) or not (each.start or each.length):
            left.append(each)
            continue
        begin = now.begin(each.start)
        long = now.end(each.start + each.length) - begin if each.length else 0
        if each.length and long < LEAST_MS:
            context.note(_GONE, what=each.name)
        else:
            left.append(replace(each, start=begin, length=long))
    return left


def _moved_music(music: Music, timeline: Timeline, now: Moments) -> Music:
    begin = now.begin(music.start) if music.start else 0
    long = now.end(music.start + music.length) - begin if music.length else 0
    levels = ((now.begin(start), now.end(end), factor) for start, end, factor in music.levels)
    return replace(
        music,
        start=min(begin, max(0, timeline.length - LEAST_MS)),
        length=max(LEAST_MS, long) if music.length else 0,
        levels=tuple(each for each in levels if each[1] > each[0]),
    )
