"""The doctor's checks of NemoVideo: its address, and the operator's token, which is sent there only."""

import asyncio
import time

from bots.ops import asking
from bots.ops.finding import Finding, failed, passed, warning
from bots.settings import Settings, revealed
from core.model.secret import Secret
from core.nemo import calls
from core.nemo.caller import Attribution, Caller
from core.nemo.client import NemoClient
from core.nemo.errors import Denied, NemoError, TokenRejected
from core.nemo.expiry import expires_at

_DAY = 86400.0
_SOON_DAYS = 7.0
DOCTOR = Attribution("nemobot-doctor", "1.0.0", "unknown")


async def backend(settings: Settings) -> Finding:
    """Check that NemoVideo answers, by a call that costs nothing and is refused without a token."""
    host = asking.host_of(settings.nemo_api_url)
    try:
        answer = await asking.get(settings, settings.nemo_api_url + calls.balance().path)
    except asking.NoAnswer as reason:
        return failed("backend", f"{host}: {reason}", asking.network_mend("NEMO_API_URL"))
    if answer.is_page:
        mend = "set NEMO_API_URL to the address of the API, or leave it out"
        return failed("backend", f"{host} answers with a web page instead of NemoVideo's API", mend)
    if answer.status >= 500:
        return warning("backend", f"{host} answers HTTP {answer.status}", "if it goes on, look at NemoVideo's status")
    return passed("backend", f"{host} answers")


async def operator_token(settings: Settings) -> Finding:
    """Check that the operator's token is accepted, by asking for its credits."""
    subject = "NEMO_TOKEN"
    if settings.nemo_token is None:
        return warning(
            subject,
            "not set: each chat gets an anonymous starter token, of which one address gets few",
            "set NEMO_TOKEN",
        )
    token = Secret(settings.nemo_token.get_secret_value())
    caller = Caller(token, DOCTOR)
    try:
        async with (
            asyncio.timeout(asking.SECONDS),
            NemoClient(settings.nemo_api_url, settings.nemo_web_url, proxy=revealed(settings.nemobot_proxy)) as client,
        ):
            credits_left = await client.credits(caller)
    except (TokenRejected, Denied):
        return failed(subject, "refused", _new_token(settings))
    except (NemoError, TimeoutError) as error:
        return failed(subject, f"could not be tried ({type(error).__name__})", asking.network_mend("NEMO_API_URL"))
    accepted = f"accepted, {credits_left.available} credits"
    if (ends := expires_at(token)) is not None and (days := (ends - time.time()) / _DAY) < _SOON_DAYS:
        return warning(subject, f"{accepted}; it ends in {max(days, 0):.1f} days", _new_token(settings))
    return passed(subject, accepted)


def _new_token(settings: Settings) -> str:
    return f"make a new one on {settings.nemo_web_url}, under Settings, API Tokens"
