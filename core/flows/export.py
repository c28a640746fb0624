"""The film of a draft that is there already: the newest, or a named version."""

from core import progress
from core.flows.context import RequestContext
from core.flows.edit import edit
from core.flows.film import film
from core.model.requests import Outcome


async def export(context: RequestContext) -> Outcome:
    """Export a named version at once; the newest is looked for in the session, behind the turns before it.

    Raises:
        What `core.flows.failures.EXPECTED` lists.
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
    await film(context, version.id)
    return Outcome.DONE
