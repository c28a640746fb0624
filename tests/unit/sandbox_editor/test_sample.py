"""The clip to try things on."""

from sandbox.editor import probe
from sandbox.film.silence import silent_spans
from sandbox.sample import PAUSES, make_sample


async def test_the_sample_is_small_and_has_four_scenes_and_two_pauses(tmp_path, asked, rendered):
    target = tmp_path / "sample.mp4"
    await make_sample(target)
    clip = await probe(target, "sample.mp4", "s")

    assert target.stat().st_size <= 400_000
    assert (clip.kind, clip.width, clip.height, clip.has_audio) == ("video", 640, 360, True)
    assert abs(clip.duration_ms - 12_000) <= 80
    spans = await silent_spans(clip)
    pauses = [span for span in spans if span[1] < 11_500]
    assert len(pauses) == len(PAUSES)
    assert all(end - begin >= 700 for begin, end in pauses)

    made = await asked("add background music and sync the cuts to the beat", [clip])
    film = await rendered(made.draft, [clip])
    changes = await film.changes(0.1)
    assert len(changes) >= 8
    assert all(abs(moment * 2 - round(moment * 2)) / 2 <= 1 / 25 for moment in changes)
