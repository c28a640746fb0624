"""Open the session of a project, and greet at the first contact with a chat."""

from core import progress
from core.flows.context import RequestContext
from core.model.chat import Role
from core.progress import SessionAttempt


async def connect(context: RequestContext, attempt: SessionAttempt) -> None:
    """Create a session where the project has none, or the second one; greet at the first contact unless the chat does.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        NemoError, TokenError: the session cannot be created.
    """
    greets = context.platform.capabilities(context.request.target).greets

    async def create() -> str:
        await context.status.show(context.say("connecting"))
        await context.backend.create_session(context.api_language)
        if not greets:  # the first word of the greeting; alone it would say that there is a film
            await context.status.show(context.say("ready"))
        return context.project.session_id

    if attempt is SessionAttempt.SECOND or not context.project.session_id:
        await context.journal.step(progress.session(attempt), create, str)
    if not greets and await first_time(context, "greeted"):
        await context.answer(progress.GREETING, greeting(context), role=Role.QUIET)


async def first_time(context: RequestContext, what: str) -> bool:
    """Return whether `what` happens in this chat for the first time; the same answer after a restart.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    scope = str(context.request.address)
    name = progress.first_time(what)
    if not context.journal.knows(name) and not await context.stores.first_times.first(scope, what):
        return False  # without a step: there is nothing to replay

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
    texts = context.skill.examples[context.request.language]
    return "\n".join(context.say("greeting.example", example=text) for text in texts)


async def session_lost(context: RequestContext) -> None:
    """Tell the user what was lost with a session that the backend no longer has. Safe to repeat.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    first = (await context.stores.projects.get(context.project.id)).files_since
    lost = [context.say("session.lost_timeline")] if await context.stores.versions.newest(context.project.id) else []
    lost += [context.say("session.lost_files")] if first not in {None, context.request.id} else []
    text = context.say("session.lost_older", lost=", ".join(lost)) if lost else context.say("session.lost")
    await context.answer(progress.SESSION_LOST_TOLD, text, role=Role.QUIET)
    await context.stores.projects.files_lost(context.project.id, context.request.id)


async def save_first_files(context: RequestContext) -> None:
    """Record the first request that uploaded files to the session: a later one that loses the session loses them.

    Raises:
        StorageError: it is not recorded.
    """
    if context.project.files_since is None:
        await context.stores.projects.files_arrived(context.project.id, context.request.id)
