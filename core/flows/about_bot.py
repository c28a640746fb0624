"""Answers to what people ask about the bot itself. They say what the program knows, and nothing more."""

from dataclasses import replace

from core.flows.context import RequestContext
from core.flows.credits import credits_left
from core.flows.saved_answer import SavedAnswer
from core.media.sniff import FORMATS
from core.words.amounts import size_words
from core.words.captions import ENDINGS


async def costs(context: RequestContext) -> SavedAnswer:
    """Say what takes credits, and how many are left."""
    left = await credits_left(context)
    return replace(left, text=f"{context.say('about.costs')}\n\n{left.text}")


def limits(context: RequestContext) -> SavedAnswer:
    """Say which files can be sent, how large in this chat, and what the film is."""
    most, language = context.rules.max_file_bytes, context.request.language
    lines = [readable(context), context.say("about.limits")]
    here = context.platform.capabilities(context.request.target).incoming_bytes
    if here is not None and here < most:
        lines.insert(1, context.say("about.limits_here", limit=size_words(here, language)))
    return SavedAnswer.of("\n".join(lines))


def readable(context: RequestContext) -> str:
    """Return the sentence on the formats of files, and how large one may be."""
    limit = size_words(context.rules.max_file_bytes, context.request.language)
    subtitles = ", ".join(ending.removeprefix(".") for ending in ENDINGS)
    return context.say("help.formats", formats=", ".join(FORMATS), limit=limit, subtitles=subtitles)


def introduction(context: RequestContext) -> SavedAnswer:
    """Say what the bot is, and how to begin."""
    return SavedAnswer.of(f"{context.say('about.bot')} {context.say('aside.next')}")
