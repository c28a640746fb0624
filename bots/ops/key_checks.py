"""The doctor's check of the key that the database is encrypted with. Neither key is printed, nor what tells of it."""

from bots.ops.finding import Finding, failed, passed, warning
from bots.ops.maintenance import explain
from bots.settings import Settings, revealed
from storage.cipher import key_of, salt_of
from storage.database import Database
from storage.errors import StorageError
from storage.sealing import LOST_MEND, lost, sealed_with

_SUBJECT = "encryption at rest"
_AT_START = "the next start encrypts it"


async def secret_key(settings: Settings) -> Finding | None:
    """Check that the key opens what the database holds, and whether the one before it is still needed."""
    key, old = revealed(settings.nemobot_secret_key), revealed(settings.nemobot_secret_key_old)
    if key is None and old is not None:
        return failed(_SUBJECT, "NEMOBOT_SECRET_KEY_OLD without NEMOBOT_SECRET_KEY", "set the new key too")
    path = settings.database_path
    if not path.exists():
        return passed(_SUBJECT, "on") if key else _off()
    try:
        database = await Database.open(path)
        try:
            return await _of(database, key, old)
        finally:
            await database.close()
    except (StorageError, OSError) as error:
        return failed(_SUBJECT, "the database does not open", explain(error, path))


async def _of(database: Database, key: str | None, old: str | None) -> Finding:
    if not await database.all("select 1 from sqlite_master where name = 'secrets'"):
        return passed(_SUBJECT, f"the database is of an earlier release; {_AT_START}") if key else _off()
    salt = await salt_of(database)
    if salt is None:
        return passed(_SUBJECT, f"nothing is encrypted yet; {_AT_START}") if key else _off()
    present, earlier = await key_of(key, salt), await key_of(old, salt)
    if present is not None and await sealed_with(database) == present.id:
        if earlier is None:
            return passed(_SUBJECT, "on, with the present key alone")
        return warning(_SUBJECT, "everything is encrypted with the present key", "take NEMOBOT_SECRET_KEY_OLD out")
    known = [one.prefix for one in (present, earlier) if one is not None]
    if missing := await lost(database, *known):
        return failed(_SUBJECT, f"another NEMOBOT_SECRET_KEY was used, so that it counts as lost: {missing}", LOST_MEND)
    return passed(_SUBJECT, f"not all is encrypted with the present key yet; {_AT_START}") if key else _off()


def _off() -> Finding:
    return passed(_SUBJECT, "off: tokens are stored as they are (NEMOBOT_SECRET_KEY encrypts them)")
