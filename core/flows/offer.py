"""Who is shown the way to the upload page: the asker, and nobody else of those who read along."""

from core.chat import Button, ChatError, NotSent, Post, Role
from core.flows.case import Case
from core.flows.look import look
from core.status import missed
from core.upload_page import request_of
from core.words.amounts import size_words
from core.words.follow_up import expects_follow_up
from core.words.intents import Wish

UPLOAD = "upload"  # the press that asks for the page where a link in the open would be everybody's


async def page_button(case: Case) -> Button | None:
    """Return the button that leads this request's asker to the page; None: there is no page, or no way to it here."""
    page, manners = case.house.upload_desk.page, case.platform.manners(case.request.target)
    if page is None or manners.incoming_bytes is None:
        return None
    number = await asked_by(case)
    if case.request.private:
        return page_link(case, number)
    if manners.direct_link:
        return Button(case.say("button.upload_page"), url=manners.direct_link + page.invitation(number))
    return case.button("upload_page", f"{UPLOAD}:{number}") if manners.whispers else None


def page_link(case: Case, number: int) -> Button | None:
    """Return the page of a request as a link, for a message that only its asker reads."""
    if (page := case.house.upload_desk.page) is None:
        return None
    app = page.secure and case.request.private and case.platform.manners(case.request.target).mini_apps
    return Button(case.say("button.upload_page"), url=page.link(number, app=app), app=app)


async def asked_by(case: Case) -> int:
    """Return the request whose words wait: the one that a file of the page was asked for, else this one."""
    parts = await case.house.requests.parts(case.request.id)
    came = (request_of(file) for part in parts for file in part.attachments)
    return next((number for number in came if number is not None), case.request.id)


async def offer_page(case: Case, life: str) -> None:
    """Tell whoever speaks of a clip that is nowhere how to bring it: perhaps their chat did not let them attach it.

    A courtesy, to the asker alone where that can be, else without a sound; the words go on all the same, and once more
    with the page's file.
    """
    request, whispers = case.request, case.platform.manners(case.request.target).whispers
    speaks = request.meaning.wish is Wish.EDIT and not request.press and expects_follow_up(request.words)
    if not (speaks and whispers):
        return
    there = await look(case, f"material{life}")
    if there.files or there.exportable:
        return

    async def offer() -> bool:
        await case.status.show(case.say("working"))  # first, so that the offer takes no place that waits for it
        try:
            await _whispered_or_silent(case)
        except ChatError as error:
            missed(request.id, "how to bring a clip was not told", error)
            return False
        return True

    await case.journal.step("page.offered", offer, bool)


async def _whispered_or_silent(case: Case) -> None:
    send, target = case.platform.send, case.request.target
    try:
        await send(target, _offer(case, page_link(case, case.request.id), whisper=True))
    except NotSent:  # nothing leads to the asker alone: a button that does is for all to see
        await send(target, _offer(case, await page_button(case)))


def _offer(case: Case, button: Button | None, *, whisper: bool = False) -> Post:
    text = case.say("clip.not_here")
    if button is not None:
        most = size_words(case.house.rules.max_file_bytes, case.request.language)
        text = f"{text}\n\n{case.say('upload_page.larger', most=most)}"
    return Post(Role.QUIET, text, (button,) if button else (), whisper=whisper)
