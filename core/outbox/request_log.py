"""The lines by which an operator follows a request: accepted, turn asked, turn answered, rendering, delivered, ended.

One line each, the same on every engine and platform; `R12` is the reference that a failed user can tell. They hold no
word of a user's and no secret.
"""

import logging

log = logging.getLogger(__name__)


def log_stage(stage: str, request: int, platform: str, seconds: float) -> None:
    """Write that a request has reached a stage, `seconds` after it was accepted."""
    reference = f"R{request}"
    log.info("%s on %s: %s (%.1f s)", reference, platform, stage, seconds, extra={"request": reference})
