"""Back to an earlier version of the film, and to what there was before anything was made."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sandbox.model.draft import BadDraft, Timeline
from sandbox.model.wire import from_wire
from sandbox.operations.aspect import canvas_for
from sandbox.operations.context import EditContext
from sandbox.operations.logo import is_logo
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import ANEW, BACK, Wish

_UNDONE = Phrase("Went back to the version before.", "已回到上一个版本。")
_AS_THEY_CAME = Phrase("Went back to the clips as they came.", "已回到刚上传时的样子。")
_UNDONE_TO = Phrase("Went back to version {number}.", "已回到第 {number} 版。")
_REDONE = Phrase("Brought back what was undone.", "已恢复刚才撤销的版本。")
_INSTEAD = Phrase("Instead of the last change:", "改正上一步：")
_NO_UNDO = Phrase("There is no earlier version to go back to.", "没有更早的版本可以恢复。")


def undo(
    context: EditContext, wish: Wish, draft: dict[str, Any] | None, history: Sequence[dict[str, Any]], *, then: bool
) -> bool:
    """Back to a version: the newest one older than this, so that undo after undo goes on backwards.

    `then` tells that more is wished, of that version. False where there is no such version to wish anything of.
    """
    earlier = _distinct(each for each in history if each and each.get("t"))
    if wish.kind == ANEW:
        return _begin_anew(context, earlier)
    found, phrase = _meant(wish, draft, earlier)
    if found is None and wish.nth is None and draft and revision(draft) <= 1 and (then or _is_changed(context)):
        # what is wished besides is meant for what there was before
        context.timeline = Timeline() if then else _as_they_came(context)
        context.did("undo", _AS_THEY_CAME)
        return True
    if found is None or not _go_to(context, found):
        context.note(_NO_UNDO)
        return True
    context.did("undo", phrase, number=wish.nth)
    return True


def _meant(
    wish: Wish, draft: dict[str, Any] | None, earlier: Sequence[dict[str, Any]]
) -> tuple[dict[str, Any] | None, Phrase]:
    if wish.nth is not None:
        return earlier[wish.nth - 1] if 0 < wish.nth <= len(earlier) else None, _UNDONE_TO
    now = revision(draft)
    left = next((each for each in reversed(earlier) if each != draft), None)
    if wish.kind == BACK and left is not None and draft is not None and revision(left) > now:
        return left, _REDONE
    return next((each for each in reversed(earlier) if draft is None or revision(each) < now), None), _UNDONE


def _begin_anew(context: EditContext, earlier: Sequence[dict[str, Any]]) -> bool:
    """The version that the last message found, so that it is carried out once more as it was meant."""
    base = context.timeline.asked.base if context.timeline.asked else 0
    found = next((each for each in reversed(earlier) if revision(each) == base), None)
    if not base:
        context.timeline = Timeline()
    elif found is None or not _go_to(context, found):
        context.note(_NO_UNDO)
        return False
    context.note(_INSTEAD)
    return True


def _go_to(context: EditContext, draft: Mapping[str, Any]) -> bool:
    try:
        context.timeline = from_wire(draft)
    except BadDraft:
        return False
    return True


def _is_changed(context: EditContext) -> bool:
    """Whether the film is anything but the clips as they came."""
    came, now = _as_they_came(context), context.timeline
    return (came.shots, came.canvas) != (now.shots, now.canvas) or bool(
        now.music or now.voice or now.words or now.overlays or now.effects or now.on_beat
    )


def _as_they_came(context: EditContext) -> Timeline:
    """The clips and photos one after the other; no logo, and nothing that is only heard."""
    over = {each.source for each in context.timeline.overlays}
    seen = [
        each
        for each in context.assets.values()
        if each.id in context.timeline.known
        and each.kind != "audio"
        and each.id not in over
        and not (each.kind == "image" and is_logo(each.name))
    ]
    shots = [context.shot_of(each) for each in seen]
    return Timeline(
        shots=shots,
        canvas=canvas_for([(each.width, each.height) for each in seen], seen[0].fps) if seen else Timeline().canvas,
        title=shots[0].name if shots else "",
        known=context.timeline.known,
    )


def _distinct(drafts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each draft once, where it came first: going back makes no further version."""
    found: list[dict[str, Any]] = []
    for draft in drafts:
        if draft not in found:
            found.append(draft)
    return found


def revision(draft: Mapping[str, Any] | None) -> int:
    """The number of a version; 0 where there is none."""
    about = (draft or {}).get("m")
    number = about.get("rev", 0) if isinstance(about, dict) else 0
    return number if isinstance(number, int) else 0
