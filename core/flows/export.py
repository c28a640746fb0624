"""The film of a draft that is there already: the newest, or a named version."""

from core.flows.case import Case
from core.flows.edit import edit
from core.flows.film import film
from core.requests import Outcome


async def export(case: Case) -> Outcome:
    """Export a named version at once; the newest is looked for in the session, behind the turns before it.

    Raises:
        What `core.flows.failures.EXPECTED` lists.
    """
    number = case.request.meaning.version
    if number is None:
        return await edit(case)
    version = await case.house.versions.numbered(case.project.id, number)
    if version is None:
        known = ", ".join(str(one.number) for one in await case.house.versions.all(case.project.id))
        await case.answer("unknown", case.say("versions.unknown", version=number, known=known or "–"))
        return Outcome.FAILED
    await film(case, version.id)
    return Outcome.DONE
