"""When a token says of itself that it ends. Pure.

NemoVideo tells the end of an anonymous token beside it (`expires_at`, skill text) and that of no other one. Guessed: a
token that is a JWT holds it (`exp`, RFC 7519, section 4.1.4). Nothing in it is trusted for anything else.
"""

import base64
import binascii
import json
import math

from core.model.secret import Secret

_LATEST = 253402300799.0  # the last second of the year 9999


def expires_at(token: Secret) -> float | None:
    """Return the epoch second at which a token ends; None: it does not tell."""
    parts = token.reveal().split(".")
    if len(parts) != 3:  # header, payload, signature
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    moment = claims.get("exp") if isinstance(claims, dict) else None
    if not isinstance(moment, int | float) or isinstance(moment, bool) or not 0 < moment <= _LATEST:
        return None
    return float(moment) if math.isfinite(moment) else None
