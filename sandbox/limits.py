"""What an account and a file may cost: the numbers the vendor documents, each one an argument."""

from dataclasses import dataclass

WEEK_SECONDS = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers of the skill text, except `edit_cost` ("about 50 per session": a tenth of it an edit).

    `tokens_per_ip` is 10 a week on the live service; off (0) by default, since every caller here is one machine.
    Uploads and films are removed when nobody used them for `kept_seconds`, the oldest sooner when they come to more
    than `kept_bytes`; both are ours.
    """

    upload_bytes: int = 500 * 1024 * 1024
    credits: int = 100
    edit_cost: int = 5
    one_token_a_client: bool = True
    tokens_per_ip: int = 0
    token_seconds: float = WEEK_SECONDS
    kept_seconds: float = WEEK_SECONDS
    kept_bytes: int = 20 * 1024**3
