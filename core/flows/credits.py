"""The answer to /credits. No account is made just to look."""

from core.flows.context import RequestContext
from core.flows.login import own_credits
from core.flows.reply import credit_line
from core.flows.saved_answer import SavedAnswer


async def credits_left(context: RequestContext) -> SavedAnswer:
    """Say how many credits the account of the project has, else that of the person's login."""
    project = await context.current_project()
    if project is not None and await context.services.tokens.known(project) is not None:
        return SavedAnswer.of(await credit_line(context.for_project(project))).about(project)
    if project is not None and project.account is not None:
        ended = (await context.services.tokens.by_id(project.account)).person
        return SavedAnswer.of(context.say("error.login_ended" if ended else "credits.none_yet")).about(project)
    own = await own_credits(context) if project is None else None
    return SavedAnswer.of(own or context.say("credits.none_yet"))
