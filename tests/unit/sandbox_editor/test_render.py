"""Real films by real ffmpeg: what was asked is what can be measured in the file."""

import asyncio
import os
from pathlib import Path

import pytest

from sandbox.editor import RenderFailed, render
from sandbox.model.draft import Canvas, Shot, Timeline
from sandbox.model.moods import TEMPOS
from sandbox.model.wire import to_wire


def film_of(draft, assets, target: Path, **more):
    return render(
        draft, {a.id: a for a in assets}, target, quality="fast", progress=more.pop("progress", lambda _: None),
        work=target.parent,
    )  # fmt: skip


async def test_a_film_plays_everywhere(clips, asked, rendered):
    clip = await clips("clip.mp4")
    made = await asked('add lofi music and a title "Hi" and fade in and out', [clip])
    film = await rendered(made.draft, [clip])

    assert abs(film.asset.duration_ms - 4000) <= 80
    assert (film.asset.width, film.asset.height) == (640, 360)
    assert "Video: h264" in film.told
    assert "yuv420p" in film.told
    assert "Audio: aac" in film.told
    assert "48000 Hz, stereo" in film.told
    head = film.path.read_bytes()[:4096]
    assert b"moov" in head  # the index lies before the pictures


async def test_high_quality_is_1080p(clips, asked, tmp_path):
    clip = await clips("clip.mp4", seconds=1)
    made = await asked("put this clip on the timeline", [clip])
    heard: list[int] = []
    film = await render(
        made.draft, {clip.id: clip}, tmp_path / "o.mp4", quality="high", progress=heard.append, work=tmp_path
    )

    assert (film.width, film.height) == (1920, 1080)
    assert heard == sorted(heard)
    assert heard[-1] == 100


@pytest.mark.parametrize("mood", ["upbeat", "lofi"])
async def test_scene_changes_fall_on_the_beat(clips, asked, rendered, mood):
    clip = await clips("clip.mp4", seconds=8)
    made = await asked(f"add {mood} music and sync the cuts to the beat", [clip])
    film = await rendered(made.draft, [clip])

    changes = await film.changes(0.12)
    beat = 60 / TEMPOS[mood]
    assert len(changes) >= 4
    assert all(abs(moment / beat - round(moment / beat)) * beat <= 1 / 25 for moment in changes)
    assert abs(film.asset.duration_ms - 8000) <= 80


async def test_clips_that_take_turns_change_on_the_beat(clips, asked, rendered):
    one = await clips("one.mp4", seconds=4)
    two = await clips("two.mp4", seconds=3, picture="mandelbrot", sound="")
    made = await asked("add upbeat music and auto-sync cuts", [one, two])
    film = await rendered(made.draft, [one, two])

    changes = await film.changes(0.15)
    assert len(changes) >= 4
    assert all(abs(moment * 2 - round(moment * 2)) / 2 <= 1 / 25 for moment in changes)
    assert abs(film.asset.duration_ms - 7000) <= 80


async def test_silences_are_gone(clips, asked, rendered):
    gaps = "aevalsrc='sin(880*PI*t)*(lt(mod(t,3),2))/2':s=44100"
    clip = await clips("talk.mp4", seconds=6, sound=gaps)
    made = await asked("cut the silences, add transitions, and export a clean final video", [clip])
    film = await rendered(made.draft, [clip])

    assert abs(made.draft["d"] - (6000 - 2 * 760)) <= 120
    assert abs(film.asset.duration_ms - made.draft["d"]) <= 80
    assert "cut_silence" in made.done


async def test_a_silent_track_is_not_cut_away(clips, asked):
    clip = await clips("hush.mp4", sound="anullsrc")
    made = await asked("cut the silences", [clip])

    assert made.draft["d"] == 4000
    assert "Nothing to cut" in made.said


async def test_the_music_is_heard_and_the_mute_is_not(clips, asked, rendered):
    clip = await clips("clip.mp4")
    plain = await asked("put this clip on the timeline", [clip])
    muted = await asked("mute it", [clip], plain.draft)
    music = await asked("add upbeat music", [clip], muted.draft)

    assert await (await rendered(plain.draft, [clip])).loudness() > -25
    assert await (await rendered(muted.draft, [clip])).loudness() < -80
    assert await (await rendered(music.draft, [clip])).loudness() > -30


async def test_a_wide_clip_in_a_tall_film_has_a_blurred_background(clips, asked, rendered):
    clip = await clips("clip.mp4", seconds=1)
    made = await asked("make it 9:16", [clip])
    film = await rendered(made.draft, [clip])

    assert (film.asset.width, film.asset.height) == (360, 640)
    frame = await film.pixels(0.5, "36x64")
    assert max(frame[: 36 * 8]) > 40  # not black above the clip


async def test_a_chinese_title_is_drawn(clips, asked, rendered):
    clip = await clips("dark.mp4", picture="color=black", seconds=4)
    made = await asked("加标题“城市之梦”", [clip])
    film = await rendered(made.draft, [clip])

    during, after = await film.pixels(1.5, "640x360"), await film.pixels(3.8, "640x360")
    lit = [place for place, grey in enumerate(during) if grey > 180]
    rows = {place // 640 for place in lit}
    assert len(lit) > 500
    assert min(rows) > 100
    assert max(rows) < 260
    assert max(after) < 40


async def test_photos_become_a_slideshow(clips, asked, rendered):
    photos = [
        await clips(f"p{n}.png", "-frames:v", "1", picture=f"color=c={color}", sound="", size=size)
        for n, (color, size) in enumerate([("white", "333x501"), ("gray", "641x361"), ("black", "200x200")])
    ]
    made = await asked("make a slideshow of my photos, 1 second each", photos)
    film = await rendered(made.draft, photos)

    assert abs(film.asset.duration_ms - 3000) <= 80
    greys = [(await film.pixels(at, "2x2"))[0] for at in (0.5, 1.5, 2.5)]
    assert len({grey // 10 for grey in greys}) == 3
    assert len(await film.changes(0.02)) == 2


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("odd.mkv", {"size": "321x181", "more": ("-c:v", "ffv1")}),
        ("ten-bit.mkv", {"more": ("-c:v", "ffv1", "-pix_fmt", "yuv420p10le")}),
        (
            "surround.mkv",
            {"sound": "anoisesrc=a=0.2,aformat=channel_layouts=mono,pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0"},
        ),
        ("mute.webm", {"sound": "", "more": ("-c:v", "libvpx", "-deadline", "realtime")}),
        ("moving.gif", {"sound": "", "size": "160x90"}),
    ],
)
async def test_unusual_clips_become_usual_films(clips, asked, rendered, name, options):
    clip = await clips(name, *options.pop("more", ()), seconds=1, **options)
    made = await asked("put this clip on the timeline", [clip])
    film = await rendered(made.draft, [clip])

    assert "yuv420p" in film.told
    assert "stereo" in film.told
    assert abs(film.asset.duration_ms - clip.duration_ms) <= 80
    assert film.asset.width % 2 == film.asset.height % 2 == 0


async def test_a_phone_clip_lying_on_its_side_is_put_upright(clips, asked, rendered, tmp_path):
    from sandbox.editor import probe
    from sandbox.film.ffmpeg import run_ffmpeg

    flat = await clips("flat.mp4", seconds=1)
    turned = tmp_path / "turned.mp4"
    await run_ffmpeg("-display_rotation", "90", "-i", str(flat.path), "-c", "copy", str(turned))
    clip = await probe(turned, "turned.mp4", "t")
    made = await asked("put this clip on the timeline", [clip])
    film = await rendered(made.draft, [clip])

    assert (clip.width, clip.height) == (180, 320)
    assert (film.asset.width, film.asset.height) == (360, 640)


async def test_speed_transitions_and_many_shots_keep_the_length(clips, asked, rendered):
    one = await clips("one.mp4", seconds=4)
    two = await clips("two.mp4", seconds=3, picture="mandelbrot", sound="")
    made = await asked("speed it up 2x, add wipe transitions, add a watermark '@me'", [one, two])
    film = await rendered(made.draft, [one, two])

    assert made.draft["d"] == 3500
    assert abs(film.asset.duration_ms - 3500) <= 80


async def test_a_hundred_jump_cuts_keep_picture_and_sound_together(clips, rendered):
    clip = await clips("clip.mp4", seconds=8)
    shots = [Shot(clip.id, "c", 80 * n, 80 * n + 53) for n in range(100)]
    film = await rendered(to_wire(Timeline(shots=shots, canvas=Canvas(640, 360, 25))), [clip])

    assert abs(film.asset.duration_ms - 5300) <= 80


async def test_a_film_without_material_has_colour_words_and_music(asked, rendered):
    made = await asked("create a 5-second video about coffee with upbeat music", [])
    film = await rendered(made.draft)

    assert abs(film.asset.duration_ms - 5000) <= 80
    assert await film.loudness() > -30
    assert max(await film.pixels(1.5, "320x180")) > 200


async def test_cancelling_ends_ffmpeg_and_leaves_no_half_film(clips, asked, tmp_path):
    clip = await clips("clip.mp4", seconds=8)
    made = await asked("make it 5 minutes long", [clip])
    begun = asyncio.Event()
    task = asyncio.create_task(film_of(made.draft, [clip], tmp_path / "o.mp4", progress=lambda _: begun.set()))
    await asyncio.wait_for(begun.wait(), 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 10)

    assert not list(tmp_path.glob("o*.mp4"))
    assert not list(tmp_path.glob("render-*"))
    assert not _running(str(tmp_path))


def _running(words: str) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if words in line and int(folder.name) != os.getpid():
            found.append(line)
    return found


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda d: d.clear(), "draft"),
        (lambda d: d["t"].clear(), "nothing"),
        (lambda d: d["t"][0]["sg"][0]["m"].update(asset="../../etc/passwd"), "not in the session"),
        (lambda d: d["t"][0]["sg"][0]["m"].update({"in": 5, "out": 1}), "length"),
        (lambda d: d["m"].update(width=100_000), "bounds"),
        (lambda d: d["t"][0]["sg"].extend(d["t"][0]["sg"] * 300), "at most 200"),
        (lambda d: d["t"][0]["sg"][0]["m"].update(out=10**9), "30 minutes"),
    ],
)
async def test_a_foreign_draft_is_refused_with_a_reason(clips, asked, tmp_path, spoil, reason):
    clip = await clips("clip.mp4")
    draft = (await asked("put this clip on the timeline", [clip])).draft
    spoil(draft)

    with pytest.raises(RenderFailed) as refused:
        await film_of(draft, [clip], tmp_path / "o.mp4")
    assert reason in refused.value.reason
    assert "/" not in refused.value.reason


async def test_a_file_that_vanished_fails_without_telling_paths(clips, asked, tmp_path):
    from dataclasses import replace

    clip = await clips("clip.mp4")
    gone = replace(clip, path=tmp_path / "gone.mp4")
    draft = (await asked("put this clip on the timeline", [clip])).draft

    with pytest.raises(RenderFailed) as refused:
        await film_of(draft, [gone], tmp_path / "o.mp4")
    assert str(tmp_path) not in refused.value.reason
