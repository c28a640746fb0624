"""Words that wait an hour for their sender's next clip. What somebody was told is kept is used, or ended in words."""

from core.flows.context import RequestContext
from core.model.pending import KEPT_SECONDS, PendingWords
from core.words.spoilers import excerpt


async def keep_too(context: RequestContext, words: PendingWords) -> None:
    """Keep words whose clip did not arrive, behind those that wait already. Safe to repeat.

    Raises:
        StorageError: they are not kept.
    """
    request, now = context.request, context.clock.time()
    until = now + KEPT_SECONDS
    await context.stores.pending.keep_too(request.address, request.sender.id, words, until, now)


async def keep_instead(context: RequestContext, words: PendingWords) -> list[str]:
    """Keep words that were chosen for the next clip, and return what is said of those whose place they take.

    Raises:
        StorageError: they are not kept.
    """
    request, now, pending = context.request, context.clock.time(), context.stores.pending
    earlier = await pending.waiting(request.address, request.sender.id, now)
    await pending.keep(request.address, request.sender.id, words, now + KEPT_SECONDS)
    replaced = earlier is not None and earlier.words != words.words
    return [context.say("kept_words.replaced", words=excerpt(earlier.words, 80))] if earlier and replaced else []


async def end_kept_words(context: RequestContext) -> None:
    """End the words that were kept before this request, which a link made complete. Safe to repeat.

    Intake does so where the file is an attachment; that a link is a file is known later. What was kept meanwhile stays:
    its sender was told so after this request was sent.

    Raises:
        StorageError: they may still be kept.
    """
    request = context.request
    kept_before = request.accepted_at + KEPT_SECONDS  # all are kept for the same time
    await context.stores.pending.end(request.address, request.sender.id, kept_before)


async def forget_kept_words(context: RequestContext) -> list[str]:
    """End the sender's words that wait for a clip here, and return what is said of them; empty: there are none.

    Raises:
        StorageError: they may still be kept.
    """
    request = context.request
    kept = await context.stores.pending.waiting(request.address, request.sender.id, context.clock.time())
    if kept is None:
        return []
    await end_kept_words(context)
    return [context.say("kept_words.forgotten", words=excerpt(kept.words, 80))]
