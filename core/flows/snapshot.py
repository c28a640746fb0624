"""Snapshots of the session: its draft, stored as a version when it is a new one, and its files."""

from functools import lru_cache

from core.flows.context import RequestContext
from core.nemo.draft import Draft
from core.nemo.errors import NemoError, SessionGone
from core.nemo.wire import State
from core.progress import Snapshot, SnapshotAttempt
from core.tokens import LoginEnded, TokenError
from core.words.timeline import Timeline, exportable, read


async def take_snapshot(context: RequestContext, step: str) -> Snapshot:
    """Return the snapshot of a journal step: taken now, or the one recorded when the step ran first.

    Raises:
        Suspend: the process is asked to stop.
        NemoError, TokenError: the backend could not be reached.
    """
    return await context.journal.read(step, lambda: current_snapshot(context), Snapshot)


async def current_snapshot(context: RequestContext) -> Snapshot:
    """Take a snapshot now, outside the journal.

    Raises:
        NemoError, TokenError: the backend could not be reached.
    """
    return await _store(context, await context.backend.state())


async def try_snapshot(context: RequestContext) -> SnapshotAttempt:
    """Take a snapshot now; a backend that cannot be reached, or has no token, is no error.

    Raises:
        SessionGone: the session does not exist any more.
    """
    try:
        return SnapshotAttempt(await current_snapshot(context))
    except SessionGone:
        raise
    except LoginEnded:
        return SnapshotAttempt(None, logged_out=True)
    except (NemoError, TokenError):
        return SnapshotAttempt(None)


async def timeline(context: RequestContext, version: int | None) -> Timeline:
    """Return the timeline of a version; None is an empty one."""
    if version is None:
        return read(None)
    if version not in context.drafts:
        context.drafts[version] = (await context.stores.versions.get(version)).draft
    return _timeline(context.drafts[version])


@lru_cache(maxsize=32)  # each turn reads the drafts before and after it twice
def _timeline(draft: str) -> Timeline:
    return read(Draft(draft).value)


async def _store(context: RequestContext, state: State) -> Snapshot:
    files = tuple((info.name, info.size) for info in state.media)
    draft = state.draft
    if draft is None or not _timeline(draft.text).tracks:
        return Snapshot(None, state.fingerprint, exportable=False, files=files)
    version = await context.stores.versions.keep(
        context.project.id, draft.text, draft.digest, context.request.id, context.clock.time()
    )
    context.drafts[version] = draft.text
    return Snapshot(version, state.fingerprint, exportable(draft.value), files)
