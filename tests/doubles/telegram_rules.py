"""What the server demands of values beyond their types: buttons, reactions, commands, actions, thumbnails.

It is documented [telegram.buttons, telegram.files.thumbnail].
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.doubles.telegram_files import THUMBNAIL_BYTES, THUMBNAIL_SIDE, jpeg_side
from tests.doubles.telegram_refusal import bad_request

BUTTONS = 100
BUTTONS_A_ROW = 8
# core.telegram.org/bots/api#reactiontypeemoji
_REACTIONS = """
👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡
🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿
🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = frozenset(_REACTIONS.split())
ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"}
    | {"choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)
_ACTS = frozenset(
    {"url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat"}
    | {"switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay"}
)


def check_keyboard(markup: Mapping[str, Any] | None, *, private: bool) -> None:
    """Judge the buttons under a message. Raises Refused."""
    if markup is None or "inline_keyboard" not in markup:
        return
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request(f"reply markup is too long: over {BUTTONS} buttons", breach=True)
    for row in rows:
        if not row or len(row) > BUTTONS_A_ROW:
            raise bad_request(f"a row of {len(row)} buttons", breach=True)
        for button in row:
            _check_button(button, private=private)


def _check_button(button: Mapping[str, Any], *, private: bool) -> None:
    acts = _ACTS & button.keys()
    if len(acts) != 1:
        raise bad_request(f"a button must do exactly one thing, not {sorted(acts)}", breach=True)
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty", breach=True)
    if url := button.get("url"):
        _check_link(url)
    if app := button.get("web_app"):
        if not private:
            raise bad_request("BUTTON_TYPE_INVALID: a web app outside a private chat", breach=True)
        if not app["url"].startswith("https://"):
            raise bad_request(
                "inline keyboard button Web App URL is invalid: only HTTPS links are allowed", breach=True
            )


def _check_link(url: str) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "tg":
        return
    if parts.scheme not in {"http", "https"} or "." not in host or re.search(r"\s", url):
        raise bad_request("inline keyboard button URL is invalid: Wrong HTTP URL", breach=True)


def check_reactions(reactions: list[Mapping[str, Any]]) -> None:
    """A bot may put one reaction, out of the published list. Raises Refused."""
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY", breach=True)
    for reaction in reactions:
        if reaction["type"] != "emoji" or reaction["emoji"] not in REACTIONS:
            raise bad_request("REACTION_INVALID", breach=True)


def check_commands(commands: list[Mapping[str, Any]], language: str) -> None:
    """Judge the menu of commands. Raises Refused."""
    names = [command["command"].removeprefix("/") for command in commands]
    if any(not re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in names):
        raise bad_request("BOT_COMMAND_INVALID", breach=True)
    if len(set(names)) < len(names):
        raise bad_request("a command is listed twice", breach=True)
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified", breach=True)


def check_thumbnail(head: bytes, size: int) -> None:
    """A thumbnail is a JPEG of at most 200 kB and 320 pixels a side. Raises Refused."""
    side = jpeg_side(head)
    if side is None or side > THUMBNAIL_SIDE or size > THUMBNAIL_BYTES:
        raise bad_request(f"thumbnail: {size} bytes, {side} pixels, or no JPEG", breach=True)
