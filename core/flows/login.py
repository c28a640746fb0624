"""A NemoVideo account of one's own: /login and /logout. A token is never shown, and is forgotten when its request ends.

A login counts for projects that begin after it. An earlier account of the same person is found again by its sessions,
so that projects that began with it go on with the new token.
"""

from core import progress
from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer
from core.model.chat import Button, ChatError
from core.model.logins import Login
from core.model.requests import InternalReply
from core.model.secret import Secret
from core.nemo.caller import Caller
from core.nemo.errors import Denied, NemoError, RateLimited, Rejected, SessionGone, TokenRejected
from core.nemo.expiry import expires_at
from core.nemo.wire import Credits
from core.outbox.status import log_not_sent
from core.outbox.token_message import remove_token_message
from core.tokens import wait_seconds
from core.words.amounts import days_words, duration_words
from core.words.typed_tokens import holds_mask

_TOKENS_PAGE = "Settings → API Tokens"  # protocol sheet, section 15, "Registration"
_DAY = 86400.0

INVITATION = "login"
"""The argument of /start that stands in the link from a group to the direct chat."""


async def log_in(context: RequestContext) -> SavedAnswer:
    """Try the token that was typed, and let the person's next projects use it. Safe to repeat."""
    request = context.request
    if not request.private:
        return _direct(context)
    token = await context.stores.requests.token(request.id)
    if token is None:
        key = "login.lost" if holds_mask(request.words) else "login.how"
        return SavedAnswer.of(_say(context, key))
    removed = await context.journal.step(progress.LOGIN, lambda: _remove(context), bool)
    text = await _tried(context, token)
    return SavedAnswer.of(text if removed else f"{text}\n\n{context.say('login.delete')}")


async def log_out(context: RequestContext) -> SavedAnswer:
    """Forget the token. Safe to repeat."""

    async def is_logged_in() -> bool:
        return await context.stores.logins.of(_person(context)) is not None

    # written down first: after a crash who was logged in until then is told the same
    was = await context.journal.step(progress.LOGIN, is_logged_in, bool)
    await context.stores.logins.end(_person(context))
    return SavedAnswer.of(_say(context, "logout.done" if was else "logout.none"))


async def spilled(context: RequestContext) -> SavedAnswer:
    """Say that a token was typed where it must not be; its message is removed where the platform lets us."""
    request = context.request
    removed = await context.journal.step(progress.LOGIN, lambda: _remove(context), bool)
    text = _say(context, "login.spilled_private" if request.private else "login.spilled")
    text = text if removed else f"{text}\n\n{context.say('login.delete')}"
    direct = () if request.private else _button(context)
    return SavedAnswer.of(text, *direct)


def ending(context: RequestContext, reply: InternalReply) -> SavedAnswer:
    """Say that the token of the person's own account ends soon, or has ended."""
    return SavedAnswer.of(_say(context, "login.soon" if reply is InternalReply.LOGIN_SOON else "login.ended"))


async def own_credits(context: RequestContext) -> str | None:
    """Return a sentence about the credits of the person's own account, where they have no project; None: none."""
    login = await context.stores.logins.of(_person(context))
    token = (await context.stores.accounts.get(login.account)).token if login else None
    if token is None:
        return None
    try:
        return _credits(context, await context.services.client.credits(_caller(context, token)))
    except NemoError:
        return context.say("credits.unknown")


async def _tried(context: RequestContext, token: Secret) -> str:
    try:
        left = await context.services.client.credits(_caller(context, token))
        account = await _same_account(context, token)
    except (TokenRejected, Denied):
        return _say(context, "login.refused")
    except RateLimited as limited:
        wait = duration_words(wait_seconds(limited, context.delays), context.request.language)
        return context.say("login.busy", wait=wait)
    except NemoError:
        return context.say("login.unavailable")
    request, ends = context.request, expires_at(token)
    now = context.clock.time()
    if ends is not None and ends <= now:
        return _say(context, "login.refused")
    sender = request.sender
    login = Login(_person(context), account, request.address.root, sender.id, request.language, now, ends)
    await context.stores.logins.begin(login, token)
    lines = [context.say("login.done"), _credits(context, left), context.say("login.from_now")]
    if ends is not None:
        lines.append(context.say("login.until", days=days_words((ends - now) / _DAY, request.language)))
    return "\n".join(lines)


async def _same_account(context: RequestContext, token: Secret) -> int:
    """Return the account that a token belongs to, by a session that it can read; 0: it is a new one.

    Raises:
        NemoError: the backend cannot be reached.
    """
    known = await context.stores.logins.accounts(_person(context))
    for one in known:
        if one.account.token == token:
            return one.account.id
    for one in known:
        try:
            if one.session:
                await context.services.client.state(_caller(context, token), one.session)
                return one.account.id
        except (SessionGone, Denied, Rejected, TokenRejected):
            continue  # the token was accepted before: that session is of another account
    return 0


async def _remove(context: RequestContext) -> bool:
    """Remove the message with the token; False: the person has to."""
    try:
        return await remove_token_message(context.platform, context.request.target)
    except ChatError as error:
        log_not_sent(context.request.id, "the message with a token could not be removed", error)
        return False


def _direct(context: RequestContext) -> SavedAnswer:
    return SavedAnswer.of(_say(context, "login.direct"), *_button(context))


def _button(context: RequestContext) -> tuple[Button, ...]:
    """Return the button that opens the direct chat, where the platform has a link to it."""
    link = context.platform.capabilities(context.request.target).direct_link
    return (Button(context.say("button.direct_chat"), url=f"{link}{INVITATION}"),) if link else ()


def _say(context: RequestContext, key: str) -> str:
    return context.say(key, page=f"{context.services.client.web_url} ({_TOKENS_PAGE})")


def _credits(context: RequestContext, left: Credits) -> str:
    return context.say("credits", available=left.available, frozen=left.frozen, total=left.total)


def _caller(context: RequestContext, token: Secret) -> Caller:
    return Caller(token, context.rules.attribution(context.skill))


def _person(context: RequestContext) -> str:
    return context.request.address.person(context.request.sender.id)
