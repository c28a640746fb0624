"""What people hid in a project, as its own rows have it: it goes with them when the project is deleted."""

# ruff: noqa: S608 - the statements are put together from the text of this file alone

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from core.engine.codec import from_json
from core.model.attachments import Attachment
from core.words.spoilers import SPOILER, SWITCH, hidden_parts
from storage.cipher import Cipher
from storage.database import Statements

_MOST_ROWS: Final = 1_000
_HIDDEN: Final = f"%{SWITCH}%"
_HIDDEN_FILE: Final = f"%{SPOILER}%"
# of the turn input in a journal, which holds the captions of subtitles files; no other entry has such a field
_READ_CAPTIONS: Final = '"captions":[{'


@dataclass(frozen=True, slots=True)
class _TurnInput:
    """The captions in a turn input."""

    captions: tuple[Attachment, ...] = ()


async def spoilers(statements: Statements, cipher: Cipher, projects: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return what people hid, as `core.model.requests.Requests.spoilers` says."""
    found: dict[int, dict[str, None]] = {project: {} for project in projects}
    these = f"({', '.join('?' * len(found))})"
    # the words of a request are those of its turn: they may have come from elsewhere than its messages
    asked = await statements.all(
        f"select id, project, words from requests where project in {these} and words like ? order by id desc limit ?",
        *(*found, _HIDDEN, _MOST_ROWS),
    )
    said = await statements.all(
        "select requests.id, requests.project, messages.text, messages.quoted, messages.attachments"
        " from requests join messages on messages.request = requests.id and messages.received"
        f" where requests.project in {these}"
        " and (messages.text like ? or messages.quoted like ? or messages.attachments like ?)"
        " order by messages.id desc limit ?",
        *(*found, _HIDDEN, _HIDDEN, _HIDDEN_FILE, _MOST_ROWS),
    )
    for row in asked:
        found[row["project"]] |= dict.fromkeys(hidden_parts(row["words"]))
    for row in said:
        files = from_json(row["attachments"], tuple[Attachment, ...])
        names = [file.name for file in files if file.name.startswith(SPOILER)]
        found[row["project"]] |= dict.fromkeys((*hidden_parts(row["text"]), *hidden_parts(row["quoted"]), *names))
    of_project = {row["id"]: row["project"] for row in (*asked, *said)}
    read = await statements.all(
        f"select request, outcome from journal where request in ({', '.join('?' * len(of_project))})"
        " and outcome is not null order by request desc",
        *of_project,
    )
    for row in read:
        outcome = cipher.open_text(row["outcome"]) or ""
        if _READ_CAPTIONS in outcome:
            found[of_project[row["request"]]] |= dict.fromkeys(_hidden_captions(outcome))
    return {project: tuple(parts) for project, parts in found.items()}


def _hidden_captions(outcome: str) -> Iterator[str]:
    """Return what is said in the hidden subtitles files of a turn input."""
    for file in from_json(outcome, _TurnInput).captions:
        if file.name.startswith(SPOILER):
            yield from file.captions
