"""Offering the upload page to the asker of a request, and to no other reader of the chat."""

from core import progress
from core.flows.context import RequestContext
from core.flows.snapshot import take_snapshot
from core.model.actions import AttachFiles, OpenUploadPage
from core.model.chat import Button, ChatError, NotSent, Post, Role
from core.model.requests import WordsFrom
from core.outbox.status import log_not_sent
from core.progress import SessionAttempt
from core.upload.link import request_of
from core.words.amounts import size_words
from core.words.follow_up import expects_follow_up
from core.words.intents import Wish


async def page_button(context: RequestContext) -> Button | None:
    """Return the button to the page for the asker; None: there is no page, or no private way to it in this chat."""
    page, capabilities = context.services.upload_page, context.platform.capabilities(context.request.target)
    if page is None or capabilities.incoming_bytes is None:
        return None
    number = await link_request(context)
    if context.request.private:
        return page_link(context, number)
    if capabilities.direct_link:
        return Button(context.say("button.upload_page"), url=capabilities.direct_link + page.invitation(number))
    return context.button("upload_page", OpenUploadPage(number)) if capabilities.ephemeral else None


def form_buttons(context: RequestContext) -> tuple[Button, ...]:
    """Return the button to a form that takes the asker's files; none: this platform has no forms."""
    forms = context.platform.capabilities(context.request.target).forms
    return (context.button("attach_files", AttachFiles(context.request.id)),) if forms else ()


def page_link(context: RequestContext, number: int) -> Button | None:
    """Return the button with the link to the page of a request, for a message that only its asker sees."""
    if (page := context.services.upload_page) is None:
        return None
    app = page.secure and context.request.private and context.platform.capabilities(context.request.target).mini_apps
    return Button(context.say("button.upload_page"), url=page.link(number, app=app), app=app)


async def link_request(context: RequestContext) -> int:
    """Return the request that upload links are for: the one whose page a file came from, else this one.

    Raises:
        StorageError: the rows cannot be read.
    """
    parts = await context.stores.requests.parts(context.request.id)
    numbers = (request_of(file) for part in parts for file in part.attachments)
    return next((number for number in numbers if number is not None), context.request.id)


async def offer_page(context: RequestContext, attempt: SessionAttempt) -> None:
    """Offer the upload page to a user who speaks of a clip while the session has none.

    Their chat may not have let them attach it. The offer is ephemeral where the platform can do that, else silent. The
    turn is sent all the same, and again when a file comes by the page. An offer that could not be sent is only logged.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        NemoError, TokenError: the session cannot be read.
    """
    request, ephemeral = context.request, context.platform.capabilities(context.request.target).ephemeral
    typed = request.action is None and request.words_from is WordsFrom.TYPED
    mentions_clip = typed and context.meaning.wish is Wish.EDIT and expects_follow_up(request.words)
    if not (mentions_clip and ephemeral):
        return
    now = await take_snapshot(context, progress.files_before(attempt))
    if now.files or now.exportable:
        return

    async def offer() -> bool:
        # first, so that a pending response of the platform is filled by the status and not by the offer
        await context.status.show(context.say("working"))
        try:
            await _ephemeral_or_silent(context)
        except ChatError as error:
            log_not_sent(request.id, "the upload page was not offered", error)
            return False
        return True

    await context.journal.step(progress.PAGE_OFFERED, offer, bool)


async def _ephemeral_or_silent(context: RequestContext) -> None:
    send, target = context.platform.send, context.request.target
    try:
        await send(target, _offer(context, page_link(context, context.request.id), ephemeral=True))
    except NotSent:  # an ephemeral message is not possible any more: show the button that checks who presses it
        await send(target, _offer(context, await page_button(context)))


def _offer(context: RequestContext, button: Button | None, *, ephemeral: bool = False) -> Post:
    text = context.say("clip.not_here")
    if button is not None:
        most = size_words(context.rules.max_file_bytes, context.request.language)
        text = f"{text}\n\n{context.say('upload_page.larger', most=most)}"
    return Post(Role.QUIET, text, (*form_buttons(context), *filter(None, [button])), ephemeral=ephemeral)
