"""HDR and wide gamuts become BT.709 and keep their brightness; SDR keeps its colours, whatever it is stored as."""

import asyncio

import pytest

from sandbox.editor import probe
from sandbox.film.color import Color, Colors, colors_of, read_color, to_bt709
from sandbox.film.ffmpeg import ffmpeg_exe, run_ffmpeg
from sandbox.model.wire import from_wire

HDR = ["smpte2084", "arib-std-b67"]
PATCHES = {
    "red": (255, 0, 0),
    "lime": (0, 255, 0),
    "blue": (0, 0, 255),
    "gray": (128, 128, 128),
    "orange": (255, 165, 0),
}


async def pixels(path, chain, at="0"):
    """One picture after those filters, as bytes of red, green and blue."""
    command = ["-v", "error", "-ss", at, "-i", str(path), "-frames:v", "1", "-vf", chain, "-f", "rawvideo", "-"]
    process = await asyncio.create_subprocess_exec(ffmpeg_exe(), *command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return out


async def middle(path, at="0.5"):
    """The colour in the middle of a picture of a film, read as BT.709."""
    shown = await pixels(path, "scale=9:9:in_color_matrix=bt709:in_range=tv,format=rgb24", at)
    return tuple(shown[40 * 3 : 40 * 3 + 3])


def near(one, other, most):
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= most


@pytest.fixture
async def ramp(tmp_path):
    """From black to white in 256 steps, as SDR or as HDR in which white is 203 nits."""

    async def make(transfer=""):
        target = tmp_path / f"ramp-{transfer}.mkv"
        painted = "gradients=s=256x32:c0=black:c1=white:x0=0:y0=0:x1=255:y1=0:d=1:r=5:speed=0.00001"
        steps = "format=gbrp,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p10le"
        steps += ",setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
        if transfer:
            steps += ",zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020"
            steps += f",zscale=t={transfer}:m=bt2020nc:r=tv:npl=203,format=yuv420p10le"
        code, told = await run_ffmpeg(
            "-v", "error", "-f", "lavfi", "-i", painted, "-vf", steps, "-c:v", "ffv1", str(target)
        )
        assert code == 0, told
        return target

    return make


@pytest.mark.parametrize("transfer", HDR)
@pytest.mark.parametrize("build", ["with zscale", "without"])
async def test_hdr_is_as_bright_as_it_was_and_white_is_not_clipped(ramp, transfer, build):
    path = await ramp(transfer)
    colors = await colors_of({"x": path})
    assert {"zscale", "tonemap"} <= colors.filters
    if build == "without":
        colors = Colors(colors.sources)
    shown = await pixels(path, colors.shown("x", 640, 360) + ",format=gray")
    row = list(shown[256 * 16 : 256 * 17])

    assert row[::8] == sorted(row[::8])
    assert all(abs(level - place) <= 3 for place, level in enumerate(row) if place <= 150)
    assert 205 <= row[250] <= 240
    assert row[250] - row[200] >= 10


@pytest.mark.parametrize("transfer", HDR)
async def test_hdr_and_sdr_share_a_film(clips, asked, rendered, ramp, transfer):
    sdr = await clips("sdr.mp4", seconds=2, picture="color=gray", sound="")
    path = await ramp(transfer)
    hdr = await probe(path, "hdr.mkv", "hdr")
    made = await asked("put both on the timeline", [sdr, hdr])
    film = await rendered(made.draft, [sdr, hdr])

    assert "yuv420p(tv, bt709" in film.told
    assert "2020" not in film.told
    assert near(await middle(film.path, "1"), (128, 128, 128), 4)
    assert near(await middle(film.path, "2.5"), (128, 128, 128), 8)  # the middle of the ramp


async def test_an_hdr_picture_over_the_film_is_mapped_too(clips, asked, rendered, ramp):
    clip = await clips("sdr.mp4", seconds=2, picture="color=black", sound="")
    hdr = await probe(await ramp("smpte2084"), "hdr.mkv", "hdr")
    made = await asked("put hdr.mkv as picture in picture over sdr.mp4", [clip, hdr])
    film = await rendered(made.draft, [clip, hdr])

    assert from_wire(made.draft).overlays
    assert "yuv420p(tv, bt709" in film.told
    shown = await pixels(film.path, "format=gray", "0.5")
    assert 200 <= max(shown) <= 240  # white is white, and no more than that


@pytest.mark.parametrize("name", PATCHES)
@pytest.mark.parametrize(
    ("suffix", "how"),
    [
        ("601.mp4", ("-pix_fmt", "yuv420p", "-colorspace", "smpte170m")),
        ("709.mp4", ("-vf", "scale=out_color_matrix=bt709", "-pix_fmt", "yuv420p", "-colorspace", "bt709")),
        ("untagged.mp4", ("-pix_fmt", "yuv420p")),
        ("full.mp4", ("-vf", "scale=out_range=pc", "-pix_fmt", "yuv420p", "-color_range", "pc")),
        ("rgb.mkv", ("-c:v", "libx264rgb")),
        ("photo.png", ("-frames:v", "1")),
        ("photo.jpg", ("-frames:v", "1", "-q:v", "1", "-pix_fmt", "yuvj444p")),
    ],
)
async def test_a_colour_stays_what_it_is_however_it_is_stored(clips, asked, rendered, name, suffix, how):
    clip = await clips(f"{name}-{suffix}", *how, seconds=1, picture=f"color={name}", sound="")
    made = await asked("put it on the timeline", [clip])
    film = await rendered(made.draft, [clip])

    assert near(await middle(film.path), PATCHES[name], 9), await middle(film.path)


async def test_untagged_high_definition_is_read_as_players_read_it(clips, asked, rendered):
    how = ("-vf", "scale=out_color_matrix=bt709,format=yuv420p,setparams=colorspace=unknown")
    clip = await clips("hd.mp4", *how, seconds=1, picture="color=red", sound="", size="1280x720")
    made = await asked("put it on the timeline", [clip])

    assert near(await middle((await rendered(made.draft, [clip])).path), (255, 0, 0), 9)


VIDEO = "Stream #0:0: Video: "
COVER = VIDEO + "mjpeg (Baseline), yuvj444p(pc), 500x500 (attached pic)\n"
PHONE = "hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv, bt2020nc/bt2020/smpte2084, progressive), 3840x2160 [SAR"


@pytest.mark.parametrize(
    ("told", "color"),
    [
        (VIDEO + PHONE, Color("yuv420p10le", 2160, "tv", "bt2020nc", "bt2020", "smpte2084")),
        (VIDEO + "h264, yuv420p(tv, bt709, progressive), 1920x1080", Color("yuv420p", 1080, "tv", *["bt709"] * 3)),
        (VIDEO + "h264 (High), yuv420p(progressive), 640x360, 25 fps", Color("yuv420p", 360, "tv")),
        (VIDEO + "mjpeg, yuvj420p(pc, bt470bg/unknown/unknown), 64x64", Color("yuvj420p", 64, "pc", "bt470bg")),
        (VIDEO + "png, rgba(pc, gbr/unknown/unknown, progressive), 8x9", Color("rgba", 9, "pc", "gbr")),
        (VIDEO + "gif, bgra, 160x90, 25 fps", Color("bgra", 90, "tv")),
        (COVER + VIDEO + "vp9, yuv420p(tv, bt709), 32x18, 25 fps", Color("yuv420p", 18, "tv", *["bt709"] * 3)),
        ("Stream #0:0: Audio: aac, 48000 Hz, stereo", None),
    ],
)
def test_what_ffmpeg_tells_of_colours_is_read(told, color):
    assert read_color(told) == color


def test_a_large_hdr_clip_is_made_smaller_before_it_is_mapped_and_never_larger():
    chain = to_bt709(Color("yuv420p10le", 2160, "tv", "bt2020nc", "bt2020", "smpte2084"), 1920, 1080, frozenset())

    assert chain.startswith("scale=w='min(iw,")
