"""How a request ends when it fails: decided and journalled first, then told.

A process that dies in between tells the same after its restart, and runs nothing anew: a user who was told to try again
may have done so already.
"""

from dataclasses import dataclass

from core import progress
from core.flows.batch import end_rest
from core.flows.context import RequestContext
from core.flows.failures import EXPECTED, failure_message, next_step
from core.flows.saved_answer import SavedAnswer
from core.model.actions import TryAgain
from core.model.chat import Role
from core.model.requests import Flow, Outcome
from core.nemo.errors import NoCredits
from core.tokens import TokenError


@dataclass(frozen=True, slots=True)
class End:
    """The outcome of a request as the journal stores it before anybody is told; None: the flow itself told it.

    `ends_batch`: what stopped this request would stop the rest of its batch too. `cause` is the error for admins, in
    the words of the log; "": releases before this one did not say.
    """

    outcome: Outcome
    message: SavedAnswer | None = None
    ends_batch: bool = False
    cause: str = ""


def journalled_end(context: RequestContext) -> End | None:
    """Return the end that was decided before a restart; None: none was."""
    journal = context.journal
    if (end := journal.outcome(progress.END, End)) is not None:
        return end
    # release 0.1.0 told an end before it was closed, and journalled only the message
    if journal.began(progress.PARKED):
        return parked(context)
    if journal.began(progress.FAILED):
        again = context.button("try_again", TryAgain(context.request.id))
        text = context.say("error.ours", reference=context.request.reference)
        return End(Outcome.FAILED, SavedAnswer.of(text, again))
    return None


async def failed(context: RequestContext, error: Exception) -> End:
    """Return the end of a request that an error stopped.

    Raises:
        StorageError: the rows cannot be read.
    """
    message = await failure_message(context, error)
    ends_batch = isinstance(error, (NoCredits, TokenError))
    # the text of an error that is none of ours may hold anything
    cause = f"{type(error).__name__}: {error}" if isinstance(error, EXPECTED) and str(error) else type(error).__name__
    return End(Outcome.FAILED, SavedAnswer.of(message.text, *message.buttons), ends_batch, cause)


def parked(context: RequestContext) -> End:
    """Return the end of a request that stopped the process three times."""
    request = context.request
    again = () if request.flow is Flow.ANSWER else (next_step(context),)
    text = context.say("error.parked", reference=request.reference)
    return End(Outcome.PARKED, SavedAnswer.of(text, *again))


async def tell_end(context: RequestContext, end: End) -> Outcome:
    """Journal an end, tell it, and return its outcome.

    Raises:
        Suspend, StorageError: as the journal's verbs do; nothing was told before it was journalled.
    """
    context.journal.ignore_cancel()
    context.services.dispatcher.leave_place(context.request.id)

    async def decided() -> End:
        return end

    end = await context.journal.step(progress.END, decided, End)
    if end.ends_batch:
        await end_rest(context)
    if end.message is not None:
        # a batch has a last answer, which lists every reason and notifies once
        quiet = end.outcome is Outcome.FAILED and context.request.parent is not None
        name = progress.PARKED if end.outcome is Outcome.PARKED else progress.FAILED
        buttons = (saved.button for saved in end.message.buttons)
        await context.answer(name, end.message.text, *buttons, role=Role.QUIET if quiet else Role.ANSWER)
        context.reason = end.message.text
    return end.outcome
