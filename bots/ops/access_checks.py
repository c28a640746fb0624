"""The doctor's word on who may use the bot, by the settings and by what admins decided in the chat."""

from bots.ops.finding import Finding, passed, warning
from bots.settings import Settings
from core.model.access_rules import RuleKind
from storage.access_rules import AccessRuleRows
from storage.database import Database
from storage.errors import StorageError

_SUBJECT = "who may use it"
_SHOWN = 5  # entries of a kind


async def access(settings: Settings) -> Finding:
    """Tell who may; a warning where rules were made in the chat, and nobody is left who could change them there."""
    made = await _made(settings)
    found = "; ".join([*_configured(settings), *(f"/admin {kind}: {entries}" for kind, entries in made.items())])
    if made and not settings.nemobot_admins:
        return warning(_SUBJECT, found, "name somebody in NEMOBOT_ADMINS, who can change what was decided in the chat")
    return passed(_SUBJECT, found)


def _configured(settings: Settings) -> list[str]:
    told = [_counted(len(settings.nemobot_allow), "NEMOBOT_ALLOW") if settings.nemobot_allow else "everybody"]
    if settings.nemobot_places:
        told.append(_counted(len(settings.nemobot_places), "NEMOBOT_PLACES"))
    told.append(_counted(len(settings.nemobot_admins), "NEMOBOT_ADMINS") if settings.nemobot_admins else "no admins")
    return told


def _counted(number: int, name: str) -> str:
    return f"{number} {'entry' if number == 1 else 'entries'} in {name}"


async def _made(settings: Settings) -> dict[RuleKind, str]:
    """Return the entries of each kind that admins made; none, where the database cannot tell."""
    if not settings.database_path.exists():
        return {}
    try:
        database = await Database.open(settings.database_path)
        try:
            if not await database.all("select 1 from sqlite_master where name = 'access_rules'"):
                return {}
            rows = AccessRuleRows(database)
            found = {kind: [rule.entry for rule in await rows.listed(kind)] for kind in RuleKind}
        finally:
            await database.close()
    except (StorageError, OSError):
        return {}  # the check of the database says why
    return {kind: _listed(entries) for kind, entries in found.items() if entries}


def _listed(entries: list[str]) -> str:
    more = len(entries) - _SHOWN
    return ", ".join(entries[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
