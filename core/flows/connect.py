"""The beginning: a session to work in, and on first contact the skill's greeting with its three examples."""

from core.chat import Role
from core.flows.case import Case


async def connect(case: Case, life: str) -> None:
    """Have a session: the project's, or a new one; greet where it is the first contact."""

    async def begin() -> str:
        await case.status.show(case.say("connecting"))
        await case.backend.create_session(case.api_language)
        await case.status.show(case.say("ready"))
        return case.project.session_id

    if life or not case.project.session_id:
        await case.journal.step(f"session{life}", begin, str)
    if await first_time(case, "greeted"):
        await case.answer("greeting", greeting(case), role=Role.QUIET)


async def first_time(case: Case, what: str) -> bool:
    """Return whether this is the first time ever that `what` happens in this chat."""
    scope = str(case.request.address)
    name = f"first.{what}"
    if not case.journal.knows(name) and not await case.house.preferences.first(scope, what):
        return False  # nothing happened, so there is nothing to write down

    async def yes() -> bool:
        return True

    return await case.journal.step(name, yes, bool)


def greeting(case: Case) -> str:
    """Return the skill's greeting and its three examples."""
    return f"{case.say('ready')} {case.skill.greeting[case.request.language]}\n\n{examples(case)}"


def examples(case: Case) -> str:
    """Return the skill's three examples as a list."""
    return "\n".join([case.say("greeting.try"), example_list(case)])


def example_list(case: Case) -> str:
    """Return the skill's three examples without a heading."""
    said = case.skill.examples[case.request.language]
    return "\n".join(case.say("greeting.example", example=one) for one in said)


async def session_lost(case: Case) -> str:
    """Say what goes with a session that is gone, and return its id."""
    first = await case.house.preferences.get(_scope(case), "material")
    lost = [case.say("session.lost_timeline")] if await case.house.versions.newest(case.project.id) else []
    lost += [case.say("session.lost_files")] if first not in {None, case.request.reference} else []
    text = case.say("session.lost_older", lost=", ".join(lost)) if lost else case.say("session.lost")
    await case.answer("session.told", text, role=Role.QUIET)
    await case.house.preferences.set(_scope(case), "material", case.request.reference)
    return case.project.session_id


async def has_material(case: Case) -> None:
    """Remember which request first brought files into a project: who comes later and loses the session loses them."""
    if await case.house.preferences.get(_scope(case), "material") is None:
        await case.house.preferences.set(_scope(case), "material", case.request.reference)


def _scope(case: Case) -> str:
    return f"project:{case.project.id}"
