"""The methods that say something: sending, editing, deleting, reacting, answering a press.

What becomes of a message is documented [telegram.send, telegram.edit, telegram.delete, telegram.video,
telegram.reply.gone], and how long a press waits is documented [telegram.press]. The words for an edit that changes
nothing are reported [telegram.edit.same]. That a bot may react to what it said itself is guessed [telegram.reaction].
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from tests.doubles import telegram_files as files
from tests.doubles.telegram_calls import Call, marked, table, words
from tests.doubles.telegram_chats import GENERAL, Chat, Said, World
from tests.doubles.telegram_flood import Flood
from tests.doubles.telegram_people import Crowd
from tests.doubles.telegram_refusal import bad_request
from tests.doubles.telegram_rules import ACTIONS, check_keyboard, check_reactions, check_thumbnail
from tests.doubles.telegram_text import CAPTION_UNITS, TEXT_UNITS

MEDIA = ("video", "document", "animation", "audio", "photo", "voice")
METHODS = """
send_message edit_message_text edit_message_caption edit_message_reply_markup delete_message delete_messages
send_chat_action set_message_reaction answer_callback_query
"""
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


class Messages:
    """What the bot says and does in chats."""

    def __init__(self, world: World, crowd: Crowd, shelf: files.Shelf, flood: Flood) -> None:
        self._world = world
        self._crowd = crowd
        self._shelf = shelf
        self._flood = flood
        self.table = {**table(self, METHODS), **{f"send{kind.capitalize()}": self._sender(kind) for kind in MEDIA}}

    def send_message(self, call: Call) -> Any:
        given = marked(call.params, "text", TEXT_UNITS)
        if not given.text:
            raise bad_request("message text is empty", breach=True)
        return self._post(call, words("text", given)).data

    def _sender(self, kind: str) -> Callable[[Call], Any]:
        def send(call: Call) -> Any:
            given = marked(call.params, "caption", CAPTION_UNITS)
            file, fresh = self._file(call, kind)
            value = {"file_id": file.id, "file_unique_id": file.unique, "file_size": file.size}
            content = {**self._shown_as(kind, file, value, call), **words("caption", given)}
            if fresh and (thumbnail := call.upload("thumbnail")):
                check_thumbnail(thumbnail.head, thumbnail.size)
            said = self._post(call, content, file=file)
            said.thumbnail = "thumbnail" in call.params
            return said.data

        return send

    def edit_message_text(self, call: Call) -> Any:
        said = self._own(call, "edit")
        if "text" not in said.data:
            raise bad_request("there is no text in the message to edit", breach=True)
        if "text" not in call.params:
            raise bad_request("message text is empty", breach=True)
        given = marked(call.params, "text", TEXT_UNITS)
        if not given.text:
            raise bad_request("message text is empty", breach=True)
        return self._edited(said, call, words("text", given))

    def edit_message_caption(self, call: Call) -> Any:
        said = self._own(call, "edit")
        if said.medium is None:
            raise bad_request("there is no caption in the message to edit", breach=True)
        return self._edited(said, call, words("caption", marked(call.params, "caption", CAPTION_UNITS)))

    def edit_message_reply_markup(self, call: Call) -> Any:
        said = self._own(call, "edit")
        words_of_it = ("text", "caption", "entities", "caption_entities")
        kept: dict[str, Any] = {key: said.data[key] for key in words_of_it if key in said.data}
        return self._edited(said, call, kept)

    def delete_message(self, call: Call) -> bool:
        chat = self._chat(call)
        said = chat.find(call.params["message_id"])
        if said is None:
            raise bad_request("message to delete not found")
        if not said.by_bot and not chat.private:
            raise bad_request("message can't be deleted")  # documented [telegram.delete.others]
        said.removed = True
        return True

    def delete_messages(self, call: Call) -> bool:
        chat = self._chat(call)
        for number in call.params["message_ids"]:
            if said := chat.find(number):
                said.removed = True
        return True

    def send_chat_action(self, call: Call) -> bool:
        chat = self._chat(call)
        self._thread(chat, call.params)
        if call.params["action"] not in ACTIONS:
            raise bad_request("wrong parameter action in request", breach=True)
        self._flood.count(chat.id, group=chat.group, action=True)
        return True

    def set_message_reaction(self, call: Call) -> bool:
        chat = self._chat(call)
        reactions = call.params.get("reaction", [])
        check_reactions(reactions)
        said = chat.find(call.params["message_id"])
        if said is None:
            raise bad_request("message to react not found")
        if not chat.reactions:
            raise bad_request("REACTION_INVALID")
        said.reactions = [reaction["emoji"] for reaction in reactions]
        return True

    def answer_callback_query(self, call: Call) -> bool:
        press = self._crowd.presses.get(call.params["callback_query_id"])
        if press is None or press.answer:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid", breach=press is not None
            )
        press.answer.update({"text": "", **call.params})
        return True

    def _chat(self, call: Call) -> Chat:
        return self._world.reachable(call.params.get("chat_id"))

    def _thread(self, chat: Chat, params: Mapping[str, Any]) -> int | None:
        thread = params.get("message_thread_id")
        if thread is None:
            return None
        if thread == GENERAL:  # it has no number of its own: leave the parameter out
            raise bad_request("message thread not found", breach=True)
        if thread not in chat.topics:
            raise bad_request("message thread not found", breach=thread not in chat.messages)
        return int(thread)

    def _post(self, call: Call, content: dict[str, Any], *, file: files.StoredFile | None = None) -> Said:
        chat, params = self._chat(call), call.params
        thread = self._thread(chat, params)
        markup = params.get("reply_markup")
        check_keyboard(markup, private=chat.private)
        reply_to = self._replied(chat, params.get("reply_parameters"))
        if thread is None and reply_to is not None:
            thread = chat.messages[reply_to].thread
        self._flood.count(chat.id, group=chat.group)
        data = {"from": self._world.bot.json(), **chat.threaded(thread, reply_to), **content}
        if chat.kind == "channel":
            data |= {"sender_chat": chat.json()}
            del data["from"]
        if markup and markup.get("inline_keyboard"):
            data["reply_markup"] = markup
        return chat.add(data, by_bot=True, silent=params.get("disable_notification", False), file=file)

    def _replied(self, chat: Chat, reply: Mapping[str, Any] | None) -> int | None:
        if reply is None:
            return None
        number = int(reply["message_id"])
        if chat.find(number) is not None:
            return number
        if not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found", breach=True)
        return None

    def _own(self, call: Call, deed: str) -> Said:
        chat = self._chat(call)
        if "message_id" not in call.params:
            raise bad_request("message identifier is not specified", breach=True)
        said = chat.find(call.params["message_id"])
        if said is None:
            raise bad_request(f"message to {deed} not found")
        if not said.by_bot:
            raise bad_request(f"message can't be {deed}ed", breach=True)
        return said

    def _edited(self, said: Said, call: Call, words: dict[str, Any]) -> Any:
        chat = said.chat
        markup = call.params.get("reply_markup")
        check_keyboard(markup, private=chat.private)
        keys = ("text", "caption", "entities", "caption_entities", "reply_markup")
        kept = {key: value for key, value in said.data.items() if key not in keys}
        made = {**kept, **words, **({"reply_markup": markup} if markup and markup["inline_keyboard"] else {})}
        if {**said.data, "edit_date": 0} == {**made, "edit_date": 0}:
            raise bad_request(NOT_MODIFIED)
        self._flood.count(chat.id, group=chat.group)
        said.data = {**made, "edit_date": int(time.time())}
        said.edits += 1
        said.edited_at = time.monotonic()
        said.history.append(said.text)
        return said.data

    def _file(self, call: Call, kind: str) -> tuple[files.StoredFile, bool]:
        upload = call.upload(kind)
        if upload is None:
            known = self._shelf.get(call.params[kind])
            if known is None or known.gone:
                raise bad_request("wrong remote file identifier specified: Wrong string length", breach=known is None)
            if known.kind != kind:
                raise bad_request(f"can't use file of type {known.kind} as {kind}", breach=True)
            return known, False
        if upload.size == 0:
            raise bad_request("file must be non-empty", breach=True)
        # what is no MP4 comes back as a document: reported [telegram.video.other]
        as_kind = "document" if kind == "video" and upload.head[4:8] != b"ftyp" else kind
        file = self._shelf.add(
            as_kind, name=upload.name, media_type=upload.media_type, size=upload.size, head=upload.head[:64]
        )
        file.sha256 = upload.sha256
        return file, True

    def _shown_as(self, kind: str, file: files.StoredFile, value: dict[str, Any], call: Call) -> dict[str, Any]:
        if file.kind != "photo" and file.name:
            value["file_name"] = file.name
        if file.kind == "photo":
            return {"photo": [value | {"width": 320, "height": 180}]}
        if file.kind != "document" and kind != "voice":
            for fact in ("width", "height", "duration"):
                value[fact] = call.params.get(fact, 0)
        if file.kind == "audio":
            value = {key: fact for key, fact in value.items() if key not in {"width", "height"}}
        if kind == "voice":
            value = {**{key: value[key] for key in value if key != "file_name"}, "duration": 1}
        return {file.kind: value}
