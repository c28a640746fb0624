"""What is answered at once, beside a running turn and never behind it. Nothing here mints a token.

Each answer is one function from a case to what is said; the table at the end is the whole routing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Annotated

from core.engine.codec import formerly, from_json
from core.flows.cancelling import cancel
from core.flows.connect import examples, greeting
from core.flows.context import RequestContext
from core.flows.gather import TurnInput, one_each, split
from core.flows.reply import credit_line
from core.flows.scope import current_project, of_person
from core.flows.snapshot import current_snapshot
from core.flows.upload_offer import page_button, page_link
from core.media.sniff import FORMATS
from core.model.chat import Button, Post, Role
from core.model.pending import PendingWords
from core.model.preferences import scope_of
from core.model.projects import Project
from core.model.requests import Outcome, Request, number_of
from core.nemo.draft import Draft
from core.nemo.errors import NemoError
from core.tokens import TokenError
from core.upload.link import INVITED
from core.upload.state import LinkState
from core.words.amounts import duration_words, size_words
from core.words.commands import commands
from core.words.intents import Wish, meaning
from core.words.language import Language, from_locale
from core.words.phrases import say
from core.words.timeline import Picture, line, picture, read

SHOWN = 10  # how many projects or versions a list shows


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as the journal keeps it."""

    text: str
    buttons: tuple[Button, ...] = ()
    picture: Picture | None = None
    ephemeral: Annotated[bool, formerly("ephemeral", "whisper")] = False


Answer = Callable[[RequestContext], Awaitable[Said]]


async def answer(context: RequestContext) -> Outcome:
    """Give the answer to what was asked."""
    context.journal.ignore_cancel()
    topic = context.request.press.partition(":")[0]
    make = INTERNAL_REPLIES.get(topic) or ANSWERS[context.request.meaning.wish]
    said = await context.journal.step("answer", lambda: make(context), Said)
    if said.text:
        post = Post(Role.ANSWER, said.text, said.buttons, picture=said.picture, ephemeral=said.ephemeral)
        await context.deliver("answered", post)
    return Outcome.DONE


def _said(text: str, *buttons: Button) -> Said:
    return Said(text, buttons)


async def _start(context: RequestContext) -> Said:
    argument = context.request.meaning.argument.strip()
    if argument.startswith(INVITED):
        return await _invited(context, argument)
    if await context.stores.first_times.first(str(context.request.address), "greeted"):
        return _said(f"{context.say('greeting.hello')}\n\n{greeting(context)}")
    return _said(f"{context.say('start.repeat')}\n\n{examples(context)}")


async def _help(context: RequestContext) -> Said:
    language = context.request.language
    unknown = context.request.meaning.argument and not context.request.words.lower().startswith("/help")
    lines = [context.say("error.unknown_command" if unknown else "help.head"), ""]
    lines += [context.say("help.command", name=name, description=words) for name, words in commands(language).items()]
    limit = size_words(context.rules.max_file_bytes, language)
    lines += ["", context.say("help.formats", formats=", ".join(FORMATS), limit=limit)]
    if not context.request.private:
        lines.append(context.say("help.group"))
    return _said("\n".join(lines))


async def _upload(context: RequestContext) -> Said:
    button = await page_button(context)
    if button is None:
        return _said(context.say("send_file_here"))
    most = size_words(context.rules.max_file_bytes, context.request.language)
    return _said("\n\n".join([context.say("send_file_here"), context.say("upload_page.offer", most=most)]), button)


async def _invited(context: RequestContext, argument: str) -> Said:
    """Somebody came from another chat for the page of a request: it is given to that request's asker alone."""
    page = context.services.upload_page
    invited = page.invited(argument) if page else None
    if page is None or invited is None or page.expired(invited) or not context.request.private:
        return _said(context.say("upload_page.closed"))
    return await _page_of(context, invited.request)


async def _pressed_upload(context: RequestContext) -> Said:
    """The page, where only whoever pressed can see the answer."""
    named = await _named_request(context)
    capabilities = context.platform.capabilities(context.request.target)
    if named is None or not (context.request.private or capabilities.ephemeral):
        return _said(context.say("upload_page.closed"))
    return replace(await _page_of(context, named.id), ephemeral=capabilities.ephemeral)


async def _page_of(context: RequestContext, number: int) -> Said:
    """Return the way to the page of a request, for its asker."""
    try:
        visited = await context.services.upload_links.visit(number)
    except LookupError:
        return _said(context.say("upload_page.closed"))
    asker, here = visited.request, context.request
    if (asker.address.platform, asker.sender.id) != (here.address.platform, here.sender.id):
        return _said(context.say("upload_page.not_yours"))
    button = page_link(context, number)
    if button is None or visited.state is not LinkState.OPEN:
        return _said(context.say("upload_page.closed"))
    most = size_words(context.rules.max_file_bytes, context.request.language)
    return _said(context.say("upload_page.ready", most=most), button)


async def _credits(context: RequestContext) -> Said:
    project = await current_project(context)
    if project is None or await context.services.tokens.known(project) is None:
        return _said(context.say("credits.none_yet"))
    return _said(await credit_line(context.beside(project)))


async def _status(context: RequestContext) -> Said:
    project = await current_project(context)
    if project is None:
        return _said(context.say("status.nothing"))
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
    return _said(" ".join([context.say("new.done"), *([context.say("new.kept")] if had else [])]))


async def _projects(context: RequestContext) -> Said:
    request, services = context.request, context.services
    known = await services.stores.projects.latest(request.address, of_person(request), SHOWN)
    wanted = request.meaning.argument.strip()
    if wanted:
        return await _switch(context, known, wanted)
    if not known:
        return _said(context.say("projects.none"))
    current = await current_project(context)
    lines = [context.say("projects.head")]
    for project in known:
        name = project.title or context.say("project.untitled")
        if current and project.id == current.id:
            lines.append(context.say("projects.current", number=project.number, name=name))
        else:
            ago = duration_words(services.clock.time() - project.created_at, request.language)
            when = context.say("projects.ago", time=ago)
            lines.append(context.say("projects.line", number=project.number, name=name, when=when))
    buttons = [Button(f"{one.number}. {one.title or '…'}"[:40], press=f"project:{one.number}") for one in known]
    return _said("\n".join([*lines, "", context.say("projects.hint")]), *buttons)


async def _switch(context: RequestContext, known: tuple[Project, ...], wanted: str) -> Said:
    found = next((one for one in known if str(one.number) == wanted), None)
    if found is None:
        return _said(context.say("projects.unknown", number=wanted[:20]))
    await context.stores.projects.switch(context.request.address, of_person(context.request), found.id)
    return _said(context.say("projects.switched", name=found.title or context.say("project.untitled")))


async def _versions(context: RequestContext) -> Said:
    project = await current_project(context)
    kept = await context.stores.versions.all(project.id) if project else ()
    if not kept:
        return _said(context.say("versions.none"))
    lines = [context.say("versions.head")]
    shown = kept[::-1][:SHOWN]
    for version in shown:
        timeline = line(read(Draft(version.draft).value), context.request.language)
        lines.append(context.say("versions.line", version=version.number, timeline=timeline))
    lines.append(context.say("versions.export_hint", version=shown[0].number))
    label = context.say("button.export")
    buttons = [Button(f"{label} v{one.number}", press=f"version:{one.number}") for one in shown]
    return _said("\n".join(lines), *buttons)


async def _language(context: RequestContext) -> Said:
    wanted = context.request.meaning.argument.strip().lower()
    if not wanted:
        return _said(context.say("language.ask"), Button("English", press="lang:en"), Button("中文", press="lang:zh"))
    scope = scope_of(context.request.address, context.request.sender.id)
    if wanted in {"auto", "自动"}:
        await context.stores.preferences.set(scope, "language", "")
        return _said(context.say("language.auto"))
    language = _named_language(wanted)
    if language is None:
        return _said(context.say("language.unknown"))
    await context.stores.preferences.set(scope, "language", language)
    return _said(say(language, "language.set"))


def _named_language(wanted: str) -> Language | None:
    names: dict[str, Language] = {
        "english": "en",
        "英文": "en",
        "英语": "en",
        "chinese": "zh",
        "中文": "zh",
        "汉语": "zh",
    }
    return names.get(wanted) or from_locale(wanted)


async def _skill(context: RequestContext) -> Said:
    rules, language = context.rules, context.request.language
    wanted = context.request.meaning.argument.strip()
    if wanted and wanted not in rules.skills:
        return _said(context.say("skill.unknown", name=wanted[:60], known=", ".join(rules.skills)))
    if wanted:
        await context.stores.preferences.set(scope_of(context.request.address), "skill", wanted)
        return _said(context.say("skill.set", headline=rules.skills[wanted].headlines[language]))
    current = await context.services.skill_at(context.request.address)
    lines = [context.say("skill.head")]
    for name, skill in rules.skills.items():
        key = "skill.current" if name == current else "skill.line"
        lines.append(context.say(key, name=name, headline=skill.headlines[language]))
    buttons = [Button(skill.headlines[language][:40], press=f"skill:{name}") for name, skill in rules.skills.items()]
    return _said("\n".join([*lines, "", context.say("skill.hint")]), *buttons)


async def _same_again(context: RequestContext) -> Said:
    """Keep the words of an earlier request for the sender's next clip, in a new project."""
    earlier = await _named_request(context)
    if earlier is None or not earlier.words:
        return _said(context.say("error.button_old"))
    until = context.clock.time() + context.delays.kept_words
    words = PendingWords(earlier.words, fresh=True)
    await context.stores.pending.keep(context.request.address, context.request.sender.id, words, until)
    return _said(context.say("again.clip"))


async def _one_each(context: RequestContext) -> Said:
    """Turn a request whose words have not gone out yet into one video for each file."""
    earlier = await _named_request(context)
    written = await context.stores.entries.load(earlier.id) if earlier else {}
    asked = written.get("asked")
    if (
        earlier is None
        or earlier.outcome
        or asked is None
        or any(name.startswith("ask.") or name == "ask" for name in written)
    ):
        return _said(context.say("error.button_old"))
    plan = from_json(asked, TurnInput)
    await split(context, earlier, one_each(earlier.language, plan))
    context.services.dispatcher.notify(earlier.lane)
    return _said(context.say("batch.each", count=len(plan.files)))


async def _unseen(context: RequestContext) -> Said:
    """Say how to show what the platform did not let us see; the words wait for it, and nothing has begun."""
    request = context.request
    if not request.words:
        return _said(context.say("reply.unseen"))
    means = meaning(request.words)
    fresh = means.wish is Wish.NEW
    words = PendingWords(means.argument if fresh else request.words, fresh=fresh)
    until = context.clock.time() + context.delays.kept_words
    await context.stores.pending.keep(request.address, request.sender.id, words, until)
    go_on = context.button("go_on", f"again:{request.id}")
    return _said("\n\n".join([context.say("reply.unseen"), context.say("reply.unseen_words")]), go_on)


async def _unread(context: RequestContext) -> Said:
    return _said(context.say("reply.unread"))


async def _named_request(context: RequestContext) -> Request | None:
    number = number_of(context.request.meaning.argument)
    try:
        return await context.stores.requests.get(number or 0)
    except LookupError:
        return None


async def _undelivered(context: RequestContext) -> Said:
    """Hand over what could not be delivered earlier."""
    owed = await context.stores.pending.hand_over(
        context.request.address, context.request.sender.id, context.request.id
    )
    return _said("\n\n".join([context.say("error.not_delivered"), *owed]) if owed else "")


async def _refused(context: RequestContext) -> Said:
    return _said(context.say("error.not_allowed"))


async def _too_late(context: RequestContext) -> Said:
    """An edited message whose request has begun already."""
    return _said(context.say("edited.too_late"))


async def _cancel(context: RequestContext) -> Said:
    return _said(await cancel(context))


async def _not_yours(context: RequestContext) -> Said:
    return _said(context.say("error.button_not_yours"))


async def _old_button(context: RequestContext) -> Said:
    return _said(context.say("error.button_old"))


ANSWERS: dict[Wish, Answer] = {
    Wish.START: _start,
    Wish.HELP: _help,
    Wish.UPLOAD: _upload,
    Wish.CREDITS: _credits,
    Wish.STATUS: _status,
    Wish.NEW: _new,
    Wish.PROJECTS: _projects,
    Wish.VERSIONS: _versions,
    Wish.LANGUAGE: _language,
    Wish.SKILL: _skill,
    Wish.CANCEL: _cancel,
}
INTERNAL_REPLIES: dict[str, Answer] = {  # what no words ask for: a button, or something intake noticed
    "same": _same_again,
    "each": _one_each,
    "upload": _pressed_upload,
    "unseen": _unseen,
    "unread": _unread,
    "owed": _undelivered,
    "refused": _refused,
    "late": _too_late,
    "not_yours": _not_yours,
    "old": _old_button,
}
