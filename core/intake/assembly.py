"""Whether a message joins or corrects a request, and which words and files belong to it if it does neither.

Joining and correcting are transactions of their own. For any other message rows are only read here: what it uses up
is deleted by the transaction that accepts it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core import progress
from core.engine.delays import Delays
from core.intake.routing import of_words
from core.model.actions import SendWords, TryAgain, UnknownAction
from core.model.attachments import Attachment
from core.model.chat import Incoming
from core.model.pending import PendingWords
from core.model.presses import Press
from core.model.requests import Flow, InternalReply, Part, Request, UsedUp, WordsFrom, quoted_in
from core.progress import progress_of
from core.services import Services
from core.upload.link import request_of
from core.upload.state import LinkState
from core.words.follow_up import expects_follow_up
from core.words.intents import Meaning, Wish, meaning
from core.words.links import is_clip
from core.words.stickers import points_at_sticker

_STICKER_SECONDS = 600.0  # for so long words that follow a sticker are about it
_RETRIES = 20  # requests of the project among which those are that repeat an earlier one


@dataclass(frozen=True, slots=True)
class Whole:
    """A message with all words and files that belong to it.

    `project` is the one it works on; None: the current one. `meaning` is that of repeated words. `fresh`: it starts a
    new project. `used` is what it uses up when it is accepted. `replaces` is as in `core.model.limits.Charge`.
    """

    incoming: Incoming
    words_from: WordsFrom = WordsFrom.TYPED
    project: int | None = None
    meaning: Meaning | None = None
    fresh: bool = False
    press: Press | None = None
    used: UsedUp = field(default_factory=UsedUp)
    replaces: int | None = None


class Assembly:
    """Finds what belongs to a message. Every method raises `StorageError`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._requests = services.stores.requests

    async def join(self, incoming: Incoming) -> bool:
        """Add a message to the request that it continues; False: it continues none."""
        if incoming.action is not None or page_of(incoming) is not None or incoming.files_for is not None:
            return False
        if incoming.text.lstrip().startswith("/"):
            return False
        waiting = await self._requests.joinable(incoming.address, incoming.sender.id, incoming.reply_to)
        if waiting is None:
            return False
        now, delays = self._services.clock.time(), self._services.delays
        parts = await self._requests.parts(waiting.id)
        if incoming.forwarded and _words(parts):  # the words before it are the wish
            incoming = as_material(incoming)
        if now > waiting.joins_until or not belongs(parts, incoming):
            return False
        limit = waiting.accepted_at + delays.album if incoming.album else float("inf")
        until = min(now + delays.join, limit)
        means = meaning_with(parts, incoming)
        ends = await self._pending(incoming) if _is_complete((*parts, part_of(incoming))) else None
        joins_until = max(until, waiting.joins_until)
        return await self._requests.join(waiting.id, part_of(incoming), means, joins_until, ends)

    async def correct(self, incoming: Incoming) -> bool:
        """Replace the words of a message that was edited; False: its request is sealed."""
        means = meaning(incoming.text, has_media=bool(incoming.attachments))
        return await self._requests.correct(incoming.address, incoming.key, incoming.text, means) is not None

    async def whole(self, incoming: Incoming) -> Whole | None:
        """Return a message with all that belongs to it; None: it is a file whose upload link is closed."""
        if isinstance(incoming.action, TryAgain):
            return await self._said_again(incoming, incoming.action.request)
        if isinstance(incoming.action, SendWords):
            return await self._sent_after_all(incoming, incoming.action.request)
        if incoming.action is not None:
            return Whole(incoming)
        if (number := page_of(incoming)) is not None:
            return await self._from_page(incoming, number)
        if incoming.files_for is not None and incoming.attachments and not incoming.text.strip():
            return await self._with_words_of(incoming, incoming.files_for)
        return await self._with_kept_words(incoming)

    async def _with_kept_words(self, incoming: Incoming) -> Whole:
        """Return files without words with those that were kept for them; a complete message ends what was kept.

        So it is with nothing but a link that is named like a file; what other links lead to is seen later.

        An upload page that waits for its file keeps its own words.
        """
        link = not incoming.attachments and is_clip(incoming.text)
        if not link and all(file.is_words for file in incoming.attachments):
            return Whole(await self._with_sticker(incoming))  # words alone
        pending = await self._pending(incoming)
        if incoming.is_reaction and not (pending and points_at_sticker(pending.words)):
            return Whole(incoming)
        if _is_complete((part_of(incoming),)):
            return Whole(incoming, used=UsedUp(pending))
        return with_pending(incoming, pending)

    async def _with_sticker(self, incoming: Incoming) -> Incoming:
        """Return words about a sticker with the one that their sender sent last of all."""
        if not points_at_sticker(incoming.text):
            return incoming
        before = await self._requests.newest(incoming.address, incoming.sender.id)
        if before is None or before.reply is not InternalReply.STICKER:
            return incoming
        if self._services.clock.time() - before.accepted_at > _STICKER_SECONDS:
            return incoming
        return replace(incoming, attachments=(*incoming.attachments, Attachment.sticker()))

    async def _from_page(self, incoming: Incoming, number: int) -> Whole | None:
        """Return a file of the upload page with the words that waited for it; None: its link is not open for it."""
        seen = await self._services.upload_links.visit(number)
        if seen.state is not LinkState.OPEN or seen.key != incoming.key:
            return None
        pending = await self._pending(incoming)
        words = pending if pending is not None and pending.request == number else None
        words_from = WordsFrom.PENDING if incoming.text else WordsFrom.TYPED
        captions = await self._captions_of(number) if incoming.text else ()
        whole = replace(incoming, attachments=(*incoming.attachments, *captions), quoted=words.quoted if words else "")
        return Whole(whole, words_from, seen.request.project, used=UsedUp(words))

    async def _with_words_of(self, incoming: Incoming, number: int) -> Whole:
        """Return files without words with the words that wait for them, else with the sender's own that missed them."""
        if (pending := await self._pending(incoming)) is not None:
            return with_pending(incoming, pending)
        try:
            earlier = await self._requests.get(number)
        except LookupError:
            return Whole(incoming)
        theirs = (earlier.address, earlier.sender.id) == (incoming.address, incoming.sender.id)
        if not theirs or earlier.flow is not Flow.EDIT or not earlier.words:
            return Whole(incoming)
        quoted = quoted_in(await self._requests.parts(number))
        files = (*incoming.attachments, *await self._captions_of(number))
        again = replace(incoming, text=earlier.words, attachments=files, quoted=quoted)
        return Whole(again, WordsFrom.EARLIER, earlier.project)

    async def _said_again(self, incoming: Incoming, number: int) -> Whole:
        """Return the words and captions of an earlier request with those of its files that never arrived."""
        try:
            earlier = await self._requests.get(number)
        except LookupError:
            return _too_old(incoming)
        if earlier.reply is InternalReply.UNSEEN_REPLIED_TO:  # the words as a message without the reply
            alone = replace(incoming, text=earlier.words, action=None, reply_to=None, wished=True)
            return Whole(alone, used=UsedUp(await self._pending(incoming)))
        if earlier.meaning is None or earlier.project is None:
            return _too_old(incoming)
        files, replaces = await self._never_arrived(earlier), await self._lost(earlier)
        quoted = quoted_in(await self._requests.parts(number))
        again = replace(incoming, text=earlier.words, quoted=quoted, attachments=files)
        pending = (
            await self._pending(incoming) if any(not file.is_words for file in files) and not earlier.words else None
        )
        if pending is not None:  # said while the clip was on its way
            whole = with_pending(again, pending)
            return replace(whole, project=earlier.project, meaning=earlier.meaning, replaces=replaces)
        return Whole(again, WordsFrom.EARLIER, earlier.project, earlier.meaning, replaces=replaces)

    async def _lost(self, earlier: Request) -> int | None:
        """Return an earlier request as one that a Retry replaces: it is open, and its lost turn changed nothing."""
        if earlier.outcome is not None:
            return None
        so_far = await progress_of(self._services.stores.entries, earlier.id)
        gates = (progress.FOLLOW_UP_TURN, *(progress.turn(attempt) for attempt in progress.SessionAttempt))
        return earlier.id if any(progress.lost_unchanged(gate) in so_far.rows for gate in gates) else None

    async def _sent_after_all(self, incoming: Incoming, number: int) -> Whole:
        """Return the words of a message that was in doubt, for the project that it was said in."""
        try:
            earlier = await self._requests.get(number)
        except LookupError:
            return _too_old(incoming)
        if earlier.reply is not InternalReply.IN_DOUBT or not earlier.words:
            return _too_old(incoming)
        sent = replace(incoming, text=earlier.words)
        return Whole(sent, project=earlier.project, meaning=meaning(earlier.words))

    async def _pending(self, incoming: Incoming) -> PendingWords | None:
        now = self._services.clock.time()
        return await self._services.stores.pending.waiting(incoming.address, incoming.sender.id, now)

    async def _captions_of(self, number: int) -> tuple[Attachment, ...]:
        """Return the subtitles files of a request, as far as they were read."""
        turn_input = (await progress_of(self._services.stores.entries, number)).turn_input
        return turn_input.captions if turn_input else ()

    async def _never_arrived(self, earlier: Request) -> tuple[Attachment, ...]:
        so_far = await progress_of(self._services.stores.entries, earlier.id)
        if so_far.turn_input is not None:  # the links in its words are files too, and no words any more
            files = so_far.missing(so_far.turn_input.files)
            return (*(await self._missing_still(earlier, files) if files else ()), *so_far.turn_input.captions)
        parts = await self._requests.parts(earlier.id)
        return tuple(file for part in parts for file in part.attachments if file.is_captions or not file.is_words)

    async def _missing_still(self, earlier: Request, files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """Return those of its files that no earlier press of its Try again has brought."""
        for one in () if earlier.project is None else await self._requests.latest(earlier.project, _RETRIES):
            if one.action == TryAgain(earlier.id):
                retried = await progress_of(self._services.stores.entries, one.id)
                if retried.turn_input is not None and retried.turn_input.files == files:
                    files = retried.missing(files)
        return files


def with_pending(incoming: Incoming, pending: PendingWords | None) -> Whole:
    """Return a clip, or a link to one, with the pending words; an upload page that waited for the clip is closed."""
    text = "\n\n".join(filter(None, (pending.words, incoming.text.strip()))) if pending else ""
    if pending is None or not (incoming.attachments or _is_wish(text)):
        return Whole(incoming)
    used = UsedUp(pending, link=pending.request)
    files = (*incoming.attachments, *pending.captions)
    whole = replace(incoming, text=text, attachments=files, quoted=pending.quoted or incoming.quoted)
    return Whole(whole, WordsFrom.PENDING, fresh=pending.fresh, used=used)


def belongs(parts: Sequence[Part], incoming: Incoming) -> bool:
    """Return whether a message continues a request of these parts; clip and words together are a new request."""
    files = [file for part in parts for file in part.attachments]
    words = _words(parts)
    if incoming.is_reaction or (incoming.forwarded and words):
        return not incoming.is_reaction or points_at_sticker("\n".join(part.text for part in parts))
    if incoming.album and incoming.album in {part.album for part in parts}:
        return True
    if incoming.attachments and all(file.is_words for file in incoming.attachments):
        return True
    if incoming.attachments:
        return not incoming.text.strip() and all(file.is_words for file in files) and (words or bool(files))
    if parts[-1].cut:
        return True
    return bool(files) and not words and _is_wish(incoming.text)


def as_material(incoming: Incoming) -> Incoming:
    """Return a forwarded message whose text is no wish, but material for somebody's words about it."""
    quoted = "\n\n".join(text for text in (incoming.text.strip(), incoming.quoted) if text)
    return replace(incoming, text="", quoted=quoted)


def meaning_with(parts: Sequence[Part], incoming: Incoming) -> Meaning:
    """Return the meaning of a message together with the parts before it."""
    words = "\n\n".join([part.text for part in parts if part.text] + [incoming.text])
    files = bool(incoming.attachments) or any(part.attachments for part in parts)
    return meaning(words, has_media=files)


def waits_for_more(incoming: Incoming) -> bool:
    """Return whether more messages of the same edit may follow soon."""
    if incoming.action is not None:
        return False
    if incoming.album or incoming.cut:
        return True
    words, files = bool(incoming.text.strip()), bool(incoming.attachments)
    return not words if files else expects_follow_up(incoming.text)


def wait_seconds(incoming: Incoming, means: Meaning | None, delays: Delays) -> float:
    """Return how long an edit waits for more messages; `means` is what its words mean.

    A greeting waits as long for the news that its group is one that was greeted under another address.
    """
    if incoming.added or waits_for_more(incoming):
        return delays.join
    alone = incoming.action is None and not incoming.attachments and means is not None and means.wish is Wish.EDIT
    return delays.continuation if incoming.may_continue and alone else 0.0


def part_of(incoming: Incoming) -> Part:
    """Return a message as one part of a request."""
    return Part(
        incoming.key,
        incoming.text,
        incoming.attachments,
        incoming.at,
        incoming.album,
        incoming.cut,
        incoming.quoted,
    )


def left_to_page(incoming: Incoming) -> Incoming:
    """Return a message that is refused; a file of the upload page is left to the page, its link open."""
    if page_of(incoming) is None:
        return incoming
    return replace(incoming, key=f"{incoming.key}.refused", attachments=())


def page_of(incoming: Incoming) -> int | None:
    """Return the request whose upload page a file came from; None: the message has no such file."""
    numbers = (request_of(file) for file in incoming.attachments)
    return next((number for number in numbers if number is not None), None)


def _words(parts: Sequence[Part]) -> bool:
    return any(part.text.strip() for part in parts)


def _is_complete(parts: Sequence[Part]) -> bool:
    """Return whether a request of these parts has words, which a file may hold too, and a file to use them on."""
    are_words = [file.is_words for part in parts for file in part.attachments]
    return not all(are_words) and (any(are_words) or _words(parts))


def _too_old(incoming: Incoming) -> Whole:
    return Whole(replace(incoming, action=UnknownAction()))


def _is_wish(text: str) -> bool:
    means = meaning(text)
    about_the_clip = means.wish is Wish.SLOW or of_words(means, has_files=False).flow is not Flow.ANSWER
    return about_the_clip and not means.answer
