"""The answer to /status: the timeline of the project, and what goes on in it. It costs nothing."""

from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer
from core.flows.snapshot import current_snapshot
from core.model.projects import Project
from core.nemo.draft import Draft
from core.nemo.errors import NemoError
from core.tokens import TokenError
from core.words.amounts import duration_words
from core.words.repeated_spoilers import shown_name
from core.words.spoilers import excerpt
from core.words.timeline import line, picture, read


async def status(context: RequestContext) -> SavedAnswer:
    """Show the timeline and the open requests of the project."""
    project = await context.current_project()
    if project is None:
        return SavedAnswer.of(context.say("status.nothing"))
    reading = context.for_project(project)
    newest = await context.stores.versions.newest(project.id)
    try:
        if project.session_id:
            version = (await current_snapshot(reading)).version
            newest = await context.stores.versions.get(version) if version is not None else None
    except (NemoError, TokenError):
        pass  # show the newest stored version instead
    timeline = read(Draft(newest.draft).value) if newest else read(None)
    lines = [context.say("status.project", name=shown_name(project.title) or context.say("project.untitled"))]
    lines.append(line(timeline, context.request.language) if timeline.tracks else context.say("timeline.empty"))
    lines.append(await _running_requests(context, project))
    return SavedAnswer("\n".join(lines), picture=picture(timeline) if timeline.tracks else None).about(project)


async def _running_requests(context: RequestContext, project: Project) -> str:
    running, *rest = await context.stores.requests.open(project=project.id) or (None,)
    if running is None:
        return context.say("status.idle")
    elapsed = duration_words(context.clock.time() - running.accepted_at, context.request.language)
    waiting = sum(not one.cancelled for one in rest)
    return context.say("status.running", words=excerpt(running.words, 80) or "…", elapsed=elapsed) + (
        "\n" + context.say("status.waiting", count=waiting) if waiting else ""
    )
