"""Encryption at rest of what opens something: Fernet when the operator set a key, plain text otherwise.

A sealed text names its key, so that one of an earlier key is read with that, and written with the present one at the
next start (`storage.sealing`). What cannot be decrypted is no error: it counts as lost.
"""

import asyncio
import base64
import hashlib
import os
from dataclasses import dataclass
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from core.model.secret import Secret
from storage.database import Statements
from storage.own_values import SALT, settle

SEALED: Final = "fernet:"
"""Begins a sealed text; then come the id of its key and a colon. Those of release 0.1.0 have neither."""

_PLAIN: Final = "plain:"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and the id by which sealed texts name it; the id tells nothing of the key."""

    fernet: Fernet
    id: str

    @property
    def prefix(self) -> str:
        """The beginning of what it has sealed."""
        return f"{SEALED}{self.id}:"


class Cipher:
    """Seals texts for their rows, and opens them.

    Args:
        key: seals and opens; None: texts are stored as they are.
        earlier: opens what it sealed.
    """

    def __init__(self, key: Key | None, earlier: Key | None = None) -> None:
        self.key = key
        self.keys = tuple(one for one in (key, earlier) if one is not None)

    def seal(self, secret: Secret | None) -> str | None:
        """Return the text of a secret for a row; None for no secret."""
        if not secret:
            return None
        return self.seal_text(secret.reveal()) if self.key else _PLAIN + secret.reveal()

    def open(self, text: str | None) -> Secret | None:
        """Return the secret of a row; None: there is none, or no key decrypts it."""
        if text is None or text.startswith(_PLAIN):
            return None if text is None else Secret(text.removeprefix(_PLAIN))
        opened = self.open_text(text)
        return None if opened is None else Secret(opened)

    def seal_text(self, text: str) -> str:
        """Return a text for a row; "" stays as it is."""
        if self.key is None or not text:
            return text
        return self.key.prefix + self.key.fernet.encrypt(text.encode(errors="replace")).decode()

    def open_text(self, text: str) -> str | None:
        """Return the text of a row; None: no key decrypts it."""
        if not text.startswith(SEALED):
            return text
        name, colon, sealed = text.removeprefix(SEALED).rpartition(":")
        for key in self.keys:
            if not colon or name == key.id:
                try:
                    return key.fernet.decrypt(sealed).decode()
                except InvalidToken:
                    continue
        return None

    def reseal(self, text: str) -> str | None:
        """Return a row's text as the present key seals it; None: it is sealed so, or cannot be opened."""
        if self.key is None or text.startswith(self.key.prefix):
            return None
        opened = self.open_text(text.removeprefix(_PLAIN))
        return None if opened is None else self.seal_text(opened)


async def cipher_for(secret_key: str | None, statements: Statements, earlier_key: str | None = None) -> Cipher:
    """Return the cipher for the operator's keys, which may be any texts; their salt is stored in the database.

    Raises:
        StorageError: the salt cannot be read or written.
    """
    if not (secret_key or earlier_key):
        return Cipher(None)
    salt = bytes.fromhex(await settle(statements, SALT, os.urandom(16).hex()))
    return Cipher(await key_of(secret_key, salt), await key_of(earlier_key, salt))


async def key_of(secret_key: str | None, salt: bytes) -> Key | None:
    """Return the key that is derived from a text; None: there is none."""
    if not secret_key:
        return None
    derived = await asyncio.to_thread(hashlib.scrypt, secret_key.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
    name = hashlib.sha256(b"nemobot key id" + derived).hexdigest()[:8]
    return Key(Fernet(base64.urlsafe_b64encode(derived)), name)


async def salt_of(statements: Statements) -> bytes | None:
    """Return the salt of a database; None: no key was used with it yet.

    Raises:
        StorageError: it cannot be read.
    """
    rows = await statements.all("select value from secrets where name = ?", SALT)
    return bytes.fromhex(rows[0]["value"]) if rows else None
