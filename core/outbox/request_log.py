"""One log line for each stage of a request: accepted, turn asked, turn answered, rendering, delivered, ended.

The lines are the same on every engine and platform, and carry their facts for a log that keeps them apart. `R12` is the
reference that an error message gives the user. They hold no text of a user and no secret.
"""

import logging

log = logging.getLogger(__name__)


def log_stage(stage: str, request: int, platform: str, seconds: float) -> None:
    """Log that a request has reached a stage, `seconds` after it was accepted."""
    reference = f"R{request}"
    facts = {"request": reference, "platform": platform, "stage": stage, "seconds": round(seconds, 3)}
    log.info("%s on %s: %s (%.1f s)", reference, platform, stage, seconds, extra=facts)
