"""The button "One video each": a request of several files becomes a batch, one video for each file."""

from core.flows.context import RequestContext
from core.flows.gather import child_per_file, split
from core.flows.quota import too_many
from core.flows.saved_answer import SavedAnswer
from core.model.limits import LimitReached
from core.model.requests import Outcome, Request
from core.progress import progress_of


async def one_each(context: RequestContext, earlier: Request | None) -> SavedAnswer:
    """Make a batch of an earlier request, as long as its turn is not sent; None: it is not known any more.

    Raises:
        StorageError: nothing was made.
    """
    if earlier is None:
        return SavedAnswer.of(context.say("error.button_old"))
    if earlier.outcome is Outcome.SPLIT:
        return SavedAnswer.of(context.say("batch.each_already"))
    so_far = await progress_of(context.stores.entries, earlier.id)
    if earlier.outcome is not None or so_far.turn_input is None or so_far.asked:
        return SavedAnswer.of(context.say("batch.each_late"))
    try:
        made = await split(context, earlier, await child_per_file(context, earlier, so_far.turn_input))
    except LimitReached as reached:
        return SavedAnswer.of(too_many(context, reached.used, len(so_far.turn_input.files)))
    if not made:
        is_batch = (await context.stores.requests.get(earlier.id)).outcome is Outcome.SPLIT
        return SavedAnswer.of(context.say("batch.each_already" if is_batch else "batch.each_late"))
    context.services.dispatcher.notify(earlier.lane)
    return SavedAnswer.of(context.say("batch.each", count=len(so_far.turn_input.files)))
