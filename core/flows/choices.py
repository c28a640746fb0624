"""Choosing a project, a version, a language or a skill. Each list has a button for each choice."""

from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer, argument_of
from core.model.actions import ChooseLanguage, ChooseSkill, ExportVersion, SwitchProject
from core.model.chat import Button
from core.model.preferences import scope_of
from core.model.titles import shown_titles
from core.nemo.draft import Draft
from core.words.amounts import duration_words
from core.words.language import Language, from_locale
from core.words.phrases import say
from core.words.repeated_spoilers import shown_name
from core.words.spoilers import without_hidden
from core.words.timeline import line, read

SHOWN = 10  # how many projects or versions a list shows


async def list_projects(context: RequestContext) -> SavedAnswer:
    """List the projects of this chat, each with a button that switches to it."""
    request, services = context.request, context.services
    known = await services.stores.projects.latest(request.address, request.project_owner, SHOWN)
    if typed := argument_of(context):
        return _unknown_project(context, typed)
    if not known:
        return SavedAnswer.of(context.say("projects.none"))
    current = await context.current_project()
    names = await shown_titles(context.stores.requests, known)
    lines, buttons = [context.say("projects.head")], []
    for project in known:
        name = names[project.id] or context.say("project.untitled")
        if current and project.id == current.id:
            lines.append(context.say("projects.current", number=project.number, name=name))
        else:
            ago = duration_words(services.clock.time() - project.created_at, request.language)
            when = context.say("projects.ago", time=ago)
            lines.append(context.say("projects.line", number=project.number, name=name, when=when))
        label = f"{project.number}. {without_hidden(names[project.id]) or '…'}"
        buttons.append(Button(label[:40], SwitchProject(project.number)))
    return SavedAnswer.of("\n".join([*lines, "", context.say("projects.hint")]), *buttons)


async def switch_project(context: RequestContext, number: int) -> SavedAnswer:
    """Make another project of this chat the current one."""
    request, projects = context.request, context.stores.projects
    found = await projects.numbered(request.address, request.project_owner, number)
    if found is None:
        return _unknown_project(context, str(number))
    await projects.switch(request.address, request.project_owner, found.id)
    text = context.say("projects.switched", name=shown_name(found.title) or context.say("project.untitled"))
    return SavedAnswer.of(text).about(found)


def _unknown_project(context: RequestContext, typed: str) -> SavedAnswer:
    return SavedAnswer.of(context.say("projects.unknown", number=typed[:20]))


async def list_versions(context: RequestContext) -> SavedAnswer:
    """List the versions of the project, each with a button that exports it."""
    project = await context.current_project()
    versions = await context.stores.versions.all(project.id) if project else ()
    if project is None or not versions:
        return SavedAnswer.of(context.say("versions.none"))
    lines = [context.say("versions.head")]
    shown = versions[::-1][:SHOWN]
    for version in shown:
        timeline = line(read(Draft(version.draft).value), context.request.language)
        lines.append(context.say("versions.line", version=version.number, timeline=timeline))
    lines.append(context.say("versions.export_hint", version=shown[0].number))
    label = context.say("button.export")
    buttons = [Button(f"{label} v{one.number}", ExportVersion(one.number)) for one in shown]
    return SavedAnswer.of("\n".join(lines), *buttons).about(project)


async def list_languages(context: RequestContext) -> SavedAnswer:
    """Ask which language the sender would like."""
    buttons = Button("English", ChooseLanguage("en")), Button("中文", ChooseLanguage("zh"))
    return SavedAnswer.of(context.say("language.ask"), *buttons)


async def choose_language(context: RequestContext, code: str) -> SavedAnswer:
    """Set the sender's language; "auto" takes it from each message."""
    wanted, scope = code.lower(), scope_of(context.request.address, context.request.sender.id)
    if wanted in {"auto", "自动"}:
        await context.stores.preferences.set(scope, "language", "")
        return SavedAnswer.of(context.say("language.auto"))
    language = _named_language(wanted)
    if language is None:
        return SavedAnswer.of(context.say("language.unknown"))
    await context.stores.preferences.set(scope, "language", language)
    return SavedAnswer.of(say(language, "language.set"))


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


async def choose_skill(context: RequestContext, name: str) -> SavedAnswer:
    """Set the skill of this chat from the next project on."""
    skills = context.rules.skills
    if name not in skills:
        return SavedAnswer.of(context.say("skill.unknown", name=name[:60], known=", ".join(skills)))
    await context.stores.preferences.set(scope_of(context.request.address), "skill", name)
    return SavedAnswer.of(context.say("skill.set", headline=skills[name].headlines[context.request.language]))


async def list_skills(context: RequestContext) -> SavedAnswer:
    """List the skills, each with a button that chooses it."""
    rules, language = context.rules, context.request.language
    current = await context.services.skill_at(context.request.address)
    lines = [context.say("skill.head")]
    for name, skill in rules.skills.items():
        key = "skill.current" if name == current else "skill.line"
        lines.append(context.say(key, name=name, headline=skill.headlines[language]))
    buttons = [Button(skill.headlines[language][:40], ChooseSkill(name)) for name, skill in rules.skills.items()]
    return SavedAnswer.of("\n".join([*lines, "", context.say("skill.hint")]), *buttons)
