"""Who asks, who may, who may not, and how much: decided in the chat, beside the operator's settings, and at once."""

import logging

from core.flows.admin.shown import Page, answer_of, by, code, person
from core.flows.cancelling import stop
from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer
from core.model.access import Place, entries_about
from core.model.access_entries import entry_of, is_of_chat, is_of_people
from core.model.access_rules import AccessRule, RuleKind
from core.model.actions import number_of
from core.model.limits import DAY_SECONDS
from core.model.pairing import fingerprint_in, new_code
from core.model.requests import Request
from core.words.amounts import duration_words

log = logging.getLogger(__name__)


async def users(context: RequestContext, argument: str) -> SavedAnswer:
    """List who asked for something in 24 hours, and who is banned.

    Raises:
        StorageError: the rows cannot be read.
    """
    now = context.clock.time()
    found = await context.stores.requests.senders(now - DAY_SECONDS)
    page = Page.of(found, argument)
    lines = [
        context.say(
            "admin.users.line",
            person=person(one.platform, one.sender),
            count=one.requests,
            ago=duration_words(now - one.last_at, context.request.language),
        )
        for one in page.items
    ]
    banned = await context.stores.access.listed(RuleKind.BAN)
    head = context.say("admin.users.head", count=len(found), banned=len(banned))
    return answer_of(context, head, lines, page, "users")


async def allow(context: RequestContext, argument: str) -> SavedAnswer:
    """Allow whoever an entry names, or no longer; without an entry, list whom admins allowed.

    Raises:
        StorageError: the rows cannot be read or written.
    """
    first, _, rest = argument.partition(" ")
    if first.lower() == "remove":
        return await _remove(context, RuleKind.ALLOW, rest)
    if not argument or argument.isdecimal():
        return await _list(context, RuleKind.ALLOW, argument)
    entry = _entry(context, argument)
    if entry is None:
        return _no_entry(context)
    await _set(context, RuleKind.ALLOW, entry)
    everybody = not context.rules.access.allow
    return SavedAnswer.of(context.say("admin.allow.everybody" if everybody else "admin.allow.done", entry=code(entry)))


async def ban(context: RequestContext, argument: str) -> SavedAnswer:
    """Refuse whoever an entry names, admins excepted, and cancel what is open of theirs.

    Raises:
        StorageError: the rows cannot be read or written.
    """
    if not argument or argument.isdecimal():
        return await _list(context, RuleKind.BAN, argument)
    entry = _entry(context, argument)
    if entry is None:
        return _no_entry(context)
    if entry in context.rules.access.admins:
        return SavedAnswer.of(context.say("admin.ban.admin", entry=code(entry)))
    await _set(context, RuleKind.BAN, entry)  # before the others are looked for: from now on nothing of theirs begins
    theirs = [one for one in await context.stores.requests.open() if await _is_meant(context, one, entry)]
    for one in theirs:
        await stop(context, one)
    return SavedAnswer.of(context.say("admin.ban.done", entry=code(entry), count=len(theirs)))


async def unban(context: RequestContext, argument: str) -> SavedAnswer:
    """Ban whoever an entry names no longer.

    Raises:
        StorageError: the rows cannot be written.
    """
    return await _remove(context, RuleKind.BAN, argument)


async def pair(context: RequestContext, _: str) -> SavedAnswer:
    """Make a code that lets in whoever sends it first, in a direct chat with the bot.

    Raises:
        StorageError: it is not stored.
    """
    if not context.rules.access.allow:
        return SavedAnswer.of(context.say("admin.pair.everybody"))
    shown = new_code()
    await context.stores.pairing.add(fingerprint_in(shown) or "", by(context), context.clock.time())
    log.warning("%s: made a pairing code", by(context))
    return SavedAnswer.of(context.say("admin.pair.done", code=code(shown)))


async def quota(context: RequestContext, argument: str) -> SavedAnswer:
    """Give a person, a role or a chat a limit of 24 hours of their own, or take it back; or list these limits.

    Raises:
        StorageError: the rows cannot be read or written.
    """
    if not argument or argument.isdecimal():
        return await _list(context, RuleKind.QUOTA, argument)
    text, _, most = argument.rpartition(" ")
    entry, number = _entry(context, text), number_of(most)
    if entry is None:
        return SavedAnswer.of(context.say("admin.quota.how"))
    if most.lower() == "default":
        return await _remove(context, RuleKind.QUOTA, entry)
    if number is None or not (is_of_people(entry) or is_of_chat(entry)):
        return SavedAnswer.of(context.say("admin.quota.how"))
    await _set(context, RuleKind.QUOTA, entry, number)
    key = "admin.quota.done" if number else "admin.quota.free"
    return SavedAnswer.of(context.say(key, entry=code(entry), most=number))


async def _set(context: RequestContext, kind: RuleKind, entry: str, amount: int = 0) -> None:
    await context.stores.access.set(AccessRule(kind, entry, by(context), context.clock.time(), amount))
    log.warning("%s: %s %s%s", by(context), kind, entry, f" {amount}" if kind is RuleKind.QUOTA else "")


async def _remove(context: RequestContext, kind: RuleKind, text: str) -> SavedAnswer:
    entry = _entry(context, text)
    if entry is None:
        return _no_entry(context)
    removed = await context.stores.access.remove(kind, entry)
    if removed:
        log.warning("%s: no more %s %s", by(context), kind, entry)
    key = f"admin.{kind}.removed" if removed else "admin.rules.none_about"
    return SavedAnswer.of(context.say(key, entry=code(entry)))


async def _list(context: RequestContext, kind: RuleKind, typed: str) -> SavedAnswer:
    rules = await context.stores.access.listed(kind)
    if not rules:
        return SavedAnswer.of("\n\n".join([context.say("admin.rules.none"), context.say(f"admin.{kind}.how")]))
    page, now, language = Page.of(rules, typed), context.clock.time(), context.request.language
    key = "admin.rules.quota" if kind is RuleKind.QUOTA else "admin.rules.line"
    lines = [
        context.say(
            key, entry=code(rule.entry), most=rule.amount, by=code(rule.by), ago=duration_words(now - rule.at, language)
        )
        for rule in page.items
    ]
    return answer_of(context, context.say(f"admin.{kind}.head", count=len(rules)), lines, page, str(kind))


def _entry(context: RequestContext, text: str) -> str | None:
    """Return an entry in its one spelling; None: it can be nobody's here."""
    try:
        return entry_of(text, context.services.platforms)
    except ValueError:
        return None


def _no_entry(context: RequestContext) -> SavedAnswer:
    return SavedAnswer.of(context.say("admin.rules.no_entry"))


async def _is_meant(context: RequestContext, request: Request, entry: str) -> bool:
    """Whether an entry names the sender of a request, who is no admin, or its place by any address of its chat."""
    if context.rules.access.is_admin(request.address.platform, request.sender):
        return False
    places = await context.services.places(Place.of(request))
    return any(entry in entries_about(place, request.sender) for place in places)
