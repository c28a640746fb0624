"""Answers that do not wait for a running turn: status, help, cancel and the like. Nothing here mints a token.

Each answer is one function that returns a `SavedAnswer`; `_answer_to` chooses the function.
"""

from dataclasses import replace
from typing import Final, assert_never

from core import progress
from core.flows.about_bot import costs, introduction, limits, readable
from core.flows.admin.command import administer
from core.flows.asides import in_doubt, keep_waiting, nothing_asked, sticker, thanks
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
from core.flows.credits import credits_left
from core.flows.gather import wait_for_parts
from core.flows.kept_words import keep_instead
from core.flows.login import INVITATION, ending, log_in, log_out, spilled
from core.flows.one_each import one_each
from core.flows.privacy import explain, forget, offer
from core.flows.quota import limit_reached, quota
from core.flows.saved_answer import SavedAnswer, argument_of
from core.flows.status_answer import status
from core.flows.upload_offer import form_buttons, page_button, page_link
from core.model.access import Place, told_entries
from core.model.actions import (
    AcceptThanks,
    Action,
    Administer,
    AttachFiles,
    Cancel,
    ChooseLanguage,
    ChooseSkill,
    ExplainCosts,
    ExplainLimits,
    ExplainPrivacy,
    Export,
    ExportVersion,
    ForgetEverything,
    Introduce,
    KeepWaiting,
    ListLanguages,
    ListProjects,
    ListSkills,
    ListVersions,
    LogIn,
    LogOut,
    OfferToForget,
    OfferUpload,
    OneVideoEach,
    OpenUploadPage,
    SameForAnother,
    SendBroadcast,
    SendWords,
    ShowCredits,
    ShowHelp,
    ShowQuota,
    ShowStatus,
    Start,
    StartProject,
    SwitchProject,
    TryAgain,
    Undo,
    asked_at_once,
)
from core.model.chat import Capabilities, Post, Role
from core.model.first_times import ADDED
from core.model.logins import own_account
from core.model.pending import PendingWords
from core.model.requests import InternalReply, Outcome, Request, quoted_in
from core.progress import progress_of
from core.upload.link import INVITED
from core.upload.state import LinkState
from core.words.amounts import size_words
from core.words.commands import commands, group_commands
from core.words.intents import Wish, meaning

_SENTENCES: Final[dict[InternalReply, str]] = {
    InternalReply.PAIRED: "pair.done",
    InternalReply.WRONG_CODE: "pair.wrong",
    InternalReply.BANNED: "error.banned",
    InternalReply.DRAINING: "drain.told",
    InternalReply.PLACE_CLOSED: "error.place_closed",
    InternalReply.PLACE_FOR_ADMINS: "error.place_for_admins",
    InternalReply.TOO_LATE: "edited.too_late",
    InternalReply.NOT_YOURS: "error.button_not_yours",
    InternalReply.OLD_BUTTON: "error.button_old",
    InternalReply.PRESSED_BEFORE: "press.before",
    InternalReply.SENT_BEFORE: "press.sent",
    InternalReply.BUTTON_WITHDRAWN: "press.withdrawn",
    InternalReply.FORGOTTEN: "forget.reply",
    InternalReply.UNSEEN_MESSAGE: "reply.unread",
    InternalReply.UNREADABLE: "reply.unreadable",
    InternalReply.ANOTHERS_LOGIN: "login.anothers",
}
"""Internal reply → the sentence that is all of it."""

_ABOUT_PRESSES: Final = {InternalReply.PRESSED_BEFORE, InternalReply.SENT_BEFORE, InternalReply.BUTTON_WITHDRAWN}
"""Answers for nobody but the person who pressed."""


async def answer(context: RequestContext) -> Outcome:
    """Answer a request that asks nothing of a project's lane.

    Raises:
        Suspend, StorageError: as the journal's verbs do.
    """
    context.journal.ignore_cancel()
    await wait_for_parts(context)

    async def make() -> SavedAnswer:
        return await _answer_to(context, _asked_for(context.request))

    made = await context.journal.step(progress.ANSWER, make, SavedAnswer)
    if made.text:
        buttons = tuple(saved.button for saved in made.buttons)
        post = Post(
            Role.ANSWER,
            made.text,
            buttons,
            picture=made.picture,
            ephemeral=made.ephemeral,
            project=made.project,
        )
        await context.send(progress.ANSWERED, post)
    return Outcome.DONE


def _asked_for(request: Request) -> Action | InternalReply:
    """Return what is to be answered; a button and words may ask for the same action."""
    if request.reply is not None:
        return request.reply
    if request.action is not None:
        return request.action
    action = None if request.meaning is None else asked_at_once(request.meaning)
    return InternalReply.OLD_BUTTON if action is None else action


async def _answer_to(context: RequestContext, asked: Action | InternalReply) -> SavedAnswer:  # noqa: C901, PLR0911, PLR0912 - one case an action
    match asked:
        case Start(invitation):
            return await _start(context, invitation)
        case ShowHelp():
            return await _help(context)
        case OfferUpload() | AttachFiles():
            return await _upload(context)
        case OpenUploadPage(number):
            return await _open_upload_page(context, number)
        case ShowCredits():
            return await credits_left(context)
        case ShowQuota():
            return await quota(context)
        case Administer():
            return await administer(context) or await _help(context, unknown=True)
        case SendBroadcast(number):
            return await administer(context, number) or SavedAnswer.of(context.say("error.button_old"))
        case ShowStatus():
            return await status(context)
        case StartProject():
            return await _start_project(context)
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
            return await one_each(context, await _request(context, number))
        case AcceptThanks():
            return await thanks(context)
        case KeepWaiting():
            return await keep_waiting(context)
        case ExplainPrivacy():
            return await explain(context)
        case OfferToForget():
            return offer(context)
        case ForgetEverything(number):
            return await forget(context, number)
        case LogIn():
            return await log_in(context)
        case LogOut():
            return await log_out(context)
        case ExplainCosts():
            return await costs(context)
        case ExplainLimits():
            return limits(context)
        case Introduce():
            return introduction(context)
        case Cancel(number):
            return SavedAnswer.of(await cancel(context, number))
        case Export() | ExportVersion() | Undo() | TryAgain() | SendWords():
            raise ValueError(f"{asked} works on a project and is not answered at once")
        case InternalReply():
            return await _internal_reply(context, asked)
        case _:
            assert_never(asked)


async def _internal_reply(context: RequestContext, reply: InternalReply) -> SavedAnswer:  # noqa: C901, PLR0911, PLR0912 - one case a reply
    match reply:
        case InternalReply.UNDELIVERED:
            return await _undelivered(context)
        case InternalReply.CANCEL_NOT_YOURS:
            return SavedAnswer.of(await not_yours(context))
        case InternalReply.PROJECT_ENDED:
            return SavedAnswer.of(context.say("project.ended", days=context.rules.keep_days))
        case InternalReply.IN_DOUBT:
            return in_doubt(context)
        case InternalReply.NOTHING_ASKED:
            return await nothing_asked(context)
        case InternalReply.UNSEEN_REPLIED_TO:
            return await _unseen(context)
        case InternalReply.ADDED:
            return await _added(context)
        case InternalReply.REFUSED:
            return _refused(context)
        case InternalReply.STICKER:
            return await sticker(context)
        case InternalReply.SPILLED:
            return await spilled(context)
        case InternalReply.LOGIN_SOON | InternalReply.LOGIN_ENDED:
            return ending(context, reply)
        case (
            InternalReply.LIMIT_MINUTE
            | InternalReply.LIMIT_AT_ONCE
            | InternalReply.LIMIT_DAY
            | InternalReply.LIMIT_CHAT_DAY
            | InternalReply.LIMIT_UPLOAD
            | InternalReply.LIMIT_CREDITS
        ):
            return await limit_reached(context, reply)
        case (
            InternalReply.PAIRED
            | InternalReply.WRONG_CODE
            | InternalReply.BANNED
            | InternalReply.DRAINING
            | InternalReply.PLACE_CLOSED
            | InternalReply.PLACE_FOR_ADMINS
            | InternalReply.TOO_LATE
            | InternalReply.NOT_YOURS
            | InternalReply.OLD_BUTTON
            | InternalReply.PRESSED_BEFORE
            | InternalReply.SENT_BEFORE
            | InternalReply.BUTTON_WITHDRAWN
            | InternalReply.FORGOTTEN
            | InternalReply.UNSEEN_MESSAGE
            | InternalReply.UNREADABLE
            | InternalReply.ANOTHERS_LOGIN
        ):
            ephemeral = reply in _ABOUT_PRESSES and _capabilities(context).ephemeral
            return replace(SavedAnswer.of(context.say(_SENTENCES[reply])), ephemeral=ephemeral)
        case _:
            assert_never(reply)


def _refused(context: RequestContext) -> SavedAnswer:
    """Return what the operator has to write to admit this sender, this chat or its topic."""
    entries = told_entries(Place.of(context.request), context.request.sender)
    return SavedAnswer.of(context.say("error.not_allowed", entries=", ".join(f"`{entry}`" for entry in entries)))


async def _added(context: RequestContext) -> SavedAnswer:
    """Return the greeting of a group; "" where it was greeted before it became a supergroup.

    A platform may tell that the bot is in the supergroup before it tells what became of the group.
    """
    addresses, first_times = context.stores.addresses, context.stores.first_times
    for former in await addresses.former(context.request.address):
        if await first_times.happened(str(former), ADDED):
            return SavedAnswer.of("")
    return SavedAnswer.of(context.say("group.added", name=_capabilities(context).command_name))


async def _start(context: RequestContext, invitation: str) -> SavedAnswer:
    if invitation.startswith(INVITED):
        return await _invited(context, invitation)
    if invitation == INVITATION and context.request.private:
        return await log_in(context)
    if await context.stores.first_times.first(str(context.request.address), "greeted"):
        return SavedAnswer.of(f"{context.say('greeting.hello')}\n\n{greeting(context)}")
    return SavedAnswer.of(f"{context.say('start.repeat')}\n\n{examples(context)}")


async def _help(context: RequestContext, *, unknown: bool = False) -> SavedAnswer:
    language = context.request.language
    unknown = unknown or (argument_of(context) != "" and not context.request.words.lower().startswith("/help"))
    lines = [context.say("error.unknown_command" if unknown else "help.head"), ""]
    bot = "" if context.request.private else _capabilities(context).command_name
    listed = group_commands(language) if bot else commands(language)
    lines += [context.say("help.command", name=name, description=words) for name, words in listed.items()]
    lines += ["", readable(context)]
    if not context.request.private:
        lines.append(context.say("help.group_command", name=bot) if bot else context.say("help.group"))
    return SavedAnswer.of("\n".join(lines))


async def _upload(context: RequestContext) -> SavedAnswer:
    page, text = await page_button(context), context.say("send_file_here")
    if page is not None:
        most = size_words(context.rules.max_file_bytes, context.request.language)
        text = f"{text}\n\n{context.say('upload_page.offer', most=most)}"
    return SavedAnswer.of(text, *form_buttons(context), *filter(None, [page]))


async def _invited(context: RequestContext, invitation: str) -> SavedAnswer:
    """Answer an invitation from another chat to the upload page; only the asker of its request gets the page."""
    page = context.services.upload_page
    invited = page.invited(invitation) if page else None
    if page is None or invited is None or page.expired(invited) or not context.request.private:
        return SavedAnswer.of(context.say("upload_page.closed"))
    return await _page_of(context, invited.request)


async def _open_upload_page(context: RequestContext, number: int) -> SavedAnswer:
    """Answer with the upload page, where only the person who pressed the button sees it."""
    found = await _request(context, number)
    capabilities = _capabilities(context)
    if found is None or not (context.request.private or capabilities.ephemeral):
        return SavedAnswer.of(context.say("upload_page.closed"))
    return replace(await _page_of(context, found.id), ephemeral=capabilities.ephemeral)


async def _page_of(context: RequestContext, number: int) -> SavedAnswer:
    """Return the answer with the button to the page of a request, for its asker."""
    try:
        visited = await context.services.upload_links.visit(number)
    except LookupError:
        return SavedAnswer.of(context.say("upload_page.closed"))
    asker, here = visited.request, context.request
    if (asker.address.platform, asker.sender.id) != (here.address.platform, here.sender.id):
        return SavedAnswer.of(context.say("upload_page.not_yours"))
    button = page_link(context, number)
    if button is None or visited.state is not LinkState.OPEN:
        return SavedAnswer.of(context.say("upload_page.closed"))
    most = size_words(context.rules.max_file_bytes, context.request.language)
    return SavedAnswer.of(context.say("upload_page.ready", most=most), button)


async def _start_project(context: RequestContext) -> SavedAnswer:
    request = context.request
    previous = await context.current_project()
    started = await context.stores.projects.start(
        request.address,
        request.project_owner,
        private=request.private,
        skill=await context.services.skill_at(request.address),
        account=await own_account(context.stores.logins, request.address, request.sender),
        now=context.clock.time(),
    )
    text = " ".join([context.say("new.done"), *([context.say("new.kept")] if previous else [])])
    return SavedAnswer.of(text).about(started)


async def _same_for_another(context: RequestContext, number: int) -> SavedAnswer:
    """Keep the words of an earlier request for the sender's next clip, in a new project."""
    earlier = await _request(context, number)
    if earlier is None or not earlier.words:
        return SavedAnswer.of(context.say("error.button_old"))
    quoted = quoted_in(await context.stores.requests.parts(number))
    turn_input = (await progress_of(context.stores.entries, number)).turn_input
    captions = turn_input.captions if turn_input else ()
    kept = PendingWords(earlier.words, fresh=True, quoted=quoted, captions=captions)
    replaced = await keep_instead(context, kept)
    return SavedAnswer.of("\n\n".join([context.say("again.clip"), *replaced]), *form_buttons(context))


async def _unseen(context: RequestContext) -> SavedAnswer:
    """Say how to show us the message that the platform hid, and store the words until it comes."""
    request = context.request
    if not request.words:
        return SavedAnswer.of(context.say("reply.unseen"), *form_buttons(context))
    means = meaning(request.words)
    fresh = means.wish is Wish.NEW
    replaced = await keep_instead(context, PendingWords(means.argument if fresh else request.words, fresh=fresh))
    go_on = context.button("go_on", TryAgain(request.id))
    text = "\n\n".join([context.say("reply.unseen"), context.say("reply.unseen_words"), *replaced])
    return SavedAnswer.of(text, *form_buttons(context), go_on)


def _capabilities(context: RequestContext) -> Capabilities:
    return context.platform.capabilities(context.request.target)


async def _request(context: RequestContext, number: int) -> Request | None:
    try:
        return await context.stores.requests.get(number)
    except LookupError:
        return None


async def _undelivered(context: RequestContext) -> SavedAnswer:
    """Return the answers that could not be delivered earlier."""
    undelivered = await context.stores.pending.hand_over(
        context.request.address, context.request.sender.id, context.request.id, private=context.request.private
    )
    return SavedAnswer.of("\n\n".join([context.say("error.not_delivered"), *undelivered]) if undelivered else "")
