"""The methods about the bot itself and about what it may look up: commands, ways in, files, members.

What they tell is documented [telegram.bot, telegram.webhook, telegram.file], what a webhook may be is documented
[telegram.webhook.secret]; that after `logOut` only `getMe` is answered is guessed [telegram.logout].
"""

import re
from pathlib import Path
from typing import Any

from tests.doubles import telegram_files as files
from tests.doubles.telegram_calls import Call, table
from tests.doubles.telegram_chats import World
from tests.doubles.telegram_inbox import Inbox, Webhook
from tests.doubles.telegram_people import Crowd, member
from tests.doubles.telegram_refusal import bad_request
from tests.doubles.telegram_rules import check_commands

METHODS = """
get_me log_out close set_my_commands get_my_commands delete_my_commands set_my_description set_my_short_description
get_my_description get_my_short_description set_chat_menu_button get_updates set_webhook delete_webhook get_webhook_info
get_file get_chat get_chat_member get_chat_administrators
"""


class About:
    """Everything but messages."""

    def __init__(self, world: World, crowd: Crowd, shelf: files.Shelf, inbox: Inbox, local_dir: Path | None) -> None:
        self._world = world
        self._crowd = crowd
        self._shelf = shelf
        self._inbox = inbox
        self._local_dir = local_dir
        self.commands = crowd.commands
        self.notes: dict[str, Any] = {}
        self.descriptions: dict[tuple[str, str], str] = {}  # by field and language; @BotFather sets that of all, ""
        # What is set for "" is shown to those "for whose language there is no dedicated description", as is documented
        # [telegram.description.shown]; that getMyDescription tells none for such a language is guessed
        # [telegram.description], and this switch is for the other case.
        self.tells_text_for_all = False
        self.out = False
        self.table = table(self, METHODS)

    def get_me(self, _: Call) -> Any:
        me = self._world.bot.json()
        flags = ("can_join_groups", "supports_inline_queries", "can_connect_to_business", "has_main_web_app")
        return (
            me
            | dict.fromkeys(flags, False)
            | {
                "can_join_groups": True,
                "can_read_all_group_messages": not self._crowd.privacy,
                "has_topics_enabled": False,
            }
        )

    def log_out(self, _: Call) -> bool:
        self.out = True
        return True

    def close(self, _: Call) -> bool:
        return True

    def set_my_commands(self, call: Call) -> bool:
        language = call.params.get("language_code", "")
        check_commands(call.params["commands"], language)
        self.commands[_scope(call), language] = call.params["commands"]
        return True

    def get_my_commands(self, call: Call) -> Any:
        return self.commands.get((_scope(call), call.params.get("language_code", "")), [])

    def delete_my_commands(self, call: Call) -> bool:
        self.commands.pop((_scope(call), call.params.get("language_code", "")), None)
        return True

    def set_my_description(self, call: Call) -> bool:
        return self._describe("description", call)

    def get_my_description(self, call: Call) -> Any:
        return self._described("description", call)

    def set_my_short_description(self, call: Call) -> bool:
        return self._describe("short_description", call)

    def get_my_short_description(self, call: Call) -> Any:
        return self._described("short_description", call)

    def set_chat_menu_button(self, call: Call) -> bool:
        return self._note(call)

    async def get_updates(self, call: Call) -> Any:
        params = call.params
        limit = params.get("limit", 100)
        if not 1 <= limit <= 100:
            raise bad_request("limit", breach=True)
        seconds = min(params.get("timeout", 0), 50)
        return await self._inbox.poll(params.get("offset", 0), limit, seconds, params.get("allowed_updates"))

    async def set_webhook(self, call: Call) -> bool:
        params = call.params
        url, secret = params["url"], params.get("secret_token")
        if url and not url.startswith("https://") and self._local_dir is None:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook", breach=True)
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters", breach=True)
        hook = Webhook(url, secret, params.get("max_connections", 40)) if url else None
        await self._inbox.hook(hook, params.get("allowed_updates"), drop=params.get("drop_pending_updates", False))
        return True

    async def delete_webhook(self, call: Call) -> bool:
        await self._inbox.hook(None, None, drop=call.params.get("drop_pending_updates", False))
        return True

    def get_webhook_info(self, _: Call) -> Any:
        hook = self._inbox.webhook
        info: dict[str, Any] = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._inbox.waiting),
        }
        if self._inbox.allowed:
            info["allowed_updates"] = self._inbox.allowed
        if hook and hook.error:
            info |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
        return info

    def get_file(self, call: Call) -> Any:
        file = self._shelf.get(call.params["file_id"])
        if file is None or file.gone:
            raise bad_request("wrong file_id or the file is temporarily unavailable", breach=file is None)
        if self._local_dir is None and file.size > files.CLOUD_READ_BYTES:
            raise bad_request("file is too big", breach=True)
        ending = Path(file.name).suffix or (".ogg" if file.kind == "voice" else ".mp4")
        file.path = f"{file.kind}s/file_{file.unique}{ending}"
        if self._local_dir is not None:
            on_disk = self._local_dir / file.path
            if not on_disk.exists():
                file.write(on_disk)
            file.path = str(on_disk)
        return {
            "file_id": file.id,
            "file_unique_id": file.unique,
            "file_size": file.size,
            "file_path": file.path,
        }

    def get_chat(self, call: Call) -> Any:
        chat = self._world.reachable(call.params.get("chat_id"))
        return chat.json() | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(
                ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
                True,
            ),
        }

    def get_chat_member(self, call: Call) -> Any:
        chat, number = self._world.reachable(call.params.get("chat_id")), call.params["user_id"]
        person = self._world.people.get(number)
        if person is None:
            raise bad_request("PARTICIPANT_ID_INVALID")
        return member(person.json(), chat.members.get(number, "left"))

    def get_chat_administrators(self, call: Call) -> Any:
        chat = self._world.reachable(call.params.get("chat_id"))
        if chat.private:
            raise bad_request("there are no administrators in the private chat", breach=True)
        people = self._world.people
        ruling = ((number, status) for number, status in chat.members.items() if status in {"creator", "administrator"})
        return [member(people[number].json(), status) for number, status in ruling if not people[number].is_bot]

    def _describe(self, field: str, call: Call) -> bool:
        self.descriptions[field, call.params.get("language_code", "")] = call.params.get(field, "")
        return True

    def _described(self, field: str, call: Call) -> Any:
        text = self.descriptions.get((field, call.params.get("language_code", "")), "")
        if not text and self.tells_text_for_all:
            text = self.descriptions.get((field, ""), "")
        return {field: text}

    def _note(self, call: Call) -> bool:
        self.notes[call.method] = call.params
        return True


def _scope(call: Call) -> str:
    scope = call.params.get("scope", {"type": "default"})
    return ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
