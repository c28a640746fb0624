"""An export without an edit: the newest draft, or a version by its number."""

from core import progress
from core.flows.context import RequestContext
from core.flows.edit import edit
from core.flows.film import make_film
from core.model.requests import Outcome


async def export(context: RequestContext) -> Outcome:
    """Export a version by its number, else the newest draft of the session, which the edit flow reads.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        Exception: what `core.flows.failures.EXPECTED` lists.
    """
    number = context.meaning.version
    if number is None:
        return await edit(context)
    version = await context.stores.versions.numbered(context.project.id, number)
    if version is None:
        known = ", ".join(str(one.number) for one in await context.stores.versions.all(context.project.id))
        await context.answer(
            progress.VERSION_UNKNOWN, context.say("versions.unknown", version=number, known=known or "–")
        )
        return Outcome.FAILED
    await make_film(context, version.id)
    return Outcome.DONE
