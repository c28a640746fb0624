"""The fifteen examples of the five skills, from the words to the MP4: the real core before an editor that really edits.

What is expected of each is written down as data in `EXPECTED`, and measured on the film as it was delivered.
"""

import asyncio
import contextlib
import json
import re
import subprocess
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from bots.services import App, build_services
from bots.settings import Settings
from core import skills
from core.media.source import from_file
from core.model.attachments import Attachment
from core.model.chat import Address, Capabilities, Incoming, Post, Role, Sender
from sandbox import server
from sandbox.limits import Limits

HERE = Address("stage", "chat")
FPS, GRID = 25, (64, 36)
FRAME_SECONDS = 1 / FPS
UPBEAT_BEAT_SECONDS = 0.5  # 120 beats a minute
AUDIBLE_DB = -35.0
SILENT_DB = -60.0
DARK = 10  # of 255
PAUSE_SECONDS = 0.5

# Name → what FFmpeg draws picture and sound from. A clip for which music is asked has no sound: what is heard is music.
TONE = "sine=330:r=44100"
CLIPS = {
    "travel.mp4": ("testsrc2=s=160x90:r=24:d=120", TONE),
    "raw.mp4": ("testsrc2=s=320x180:r=25:d=5", TONE),
    "beach.mp4": ("testsrc=s=320x180:r=25:d=6", None),
    "waves.mp4": ("rgbtestsrc=s=320x180:r=25:d=5", None),
    "city-night.mp4": ("smptebars=s=320x180:r=25:d=6", None),
    # two words with two seconds of nothing between them, and another place after it
    "talk.mp4": (
        "color=0x902020:s=320x180:r=25:d=6,drawbox=w=iw:h=ih:c=0x203090:t=fill:enable='gte(t,3)'",
        f"{TONE},volume='if(between(t,2,4),0,1)':eval=frame",
    ),
}
COPIES = {
    "trip.mp4": ("-i", "travel.mp4", "-t", "90"),
    "vlog.mp4": ("-display_rotation:v", "90", "-i", "travel.mp4"),  # as a phone held upright writes it
}
COLOURS = ("0xb03030", "0x30b030", "0x3030b0", "0xb0b030", "0xe0e0e0")
PHOTOS = tuple(f"product-{number}.png" for number in range(1, 6))
SCRIPT = "Meet the mug.\nIt keeps coffee hot.\nIt floats in the bath.\nIt plays the flute.\nOrder yours today.\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request comes to. Times in seconds; `size` is that of the film, at the sandbox's fast quality 360p.

    `tracks` are how the rows of the timeline line begin. `captions`: the script stands under the pictures; `cuts`: how
    many changes of picture there are at least; `on_beat`: they are on the beat; `soft`: none is sudden; `fades`: it
    comes from black and goes back; `says`: words of the answer beside it.
    """

    seconds: float
    size: tuple[int, int] = (640, 360)
    canvas: tuple[int, int] = (1920, 1080)
    tracks: tuple[str, ...] = ("Video",)
    captions: bool = False
    loud: bool = True
    cuts: int = 0
    on_beat: bool = False
    soft: bool = False
    fades: bool = False
    pauses: bool = True
    says: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An example as somebody would use it: what is sent with it, and what comes of it."""

    words: str
    files: tuple[str, ...]
    expected: Outcome
    quality: str = "fast"


EXPECTED = {
    "video-editing-with-music-free": (
        Case("edit a 2-minute travel video clip into a 1080p MP4", ("travel.mp4",), Outcome(120, fades=True)),
        Case(
            "add background music to my video and sync it to the cuts",
            ("beach.mp4",),
            Outcome(6, tracks=("Video", "BGM: Upbeat"), cuts=4, on_beat=True),
        ),
        Case(
            "adding free background music to videos without paid software for content creators",
            ("beach.mp4",),
            Outcome(6, tracks=("Video", "BGM: Upbeat")),
        ),
    ),
    "add-music-ai": (
        Case("add a 90-second travel video clip into a 1080p MP4", ("trip.mp4",), Outcome(90)),
        Case(
            "add background music that matches the mood of my video",
            ("city-night.mp4",),
            Outcome(6, tracks=("Video", "BGM: Lo-fi")),
        ),
        Case(
            "adding AI-selected background music to videos for content creators",
            ("beach.mp4", "waves.mp4"),
            Outcome(11, tracks=("Video", "BGM: Upbeat"), cuts=1),
        ),
    ),
    "video-editing-ai-gratis": (
        Case(
            "edit a 2-minute phone-recorded vlog clip into a 1080p MP4",
            ("vlog.mp4",),
            Outcome(120, size=(360, 640), canvas=(1080, 1920), fades=True),
        ),
        Case(
            "cut the silences, add transitions, and export a clean final video",
            ("talk.mp4",),
            Outcome(4.24, soft=True, pauses=False),  # the sandbox leaves 0.12 s of breath at both ends
        ),
        Case(
            "editing raw footage into polished videos without paid software for content creators and students",
            ("raw.mp4",),
            Outcome(5, fades=True, says="cut the silences, add transitions"),  # the tip for a vague wish
        ),
    ),
    "ai-video-generator-free-music": (
        Case(
            "generate five product photos and a script into a 1080p MP4",
            (*PHOTOS, "script.txt"),
            Outcome(15, tracks=("Video", 'Caption: "Meet the mug."'), captions=True, cuts=4, loud=False),
        ),
        Case(
            "create a 30-second video with free background music",
            PHOTOS,
            Outcome(30, tracks=("Video", "BGM: Upbeat"), cuts=4),
        ),
        Case(
            "generating videos with free background music from images or clips for content creators and marketers",
            (PHOTOS[0], "beach.mp4"),
            Outcome(9, tracks=("Video", "BGM: Upbeat"), cuts=1),
        ),
    ),
    "ai-video-editing-with-music": (
        Case("edit my video clips", ("raw.mp4", "talk.mp4"), Outcome(11, fades=True, cuts=1, says="add background")),
        Case("export 1080p MP4", ("raw.mp4",), Outcome(5, size=(1920, 1080)), quality="high"),
        Case(
            "add background music and auto-sync cuts",
            ("beach.mp4", "waves.mp4"),
            Outcome(11, tracks=("Video", "BGM: Upbeat"), cuts=8, on_beat=True),
        ),
    ),
}
BEAT_CUT = Outcome(6, tracks=("Video", "BGM: Upbeat"), cuts=4, on_beat=True)
OWN_WORDS = (
    Case("add background music and sync the cuts to the beat", ("beach.mp4",), BEAT_CUT),
    Case("加背景音乐，让剪辑卡上节拍", ("beach.mp4",), replace(BEAT_CUT, tracks=("视频", "背景音乐"))),
)
EXAMPLES = [(skill, case) for skill, cases in EXPECTED.items() for case in cases]
EXAMPLES += [("ai-video-editing-with-music", case) for case in OWN_WORDS]


@dataclass
class Chat:
    """The nearest thing to a chat: a folder of files to send, and a record of what came back."""

    folder: Path
    name: str = "stage"
    posts: list[Post] = field(default_factory=list)
    films: list[Path] = field(default_factory=list)

    def capabilities(self, to):
        return Capabilities(file_bytes=500_000_000, edit_seconds=0.0)

    async def send(self, to, post, arrived=None, rest=None):
        self.posts.append(post)
        if post.film and post.film.open:
            path = self.folder / f"film-{len(self.films)}.mp4"
            async with post.film.open() as source:
                path.write_bytes(b"".join([chunk async for chunk in source.chunks]))
            self.films.append(path)
        key = f"m{len(self.posts)}"
        if arrived:
            await arrived(to.address, key, 0)
        return key

    async def edit(self, to, key, post): ...

    async def remove(self, to, key): ...

    async def react(self, to, reaction): ...

    async def wait_for_budget(self, to, post): ...

    async def public_url(self, file): ...

    async def release(self, file): ...
    async def delete_files(self, to, *, before): ...

    def open(self, file):
        return from_file(file.ref)

    def said(self) -> str:
        return "\n".join(post.text for post in self.posts if post.role in {Role.ANSWER, Role.QUIET})


class Watched:
    """A film as somebody sees and hears it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        width, height = GRID
        shrink = f"fps={FPS},scale={width}:{height}:flags=area,format=gray"
        raw, self.about = ffmpeg("-i", path, "-map", "0:v:0", "-vf", shrink, "-f", "rawvideo", "-")
        self.pictures = np.frombuffer(raw, np.uint8).reshape(-1, width * height).astype(np.int16)

    @property
    def seconds(self) -> float:
        hours, minutes, seconds = re.search(r"Duration: (\d+):(\d\d):(\d\d\.\d+)", self.about).groups()
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)

    @property
    def size(self) -> tuple[int, int]:
        found = re.search(r"Video: h264.*?yuv420p.*?[ ,](\d+)x(\d+)[ ,]", self.about)
        assert found, self.about
        return int(found[1]), int(found[2])

    @cached_property
    def _sound(self) -> np.ndarray:
        raw, _ = ffmpeg("-i", self.path, "-map", "0:a:0", "-ac", "1", "-ar", "8000", "-f", "s16le", "-")
        return np.frombuffer(raw, np.int16).astype(np.float64) / 32768

    def loudness(self) -> float:
        """The mean level in dB."""
        return 20 * np.log10(np.sqrt(np.mean(self._sound**2)) + 1e-9)

    def longest_pause(self) -> float:
        """Seconds for which nothing is heard, at most."""
        steps = self._sound[: len(self._sound) // 400 * 400].reshape(-1, 400)  # of 50 ms
        heard = [-1, *np.flatnonzero(np.abs(steps).max(axis=1) > 10 ** (AUDIBLE_DB / 20)), len(steps)]
        return max((after - before - 1) * 0.05 for before, after in pairwise(heard))

    def cuts(self) -> list[float]:
        """Seconds at which the picture changes far more than pictures of this film usually do."""
        change = np.abs(np.diff(self.pictures, axis=0)).mean(axis=1)
        return [(place + 1) / FPS for place in np.flatnonzero(change > 4 * np.median(change) + 2)]

    def sudden(self) -> float:
        """How much of the difference between first and last picture happens from one picture to the next, at most."""
        whole = np.abs(self.pictures[-5] - self.pictures[5]).mean()
        return float(np.abs(np.diff(self.pictures[5:-5], axis=0)).mean(axis=1).max() / whole)

    def fades(self) -> bool:
        middle = self.pictures[len(self.pictures) // 2].mean()
        ends = max(self.pictures[0].mean(), self.pictures[-1].mean())
        return bool(ends < DARK + 16 and middle > ends + 40)


def ffmpeg(*arguments: object) -> tuple[bytes, str]:
    tool = imageio_ffmpeg.get_ffmpeg_exe()
    done = subprocess.run([tool, "-hide_banner", "-y", *map(str, arguments)], capture_output=True, check=False)
    told = done.stderr.decode(errors="replace")
    assert done.returncode == 0, told
    return done.stdout, told


@pytest.fixture(scope="module")
def material(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("material")
    for name, (picture, sound) in CLIPS.items():
        seconds = re.search(r":d=(\d+)", picture)[1]
        heard = ["-f", "lavfi", "-i", sound, "-c:a", "aac"] if sound else []
        source = ["-f", "lavfi", "-i", picture, *heard, "-t", seconds, "-pix_fmt", "yuv420p"]
        ffmpeg(*source, "-c:v", "libx264", "-preset", "ultrafast", folder / name)
    for name, copied in COPIES.items():
        ffmpeg(*(folder / word if word in CLIPS else word for word in copied), "-c", "copy", folder / name)
    for name, colour in zip(PHOTOS, COLOURS, strict=True):
        ffmpeg("-f", "lavfi", "-i", f"color={colour}:s=640x480", "-frames:v", "1", folder / name)
    (folder / "script.txt").write_text(SCRIPT)
    return folder


@pytest.fixture(scope="module")
async def studios(tmp_path_factory) -> AsyncIterator[dict[str, server.Running]]:
    """The sandbox as it is shipped, silent edits and screen talk included, once for each quality."""
    folder = tmp_path_factory.mktemp("studios")
    limits = Limits(one_token_a_client=False, credits=10_000)
    running = {
        quality: await server.start(folder / quality, quality=quality, limits=limits) for quality in ("fast", "high")
    }
    yield running
    for each in running.values():
        await each.stop()


@pytest.fixture
def asked(studios, material, tmp_path):
    """`async with asked(skill, case) as (rooms, chat)`: the request has been made and has ended."""

    @contextlib.asynccontextmanager
    async def ask(skill: str, case: Case) -> AsyncIterator[tuple[App, Chat]]:
        url = studios[case.quality].url
        settings = Settings(
            nemo_api_url=url,
            nemo_web_url=url,
            nemobot_skill=skill,
            nemobot_data_dir=tmp_path,
            nemobot_render_poll_seconds=0.05,
            nemobot_silent_edit_seconds=(0.01, 0.01),
            nemobot_join_seconds=0.01,
            nemobot_requests_per_minute=0,
        )
        async with build_services(settings, render_polls=2000) as app:
            chat = Chat(tmp_path)
            app.platforms["stage"] = chat
            work = asyncio.create_task(app.work(), name="requests")
            try:
                await app.intake.receive(said(case, material))
                await ended(app)
                yield app, chat
            finally:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)

    return ask


def said(case: Case, material: Path) -> Incoming:
    files = tuple(Attachment(str(material / name), name) for name in case.files)
    sender = Sender("anna", "Anna", "en")
    return Incoming(HERE, sender, "u1", time.time(), private=True, text=case.words, attachments=files)


async def ended(app: App, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while await app.store.database.all("select id from requests where outcome is null"):
        assert time.monotonic() < end, "the request did not end"
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(("skill", "case"), EXAMPLES, ids=lambda each: getattr(each, "words", None))
async def test_an_example_of_a_skill_comes_to_what_it_promises(asked, skill, case):
    async with asked(skill, case) as (app, chat):
        await check(app, chat, case.expected)


def test_every_example_of_every_skill_is_here():
    promised = {name: skill.examples["en"] for name, skill in skills.bundled().items()}
    assert {name: tuple(case.words for case in cases) for name, cases in EXPECTED.items()} == promised


async def check(app: App, chat: Chat, expected: Outcome) -> None:
    assert len(chat.films) == 1, chat.said()
    seen = Watched(chat.films[0])
    assert seen.seconds == pytest.approx(expected.seconds, abs=0.1)
    assert seen.size == expected.size
    assert (seen.loudness() > AUDIBLE_DB) if expected.loud else (seen.loudness() < SILENT_DB)
    assert expected.pauses or seen.longest_pause() < PAUSE_SECONDS
    assert seen.fades() == expected.fades
    check_cuts(seen, expected)
    await check_timeline(app, expected)
    told = chat.said()
    found = re.search(r"(?m)^(?:Timeline|时间线).*", told)
    assert found, told
    rows = re.split(r"\d\. ", found[0])[1:]
    assert [row for row, track in zip(rows, expected.tracks, strict=True) if not row.startswith(track)] == []
    assert expected.says in told


def check_cuts(seen: Watched, expected: Outcome) -> None:
    cuts = [cut for cut in seen.cuts() if not expected.fades or 1 < cut < seen.seconds - 1]
    assert len(cuts) >= expected.cuts, cuts
    if expected.soft:
        assert seen.sudden() < 0.5
    if expected.on_beat:
        beats = np.array(cuts) / UPBEAT_BEAT_SECONDS
        assert np.abs(beats - beats.round()).max() * UPBEAT_BEAT_SECONDS <= FRAME_SECONDS


async def check_timeline(app: App, expected: Outcome) -> None:
    version = await app.store.versions.newest(1)
    draft = json.loads(version.draft)
    assert (draft["m"]["width"], draft["m"]["height"]) == expected.canvas
    texts = [segment["m"]["text"] for track in draft["t"] if track["tt"] == 7 for segment in track["sg"]]
    assert texts == (SCRIPT.splitlines() if expected.captions else [])
