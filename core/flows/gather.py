"""Wait for the rest of a request (album, clip then words, correction), then seal it.

Nothing joins a sealed request. A script (.txt, .md) counts as words, a link to a file as that file, a batch becomes one
request for each file. Subtitles files are read (`core.flows.words_files`).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat

from core import progress
from core.flows.albums import album_state
from core.flows.context import RequestContext
from core.flows.kept_words import end_kept_words
from core.flows.linked_files import take_linked_files, take_quoted_files
from core.flows.refusals import TooManyFiles
from core.flows.words_files import read_words
from core.media.names import distinct_names, safe_name
from core.model.actions import asked_at_once
from core.model.albums import AlbumState
from core.model.attachments import Attachment
from core.model.limits import LimitReached
from core.model.requests import Child, Outcome, Part, Request, WordsFrom, quoted_in
from core.outbox.request_log import log_stage
from core.progress import TurnInput, progress_of
from core.services import Stores
from core.words.intents import Meaning, Wish, meaning
from core.words.phrases import say
from core.words.spoilers import SPOILER, hidden

_EARLIER = 20  # requests of the project whose files are told apart from those of a batch


async def gather(context: RequestContext) -> TurnInput:
    """Return the turn input of a request when all its parts are there; `split`: its children go on with it.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        FileRefused: a script or a subtitles file cannot be read.
        TooManyFiles: one video for each is more than a limit allows.
    """
    await wait_for_parts(context)
    return await context.journal.read(progress.TURN_INPUT, lambda: _seal(context), TurnInput)


async def wait_for_parts(context: RequestContext) -> None:
    """Wait until nothing joins a request any more.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    clock, requests = context.clock, context.stores.requests
    longest = max(context.delays.join, context.delays.album)
    while not context.request.sealed:
        rest = (await requests.get(context.request.id)).joins_until - clock.time()
        if not 0 < rest <= longest:  # further ahead is a time of a clock that was ahead
            return
        await clock.sleep(rest)
        await context.journal.checkpoint()


async def _seal(context: RequestContext) -> TurnInput:
    request, requests = context.request, context.stores.requests
    if request.parent is not None:  # its words were fixed with its parent's
        parts = await requests.parts(request.id)
        held = tuple(file for part in parts for file in part.attachments if file.held is not None)
        return TurnInput(request.words, context.meaning, _files(parts), quoted=quoted_in(parts), captions=held)
    if not request.sealed:
        # before scripts are read: a message that comes meanwhile must be a request of its own
        await requests.seal(request.id, request.words, context.meaning)
    parts = await requests.parts(request.id)
    written = await read_words(context, [file for part in parts for file in part.attachments if file.is_words])
    words = "\n\n".join([part.text.strip() for part in parts if part.text.strip()] + written.scripts)
    quoted, sent = quoted_in(parts), _files(parts)
    if request.words_from is not WordsFrom.EARLIER:  # else they were taken the first time
        quoted, sent = take_quoted_files(quoted, sent)
    words, files = await take_linked_files(context, words, sent)
    clip_linked = any(file.link is not None and not file.is_captions for file in files)
    if words and request.words_from is WordsFrom.TYPED and clip_linked:
        await end_kept_words(context)
    written = written.with_more(await read_words(context, [file for file in files if file.is_captions]))
    files = tuple(file for file in files if not file.is_captions)
    if written.captions and not words:
        words = context.say("ask.captions", name=", ".join(map(_shown_name, written.captions)))
    meant = _meaning(context, words, (*files, *written.captions))
    if written.captions and meant.wish is Wish.EXPORT:  # the film is to have them
        meant = replace(meant, wish=Wish.EDIT, film=True)
    album = await album_state(context, parts)
    turn_input = TurnInput(
        words, meant, files, quoted=quoted, album=album, captions=written.captions, remarks=written.remarks
    )
    whole = turn_input.album is AlbumState.WHOLE
    if whole and len(files) > 1 and (meant.each or (_captions_differ(parts) and not meant.together)):
        captions = [part.text.strip() for part in parts for _ in _files((part,))]
        try:
            await split(context, request, await child_per_file(context, request, turn_input, captions))
        except LimitReached as reached:
            raise TooManyFiles(reached.used, len(files)) from reached
        return replace(turn_input, split=True)
    if (words, meant) != (request.words, request.meaning):
        await requests.seal(request.id, words, meant)
    return turn_input


async def split(context: RequestContext, request: Request, children: tuple[Child, ...]) -> bool:
    """Make a batch of a request, which ends it; False: it has ended, or its turn has begun. Safe to repeat.

    Raises:
        LimitReached: nothing was split, because a limit allows fewer requests.
        StorageError: nothing was split.
    """
    platform, seconds = request.address.platform, context.clock.time() - request.accepted_at
    limits = await context.services.limits_for(request.address, request.sender)
    # the intent of the turn and this exclude each other in the database: whichever is later finds the other
    made = await context.stores.requests.split(request.id, children, unless=progress.TURN, limits=limits)
    for child in made:
        log_stage(f"accepted, of {request.reference}", child, platform, seconds)
        context.services.measures.accepted(platform)
    if made:
        log_stage(f"ended, {Outcome.SPLIT}", request.id, platform, seconds)
        context.services.measures.ended(platform, Outcome.SPLIT, seconds)
    return bool(made)


def _meaning(context: RequestContext, words: str, files: tuple[Attachment, ...]) -> Meaning:
    """Return the meaning of all words together; a button's meaning, and «one video each», stay as accepted."""
    accepted = context.meaning
    if context.request.action is not None and accepted.wish is not Wish.EDIT:
        return accepted
    meant = meaning(words, has_media=bool(files))
    if asked_at_once(meant) is not None:  # what became work only by a file, or by what was said before, stays work
        meant = replace(meant, wish=accepted.wish)
    return replace(meant, each=meant.each or (accepted.each and not meant.together))


def _shown_name(file: Attachment) -> str:
    """Return the name of a file as words show it: quoted, so that it asks for nothing, and hidden if the file is."""
    name = f"“{file.name}”"
    return hidden(name) if file.name.startswith(SPOILER) else name


def _files(parts: tuple[Part, ...]) -> tuple[Attachment, ...]:
    return tuple(file for part in parts for file in part.attachments if not file.is_words)


def _captions_differ(parts: tuple[Part, ...]) -> bool:
    captions = [part.text.strip() for part in parts if _files((part,)) and part.text.strip()]
    return len(set(captions)) > 1


async def child_per_file(
    context: RequestContext, request: Request, turn_input: TurnInput, captions: Sequence[str] = ()
) -> tuple[Child, ...]:
    """Return one child for each file of a request: its own caption, else the words for all, on a fresh timeline.

    The words name the file, so that files of one name are told apart, and from those that the session has.

    Args:
        context: a request: this one, or the press that asked for the batch.
        request: the request.
        turn_input: its turn input.
        captions: those of its files, in their order, "" for a file without one. There may be fewer than files: one that
            was linked or quoted has none. They go by the order because the same file may be sent twice.

    Raises:
        StorageError: the rows cannot be read.
    """
    meant = replace(turn_input.meaning, wish=Wish.EDIT, each=False, film=True)
    files, taken = turn_input.files, await uploaded_beside(context.stores, request)
    children = []
    names = distinct_names([file.name for file in files], taken)
    each = (*captions, *repeat("", len(files) - len(captions)))
    for file, name, caption in zip(files, names, each, strict=True):
        own = caption or turn_input.words
        words = say(request.language, "batch.words", name=name, words=own)
        told_apart = file if name == safe_name(file.name) else replace(file, name=name, renamed=True)
        children.append(Child(words, meant, (told_apart, *turn_input.captions), turn_input.quoted))
    return tuple(children)


async def uploaded_beside(stores: Stores, request: Request) -> set[str]:
    """Return the names of the files that the latest other requests brought into the project of a request.

    Raises:
        StorageError: the rows cannot be read.
    """
    if request.project is None:
        return set()
    earlier = [one for one in await stores.requests.latest(request.project, _EARLIER) if one.id != request.id]
    so_far = [await progress_of(stores.entries, one.id) for one in earlier]
    return {file.name for one in so_far for file in one.uploaded}
