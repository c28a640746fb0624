"""Files are judged by what is in them."""

import pytest

from sandbox.editor import NoFFmpeg, Unreadable, ffmpeg_exe, probe
from sandbox.film.ffmpeg import run_ffmpeg


async def test_a_clip_tells_its_length_size_rate_and_sound(clips):
    clip = await clips("clip.mp4")

    assert (clip.kind, clip.width, clip.height, clip.fps, clip.has_audio) == ("video", 320, 180, 25.0, True)
    assert abs(clip.duration_ms - 4000) <= 40


@pytest.mark.parametrize("name", ["photo.png", "photo.jpg", "photo.webp", "still.gif"])
async def test_a_picture_is_an_image_of_no_length(clips, name):
    image = await clips(name, "-frames:v", "1", sound="")

    assert (image.kind, image.duration_ms, image.width, image.height) == ("image", 0, 320, 180)


@pytest.mark.parametrize("name", ["tone.mp3", "tone.wav", "tone.m4a", "tone.aac"])
async def test_a_song_is_audio(clips, name):
    song = await clips(name, picture="", seconds=2)

    assert (song.kind, song.has_audio, song.width) == ("audio", True, 0)
    assert abs(song.duration_ms - 2000) <= 100


async def test_the_cover_of_a_song_is_no_film(clips, tmp_path):
    song, cover = await clips("tone.mp3", picture="", seconds=2), await clips("cover.png", "-frames:v", "1", sound="")
    path = tmp_path / "covered.mp3"
    inputs = ["-i", str(song.path), "-i", str(cover.path), "-map", "0", "-map", "1", "-c", "copy"]
    await run_ffmpeg(*inputs, "-disposition:v", "attached_pic", str(path))

    assert (await probe(path, "covered.mp3", "c")).kind == "audio"


async def test_a_stream_without_a_length_is_measured(clips, tmp_path):
    clip = await clips("clip.mp4", seconds=2)
    path = tmp_path / "live.webm"
    codecs = ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"]
    await run_ffmpeg("-i", str(clip.path), *codecs, "-live", "1", str(path))

    assert abs((await probe(path, "live.webm", "l")).duration_ms - 2000) <= 80


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>not a film</body></html>" * 50,
        b"MZ" + bytes(4000),
        b"%PDF-1.7\n" + bytes(4000),
        b"\x00\x00\x00\x18ftypmp42" + bytes(4000),
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/hostname\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
    ],
)
async def test_what_is_no_media_is_refused_whatever_it_is_called(tmp_path, content):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)

    with pytest.raises(Unreadable) as refused:
        await probe(path, "film.mp4", "x")
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("share", [0.3, 0.6])
@pytest.mark.parametrize("flags", [(), ("-movflags", "+faststart")])
async def test_a_file_cut_off_in_the_middle_is_refused(clips, tmp_path, share, flags):
    clip = await clips("clip.mp4", *flags)
    path = tmp_path / "half.mp4"
    whole = clip.path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(Unreadable):
        await probe(path, "half.mp4", "x")


async def test_half_a_picture_is_refused(clips, tmp_path):
    image = await clips("photo.png", "-frames:v", "1", sound="")
    path = tmp_path / "half.png"
    path.write_bytes(image.path.read_bytes()[:600])

    with pytest.raises(Unreadable):
        await probe(path, "half.png", "x")


def test_the_variable_names_the_binary_or_the_mend(monkeypatch):
    monkeypatch.setenv("NEMOBOT_FFMPEG", "/nowhere/ffmpeg")
    with pytest.raises(NoFFmpeg, match="NEMOBOT_FFMPEG"):
        ffmpeg_exe()


def test_without_any_binary_the_mend_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
    with pytest.raises(NoFFmpeg, match="pip install"):
        ffmpeg_exe()


async def test_what_cannot_be_done_is_named_without_a_clip_too(asked):
    made = await asked("帮我生成一段海边日落的视频，10秒")
    assert "凭空生成画面" in made.said
    assert not made.changed
