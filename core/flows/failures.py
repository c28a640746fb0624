"""The message about a failed request: a sentence that names the next step, and the buttons for it."""

from dataclasses import dataclass

from core import progress
from core.flows.context import RequestContext
from core.flows.quota import limited, over_quota, too_many
from core.flows.refusals import (
    UPLOAD_REFUSED,
    UPLOAD_TOO_LARGE,
    BudgetUsedUp,
    FileRefused,
    LoggedOut,
    NothingToExport,
    NothingToUndo,
    TooManyFiles,
    TurnUnknown,
)
from core.flows.render import RenderFailed, RenderUnfinished
from core.flows.upload_offer import form_buttons, link_request, page_button
from core.media.sniff import FORMATS
from core.model.actions import Export, ExportVersion, TryAgain
from core.model.chat import Button
from core.nemo.errors import (
    Denied,
    Garbled,
    Interrupted,
    NemoError,
    NoCredits,
    PlanRequired,
    RateLimited,
    Rejected,
    SessionGone,
    TokenRejected,
    Unavailable,
    Unreachable,
)
from core.tokens import LoginEnded, MintRefused, OperatorTokenRefused, RenewalRefused, TokenError, wait_seconds
from core.words.amounts import days_words, duration_words, size_words

EXPECTED = (
    NemoError,
    TokenError,
    FileRefused,
    NothingToExport,
    NothingToUndo,
    RenderFailed,
    RenderUnfinished,
    BudgetUsedUp,
    TooManyFiles,
    TurnUnknown,
)
"""The errors that have a sentence of their own; any other is a bug of ours."""

_REFUSALS: dict[str, type[NemoError]] = {kind.__name__: kind for kind in (NoCredits, PlanRequired, Denied, Rejected)}
_TOO_LARGE_HERE = "error.too_large_platform"
_KEYS: dict[type[Exception], str] = {
    Unavailable: "error.unavailable",
    Unreachable: "error.unavailable",
    Interrupted: "error.unavailable",
    Garbled: "error.garbled",
    SessionGone: "error.session_gone",
    Denied: "error.forbidden",
    TokenRejected: "error.unavailable",
    OperatorTokenRefused: "error.operator_token",
    LoginEnded: "error.login_ended",
    RenderFailed: "error.render_failed",
    RenderUnfinished: "error.render_unfinished",
    NothingToExport: "send_clip",
    NothingToUndo: "undo.nothing",
    LoggedOut: "recovered.logged_out",
    TurnUnknown: "recovered.unknown",
}


@dataclass(frozen=True, slots=True)
class FailureMessage:
    """The text, and its buttons."""

    text: str
    buttons: tuple[Button, ...] = ()


def refusal(name: str) -> NemoError:
    """Return an error of the class whose name a turn recorded."""
    return _REFUSALS.get(name, Rejected)()


async def failure_message(context: RequestContext, error: Exception) -> FailureMessage:
    """Return the message about an error, in the language of the request.

    Raises:
        StorageError: the rows cannot be read.
    """
    text, buttons = await _text(context, error), _buttons(context, error)
    if await _page_file_lost(context) and (button := await page_button(context)):
        return FailureMessage(text, (button,))  # "Try again" would need the file, which is deleted
    return FailureMessage(text, buttons + await upload_buttons(context, error))


async def upload_buttons(context: RequestContext, *errors: Exception) -> tuple[Button, ...]:
    """Return the buttons to a form for a file that is missing, and to the upload page where it would help."""
    missing = any(isinstance(one, NothingToExport) or getattr(one, "words_kept", False) for one in errors)
    helps = any(isinstance(one, NothingToExport) or getattr(one, "key", "") == _TOO_LARGE_HERE for one in errors)
    button = await page_button(context) if helps else None
    return (*(form_buttons(context) if missing else ()), *filter(None, [button]))


async def _page_file_lost(context: RequestContext) -> bool:
    """Return whether a file of the upload page did not reach the backend."""
    from_page = await link_request(context) != context.request.id
    return from_page and not await context.services.upload_links.arrived(context.request)


def refused_file(context: RequestContext, refusal: FileRefused) -> str:
    """Return why a file was refused."""
    language = context.request.language
    name = refusal.name or context.say("file.yours")
    limit = size_words(refusal.limit or context.rules.max_file_bytes, language)
    if refusal.key in {UPLOAD_REFUSED, UPLOAD_TOO_LARGE}:
        return over_quota(context, refusal)
    if refusal.key == "error.too_large" and refusal.size is None:
        return context.say("error.too_large_unknown", limit=limit)
    size, most = size_words(refusal.size or 0, language), size_words(context.rules.max_file_bytes, language)
    return context.say(refusal.key, name=name, size=size, limit=limit, most=most, formats=", ".join(FORMATS))


async def _text(context: RequestContext, error: Exception) -> str:
    if isinstance(error, NoCredits):
        return await _no_credits(context)
    if isinstance(error, PlanRequired):
        return await _plan_required(context)
    return _with_numbers(context, error) or _without_numbers(context, error)


def _with_numbers(context: RequestContext, error: Exception) -> str:
    """Return the sentence of an error that names a size or a time; "" for all others."""
    language = context.request.language
    match error:
        case FileRefused(words_kept=kept):
            return "\n\n".join([refused_file(context, error), *([context.say("kept_words")] if kept else [])])
        case BudgetUsedUp(used=used):
            return limited(context, used)
        case TooManyFiles(used=used, count=count):
            return too_many(context, used, count)
        case RateLimited():
            return context.say("error.rate_limit", wait=duration_words(wait_seconds(error, context.delays), language))
        case MintRefused(until=until):
            key = "error.token_renewal" if isinstance(error, RenewalRefused) else "error.token_cap"
            days = days_words((until - context.clock.time()) / 86400, language)
            return f"{context.say(key, days=days)} {context.say('login.own')}"
    return ""


def _without_numbers(context: RequestContext, error: Exception) -> str:
    for kind, key in _KEYS.items():
        if isinstance(error, kind):
            return context.say(key)
    if isinstance(error, NemoError):
        return context.say("error.refused")
    return context.say("error.ours", reference=context.request.reference)


async def _no_credits(context: RequestContext) -> str:
    """NemoVideo skill text, 2001: anonymous accounts register, registered ones top up; links are given privately."""
    if await context.backend.has_own_account():
        return context.say("error.no_credits_registered")
    if not context.shows_links:
        return f"{context.say('error.no_credits_group')} {context.say('login.own')}"
    link = None if await context.backend.shared_account() else await context.backend.registration_link()
    if link:
        return f"{context.say('error.no_credits_anonymous', link=link)} {context.say('login.own')}"
    return f"{context.say('error.no_credits_registered')} {context.say('login.own')}"


async def _plan_required(context: RequestContext) -> str:
    """NemoVideo skill text, 402: the subscription tier, not the credits."""
    if await context.backend.has_own_account():
        return context.say("error.plan")
    if not context.shows_links:
        return f"{context.say('error.plan_group')} {context.say('login.own')}"
    link = None if await context.backend.shared_account() else await context.backend.registration_link()
    said = context.say("error.plan_link", link=link) if link else context.say("error.plan")
    return f"{said} {context.say('login.own')}"


def _buttons(context: RequestContext, error: Exception) -> tuple[Button, ...]:
    match error:
        case RenderUnfinished(version=version):
            return (context.button("check_again", ExportVersion(version)),)
        case FileRefused() | NothingToExport() | NothingToUndo() | LoggedOut():
            return ()
    return (next_step(context),)


def next_step(context: RequestContext) -> Button:
    """Return the button by which a request that came to nothing goes on."""
    if any(map(context.journal.knows, (progress.REPLY, progress.RENDER_BEGAN))):
        # the edit is done: another turn would be charged
        return context.button("export", Export())
    return context.button("try_again", TryAgain(context.request.id))
