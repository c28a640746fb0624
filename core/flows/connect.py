"""The beginning: a session to work in, and on first contact the skill's greeting with its three examples."""

from core import progress
from core.flows.context import RequestContext
from core.model.chat import Role
from core.progress import SessionAttempt


async def connect(context: RequestContext, attempt: SessionAttempt) -> None:
    """Have a session: the project's, or a new one; greet where it is the first contact."""

    async def begin() -> str:
        await context.status.show(context.say("connecting"))
        await context.backend.create_session(context.api_language)
        await context.status.show(context.say("ready"))
        return context.project.session_id

    if attempt is SessionAttempt.SECOND or not context.project.session_id:
        await context.journal.step(progress.session(attempt), begin, str)
    if await first_time(context, "greeted"):
        await context.answer(progress.GREETING, greeting(context), role=Role.QUIET)


async def first_time(context: RequestContext, what: str) -> bool:
    """Return whether this is the first time ever that `what` happens in this chat."""
    scope = str(context.request.address)
    name = progress.first_time(what)
    if not context.journal.knows(name) and not await context.stores.first_times.first(scope, what):
        return False  # nothing happened, so there is nothing to write down

    async def yes() -> bool:
        return True

    return await context.journal.step(name, yes, bool)


def greeting(context: RequestContext) -> str:
    """Return the skill's greeting and its three examples."""
    return f"{context.say('ready')} {context.skill.greeting[context.request.language]}\n\n{examples(context)}"


def examples(context: RequestContext) -> str:
    """Return the skill's three examples as a list."""
    return "\n".join([context.say("greeting.try"), example_list(context)])


def example_list(context: RequestContext) -> str:
    """Return the skill's three examples without a heading."""
    said = context.skill.examples[context.request.language]
    return "\n".join(context.say("greeting.example", example=one) for one in said)


async def session_lost(context: RequestContext) -> str:
    """Say what goes with a session that is gone, and return its id."""
    first = (await context.stores.projects.get(context.project.id)).files_since
    lost = [context.say("session.lost_timeline")] if await context.stores.versions.newest(context.project.id) else []
    lost += [context.say("session.lost_files")] if first not in {None, context.request.id} else []
    text = context.say("session.lost_older", lost=", ".join(lost)) if lost else context.say("session.lost")
    await context.answer(progress.SESSION_LOST_TOLD, text, role=Role.QUIET)
    await context.stores.projects.files_lost(context.project.id, context.request.id)
    return context.project.session_id


async def has_material(context: RequestContext) -> None:
    """Remember which request first brought files into a project: who comes later and loses the session loses them."""
    if context.project.files_since is None:
        await context.stores.projects.files_arrived(context.project.id, context.request.id)
