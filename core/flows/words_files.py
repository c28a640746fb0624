"""Files that hold words: scripts (.txt, .md), which are words of their sender, and subtitles files, which are not.

An editor takes neither as a file. What a subtitles file holds goes to it with the words of the turn, in the one form of
`core.words.captions`, and nothing is read into it: a line of a talk is no wish, no link and no command.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from core.flows.context import RequestContext
from core.flows.opened_file import opened_file
from core.flows.refusals import FileRefused
from core.media.names import safe_name
from core.media.text import decoded
from core.model.attachments import Attachment
from core.words.captions import LONGEST, as_words, begins_like_subtitles, captions_in
from core.words.spoilers import SPOILER, hidden, revealed
from core.words.typed_tokens import masked

SCRIPT_BYTES: Final = 64 * 1024
CAPTIONS_BYTES: Final = 1024 * 1024
"""Of a subtitles file: an hour of talk takes a tenth of it, but some hold their fonts too."""


@dataclass(frozen=True, slots=True)
class Written:
    """What files hold: the words of scripts, the captions of subtitles files, and what is to be said of the latter."""

    scripts: list[str] = field(default_factory=list)
    captions: tuple[Attachment, ...] = ()
    remarks: tuple[str, ...] = ()

    def with_more(self, more: "Written") -> "Written":
        """Return what these files and more hold; the same captions are there once."""
        captions = tuple(dict.fromkeys((*self.captions, *more.captions)))
        return Written(self.scripts + more.scripts, captions, self.remarks + more.remarks)


async def read_words(context: RequestContext, files: Sequence[Attachment]) -> Written:
    """Return what scripts and subtitles files hold.

    Raises:
        FileRefused: one is too large (`SCRIPT_BYTES`, `CAPTIONS_BYTES`), has no captions, or cannot be read.
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    read = Written()
    for file in files:
        read = read.with_more(await _read(context, file))
    return read


async def _read(context: RequestContext, file: Attachment) -> Written:
    if file.held is not None:
        return Written(captions=(file,))
    name = safe_name(file.name)
    text = await _text(context, file, CAPTIONS_BYTES if file.is_captions else SCRIPT_BYTES)
    found = captions_in(text) if file.is_captions or begins_like_subtitles(text) else None
    if found is None and not file.is_captions:
        script = text.strip()
        return Written([hidden(revealed(script)) if file.name.startswith(SPOILER) else script])
    if found is None:
        raise FileRefused("error.no_captions", name=name)
    remarks = []
    if found.left_out:
        count = len(found.captions)
        remarks.append(context.say("captions.left_out", name=name, count=count, total=count + found.left_out))
    if found.cut:
        remarks.append(context.say("captions.cut", name=name, count=found.cut, most=LONGEST))
    return Written(captions=(Attachment.holding(name, as_words(name, found.captions)),), remarks=tuple(remarks))


async def _text(context: RequestContext, file: Attachment, limit: int) -> str:
    """Return the text of a file, in which each token of NemoVideo is masked.

    Raises:
        FileRefused: it is larger than so many bytes, or cannot be read.
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    try:
        async with opened_file(context, file, limit) as source:
            return masked(decoded(b"".join([chunk async for chunk in source.chunks])))
    except FileRefused as refused:
        key = "error.script_large" if refused.key == "error.too_large" else refused.key
        raise FileRefused(key, name=safe_name(file.name), limit=limit) from refused
