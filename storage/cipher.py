"""Encryption of secrets in the database: Fernet when the operator set a key, plain text otherwise.

A row that cannot be decrypted is no error: the secret counts as lost, and its account gets another token.
"""

import asyncio
import base64
import hashlib
import logging
import os
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from core.model.secret import Secret
from storage.database import Statements
from storage.secrets import settle

log = logging.getLogger(__name__)

_PLAIN: Final = "plain:"
_SEALED: Final = "fernet:"
_SALT: Final = "cipher salt"


class Cipher:
    """Encrypts secrets for their rows and decrypts them."""

    def __init__(self, fernet: Fernet | None) -> None:
        self._fernet = fernet
        self._warned = False

    def seal(self, secret: Secret | None) -> str | None:
        """Return the text for a row; None for no secret."""
        if not secret:
            return None
        if self._fernet is None:
            return _PLAIN + secret.reveal()
        return _SEALED + self._fernet.encrypt(secret.reveal().encode()).decode()

    def open(self, text: str | None) -> Secret | None:
        """Return the secret of a row; None: there is none, or this key does not decrypt it."""
        if text is None:
            return None
        if text.startswith(_PLAIN):
            return Secret(text.removeprefix(_PLAIN))
        try:
            if self._fernet is not None:
                return Secret(self._fernet.decrypt(text.removeprefix(_SEALED)).decode())
        except InvalidToken:
            pass
        self._warn()
        return None

    def _warn(self) -> None:
        if not self._warned:
            log.warning("some tokens were stored under another NEMOBOT_SECRET_KEY; they count as lost")
        self._warned = True


async def cipher_for(secret_key: str | None, statements: Statements) -> Cipher:
    """Return the cipher for the operator's key, which may be any text; its salt is stored in the database.

    Raises:
        StorageError: the salt cannot be read or written.
    """
    if not secret_key:
        return Cipher(None)
    salt = await _salt(statements)
    derived = await asyncio.to_thread(hashlib.scrypt, secret_key.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
    return Cipher(Fernet(base64.urlsafe_b64encode(derived)))


async def _salt(statements: Statements) -> bytes:
    return bytes.fromhex(await settle(statements, _SALT, os.urandom(16).hex()))
