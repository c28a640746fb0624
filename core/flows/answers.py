"""What is answered at once, beside a running turn and never behind it. Nothing here mints a token.

Each answer is one function from a case to what is said; the table at the end is the whole routing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from core.chat import Button, Post, Role
from core.codec import from_json
from core.flows.cancelling import cancel
from core.flows.case import Case
from core.flows.connect import examples, greeting
from core.flows.gather import Asked, one_each
from core.flows.look import seen
from core.flows.offer import page_button, page_link
from core.flows.reply import credit_line
from core.flows.scope import current_project, of_person, of_place, skill_here
from core.flows.upload_page import Standing, visit
from core.kept import KeptWords
from core.media.sniff import FORMATS
from core.nemo.draft import Draft
from core.nemo.errors import NemoError
from core.projects import Project
from core.requests import Outcome, Request, number_of
from core.tokens import TokenError
from core.upload_page import INVITED
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
    whisper: bool = False


Answer = Callable[[Case], Awaitable[Said]]


async def answer(case: Case) -> Outcome:
    """Give the answer to what was asked."""
    case.journal.deafen()
    topic = case.request.press.partition(":")[0]
    make = ASIDES.get(topic) or ANSWERS[case.request.meaning.wish]
    said = await case.journal.step("answer", lambda: make(case), Said)
    if said.text:
        post = Post(Role.ANSWER, said.text, said.buttons, picture=said.picture, whisper=said.whisper)
        await case.deliver("answered", post)
    return Outcome.DONE


def _said(text: str, *buttons: Button) -> Said:
    return Said(text, buttons)


async def _start(case: Case) -> Said:
    argument = case.request.meaning.argument.strip()
    if argument.startswith(INVITED):
        return await _invited(case, argument)
    if await case.house.preferences.first(str(case.request.address), "greeted"):
        return _said(f"{case.say('greeting.hello')}\n\n{greeting(case)}")
    return _said(f"{case.say('start.repeat')}\n\n{examples(case)}")


async def _help(case: Case) -> Said:
    language = case.request.language
    unknown = case.request.meaning.argument and not case.request.words.lower().startswith("/help")
    lines = [case.say("error.unknown_command" if unknown else "help.head"), ""]
    lines += [case.say("help.command", name=name, description=words) for name, words in commands(language).items()]
    limit = size_words(case.house.rules.max_file_bytes, language)
    lines += ["", case.say("help.formats", formats=", ".join(FORMATS), limit=limit)]
    if not case.request.private:
        lines.append(case.say("help.group"))
    return _said("\n".join(lines))


async def _upload(case: Case) -> Said:
    button = await page_button(case)
    if button is None:
        return _said(case.say("send_file_here"))
    most = size_words(case.house.rules.max_file_bytes, case.request.language)
    return _said("\n\n".join([case.say("send_file_here"), case.say("upload_page.offer", most=most)]), button)


async def _invited(case: Case, argument: str) -> Said:
    """Somebody came from another chat for the page of a request: it is given to that request's asker alone."""
    page = case.house.upload_desk.page
    invited = page.invited(argument) if page else None
    if page is None or invited is None or page.expired(invited) or not case.request.private:
        return _said(case.say("upload_page.closed"))
    return await _page_of(case, invited.request)


async def _pressed_upload(case: Case) -> Said:
    """The page, where only whoever pressed can see the answer."""
    named = await _named_request(case)
    manners = case.platform.manners(case.request.target)
    if named is None or not (case.request.private or manners.whispers):
        return _said(case.say("upload_page.closed"))
    return replace(await _page_of(case, named.id), whisper=manners.whispers)


async def _page_of(case: Case, number: int) -> Said:
    """Return the way to the page of a request, for its asker."""
    try:
        seen = await visit(case.house, number)
    except LookupError:
        return _said(case.say("upload_page.closed"))
    asker, here = seen.request, case.request
    if (asker.address.platform, asker.sender.id) != (here.address.platform, here.sender.id):
        return _said(case.say("upload_page.not_yours"))
    button = page_link(case, number)
    if button is None or seen.standing is not Standing.OPEN:
        return _said(case.say("upload_page.closed"))
    most = size_words(case.house.rules.max_file_bytes, case.request.language)
    return _said(case.say("upload_page.ready", most=most), button)


async def _credits(case: Case) -> Said:
    project = await current_project(case)
    if project is None or await case.house.tokens.known(project) is None:
        return _said(case.say("credits.none_yet"))
    return _said(await credit_line(case.beside(project)))


async def _status(case: Case) -> Said:
    project = await current_project(case)
    if project is None:
        return _said(case.say("status.nothing"))
    beside = case.beside(project)
    newest = await case.house.versions.newest(project.id)
    try:
        if project.session_id:
            version = (await seen(beside)).version
            newest = await case.house.versions.get(version) if version is not None else None
    except (NemoError, TokenError):
        pass  # what was seen last is still true enough to show
    timeline = read(Draft(newest.draft).value) if newest else read(None)
    lines = [case.say("status.project", name=project.title or case.say("project.untitled"))]
    lines.append(line(timeline, case.request.language) if timeline.tracks else case.say("timeline.empty"))
    lines.append(await _running(case, project))
    return Said("\n".join(lines), picture=picture(timeline) if timeline.tracks else None)


async def _running(case: Case, project: Project) -> str:
    going = await case.house.requests.open(project=project.id)
    if not going:
        return case.say("status.idle")
    elapsed = duration_words(case.house.clock.time() - going[0].accepted_at, case.request.language)
    return case.say("status.running", words=going[0].words[:80] or "…", elapsed=elapsed) + (
        "\n" + case.say("status.waiting", count=len(going) - 1) if len(going) > 1 else ""
    )


async def _new(case: Case) -> Said:
    request = case.request
    had = await current_project(case)
    await case.house.projects.start(
        request.address,
        of_person(request),
        private=request.private,
        skill=await skill_here(case.house, request.address),
        now=case.house.clock.time(),
    )
    return _said(" ".join([case.say("new.done"), *([case.say("new.kept")] if had else [])]))


async def _projects(case: Case) -> Said:
    request, house = case.request, case.house
    known = await house.projects.latest(request.address, of_person(request), SHOWN)
    wanted = request.meaning.argument.strip()
    if wanted:
        return await _switch(case, known, wanted)
    if not known:
        return _said(case.say("projects.none"))
    current = await current_project(case)
    lines = [case.say("projects.head")]
    for project in known:
        name = project.title or case.say("project.untitled")
        if current and project.id == current.id:
            lines.append(case.say("projects.current", number=project.number, name=name))
        else:
            ago = duration_words(house.clock.time() - project.created_at, request.language)
            when = case.say("projects.ago", time=ago)
            lines.append(case.say("projects.line", number=project.number, name=name, when=when))
    buttons = [Button(f"{one.number}. {one.title or '…'}"[:40], press=f"project:{one.number}") for one in known]
    return _said("\n".join([*lines, "", case.say("projects.hint")]), *buttons)


async def _switch(case: Case, known: tuple[Project, ...], wanted: str) -> Said:
    found = next((one for one in known if str(one.number) == wanted), None)
    if found is None:
        return _said(case.say("projects.unknown", number=wanted[:20]))
    await case.house.projects.switch(case.request.address, of_person(case.request), found.id)
    return _said(case.say("projects.switched", name=found.title or case.say("project.untitled")))


async def _versions(case: Case) -> Said:
    project = await current_project(case)
    kept = await case.house.versions.all(project.id) if project else ()
    if not kept:
        return _said(case.say("versions.none"))
    lines = [case.say("versions.head")]
    shown = kept[::-1][:SHOWN]
    for version in shown:
        timeline = line(read(Draft(version.draft).value), case.request.language)
        lines.append(case.say("versions.line", version=version.number, timeline=timeline))
    lines.append(case.say("versions.export_hint", version=shown[0].number))
    label = case.say("button.export")
    buttons = [Button(f"{label} v{one.number}", press=f"version:{one.number}") for one in shown]
    return _said("\n".join(lines), *buttons)


async def _language(case: Case) -> Said:
    wanted = case.request.meaning.argument.strip().lower()
    if not wanted:
        return _said(case.say("language.ask"), Button("English", press="lang:en"), Button("中文", press="lang:zh"))
    scope = of_place(case.request.address, case.request.sender.id)
    if wanted in {"auto", "自动"}:
        await case.house.preferences.set(scope, "language", "")
        return _said(case.say("language.auto"))
    language = _named_language(wanted)
    if language is None:
        return _said(case.say("language.unknown"))
    await case.house.preferences.set(scope, "language", language)
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


async def _skill(case: Case) -> Said:
    rules, language = case.house.rules, case.request.language
    wanted = case.request.meaning.argument.strip()
    if wanted and wanted not in rules.skills:
        return _said(case.say("skill.unknown", name=wanted[:60], known=", ".join(rules.skills)))
    if wanted:
        await case.house.preferences.set(of_place(case.request.address), "skill", wanted)
        return _said(case.say("skill.set", headline=rules.skills[wanted].headlines[language]))
    current = await skill_here(case.house, case.request.address)
    lines = [case.say("skill.head")]
    for name, skill in rules.skills.items():
        key = "skill.current" if name == current else "skill.line"
        lines.append(case.say(key, name=name, headline=skill.headlines[language]))
    buttons = [Button(skill.headlines[language][:40], press=f"skill:{name}") for name, skill in rules.skills.items()]
    return _said("\n".join([*lines, "", case.say("skill.hint")]), *buttons)


async def _same_again(case: Case) -> Said:
    """Keep the words of an earlier request for the sender's next clip, in a new project."""
    earlier = await _named_request(case)
    if earlier is None or not earlier.words:
        return _said(case.say("error.button_old"))
    until = case.house.clock.time() + case.house.patience.kept_words
    words = KeptWords(earlier.words, fresh=True)
    await case.house.kept.keep_words(case.request.address, case.request.sender.id, words, until)
    return _said(case.say("again.clip"))


async def _one_each(case: Case) -> Said:
    """Turn a request whose words have not gone out yet into one video for each file."""
    earlier = await _named_request(case)
    written = await case.house.entries.load(earlier.id) if earlier else {}
    asked = written.get("asked")
    if (
        earlier is None
        or earlier.outcome
        or asked is None
        or any(name.startswith("ask.") or name == "ask" for name in written)
    ):
        return _said(case.say("error.button_old"))
    plan = from_json(asked, Asked)
    await case.house.requests.split(earlier.id, one_each(earlier.language, plan))
    case.house.dispatcher.called(earlier.lane)
    return _said(case.say("batch.each", count=len(plan.files)))


async def _unseen(case: Case) -> Said:
    """Say how to show what the platform did not let us see; the words wait for it, and nothing has begun."""
    request = case.request
    if not request.words:
        return _said(case.say("reply.unseen"))
    means = meaning(request.words)
    fresh = means.wish is Wish.NEW
    words = KeptWords(means.argument if fresh else request.words, fresh=fresh)
    until = case.house.clock.time() + case.house.patience.kept_words
    await case.house.kept.keep_words(request.address, request.sender.id, words, until)
    go_on = case.button("go_on", f"again:{request.id}")
    return _said("\n\n".join([case.say("reply.unseen"), case.say("reply.unseen_words")]), go_on)


async def _unread(case: Case) -> Said:
    return _said(case.say("reply.unread"))


async def _named_request(case: Case) -> Request | None:
    number = number_of(case.request.meaning.argument)
    try:
        return await case.house.requests.get(number or 0)
    except LookupError:
        return None


async def _owed(case: Case) -> Said:
    """Hand over what could not be delivered earlier."""
    owed = await case.house.kept.pay(case.request.address, case.request.sender.id, case.request.id)
    return _said("\n\n".join([case.say("error.not_delivered"), *owed]) if owed else "")


async def _refused(case: Case) -> Said:
    return _said(case.say("error.not_allowed"))


async def _too_late(case: Case) -> Said:
    """An edited message whose request has begun already."""
    return _said(case.say("edited.too_late"))


async def _cancel(case: Case) -> Said:
    return _said(await cancel(case))


async def _not_yours(case: Case) -> Said:
    return _said(case.say("error.button_not_yours"))


async def _old_button(case: Case) -> Said:
    return _said(case.say("error.button_old"))


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
ASIDES: dict[str, Answer] = {  # what no words ask for: a button, or something intake noticed
    "same": _same_again,
    "each": _one_each,
    "upload": _pressed_upload,
    "unseen": _unseen,
    "unread": _unread,
    "owed": _owed,
    "refused": _refused,
    "late": _too_late,
    "not_yours": _not_yours,
    "old": _old_button,
}
