"""Answers to what people say beside their wishes: thanks, "ok" when nothing was asked, "wait", a sticker."""

from core.flows.context import RequestContext
from core.flows.open_question import open_question
from core.flows.refusals import STICKER_REFUSED
from core.flows.saved_answer import SavedAnswer
from core.model.actions import SendWords


async def thanks(context: RequestContext) -> SavedAnswer:
    """Answer thanks and praise; an open question of the agent is recalled, because they may be meant as its answer."""
    return await _answer(context, "aside.thanks")


async def nothing_asked(context: RequestContext) -> SavedAnswer:
    """Answer words that would only answer a question, such as "ok"."""
    return await _answer(context, "aside.ok")


def in_doubt(context: RequestContext) -> SavedAnswer:
    """Answer words that hold nothing of a wish: nothing was sent, and the button sends them."""
    return SavedAnswer.of(context.say("aside.doubt"), context.button("send_words", SendWords(context.request.id)))


async def sticker(context: RequestContext) -> SavedAnswer:
    """Return what is said of a sticker alone; "" in a private chat where it was said before: there it is a reaction."""
    request = context.request
    if request.private and not await context.stores.first_times.first(str(request.address), "sticker"):
        return SavedAnswer.of("")
    return SavedAnswer.of(context.say(STICKER_REFUSED))


async def keep_waiting(context: RequestContext) -> SavedAnswer:
    """Say that nothing begins by itself, or how what runs is stopped."""
    running = await _running(context)
    return SavedAnswer.of(context.say("aside.wait_running" if running else "aside.wait"))


async def _answer(context: RequestContext, opening: str) -> SavedAnswer:
    if await _running(context):
        follows = "aside.running"
    elif (project := await context.current_project()) and await open_question(
        context.stores, project.id, context.clock.time()
    ):
        follows = "aside.question"
    else:
        follows = "aside.next"
    return SavedAnswer.of(f"{context.say(opening)} {context.say(follows)}")


async def _running(context: RequestContext) -> bool:
    """Whether work for this sender is open here."""
    request = context.request
    return bool(await context.stores.requests.open(address=request.address, sender=request.sender.id))
