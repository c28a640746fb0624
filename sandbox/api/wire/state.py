"""What the state answer shows of a session's draft, in every shape a client must survive. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.faults import DraftForm
from sandbox.model.draft import Draft


def exportable(draft: object) -> bool:
    """Whether some track has a segment (NemoVideo skill text)."""
    return any(_segments(track) for track in _tracks(draft))


def canvas(draft: Draft | None) -> dict[str, Any]:
    """`canvas_config`: width, height and ratio."""
    about = (draft or {}).get("m")
    return {key: about[key] for key in ("width", "height", "ratio") if key in about} if isinstance(about, dict) else {}


def music(draft: Draft | None) -> list[dict[str, Any]]:
    """`generated_media`: the music the agent made. Its real shape is documented nowhere."""
    segments = [segment for track in _tracks(draft) if track.get("tt") == 1 for segment in _segments(track)]
    return [{"type": "music", "name": _name(segment), "duration_ms": segment.get("d")} for segment in segments]


def shown(draft: Draft | None, form: DraftForm) -> dict[str, Any]:
    """The `draft` member of the state answer, absent where the form says so."""
    return {} if form == "absent" else {"draft": _shaped(draft, form)}


def _shaped(draft: Draft | None, form: DraftForm) -> Draft | None:
    some = draft or {"d": 1000, "m": {}}
    match form:
        case "null":
            return None
        case "empty":
            return {}
        case "no_tracks":
            return {key: value for key, value in some.items() if key != "t"}
        case "no_segments":
            return some | {"t": [track | {"sg": []} for track in _tracks(draft)] or [{"tt": 0, "sg": []}]}
        case "unknown_track":
            strange = {"tt": 42, "sg": [{"d": 1000, "m": {"name": "sparkle"}, "q": [1]}], "m": None}
            return some | {"t": [*_tracks(draft), strange]}
        case _:
            return draft


def _tracks(draft: object) -> list[dict[str, Any]]:
    tracks = draft.get("t") if isinstance(draft, Mapping) else None
    return [track for track in tracks if isinstance(track, dict)] if isinstance(tracks, list) else []


def _segments(track: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    segments = track.get("sg")
    return [segment for segment in segments if isinstance(segment, dict)] if isinstance(segments, list) else []


def _name(segment: Mapping[str, Any]) -> object:
    about = segment.get("m")
    return about.get("name") if isinstance(about, Mapping) else None
