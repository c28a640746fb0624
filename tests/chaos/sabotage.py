"""What is broken from outside, so that whoever judges must find it."""


def gate_off() -> None:
    """Let every intent of a turn pass as if it were the first."""
    from core.progress import TURN
    from storage.entries import EntryRows

    original = EntryRows.intend

    async def intend(self, request, name, read=None):
        tries = await original(self, request, name, read)
        return 1 if name.startswith(TURN) else tries

    EntryRows.intend = intend


def receipt_dropped() -> None:
    """Acknowledge what is said, and keep nothing of it."""
    from core.intake.intake import Intake

    async def receive(self, incoming):
        """Forget it."""

    Intake.receive = receive


def mark_dropped() -> None:
    """Repeat an answer whose outcome is unknown as if it were the first."""
    from core.outbox.delivery import Delivery

    Delivery._marked = lambda self, post: post


SABOTAGE = {one.__name__: one for one in (gate_off, receipt_dropped, mark_dropped)}
