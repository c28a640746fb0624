"""What lies over the film stays with the picture it was laid over, whatever becomes of the film around it."""

import pytest

SUBTITLES = "Captions from talk.srt:\n0:01.000 --> 0:02.000 One\n0:03.000 --> 0:04.000 Two"


@pytest.fixture
async def clip(clips):
    return await clips("clip.mp4", size="160x90", picture="color=black", seconds=8, key="a")


@pytest.fixture
def after(asked):
    """The draft after some messages, and what was said last."""

    async def tell(assets, *messages):
        draft, history, made = None, [], None
        for words in messages:
            made = await asked(words, assets, draft, history)
            history += [draft] if draft else []
            draft = made.draft
        return draft, made.said

    return tell


def texts(draft):
    """Each text, from when to when."""
    found = [segment for track in draft["t"] if track["tt"] == 7 for segment in track["sg"]]
    return {each["m"]["text"]: (each["m"]["start"], each["m"]["start"] + each["d"]) for each in found}


@pytest.mark.parametrize(
    ("then", "seen"),
    [
        ("speed it up 2x", (2000, 3000)),
        ("slow it down to half", (8000, 12_000)),
        ("trim the first 2 seconds", (2000, 4000)),
        ("trim the last 2 seconds", (4000, 6000)),
        ("cut out 0:01 to 0:02", (3000, 5000)),
        ("cut out 0:05 to 0:07", (4000, 5000)),
        ("keep 0:03 to 0:07", (1000, 3000)),
        ("speed up 0:00 to 0:04 2x", (2000, 4000)),
        ("freeze the frame at 0:02 for 2 seconds", (6000, 8000)),
        ("loop the first 2 seconds 3 times", (8000, 10_000)),
        ('add an intro card "Hi" for 3 seconds', (7000, 9000)),
        ('add an end card "Bye" for 3 seconds', (4000, 6000)),
        ("play it backwards", (4000, 6000)),
        ("make it 16 seconds long", (4000, 6000)),
    ],
)
async def test_a_caption_stays_with_its_picture(clip, after, then, seen):
    draft, _ = await after([clip], 'add a caption "Mid" from 0:04 to 0:06', then)

    assert texts(draft)["Mid"] == seen


@pytest.mark.parametrize("then", ["cut out 0:03 to 0:07", "trim the first 7 seconds", "trim to 3 seconds"])
async def test_words_that_are_cut_out_with_their_picture_are_said_to_be(clip, after, then):
    draft, said = await after([clip], 'add a caption "Mid" from 0:04 to 0:06', then)

    assert not texts(draft)
    assert "“Mid” lay over what is cut out" in said


@pytest.mark.parametrize(("then", "total"), [("speed it up 2x", 4000), ("trim the first 4 seconds", 4000)])
async def test_a_title_at_an_edge_stays_there_and_can_be_read(clip, after, then, total):
    draft, _ = await after([clip], 'add a title "Top"', 'add a title "End" at the end for 2 seconds', then)

    assert texts(draft) == {"Top": (0, 3000), "End": (total - 2000, total)}


async def test_captions_of_a_file_are_seen_with_what_they_were_written_for(clip, told):
    film = await told([clip], f"burn in the subtitles\n\n{SUBTITLES}", "cut out 0:02 to 0:03", "speed it up 2x")
    lit = (await film.frames()).max(axis=(1, 2, 3)) > 40

    assert list(lit[:8]) == [False, False, True, True, True, True, False, False]


async def test_a_picture_a_voice_and_music_go_along(clips, clip, after):
    logo = await clips("logo.png", "-frames:v", "1", picture="color=red", sound="", size="80x80", key="l")
    voice = await clips("voice.mp3", picture="", sound="sine=d=30", seconds=1, key="v")
    messages = (
        "put logo.png top right from 0:04 to 0:06",
        "add voice.mp3 as a voice-over at 0:03",
        "add upbeat music from 0:02 to 0:07",
        "no music from 0:04 to 0:05",
    )
    draft, _ = await after([clip, logo, voice], *messages, "trim the first 1 second", "speed it up 2x")
    tracks = {track["m"].get("kind"): track["sg"][0] for track in draft["t"]}
    starts = {kind: (each["m"]["start"], each["d"]) for kind, each in tracks.items()}

    assert starts["overlay"] == (1500, 1000)
    assert starts["voice"][0] == 1000
    assert starts["bgm"] == (500, 2500)
    assert tracks["bgm"]["m"]["levels"] == [[1500, 2000, 0.0]]


async def test_a_clip_that_goes_takes_its_caption_along_and_one_in_its_place_keeps_it(clips, clip, after):
    other = await clips("other.mp4", size="160x90", picture="color=blue", seconds=4, key="b")
    third = await clips("third.mp4", size="160x90", picture="color=red", seconds=4, key="c")
    two = [clip, other]
    caption = 'add a caption "Two" from 0:09 to 0:11'

    assert texts((await after(two, caption, "remove clip.mp4"))[0]) == {"Two": (1000, 3000)}
    draft, said = await after(two, caption, "remove other.mp4")
    assert not texts(draft)
    assert "“Two”" in said
    first = "put clip.mp4 and other.mp4 on the timeline", caption
    assert texts((await after([*two, third], *first, "replace other.mp4 with third.mp4"))[0]) == {"Two": (9000, 11_000)}
    assert texts((await after(two, caption, "swap the clips"))[0]) == {"Two": (9000, 11_000)}


async def test_the_card_takes_its_logo_along(clips, clip, after):
    logo = await clips("logo.png", "-frames:v", "1", picture="color=red", sound="", size="80x80", key="l")
    draft, said = await after(
        [clip, logo], "put clip.mp4 on the timeline", "end with the logo on white for 2 seconds", "remove the end card"
    )

    assert draft["d"] == 8000
    assert [track["m"].get("kind") for track in draft["t"]] == [None] or all(
        track["m"].get("kind") != "overlay" for track in draft["t"]
    )
    assert "lay over" not in said
