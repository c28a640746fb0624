"""Albums of which a part is missing: nothing is asked of the agent before the user says so.

In a group a platform may show only the message with the command, as Telegram does in privacy mode. Anywhere a part may
arrive after its album was asked for.
"""

from collections.abc import Sequence

from core import progress
from core.flows.context import RequestContext
from core.media.names import safe_name
from core.model.actions import TryAgain
from core.model.albums import AlbumState
from core.model.requests import Outcome, Part, Request
from core.progress import TurnInput, progress_of
from core.words.spoilers import excerpt


async def album_state(context: RequestContext, parts: Sequence[Part]) -> AlbumState:
    """Return what the parts of a request hold of their album.

    Raises:
        StorageError: the rows cannot be read.
    """
    albums = [part.album for part in parts if part.album]
    for album in dict.fromkeys(albums):
        earlier = await context.stores.requests.before_in_album(context.request.id, album)
        if earlier is not None and await _began(context, earlier):
            return AlbumState.LATE
    alone = not context.request.private and any(albums.count(album) == 1 for album in albums)
    return AlbumState.ALONE if alone else AlbumState.WHOLE


async def tell_incomplete(context: RequestContext, turn_input: TurnInput) -> Outcome:
    """Say which file of an album is here, how to bring the others, and how to begin.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    name = ", ".join(safe_name(file.name) for file in turn_input.files)
    if turn_input.album is AlbumState.LATE:
        lines = [context.say("album.late", name=name)]
    else:
        bot = context.platform.capabilities(context.request.target).command_name
        lines = [context.say("album.alone", name=name), context.say("album.bring", name=bot)]
    buttons = []
    if turn_input.words:
        lines.append(context.say("album.begin", words=excerpt(turn_input.words, 80)))
        buttons.append(context.button("begin", TryAgain(context.request.id)))
    await context.answer(progress.ALBUM_INCOMPLETE, "\n\n".join(lines), *buttons)
    return Outcome.DONE


async def _began(context: RequestContext, earlier: Request) -> bool:
    """Return whether the film of an album was asked for, or is about to be."""
    so_far = await progress_of(context.stores.entries, earlier.id)
    if earlier.outcome in {Outcome.FAILED, Outcome.CANCELLED, Outcome.PARKED} and not so_far.asked:
        return False
    turn_input = so_far.turn_input
    return bool(earlier.words) and (turn_input is None or turn_input.album is AlbumState.WHOLE)
