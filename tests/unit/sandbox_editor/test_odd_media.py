"""Media as phones, cameras, chats and mistakes make it: each becomes a film that measures right, or is refused.

Every file is made here by FFmpeg (a few by cutting and renaming), none is kept.
"""

import re
from pathlib import Path

import pytest

from sandbox.editor import Unreadable, edit, probe, render
from sandbox.film.ffmpeg import run_ffmpeg

PICTURE = "testsrc2=s=160x90:r=25"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
RED = "color=red@0.5:s=160x90:r=25,format=yuva420p"
CHANNELS = "anoisesrc=a=0.1:d=5,aformat=channel_layouts=mono,pan={0}"


def of(*how, picture=PICTURE, sound="sine=f=440:d=9", seconds=1.0):
    """Arguments that make a file of a picture, a sound or both."""
    source = ["-f", "lavfi", "-i", picture] if picture else []
    source += ["-f", "lavfi", "-i", sound] if sound else []
    return [*source, "-t", str(seconds), *how]


def still(*how, picture=PICTURE):
    return of("-frames:v", "1", *how, picture=picture, sound="")


def hdr(transfer, *how):
    about = f"log-level=error:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc"
    tags = ("-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc", "-tag:v", "hvc1")
    return of("-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-x265-params", about, *tags, *how)


VIDEO = {  # name → how it is made, how long its film is in ms
    "variable.mp4": (of("-vf", "select='mod(n,7)'", "-fps_mode", "vfr", *H264), 1000),
    "mono.mp4": (of("-ac", "1", *H264), 1000),
    "surround.mp4": (of(*H264, sound=CHANNELS.format("5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0")), 1000),
    "eight-channels.mkv": (
        of(*H264, "-c:a", "flac", sound=CHANNELS.format("7.1|" + "|".join(f"c{n}=c0" for n in range(8)))), 1000),
    "no-sound.mp4": (of(*H264, sound=""), 1000),
    "two-by-two.mp4": (of(*H264, picture="testsrc2=s=2x2:r=25"), 1000),
    "one-pixel.mkv": (of("-c:v", "ffv1", picture="color=red:s=1x1:r=25"), 1000),
    "odd-size.mkv": (of("-c:v", "ffv1", picture="testsrc2=s=33x55:r=25"), 1000),
    "ten-bit.mp4": (of("-c:v", "libx264", "-pix_fmt", "yuv420p10le"), 1000),
    "four-two-two.mov": (of("-c:v", "prores_ks", "-profile:v", "2"), 1000),
    "four-four-four.mp4": (of("-c:v", "libx264", "-pix_fmt", "yuv444p"), 1000),
    "rgb.mkv": (of("-c:v", "libx264rgb", "-preset", "ultrafast"), 1000),
    "full-range.mp4": (of("-vf", "scale=out_range=pc", "-color_range", "pc", *H264), 1000),
    "alpha.webm": (of("-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-deadline", "realtime", picture=RED), 1000),
    "alpha-rle.mov": (of("-c:v", "qtrle", "-pix_fmt", "argb", picture=RED), 1000),
    "alpha-prores.mov": (of("-c:v", "prores_ks", "-profile:v", "4", "-pix_fmt", "yuva444p10le", picture=RED), 1000),
    "moving.gif": (of(sound=""), 1000),
    "moving.png": (of("-f", "apng", sound=""), 1000),
    "moving.webp": (of("-c:v", "libwebp_anim", sound=""), 1000),
    "av1.mp4": (of("-c:v", "libsvtav1", "-preset", "12"), 1000),
    "vp8.webm": (of("-c:v", "libvpx", "-deadline", "realtime"), 1000),
    "no-duration.webm": (of("-c:v", "libvpx", "-deadline", "realtime", "-live", "1"), 1000),
    "fragments.mp4": (of(*H264, "-movflags", "frag_keyframe+empty_moov"), 1000),
    "several-tracks.mkv": (
        [*of()[:-2], "-f", "lavfi", "-i", "testsrc=s=32x32", "-t", "1", *("-map", "0", "-map", "1", "-map", "2"),
         *H264],
        1000,
    ),
    "stream.ts": (of(*H264), 1000),
    "camera.m2ts": (of(*H264, "-f", "mpegts", "-mpegts_m2ts_mode", "1"), 1000),
    "old.flv": (of("-c:v", "flv", "-ar", "44100"), 1000),
    "old.3gp": (of("-c:v", "h263", "-s", "176x144", "-ar", "8000", "-ac", "1"), 1000),
    "old.wmv": (of("-c:v", "wmv2", "-c:a", "wmav2"), 1000),
    "old.avi": (of("-c:v", "mpeg4", "-c:a", "mp3"), 1000),
    "dvd.mpg": (of("-c:v", "mpeg2video", "-target", "pal-dvd"), 1000),
    "bare.h264": (of(*H264, sound=""), 1000),
    "late.ts": (of(*H264, "-output_ts_offset", "3600"), 1000),
    "early.mkv": (of(*H264, "-output_ts_offset", "-0.5", "-avoid_negative_ts", "disabled"), 500),
    "sound-later.mkv": (
        ["-f", "lavfi", "-i", PICTURE, "-itsoffset", "0.6", "-f", "lavfi", "-i", "sine", "-t", "1", *H264], 1000),
    "fast.mp4": (of(*H264, picture="testsrc2=s=160x90:r=120"), 1000),
    "slow.mp4": (of(*H264, picture="testsrc2=s=160x90:r=1", seconds=3), 3000),
    "ntsc.mp4": (of(*H264, picture="testsrc2=s=160x90:r=30000/1001"), 1000),
    "tall.mp4": (of(*H264, picture="testsrc2=s=120x4320:r=10", seconds=0.5), 500),
    "interlaced.mp4": (of("-vf", "interlace", "-flags", "+ilme+ildct", *H264, picture="testsrc2=s=160x96:r=25"), 1040),
    "broad-pixels.mp4": (of("-vf", "setsar=4/3", *H264), 1000),
    "one-frame-and-sound.mp4": (of("-frames:v", "1", *H264), 40),
    "two-frames.mp4": (of("-frames:v", "2", *H264, sound=""), 80),
    "forty-ms.mp4": (of(*H264, seconds=0.04), 40),
    "timecode.mov": (of("-c:v", "prores_ks", "-timecode", "01:00:00:00"), 1000),
    "名字 ünï 🎬.mp4": (of(*H264), 1000),
    "it's \"q\";$(x)&[0:v],%d.mp4": (of(*H264), 1000),
    "pq.mp4": (hdr("smpte2084"), 1000),
    "hlg.mov": (hdr("arib-std-b67"), 1000),
    "wide.mp4": (hdr("bt2020-10"), 1000),
}  # fmt: skip
STILL = {
    "one-pixel.png": still(picture="color=red:s=1x1"),
    "three-by-five.png": still(picture="testsrc2=s=3x5"),
    "tall.png": still(picture="testsrc2=s=16x8192"),
    "broad.png": still(picture="testsrc2=s=8192x16"),
    "gray16.png": still("-pix_fmt", "gray16be"),
    "palette.png": still("-pix_fmt", "pal8"),
    "photo.jpg": still("-pix_fmt", "yuvj444p"),
    "photo.webp": still("-c:v", "libwebp"),
    "photo.bmp": still(),
    "photo.tiff": still(),
    "photo.avif": still("-c:v", "libaom-av1", "-still-picture", "1", "-cpu-used", "8"),
    "single.gif": still(),
    "one-frame.mp4": still(*H264),
    "one-frame.mov": still("-c:v", "prores_ks"),
    "one-frame.webm": still("-c:v", "libvpx"),
    "hdr.png": still("-pix_fmt", "rgb48be", "-color_primaries", "bt2020", "-color_trc", "smpte2084"),
}
SOUND = {
    "only-sound.mp4": of("-vn"), "a.mp3": of(picture=""), "a.m4a": of(picture=""), "a.aac": of(picture=""),
    "a.ogg": of("-c:a", "libvorbis", picture=""), "a.opus": of(picture=""), "a.flac": of(picture=""),
    "a.aiff": of(picture=""), "a.w64": of(picture=""), "a.rf64.wav": of("-rf64", "always", picture=""),
    "a.caf": of(picture=""), "a.amr": of("-ar", "8000", "-ac", "1", picture=""), "a.wma": of(picture=""),
    "a.8bit.wav": of("-c:a", "pcm_u8", picture=""), "a.float.wav": of("-c:a", "pcm_f32le", "-ar", "96000", picture=""),
    "blink.mp3": of(picture="", seconds=0.03),
}  # fmt: skip


@pytest.fixture
def made(tmp_path):
    async def make(name, how):
        path = tmp_path / name
        code, told = await run_ffmpeg("-v", "error", *how, "-y", f"file:{path}")
        assert code == 0, told
        return path

    return make


async def film_of(path, tmp_path, words="put this on the timeline"):
    """The film of one file, and what FFmpeg tells of it."""
    asset = await probe(path, path.name, "x")
    made = await edit(words, None, [], [asset], tmp_path / "work")
    target = tmp_path / "film.mp4"
    work = tmp_path / "work"
    await render(made.draft, {"x": asset}, target, quality="fast", progress=lambda _: None, work=work)
    _, told = await run_ffmpeg("-i", str(target), "-f", "null", "-")
    return asset, await probe(target, "film.mp4", "film"), told


def plays_everywhere(told):
    about = re.search(r"Video: h264 .*", told)[0]
    assert "yuv420p(tv, bt709" in about
    assert re.search(r"Audio: aac .*48000 Hz, stereo", told)


@pytest.mark.parametrize("name", VIDEO)
async def test_a_video_of_any_kind_becomes_a_film(made, tmp_path, name):
    how, length = VIDEO[name]
    asset, film, told = await film_of(await made(name, how), tmp_path)

    assert asset.kind == "video"
    assert abs(film.duration_ms - length) <= 100
    plays_everywhere(told)


@pytest.mark.parametrize("name", STILL)
async def test_a_single_picture_of_any_kind_is_shown_like_a_photo(made, tmp_path, name):
    asset, film, told = await film_of(await made(name, STILL[name]), tmp_path)

    assert asset.kind == "image"
    assert film.duration_ms == 3000
    plays_everywhere(told)


@pytest.mark.parametrize("name", SOUND)
async def test_a_sound_of_any_kind_becomes_music(made, tmp_path, name):
    asset, film, told = await film_of(await made(name, SOUND[name]), tmp_path, "make a 2-second film with this music")

    assert asset.kind == "audio"
    assert film.duration_ms == 2000
    plays_everywhere(told)


@pytest.mark.parametrize("turn", [90, -90, 180, 270, 45, 30, 60, -20])
async def test_a_clip_turned_by_any_angle_stays_in_its_frame(made, tmp_path, turn):
    flat = await made("flat.mp4", of(*H264))
    turned = tmp_path / "turned.mp4"
    await run_ffmpeg("-display_rotation", str(turn), "-i", str(flat), "-c", "copy", str(turned))
    asset, film, told = await film_of(turned, tmp_path)

    upright = turn % 180 == 90
    assert (asset.width, asset.height) == ((90, 160) if upright else (160, 90))
    assert (film.width, film.height) == ((360, 640) if upright else (640, 360))
    plays_everywhere(told)


@pytest.mark.parametrize("kind", ["mp3", "m4a", "mp4"])
async def test_the_cover_of_a_song_is_no_clip(made, tmp_path, kind):
    cover = await made("cover.jpg", still())
    song = await made(f"song.{kind}", of(*(H264 if kind == "mp4" else ()), picture=PICTURE if kind == "mp4" else ""))
    target = tmp_path / f"covered.{kind}"
    covered = ["-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic", str(target)]
    code, told = await run_ffmpeg("-v", "error", "-i", str(cover), "-i", str(song), *covered)
    assert code == 0, told
    asset, film, _ = await film_of(target, tmp_path, "make a 1-second film with this music")

    assert asset.kind == ("video" if kind == "mp4" else "audio")
    assert film.duration_ms == 1000


@pytest.mark.parametrize("kind", ["mp4", "mkv"])
async def test_subtitles_in_a_file_do_no_harm(made, tmp_path, kind):
    clip = await made("clip.mp4", of(*H264))
    (tmp_path / "words.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nhi\n\n")
    target = tmp_path / f"titled.{kind}"
    coded = ["-c", "copy", "-c:s", "mov_text" if kind == "mp4" else "srt", str(target)]
    await run_ffmpeg("-i", str(clip), "-i", str(tmp_path / "words.srt"), "-map", "0", "-map", "1", *coded)
    _, film, told = await film_of(target, tmp_path)

    assert abs(film.duration_ms - 1000) <= 100
    plays_everywhere(told)


async def _broken(made, name) -> bytes:
    """The bytes of a file that is no media, or no longer."""
    clip = (await made("whole.mp4", of(*H264))).read_bytes()
    sources = {
        "empty.mp4": b"",
        "zeros.mp4": bytes(4096),
        "text.mp4": b"hello, this is text\n" * 50,
        "page.jpg": b"<html><body>no</body></html>",
        "playlist.mp4": b"#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "list.mp4": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "document.png": b"%PDF-1.4\n",
        "words.srt": b"1\n00:00:00,000 --> 00:00:01,000\nhi\n\n",
        "cut-off.mp4": clip[: len(clip) // 2],
    }
    if name in sources:
        return sources[name]
    cut = {
        "cut-off-fragments.mp4": of(*H264, "-movflags", "frag_keyframe+empty_moov"),
        "cut-off.png": still(),
        "cut-off.webm": of("-c:v", "libvpx", "-deadline", "realtime"),
    }
    whole = (await made(f"whole-{name}", cut[name])).read_bytes()
    return whole[: len(whole) // 3]


@pytest.mark.parametrize(
    "name",
    [
        "empty.mp4", "zeros.mp4", "text.mp4", "page.jpg", "playlist.mp4", "list.mp4", "document.png", "words.srt",
        "cut-off.mp4", "cut-off-fragments.mp4", "cut-off.png", "cut-off.webm",
    ],
)  # fmt: skip
async def test_what_is_no_media_is_refused_in_words(made, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(await _broken(made, name))
    with pytest.raises(Unreadable) as refused:
        await probe(path, name, "x")

    assert re.fullmatch(r"[a-z ]{10,60}", str(refused.value))


@pytest.mark.parametrize(
    ("true", "called", "kind"), [("mp4", "jpg", "video"), ("jpg", "mp4", "image"), ("mp4", "", "video")]
)
async def test_a_file_is_what_it_holds_and_not_what_it_is_called(made, tmp_path, true, called, kind):
    path = await made(f"true.{true}", of(*H264) if true == "mp4" else still())
    renamed = path.rename(Path(f"{tmp_path}/renamed.{called}".rstrip(".")))
    asset, _, told = await film_of(renamed, tmp_path)

    assert asset.kind == kind
    plays_everywhere(told)


async def test_the_corpus_is_as_large_as_it_should_be():
    assert len(VIDEO) + len(STILL) + len(SOUND) >= 80
