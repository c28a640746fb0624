"""Whose project goes on here: one for a direct chat, each sender's own in a group."""

from core.flows.context import RequestContext
from core.model.projects import Project
from core.model.requests import Request


def of_person(request: Request) -> str:
    """Return the sender that projects are kept under: nobody in a direct chat, which has one current project."""
    return "" if request.private else request.sender.id


async def current_project(context: RequestContext) -> Project | None:
    """Return the project an answer is about: the one replied to, else the one that goes on here."""
    if context.request.project is not None:
        return await context.stores.projects.get(context.request.project)
    return await context.stores.projects.current(context.request.address, of_person(context.request))
