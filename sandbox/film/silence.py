"""Where an uploaded file is silent. Times in ms of the source."""

from sandbox.film.ffmpeg import run_ffmpeg, user_input
from sandbox.model.assets import Asset
from sandbox.timeline.silence import Span

NOISE = "-35dB"
SHORTEST_SECONDS = 0.4


async def silent_spans(asset: Asset) -> list[Span]:
    """Stretches below -35 dB of at least 0.4 s; none for a file without sound."""
    if not asset.has_audio:
        return []
    found: list[Span] = []
    begin: int | None = None
    heard = f"silencedetect=noise={NOISE}:d={SHORTEST_SECONDS},ametadata=mode=print:file=-"
    lines: list[str] = []
    await run_ffmpeg(
        *user_input(asset.path), "-vn", "-map", "0:a:0", "-af", heard, "-f", "null", "-", line=lines.append
    )
    for line in lines:
        if "silence_" not in line:
            continue
        key, _, value = line.partition("=")
        if key.endswith("silence_start"):
            begin = max(0, round(float(value) * 1000))
        elif key.endswith("silence_end") and begin is not None:
            found.append((begin, round(float(value) * 1000)))
            begin = None
    if begin is not None:
        found.append((begin, asset.duration_ms))
    return found
