"""Look at the session and keep what was seen: every distinct draft becomes a version."""

from dataclasses import dataclass
from functools import lru_cache

from core.flows.case import Case
from core.nemo.draft import Draft
from core.nemo.errors import NemoError, SessionGone
from core.nemo.wire import State
from core.tokens import TokenError
from core.words.timeline import Timeline, exportable, read


@dataclass(frozen=True, slots=True)
class Look:
    """What a look saw. The draft itself lies in versions; the journal holds its number only.

    `files` are the names of the material in the session, with sizes in bytes where known.
    """

    version: int | None
    fingerprint: str
    exportable: bool
    files: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """A look that may have failed, and the account's reserved credits where they say something."""

    look: Look | None
    frozen: int | None = None


async def look(case: Case, name: str) -> Look:
    """Look once under this name; a replay sees what was seen then."""
    return await case.journal.read(name, lambda: seen(case), Look)


async def seen(case: Case) -> Look:
    """Look now."""
    return await _kept(case, await case.backend.state())


async def glance(case: Case) -> Glance:
    """Look now, and make nothing of it when the backend cannot be asked.

    Raises:
        SessionGone: there is nothing to look at any more.
    """
    try:
        return Glance(await seen(case))
    except SessionGone:
        raise
    except (NemoError, TokenError):
        return Glance(None)


async def timeline(case: Case, version: int | None) -> Timeline:
    """Return a kept draft as a timeline; None is an empty one."""
    if version is None:
        return read(None)
    if version not in case.drafts:
        case.drafts[version] = (await case.house.versions.get(version)).draft
    return _timeline(case.drafts[version])


@lru_cache(maxsize=32)  # a turn reads the draft before it twice and the one after it twice
def _timeline(draft: str) -> Timeline:
    return read(Draft(draft).value)


async def _kept(case: Case, state: State) -> Look:
    files = tuple((info.name, info.size) for info in state.media)
    draft = state.draft
    if draft is None or not _timeline(draft.text).tracks:
        return Look(None, state.fingerprint, exportable=False, files=files)
    version = await case.house.versions.keep(
        case.project.id, draft.text, draft.digest, case.request.id, case.house.clock.time()
    )
    case.drafts[version] = draft.text
    return Look(version, state.fingerprint, exportable(draft.value), files)
