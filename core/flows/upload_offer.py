"""Who gets a link to the upload page: the asker, and no other reader of the chat."""

from core import progress
from core.flows.context import RequestContext
from core.flows.snapshot import take_snapshot
from core.model.actions import OpenUploadPage
from core.model.chat import Button, ChatError, NotSent, Post, Role
from core.model.requests import WordsFrom
from core.outbox.status import log_not_sent
from core.progress import SessionAttempt
from core.upload.link import request_of
from core.words.amounts import size_words
from core.words.follow_up import expects_follow_up
from core.words.intents import Wish


async def page_button(context: RequestContext) -> Button | None:
    """Return the button that leads this request's asker to the page; None: there is no page, or no way to it here."""
    page, capabilities = context.services.upload_page, context.platform.capabilities(context.request.target)
    if page is None or capabilities.incoming_bytes is None:
        return None
    number = await asked_by(context)
    if context.request.private:
        return page_link(context, number)
    if capabilities.direct_link:
        return Button(context.say("button.upload_page"), url=capabilities.direct_link + page.invitation(number))
    return context.button("upload_page", OpenUploadPage(number)) if capabilities.ephemeral else None


def page_link(context: RequestContext, number: int) -> Button | None:
    """Return the page of a request as a link, for a message that only its asker reads."""
    if (page := context.services.upload_page) is None:
        return None
    app = page.secure and context.request.private and context.platform.capabilities(context.request.target).mini_apps
    return Button(context.say("button.upload_page"), url=page.link(number, app=app), app=app)


async def asked_by(context: RequestContext) -> int:
    """Return the request whose words wait: the one that a file of the page was asked for, else this one."""
    parts = await context.stores.requests.parts(context.request.id)
    came = (request_of(file) for part in parts for file in part.attachments)
    return next((number for number in came if number is not None), context.request.id)


async def offer_page(context: RequestContext, attempt: SessionAttempt) -> None:
    """Tell whoever speaks of a clip that is nowhere how to bring it: perhaps their chat did not let them attach it.

    Shown to the asker alone where the platform can, else silently. The words are asked all the same, and once more with
    the page's file. That it could not be sent is only logged.
    """
    request, ephemeral = context.request, context.platform.capabilities(context.request.target).ephemeral
    typed = request.action is None and request.words_from is WordsFrom.TYPED
    speaks = typed and context.meaning.wish is Wish.EDIT and expects_follow_up(request.words)
    if not (speaks and ephemeral):
        return
    there = await take_snapshot(context, progress.files_before(attempt))
    if there.files or there.exportable:
        return

    async def offer() -> bool:
        await context.status.show(context.say("working"))  # first, so that the offer takes no place that waits for it
        try:
            await _ephemeral_or_silent(context)
        except ChatError as error:
            log_not_sent(request.id, "how to bring a clip was not told", error)
            return False
        return True

    await context.journal.step(progress.PAGE_OFFERED, offer, bool)


async def _ephemeral_or_silent(context: RequestContext) -> None:
    send, target = context.platform.send, context.request.target
    try:
        await send(target, _offer(context, page_link(context, context.request.id), ephemeral=True))
    except NotSent:  # nothing leads to the asker alone: a button that does is for all to see
        await send(target, _offer(context, await page_button(context)))


def _offer(context: RequestContext, button: Button | None, *, ephemeral: bool = False) -> Post:
    text = context.say("clip.not_here")
    if button is not None:
        most = size_words(context.rules.max_file_bytes, context.request.language)
        text = f"{text}\n\n{context.say('upload_page.larger', most=most)}"
    return Post(Role.QUIET, text, (button,) if button else (), ephemeral=ephemeral)
