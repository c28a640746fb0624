"""What a film must measure.

A check takes the film and the film as it was before the request, and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from bench.requests.material import SONG_HZ, TONES, VOICE_HZ, hertz
from bench.requests.measure import Box, Film

Check: TypeAlias = Callable[[Film, Film], str | None]  # what is wrong, None where nothing is

TOP: Box = (0.1, 0.02, 0.9, 0.3)
BOTTOM: Box = (0.1, 0.66, 0.9, 0.98)
MIDDLE: Box = (0.15, 0.34, 0.85, 0.66)
TOP_LEFT: Box = (0.01, 0.01, 0.3, 0.3)
TOP_RIGHT: Box = (0.7, 0.01, 0.99, 0.3)
BOTTOM_LEFT: Box = (0.01, 0.7, 0.3, 0.99)
BOTTOM_RIGHT: Box = (0.7, 0.7, 0.99, 0.99)
WHOLE: Box = (0, 0, 1, 1)
_SEEN = 0.8  # percent of the pixels of a box that words or a picture lie on
_STEP = 24  # levels, 0 to 255, by which such a pixel differs


def length(seconds: float, within: float = 0.25) -> Check:
    """The film is so long."""
    return lambda film, _: _unless(abs(film.about.seconds - seconds) <= within, f"{film.about.seconds:.2f} s long")


def same_length(film: Film, before: Film) -> str | None:
    """The film is as long as it was."""
    return length(before.about.seconds)(film, before)


def seen(places: dict[float, str]) -> Check:
    """At each moment that clip and second of it is shown."""

    def check(film: Film, _: Film) -> str | None:
        wrong = {at: film.shows(at) for at, wanted in places.items() if film.shows(at) != wanted}
        return _unless(not wrong, f"shows {wrong}")

    return check


def heard(places: dict[float, str]) -> Check:
    """At each moment that clip and second of it is heard; - for silence."""

    def check(film: Film, _: Film) -> str | None:
        wrong = {at: film.plays(at) for at, wanted in places.items() if film.plays(at) != wanted}
        return _unless(not wrong, f"plays {wrong}")

    return check


def plays(places: dict[float, str]) -> Check:
    """Shown and heard alike."""
    return both(seen(places), heard(places))


def both(*checks: Check) -> Check:
    """All of them."""
    return lambda film, before: next((wrong for one in checks if (wrong := one(film, before))), None)


def either(*checks: Check) -> Check:
    """Any of them."""

    def check(film: Film, before: Film) -> str | None:
        wrong = [one(film, before) for one in checks]
        return None if None in wrong else "; ".join(one or "" for one in wrong)

    return check


def shape(wide: int, high: int) -> Check:
    """Width to height."""
    return lambda film, _: _unless(
        abs(film.about.width * high / (film.about.height * wide) - 1) < 0.03, f"{film.about.width}×{film.about.height}"
    )


def filled(film: Film, _: Film) -> str | None:
    """No black bars."""
    sides, ends = film.bars(1.0)
    return _unless(sides < 0.06 and ends < 0.06, f"bars {sides:.2f} and {ends:.2f}")


def bars_above(film: Film, _: Film) -> str | None:
    """Black bars at top and bottom, none beside."""
    sides, ends = film.bars(1.0)
    return _unless(sides < 0.06 and 0.08 < ends < 0.8, f"bars {sides:.2f} and {ends:.2f}")


def bars_beside(film: Film, _: Film) -> str | None:
    """Black bars at left and right."""
    sides, ends = film.bars(1.0)
    return _unless(ends < 0.06 and 0.08 < sides < 0.8, f"bars {sides:.2f} and {ends:.2f}")


def corners(colors: str, at: float = 1.0) -> Check:
    """The four quarters, row by row."""
    return lambda film, _: _unless(film.corners(at) == colors, film.corners(at))


def laid(box: Box, start: float, end: float, *, only: bool = True, step: float = _STEP) -> Check:
    """Something lies over that part of the picture from start to end, and not before or after it.

    `step` is how much it differs at least, in levels of 255: what is nearly transparent differs by little.
    """

    def check(film: Film, before: Film) -> str | None:
        inside = min(_differs(film, before, at, box, step=step) for at in (start + 0.4, (start + end) / 2, end - 0.4))
        if inside < _SEEN:
            return f"nothing there ({inside:.1f})"
        outside = [
            at for at in (start - 0.6, end + 0.6) if 0.2 < at < min(film.about.seconds, before.about.seconds) - 0.2
        ]
        left = {at: round(_differs(film, before, at, box), 1) for at in outside}
        return _unless(not only or all(one < _SEEN for one in left.values()), f"still there {left}")

    return check


def always(box: Box) -> Check:
    """Something lies over that part of the picture throughout."""

    def check(film: Film, before: Film) -> str | None:
        end = min(film.about.seconds, before.about.seconds)
        least = min(_differs(film, before, at, box) for at in (0.5, end / 2, end - 0.5))
        return _unless(least >= _SEEN, f"not there ({least:.1f})")

    return check


def clear(box: Box) -> Check:
    """Nothing was laid over that part of the picture."""

    def check(film: Film, before: Film) -> str | None:
        end = min(film.about.seconds, before.about.seconds)
        most = max(_differs(film, before, at, box) for at in (0.5, end / 2, end - 0.5))
        return _unless(most < _SEEN, f"something there ({most:.1f})")

    return check


def same_picture(film: Film, before: Film) -> str | None:
    """The picture is as it was."""
    moments = np.arange(0.5, min(film.about.seconds, before.about.seconds) - 0.2, 1.0)
    most = (
        max(float(np.abs(film.picture(at) - before.picture(at)).mean()) for at in moments)
        if _alike(film, before)
        else 255
    )
    return _unless(most < 6 and film.about.width == before.about.width, f"picture differs by {most:.1f}")


def changed(film: Film, before: Film) -> str | None:
    """The picture is not what it was, towards its end."""
    if not _alike(film, before):
        return None
    at = 0.75 * min(film.about.seconds, before.about.seconds)
    share = _differs(film, before, at, WHOLE, step=10)
    return _unless(share >= 0.15, f"the same picture ({share:.1f} %)")


def same_sound(film: Film, before: Film) -> str | None:
    """The sound is as it was."""
    moments = np.arange(0.5, min(film.about.seconds, before.about.seconds) - 0.3, 1.0)
    wrong = [float(at) for at in moments if film.plays(float(at)) != before.plays(float(at))]
    apart = abs(film.loudness() - before.loudness())
    return _unless(not wrong and apart < 1.5, f"sounds otherwise at {wrong}, {apart:.1f} dB apart")


def silent(start: float = 0, end: float = 1e9) -> Check:
    """No sound in that stretch."""
    return lambda film, _: _unless(film.loudness(start, end) < -55, f"{film.loudness(start, end):.0f} dB")


def louder(least: float = 2, start: float = 0, end: float = 1e9) -> Check:
    """Louder than before by so many dB."""
    return lambda film, before: _unless(
        film.loudness(start, end) - before.loudness(start, end) >= least,
        f"{film.loudness(start, end) - before.loudness(start, end):+.1f} dB",
    )


def quieter(least: float = 2, start: float = 0, end: float = 1e9) -> Check:
    """Quieter than before by so many dB."""
    return lambda film, before: _unless(
        before.loudness(start, end) - film.loudness(start, end) >= least,
        f"{film.loudness(start, end) - before.loudness(start, end):+.1f} dB",
    )


def original(low: float, high: float) -> Check:
    """The clip's own tone in its second second, in dB against before."""

    def check(film: Film, before: Film) -> str | None:
        apart = film.level(hertz("A", 1), 1.1, 1.9) - before.level(hertz("A", 1), 1.1, 1.9)
        return _unless(low <= apart <= high, f"own sound {apart:+.1f} dB")

    return check


def music(film: Film, _: Film) -> str | None:
    """There is something to hear beside the clips' own tones, nearly all along."""
    moments = np.arange(0.5, film.about.seconds - 1, 1.0)
    heard_at = [_beside(film, float(at)) > -52 for at in moments]
    return _unless(float(np.mean(heard_at)) > 0.7, f"music in {sum(heard_at)} of {len(heard_at)} seconds")


def no_music(film: Film, _: Film) -> str | None:
    """Nothing to hear beside the clips' own tones."""
    moments = np.arange(0.5, film.about.seconds - 1, 1.0)
    most = max(_beside(film, float(at)) for at in moments)
    return _unless(most < -48, f"something sounds, {most:.0f} dB")


def tone(hz: float, start: float, end: float, *, least: float = -50) -> Check:
    """That tone sounds there."""
    return lambda film, _: _unless(
        film.level(hz, start, end) > least, f"{hz} Hz at {film.level(hz, start, end):.0f} dB"
    )


def no_tone(hz: float, start: float, end: float, *, most: float = -55) -> Check:
    """That tone does not sound there."""
    return lambda film, _: _unless(film.level(hz, start, end) < most, f"{hz} Hz at {film.level(hz, start, end):.0f} dB")


def song(start: float, end: float) -> Check:
    """The uploaded song sounds there."""
    return tone(SONG_HZ, start, end)


def voice(start: float, end: float) -> Check:
    """The uploaded voice sounds there."""
    return tone(VOICE_HZ, start, end)


def ducked(film: Film, before: Film) -> str | None:
    """The song is quieter while the voice speaks (its first three seconds) than after it."""
    del before
    speaking, after = film.level(SONG_HZ, 0.7, 2.3), film.level(SONG_HZ, 4.5, 6.5)
    return _unless(after - speaking >= 3 and after > -60, f"{speaking:.0f} dB under the voice, {after:.0f} dB after it")


def grey_picture(film: Film, _: Film) -> str | None:
    """No colour."""
    return _unless(film.saturation(1.0) < 10, f"saturation {film.saturation(1.0):.0f}")


def more(what: str, least: float) -> Check:
    """A measure of the picture (a method of Film) has grown by so much, at each of three moments."""
    return _moved(what, lambda apart: apart >= least)


def less(what: str, least: float) -> Check:
    """A measure of the picture has become less by so much."""
    return _moved(what, lambda apart: apart <= -least)


def grey(start: float, end: float) -> Check:
    """No colour in that stretch, and colour beside it."""

    def check(film: Film, _: Film) -> str | None:
        moments = np.arange(0.5, film.about.seconds - 0.2, 1.0)
        wrong = [float(at) for at in moments if (film.saturation(float(at)) < 10) != (start <= at < end)]
        return _unless(not wrong, f"colour or none at {wrong}")

    return check


def patches(colors: dict[tuple[float, float], str], at: float = 1.0) -> Check:
    """At those points (across and down, 0 to 1) those colours are to be seen."""

    def check(film: Film, _: Film) -> str | None:
        found = {
            (x, y): film.color(at, (max(0.0, x - 0.02), max(0.0, y - 0.03), min(1.0, x + 0.02), min(1.0, y + 0.03)))
            for x, y in colors
        }
        wrong = {place: color for place, color in found.items() if color != colors[place]}
        return _unless(not wrong, f"at {at} s {wrong}")

    return check


def plain(level: Callable[[float], bool], start: float, end: float) -> Check:
    """The edge of the picture is of that level (0 to 255) all along that stretch."""

    def check(film: Film, _: Film) -> str | None:
        edges = ((0.02, 0.02, 0.2, 0.1), (0.8, 0.02, 0.98, 0.1), (0.02, 0.9, 0.2, 0.98), (0.8, 0.9, 0.98, 0.98))
        found = [float(film.patch(at, box).mean()) for at in (start, (start + end) / 2, end) for box in edges]
        return _unless(all(level(one) for one in found), f"levels {[round(one) for one in found]}")

    return check


def black(start: float, end: float) -> Check:
    """The edge of the picture is black all along that stretch."""
    return plain(lambda level: level < 25, start, end)


def white(start: float, end: float) -> Check:
    """The edge of the picture is white all along that stretch."""
    return plain(lambda level: level > 225, start, end)


def dips(start: float, end: float) -> Check:
    """The picture gets dark for a moment within that stretch, and is lit before and after it."""

    def check(film: Film, _: Film) -> str | None:
        least = min(film.brightness(at) for at in np.arange(start, end, 0.1))
        around = min(film.brightness(start - 0.3), film.brightness(end + 0.3))
        return _unless(least < 0.3 * around, f"{least:.0f} within, {around:.0f} beside")

    return check


def blends(start: float, end: float) -> Check:
    """Within that stretch both of two clips are seen at once: no clip is by itself at its middle."""

    def check(film: Film, _: Film) -> str | None:
        middle = (start + end) / 2
        apart = min(float(np.abs(film.picture(middle) - film.picture(at)).mean()) for at in (start, end))
        return _unless(apart > 8, f"{apart:.1f} from the clips beside")

    return check


def tone_at(hz: float, low: float, high: float, start: float = 1, end: float = 7) -> Check:
    """That tone is so loud, in dB below full scale."""
    return lambda film, _: _unless(
        low <= film.level(hz, start, end) <= high, f"{hz} Hz at {film.level(hz, start, end):.1f} dB"
    )


def own_level(clip: str, second: int, at: float, low: float, high: float) -> Check:
    """The tone of that second of a clip, heard at that moment of the film, is so loud, in dB."""
    return tone_at(hertz(clip, second), low, high, at - 0.3, at + 0.3)


def fades_to_white(film: Film, _: Film) -> str | None:
    """The picture ends white."""
    last = film.brightness(film.about.seconds - 0.05)
    return _unless(last > 200, f"ends at {last:.0f}")


def detailed(box: Box, at: float, low: float, high: float) -> Check:
    """How much of the detail of a box there is, against before."""

    def check(film: Film, before: Film) -> str | None:
        now, was = (float(np.abs(np.diff(one.part(at, box), axis=1)).mean()) for one in (film, before))
        return _unless(low <= now / max(was, 1e-6) <= high, f"detail {now:.1f} of {was:.1f}")

    return check


def fades_in(film: Film, before: Film) -> str | None:
    """The picture begins dark."""
    return _unless(film.brightness(0) < 0.4 * before.brightness(0), f"begins at {film.brightness(0):.0f}")


def fades_out(film: Film, before: Film) -> str | None:
    """The picture ends dark."""
    last, was = film.about.seconds - 0.05, before.about.seconds - 0.05
    return _unless(film.brightness(last) < 0.4 * before.brightness(was), f"ends at {film.brightness(last):.0f}")


def stays_lit(film: Film, before: Film) -> str | None:
    """The picture neither begins nor ends dark."""
    last = film.about.seconds - 0.1
    lit = film.brightness(0.1) > 0.7 * before.brightness(0.1) and film.brightness(last) > 0.7 * before.brightness(
        before.about.seconds - 0.1
    )
    return _unless(lit, "dark at an end")


def sound_fades_in(film: Film, before: Film) -> str | None:
    """The sound begins low."""
    return quieter(6, 0, 0.25)(film, before)


def sound_fades_out(film: Film, before: Film) -> str | None:
    """The sound ends low."""
    end, was = film.about.seconds, before.about.seconds
    apart = before.loudness(was - 0.3, was) - film.loudness(end - 0.3, end)
    return _unless(apart >= 6, f"{-apart:+.1f} dB at the end")


def cuts(least: int) -> Check:
    """The picture changes at once so often."""
    return lambda film, _: _unless(len(film.cuts()) >= least, f"{len(film.cuts())} cuts")


def cuts_on(bpm: float, within: float = 0.06) -> Check:
    """Every sudden change, but those the clip has of itself each second, is on the beat; there are three at least."""

    def check(film: Film, _: Film) -> str | None:
        beat = 60 / bpm
        found = [at for at in film.cuts() if abs(at - round(at)) > 0.06]
        off = [round(at, 2) for at in found if abs(at / beat - round(at / beat)) * beat > within]
        return _unless(len(found) >= 3 and not off, f"{len(found)} cuts, off the beat {off}")

    return check


def rate(fps: float) -> Check:
    """Frames a second."""
    return lambda film, _: _unless(abs(film.about.fps - fps) < 0.5, f"{film.about.fps} fps")


def weighs(most: int) -> Check:
    """Bytes of the file."""
    return lambda film, _: _unless(film.path.stat().st_size <= most, f"{film.path.stat().st_size} bytes")


def lighter(film: Film, before: Film) -> str | None:
    """The file is clearly smaller than it was."""
    now, was = film.path.stat().st_size, before.path.stat().st_size
    return _unless(now < 0.8 * was, f"{now} of {was} bytes")


def loud(lufs: float, within: float = 1.0) -> Check:
    """Integrated loudness."""
    return lambda film, _: _unless(abs(film.lufs() - lufs) <= within, f"{film.lufs():.1f} LUFS")


def steadier(film: Film, before: Film) -> str | None:
    """Neighbouring frames differ less."""
    return _unless(film.shake() < 0.75 * before.shake(), f"shake {before.shake():.2f} → {film.shake():.2f}")


def less_hiss(film: Film, before: Film) -> str | None:
    """The hiss after the tone has gone down, the tone has not."""
    hiss = before.loudness(5, 7.5) - film.loudness(5, 7.5)
    kept = film.level(hertz("A", 1), 1.1, 1.9) - before.level(hertz("A", 1), 1.1, 1.9)
    return _unless(hiss >= 6 and kept > -3, f"hiss {-hiss:+.1f} dB, tone {kept:+.1f} dB")


def frozen(start: float, end: float) -> Check:
    """The picture stands still."""

    def check(film: Film, _: Film) -> str | None:
        apart = float(np.abs(film.picture(start) - film.picture(end)).mean())
        return _unless(apart < 2, f"moves by {apart:.1f}")

    return check


def _moved(what: str, right: Callable[[float], bool]) -> Check:
    def check(film: Film, before: Film) -> str | None:
        moments = (1.5, film.about.seconds / 2, film.about.seconds - 1)
        apart = [float(getattr(film, what)(at) - getattr(before, what)(at)) for at in moments]
        return _unless(all(right(one) for one in apart), f"{what} {[round(one, 1) for one in apart]}")

    return check


def _alike(film: Film, before: Film) -> bool:
    return film.pictures.shape[1:] == before.pictures.shape[1:]


def _differs(film: Film, before: Film, at: float, box: Box, *, step: float = _STEP) -> float:
    """Percent of the pixels of a box that are others than before."""
    now, was = film.part(at, box), before.part(at, box)
    if now.shape != was.shape:
        return 100.0
    return float(100 * (np.abs(now - was).max(axis=2) >= step).mean())


def _beside(film: Film, at: float) -> float:
    """What sounds in the half second around a moment beside all tones of the clips, in dB."""
    heard = film.samples[int((at - 0.25) * 8000) : int((at + 0.25) * 8000)]
    spectrum = np.fft.rfft(heard * np.hanning(len(heard)))
    places = np.fft.rfftfreq(len(heard), 1 / 8000)
    for first in TONES.values():
        for second in range(8):
            spectrum[np.abs(places - (first + 50 * second)) <= 16] = 0
    left = np.fft.irfft(spectrum, len(heard))
    return float(20 * np.log10(max(float(np.sqrt((left**2).mean())), 1e-6)))


def _unless(right: bool, wrong: str) -> str | None:  # noqa: FBT001 - the sentence that is said unless it holds
    return None if right else wrong
