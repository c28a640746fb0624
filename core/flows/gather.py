"""Wait for the rest of a request (album, clip then words, correction), then fix what is asked.

Nothing joins after the seal. A script (.txt, .md) is words, a direct link is a file, and a batch becomes one request
a file.
"""

from collections.abc import Mapping
from dataclasses import replace

from core import progress
from core.flows.context import RequestContext
from core.flows.refusals import FileRefused
from core.media.names import safe_name
from core.model.chat import Attachment, ChatError
from core.model.requests import Child, Part, Request
from core.outbox.request_log import log_stage
from core.progress import TurnInput
from core.words.intents import Meaning, Wish, meaning
from core.words.language import Language
from core.words.links import links, without_links
from core.words.phrases import say

SCRIPT_BYTES = 64 * 1024
LINK = "link:"  # the ref of a file that is an address in the words; no platform's ref begins so


async def gather(context: RequestContext) -> TurnInput:
    """Return what is asked, once all its parts are there; `split` when children go on with it."""
    await _wait(context)
    return await context.journal.read(progress.TURN_INPUT, lambda: _seal(context), TurnInput)


async def _wait(context: RequestContext) -> None:
    clock, requests = context.clock, context.stores.requests
    while not context.request.sealed:
        rest = (await requests.get(context.request.id)).joins_until - clock.time()
        if rest <= 0:
            return
        await clock.sleep(rest)
        await context.journal.checkpoint()


async def _seal(context: RequestContext) -> TurnInput:
    request, requests = context.request, context.stores.requests
    if request.parent is not None:  # its words were fixed with its parent's
        return TurnInput(request.words, context.meaning, _files(await requests.parts(request.id)))
    if not request.sealed:
        # first of all: what comes while scripts are read is a request of its own, and not lost in this one
        await requests.seal(request.id, request.words, context.meaning)
    parts = await requests.parts(request.id)
    words = "\n\n".join([part.text.strip() for part in parts if part.text.strip()] + await _scripts(context, parts))
    files = _files(parts) + tuple(_link(link.url) for link in links(words))
    words = without_links(words).strip()
    means = _means(context, words, files)
    asked = TurnInput(words, means, files)
    if len(files) > 1 and (means.each or _captions_differ(parts)):
        captions = {file.ref: part.text.strip() for part in parts for file in part.attachments}
        await split(context, request, one_each(request.language, asked, captions))
        return replace(asked, split=True)
    if (words, means) != (request.words, request.meaning):
        await requests.seal(request.id, words, means)
    return asked


async def split(context: RequestContext, request: Request, children: tuple[Child, ...]) -> None:
    """Make a batch of a request; it is repeated safely."""
    seconds = context.clock.time() - request.accepted_at
    for child in await context.stores.requests.split(request.id, children):
        log_stage(f"accepted, of {request.reference}", child, request.address.platform, seconds)


def _means(context: RequestContext, words: str, files: tuple[Attachment, ...]) -> Meaning:
    """Read the words whole; what a button asked for, and «one video each», stay as they were accepted."""
    accepted = context.meaning
    if context.request.action is not None and accepted.wish is not Wish.EDIT:
        return accepted
    means = meaning(words, has_media=bool(files))
    return replace(means, each=means.each or accepted.each)


def _files(parts: tuple[Part, ...]) -> tuple[Attachment, ...]:
    return tuple(file for part in parts for file in part.attachments if not file.is_script)


def _captions_differ(parts: tuple[Part, ...]) -> bool:
    captions = [part.text.strip() for part in parts if _files((part,)) and part.text.strip()]
    return len(set(captions)) > 1


def one_each(language: Language, asked: TurnInput, captions: Mapping[str, str] | None = None) -> tuple[Child, ...]:
    """Return one child a file: its own caption, else the words for all, and a fresh timeline."""
    means = replace(asked.meaning, wish=Wish.EDIT, each=False, film=True)
    children = []
    for file in asked.files:
        own = (captions or {}).get(file.ref) or asked.words
        words = say(language, "batch.words", name=safe_name(file.name), words=own)
        children.append(Child(words, means, (file,)))
    return tuple(children)


def _link(url: str) -> Attachment:
    name = url.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1] or "clip"
    return Attachment(LINK + url, name)


async def _scripts(context: RequestContext, parts: tuple[Part, ...]) -> list[str]:
    files = [file for part in parts for file in part.attachments if file.is_script]
    return [await _script(context, file) for file in files]


async def _script(context: RequestContext, file: Attachment) -> str:
    """Return the words of a text file.

    Raises:
        FileRefused: it is too long for words, or cannot be read.
    """
    try:
        async with context.platform.open(file) as source:
            if source.length > SCRIPT_BYTES:
                raise FileRefused("error.script_large", limit=SCRIPT_BYTES)
            data = b"".join([chunk async for chunk in source.chunks])
    except ChatError as error:
        raise FileRefused("error.file_gone") from error
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return data.decode(encoding, errors="replace").strip()
