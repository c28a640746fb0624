"""What a failed request says to the person who asked: a sentence that names the next step, and the buttons for it."""

from dataclasses import dataclass

from core.chat import Button
from core.flows.case import Case
from core.flows.offer import asked_by, page_button
from core.flows.refusals import FileRefused, NothingToExport, NothingToUndo, TurnUnknown
from core.flows.render import RenderFailed, RenderUnfinished
from core.flows.upload_page import arrived
from core.media.sniff import FORMATS
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
from core.tokens import MintRefused, OperatorTokenRefused, TokenError, wait_seconds
from core.words.amounts import days_words, duration_words, size_words

EXPECTED = (
    NemoError,
    TokenError,
    FileRefused,
    NothingToExport,
    NothingToUndo,
    RenderFailed,
    RenderUnfinished,
    TurnUnknown,
)
"""What a flow may end with that has a sentence of its own; anything else is a mistake of ours."""

_REFUSALS: dict[str, type[NemoError]] = {kind.__name__: kind for kind in (NoCredits, PlanRequired, Denied, Rejected)}
_TOO_LARGE_HERE = "error.too_large_platform"
_PLAIN: dict[type[Exception], str] = {
    Unavailable: "error.unavailable",
    Unreachable: "error.unavailable",
    Interrupted: "error.unavailable",
    Garbled: "error.garbled",
    SessionGone: "error.session_gone",
    Denied: "error.forbidden",
    TokenRejected: "error.unavailable",
    OperatorTokenRefused: "error.operator_token",
    RenderFailed: "error.render_failed",
    RenderUnfinished: "error.render_unfinished",
    NothingToExport: "send_clip",
    NothingToUndo: "undo.nothing",
    TurnUnknown: "recovered.unknown",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, and what can be pressed."""

    text: str
    buttons: tuple[Button, ...] = ()


def refusal(name: str) -> NemoError:
    """Return the error whose class a turn recorded."""
    return _REFUSALS.get(name, Rejected)()


async def sentence(case: Case, error: Exception) -> Sentence:
    """Return what the person reads."""
    text, buttons = await _text(case, error), _buttons(case, error)
    if await _page_file_lost(case) and (button := await page_button(case)):
        return Sentence(text, (button,))  # to try again would need a file that is not kept
    return Sentence(text, buttons + await ways_out(case, error))


async def ways_out(case: Case, *errors: Exception) -> tuple[Button, ...]:
    """Return the button to the upload page, where one would help and there is a way to it."""
    helps = any(isinstance(one, NothingToExport) or getattr(one, "key", "") == _TOO_LARGE_HERE for one in errors)
    button = await page_button(case) if helps else None
    return (button,) if button else ()


async def _page_file_lost(case: Case) -> bool:
    return await asked_by(case) != case.request.id and not await arrived(case.house, case.request)


def refused_file(case: Case, refusal: FileRefused) -> str:
    """Return why a file was not taken."""
    language = case.request.language
    name = refusal.name or case.say("file.yours")
    limit = size_words(refusal.limit or case.house.rules.max_file_bytes, language)
    if refusal.key == "error.too_large" and refusal.size is None:
        return case.say("error.too_large_unknown", limit=limit)
    size, most = size_words(refusal.size or 0, language), size_words(case.house.rules.max_file_bytes, language)
    return case.say(refusal.key, name=name, size=size, limit=limit, most=most, formats=", ".join(FORMATS))


async def _text(case: Case, error: Exception) -> str:
    if isinstance(error, NoCredits):
        return await _no_credits(case)
    if isinstance(error, PlanRequired):
        return await _plan(case)
    return _measured(case, error) or _plain(case, error)


def _measured(case: Case, error: Exception) -> str:
    """Return the sentence of an error that names a size or a time; "" for all others."""
    language = case.request.language
    match error:
        case FileRefused(words_kept=kept):
            return "\n\n".join([refused_file(case, error), *([case.say("kept_words")] if kept else [])])
        case RateLimited():
            return case.say("error.rate_limit", wait=duration_words(wait_seconds(error, case.house.patience), language))
        case MintRefused(until=until):
            return case.say("error.token_cap", days=days_words((until - case.house.clock.time()) / 86400, language))
    return ""


def _plain(case: Case, error: Exception) -> str:
    for kind, key in _PLAIN.items():
        if isinstance(error, kind):
            return case.say(key)
    if isinstance(error, NemoError):
        return case.say("error.refused")
    return case.say("error.ours", reference=case.request.reference)


async def _no_credits(case: Case) -> str:
    """NemoVideo skill text, 2001: anonymous accounts register, registered ones top up; links are given privately."""
    if not case.request.private:
        return case.say("error.no_credits_group")
    link = None if await case.backend.shared_account() else await case.backend.registration_link()
    return case.say("error.no_credits_anonymous", link=link) if link else case.say("error.no_credits_registered")


async def _plan(case: Case) -> str:
    """NemoVideo skill text, 402: the subscription tier, not the credits."""
    if not case.request.private:
        return case.say("error.plan_group")
    link = None if await case.backend.shared_account() else await case.backend.registration_link()
    return case.say("error.plan_link", link=link) if link else case.say("error.plan")


def _buttons(case: Case, error: Exception) -> tuple[Button, ...]:
    match error:
        case RenderUnfinished(version=version):
            return (case.button("check_again", f"version:{version}"),)
        case FileRefused() | NothingToExport() | NothingToUndo():
            return ()
    if case.journal.knows("film.began"):  # the edit is done: asking for it again would cost again
        return (case.button("export", "export"),)
    return (case.button("try_again", f"again:{case.request.id}"),)
