"""The forms that ask for words and files, and what people fill into them.

A form is a modal. It has to be the first response to a command or a press (Discord developer documentation, "Modal").
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import discord

from bots.discord.attachments import attachments
from bots.discord.material import Material
from bots.discord.media import Media
from core.model.actions import number_of
from core.model.attachments import Attachment
from core.model.secret import Secret
from core.words.language import Language
from core.words.phrases import say
from core.words.typed_tokens import take_token

FORM_PREFIX: Final = "nemobot-form:"
"""Begins the `custom_id` of every form of ours."""

_BLANK: Final = f"{FORM_PREFIX}blank"
_FILES_FOR: Final = f"{FORM_PREFIX}for:"
# these two are about no message: all that is asked is what is filled in, so they outlive a restart

_LOGIN: Final = f"{FORM_PREFIX}login"  # also the name of its one field
_MAX_TOKEN: Final = 1000  # characters

_WORDS: Final = "words"
_FILES: Final = "files"
_MAX_FILES: Final = 10  # Discord developer documentation, "File Upload"
_MAX_WORDS: Final = 4000  # characters; as above, "Text Input"
_MAX_OPEN: Final = 1000


@dataclass(frozen=True, slots=True)
class Subject:
    """The message that a form is about, and what it offers.

    `replies`: the form works like a reply to that message.
    """

    message: discord.Message
    material: Material = field(default_factory=Material)
    replies: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled into a form."""

    words: str = ""
    files: tuple[Attachment, ...] = ()


class Subjects:
    """What the forms are about that are open and not yet submitted; the oldest of a thousand is forgotten."""

    def __init__(self) -> None:
        self._subjects: OrderedDict[str, Subject] = OrderedDict()

    def keep(self, custom_id: str, subject: Subject) -> None:
        """Keep what a form is about until it is submitted."""
        self._subjects[custom_id] = subject
        while len(self._subjects) > _MAX_OPEN:
            self._subjects.popitem(last=False)

    def take(self, custom_id: str) -> Subject | None:
        """Return what a form is about; None: it is not known any more."""
        return self._subjects.pop(custom_id, None)


def blank_form(language: Language) -> discord.ui.Modal:
    """Return the form that asks for a wish and its files."""
    return _blank(_BLANK, "discord.form.example", language)


def files_form(request: int, language: Language) -> discord.ui.Modal:
    """Return the form that asks for the missing files of a request; its words may stay as they were."""
    return _blank(f"{_FILES_FOR}{request}", "discord.form.kept", language)


def is_blank(custom_id: str) -> bool:
    """Return whether a form is about no message."""
    return custom_id == _BLANK or custom_id.startswith(_FILES_FOR)


def files_for(custom_id: str) -> int | None:
    """Return the request whose missing files a form asked for; None: it did not."""
    return number_of(custom_id.removeprefix(_FILES_FOR)) if custom_id.startswith(_FILES_FOR) else None


def login_form(language: Language) -> discord.ui.Modal:
    """Return the form that asks for a token: nobody but the bot sees what is filled in."""
    token = discord.ui.TextInput[discord.ui.Modal](
        custom_id=_LOGIN, placeholder=say(language, "discord.login.hint"), max_length=_MAX_TOKEN
    )
    label = discord.ui.Label[discord.ui.Modal](text=say(language, "discord.login.token"), component=token)
    return _form(_LOGIN, say(language, "discord.login.title"), [label])


def is_login(custom_id: str) -> bool:
    """Return whether a form asked for a token."""
    return custom_id == _LOGIN


def filled_token(data: Mapping[str, Any]) -> Secret | None:
    """Return the token that was filled into a form; None: it was left empty."""
    values = (one.get("value") for one in _fields(data) if one.get("custom_id") == _LOGIN)
    typed = next((value.strip() for value in values if value), "")
    return Secret(take_token(f"/login {typed}").token) if typed else None


def form_about(subject: Subject, number: int, language: Language) -> discord.ui.Modal:
    """Return the form about a message; `number` is that of the interaction that opens it."""
    words = _words_field(say(language, "discord.form.example"), required=subject.replies)
    label = discord.ui.Label[discord.ui.Modal](text=say(language, "discord.form.words"), component=words)
    more = _files_field(language, "discord.form.more")
    return _form(f"{FORM_PREFIX}{number}", say(language, "discord.form.title"), [label, more])


def filled(data: Mapping[str, Any]) -> Filled:
    """Return what was filled into a form, wherever in the data of its interaction Discord puts the fields."""
    fields = {one.get("custom_id"): one for one in _fields(data)}
    chosen = fields.get(_FILES, {}).get("values") or ()
    known: Mapping[str, Any] = (data.get("resolved") or {}).get("attachments") or {}
    media = [
        Media(one["url"], one["filename"], int(one["id"]), one.get("size"), one.get("content_type") or "")
        for one in (known[number] for number in chosen if number in known)
    ]
    return Filled((fields.get(_WORDS, {}).get("value") or "").strip(), attachments(media))


def _fields(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield part
    for inner in (*(part.get("components") or ()), *filter(None, [part.get("component")])):
        yield from _fields(inner)


def _blank(custom_id: str, placeholder: str, language: Language) -> discord.ui.Modal:
    words = discord.ui.Label(
        text=say(language, "discord.form.wish"), component=_words_field(say(language, placeholder))
    )
    return _form(custom_id, say(language, "discord.form.edit"), [words, _files_field(language, "discord.form.files")])


def _form(custom_id: str, title: str, fields: list[discord.ui.Label[discord.ui.Modal]]) -> discord.ui.Modal:
    form = discord.ui.Modal(title=title, custom_id=custom_id)
    for one in fields:
        form.add_item(one)
    form.stop()  # the gateway's own event answers it, so the library keeps nothing of it
    return form


def _words_field(placeholder: str, *, required: bool = False) -> discord.ui.TextInput[discord.ui.Modal]:
    return discord.ui.TextInput(
        custom_id=_WORDS,
        style=discord.TextStyle.paragraph,
        placeholder=placeholder,
        required=required,
        max_length=_MAX_WORDS,
    )


def _files_field(language: Language, key: str) -> discord.ui.Label[discord.ui.Modal]:
    upload = discord.ui.FileUpload[discord.ui.Modal](
        custom_id=_FILES, required=False, min_values=0, max_values=_MAX_FILES
    )
    return discord.ui.Label(text=say(language, key), description=say(language, "discord.form.large"), component=upload)
