"""A message as the page sends it, checked before anything else reads it."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_TEXT: Final = 65536
MAX_FILES: Final = 20

Key = Annotated[str, StringConstraints(pattern=r"^u-[A-Za-z0-9-]{8,64}$")]
AnyKey = Annotated[str, StringConstraints(pattern=r"^[ub]-[A-Za-z0-9-]{8,64}$")]


class MessageRequest(BaseModel):
    """One message of a page. `key` is the page's own id for it, the same each time it is sent again.

    `press` is the action of a button, `text` then its label. `project` is the one that the page shows, by its id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    text: Annotated[str, Field(max_length=MAX_TEXT)] = ""
    files: Annotated[tuple[str, ...], Field(max_length=MAX_FILES)] = ()
    press: Annotated[str, Field(min_length=1, max_length=512)] | None = None
    reply_to: AnyKey | None = None
    project: Annotated[int, Field(ge=1, lt=2**53)] | None = None
    language: Literal["en", "zh"] = "en"

    @property
    def empty(self) -> bool:
        """Whether it has neither words, files nor an action."""
        return not (self.text.strip() or self.files or self.press)
