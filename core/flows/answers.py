"""What is answered at once, beside a running turn and never behind it. Nothing here mints a token.

Each answer is one function from a request to what is said; `_answer_to` is the whole routing.
"""

from dataclasses import replace
from typing import assert_never

from core import progress
from core.flows.cancelling import cancel, not_yours
from core.flows.choices import (
    choose_language,
    choose_skill,
    list_languages,
    list_projects,
    list_skills,
    list_versions,
    switch_project,
)
from core.flows.connect import examples, greeting
from core.flows.context import RequestContext
from core.flows.gather import one_each, split
from core.flows.reply import credit_line
from core.flows.said import Said, argument_of, said
from core.flows.scope import current_project, of_person
from core.flows.snapshot import current_snapshot
from core.flows.upload_offer import page_button, page_link
from core.media.sniff import FORMATS
from core.model.actions import (
    Action,
    Cancel,
    ChooseLanguage,
    ChooseSkill,
    Export,
    ExportVersion,
    ListLanguages,
    ListProjects,
    ListSkills,
    ListVersions,
    OfferUpload,
    OneVideoEach,
    OpenUploadPage,
    SameForAnother,
    ShowCredits,
    ShowHelp,
    ShowStatus,
    Start,
    StartProject,
    SwitchProject,
    TryAgain,
    Undo,
    asked_at_once,
)
from core.model.chat import Post, Role
from core.model.pending import PendingWords
from core.model.projects import Project
from core.model.requests import InternalReply, Outcome, Request
from core.nemo.draft import Draft
from core.nemo.errors import NemoError
from core.progress import progress_of
from core.tokens import TokenError
from core.upload.link import INVITED
from core.upload.state import LinkState
from core.words.amounts import duration_words, size_words
from core.words.commands import commands
from core.words.intents import Wish, meaning
from core.words.timeline import line, picture, read


async def answer(context: RequestContext) -> Outcome:
    """Give the answer to what was asked."""
    context.journal.ignore_cancel()
    made = await context.journal.step(progress.ANSWER, lambda: _answer_to(context, _asked(context.request)), Said)
    if made.text:
        buttons = tuple(saved.button for saved in made.buttons)
        post = Post(Role.ANSWER, made.text, buttons, picture=made.picture, ephemeral=made.ephemeral)
        await context.deliver(progress.ANSWERED, post)
    return Outcome.DONE


def _asked(request: Request) -> Action | InternalReply:
    """Return what is to be answered: a press and words ask for the same actions."""
    if request.reply is not None:
        return request.reply
    if request.action is not None:
        return request.action
    asked = None if request.meaning is None else asked_at_once(request.meaning)
    return InternalReply.OLD_BUTTON if asked is None else asked


async def _answer_to(context: RequestContext, asked: Action | InternalReply) -> Said:  # noqa: C901, PLR0911, PLR0912 - one case an action
    match asked:
        case Start(invitation):
            return await _start(context, invitation)
        case ShowHelp():
            return await _help(context)
        case OfferUpload():
            return await _upload(context)
        case OpenUploadPage(number):
            return await _open_upload_page(context, number)
        case ShowCredits():
            return await _credits(context)
        case ShowStatus():
            return await _status(context)
        case StartProject():
            return await _new(context)
        case ListProjects():
            return await list_projects(context)
        case SwitchProject(number):
            return await switch_project(context, number)
        case ListVersions():
            return await list_versions(context)
        case ListLanguages():
            return await list_languages(context)
        case ChooseLanguage(code):
            return await choose_language(context, code)
        case ListSkills():
            return await list_skills(context)
        case ChooseSkill(name):
            return await choose_skill(context, name)
        case SameForAnother(number):
            return await _same_for_another(context, number)
        case OneVideoEach(number):
            return await _one_each(context, number)
        case Cancel(number):
            return said(await cancel(context, number))
        case Export() | ExportVersion() | Undo() | TryAgain():
            raise ValueError(f"{asked} works on a project and is not answered at once")
        case InternalReply():
            return await _internal_reply(context, asked)
        case _:
            assert_never(asked)


async def _internal_reply(context: RequestContext, reply: InternalReply) -> Said:  # noqa: PLR0911 - one case a reply
    match reply:
        case InternalReply.REFUSED:
            return said(context.say("error.not_allowed"))
        case InternalReply.UNDELIVERED:
            return await _undelivered(context)
        case InternalReply.TOO_LATE:
            return said(context.say("edited.too_late"))
        case InternalReply.NOT_YOURS:
            return said(context.say("error.button_not_yours"))
        case InternalReply.CANCEL_NOT_YOURS:
            return said(await not_yours(context))
        case InternalReply.OLD_BUTTON:
            return said(context.say("error.button_old"))
        case InternalReply.UNSEEN_REPLIED_TO:
            return await _unseen(context)
        case InternalReply.UNSEEN_MESSAGE:
            return said(context.say("reply.unread"))
        case _:
            assert_never(reply)


async def _start(context: RequestContext, invitation: str) -> Said:
    if invitation.startswith(INVITED):
        return await _invited(context, invitation)
    if await context.stores.first_times.first(str(context.request.address), "greeted"):
        return said(f"{context.say('greeting.hello')}\n\n{greeting(context)}")
    return said(f"{context.say('start.repeat')}\n\n{examples(context)}")


async def _help(context: RequestContext) -> Said:
    language = context.request.language
    unknown = argument_of(context) and not context.request.words.lower().startswith("/help")
    lines = [context.say("error.unknown_command" if unknown else "help.head"), ""]
    lines += [context.say("help.command", name=name, description=words) for name, words in commands(language).items()]
    limit = size_words(context.rules.max_file_bytes, language)
    lines += ["", context.say("help.formats", formats=", ".join(FORMATS), limit=limit)]
    if not context.request.private:
        lines.append(context.say("help.group"))
    return said("\n".join(lines))


async def _upload(context: RequestContext) -> Said:
    button = await page_button(context)
    if button is None:
        return said(context.say("send_file_here"))
    most = size_words(context.rules.max_file_bytes, context.request.language)
    return said("\n\n".join([context.say("send_file_here"), context.say("upload_page.offer", most=most)]), button)


async def _invited(context: RequestContext, invitation: str) -> Said:
    """Somebody came from another chat for the page of a request: it is given to that request's asker alone."""
    page = context.services.upload_page
    invited = page.invited(invitation) if page else None
    if page is None or invited is None or page.expired(invited) or not context.request.private:
        return said(context.say("upload_page.closed"))
    return await _page_of(context, invited.request)


async def _open_upload_page(context: RequestContext, number: int) -> Said:
    """The page, where only whoever pressed can see the answer."""
    named = await _request(context, number)
    capabilities = context.platform.capabilities(context.request.target)
    if named is None or not (context.request.private or capabilities.ephemeral):
        return said(context.say("upload_page.closed"))
    return replace(await _page_of(context, named.id), ephemeral=capabilities.ephemeral)


async def _page_of(context: RequestContext, number: int) -> Said:
    """Return the way to the page of a request, for its asker."""
    try:
        visited = await context.services.upload_links.visit(number)
    except LookupError:
        return said(context.say("upload_page.closed"))
    asker, here = visited.request, context.request
    if (asker.address.platform, asker.sender.id) != (here.address.platform, here.sender.id):
        return said(context.say("upload_page.not_yours"))
    button = page_link(context, number)
    if button is None or visited.state is not LinkState.OPEN:
        return said(context.say("upload_page.closed"))
    most = size_words(context.rules.max_file_bytes, context.request.language)
    return said(context.say("upload_page.ready", most=most), button)


async def _credits(context: RequestContext) -> Said:
    project = await current_project(context)
    if project is None or await context.services.tokens.known(project) is None:
        return said(context.say("credits.none_yet"))
    return said(await credit_line(context.beside(project)))


async def _status(context: RequestContext) -> Said:
    project = await current_project(context)
    if project is None:
        return said(context.say("status.nothing"))
    beside = context.beside(project)
    newest = await context.stores.versions.newest(project.id)
    try:
        if project.session_id:
            version = (await current_snapshot(beside)).version
            newest = await context.stores.versions.get(version) if version is not None else None
    except (NemoError, TokenError):
        pass  # what was seen last is still true enough to show
    timeline = read(Draft(newest.draft).value) if newest else read(None)
    lines = [context.say("status.project", name=project.title or context.say("project.untitled"))]
    lines.append(line(timeline, context.request.language) if timeline.tracks else context.say("timeline.empty"))
    lines.append(await _running(context, project))
    return Said("\n".join(lines), picture=picture(timeline) if timeline.tracks else None)


async def _running(context: RequestContext, project: Project) -> str:
    going = await context.stores.requests.open(project=project.id)
    if not going:
        return context.say("status.idle")
    elapsed = duration_words(context.clock.time() - going[0].accepted_at, context.request.language)
    return context.say("status.running", words=going[0].words[:80] or "…", elapsed=elapsed) + (
        "\n" + context.say("status.waiting", count=len(going) - 1) if len(going) > 1 else ""
    )


async def _new(context: RequestContext) -> Said:
    request = context.request
    had = await current_project(context)
    await context.stores.projects.start(
        request.address,
        of_person(request),
        private=request.private,
        skill=await context.services.skill_at(request.address),
        now=context.clock.time(),
    )
    return said(" ".join([context.say("new.done"), *([context.say("new.kept")] if had else [])]))


async def _same_for_another(context: RequestContext, number: int) -> Said:
    """Keep the words of an earlier request for the sender's next clip, in a new project."""
    earlier = await _request(context, number)
    if earlier is None or not earlier.words:
        return said(context.say("error.button_old"))
    until = context.clock.time() + context.delays.kept_words
    words = PendingWords(earlier.words, fresh=True)
    await context.stores.pending.keep(context.request.address, context.request.sender.id, words, until)
    return said(context.say("again.clip"))


async def _one_each(context: RequestContext, number: int) -> Said:
    """Turn a request whose words have not gone out yet into one video for each file."""
    earlier = await _request(context, number)
    if earlier is None or earlier.outcome:
        return said(context.say("error.button_old"))
    so_far = await progress_of(context.stores.entries, earlier.id)
    if so_far.turn_input is None or so_far.asked:
        return said(context.say("error.button_old"))
    await split(context, earlier, one_each(earlier.language, so_far.turn_input))
    context.services.dispatcher.notify(earlier.lane)
    return said(context.say("batch.each", count=len(so_far.turn_input.files)))


async def _unseen(context: RequestContext) -> Said:
    """Say how to show what the platform did not let us see; the words wait for it, and nothing has begun."""
    request = context.request
    if not request.words:
        return said(context.say("reply.unseen"))
    means = meaning(request.words)
    fresh = means.wish is Wish.NEW
    words = PendingWords(means.argument if fresh else request.words, fresh=fresh)
    until = context.clock.time() + context.delays.kept_words
    await context.stores.pending.keep(request.address, request.sender.id, words, until)
    go_on = context.button("go_on", TryAgain(request.id))
    return said("\n\n".join([context.say("reply.unseen"), context.say("reply.unseen_words")]), go_on)


async def _request(context: RequestContext, number: int) -> Request | None:
    try:
        return await context.stores.requests.get(number)
    except LookupError:
        return None


async def _undelivered(context: RequestContext) -> Said:
    """Hand over what could not be delivered earlier."""
    owed = await context.stores.pending.hand_over(
        context.request.address, context.request.sender.id, context.request.id
    )
    return said("\n\n".join([context.say("error.not_delivered"), *owed]) if owed else "")
