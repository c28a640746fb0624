"""What is believed of Telegram's Bot API beyond its schema, and the parts of it on which the bot rests."""

from typing import Final

from bots.ops.live.beliefs.belief import Belief, Evidence

_DOCUMENTED, _REPORTED, _GUESSED = Evidence
_API = "Bot API"
_FAQ = "Bots FAQ"
_PEOPLE = "it needs somebody who acts in the chat"
_BANNED = "the chat would be barred for a while"
_SERVER = "it needs a Bot API server of one's own"

TELEGRAM: Final = (
    Belief(
        "telegram.bot",
        "`getMe` tells `id`, `username`, and by `can_read_all_group_messages` whether privacy mode is off",
        _DOCUMENTED,
        _API,
    ),
    Belief(
        "telegram.webhook",
        "`getWebhookInfo` tells `url`, empty where updates are fetched, and `pending_update_count`",
        _DOCUMENTED,
        _API,
    ),
    Belief(
        "telegram.description",
        "for a language without a text of its own `getMyDescription` tells none",
        _GUESSED,
        "nobody says",
        "sets its texts where either is told",
    ),
    Belief("telegram.send", "a sent message comes back with its `message_id` and `chat`", _DOCUMENTED, _API),
    Belief("telegram.offsets", "entities count UTF-16 code units", _DOCUMENTED, _API),
    Belief(
        "telegram.found",
        "the server marks links, mentions, commands, hashtags and e-mail addresses by itself",
        _DOCUMENTED,
        "td, MessageEntity.cpp",
    ),
    Belief("telegram.found.phone", "the server marks phone numbers in what a bot says", _GUESSED, "td has no rule"),
    Belief(
        "telegram.entities",
        "a message keeps 100 entities, and the others are dropped without a word",
        _REPORTED,
        "authors of bots and clients",
        "marks no more than that",
    ),
    Belief(
        "telegram.entities.found",
        "beside 100 entities the server still marks links",
        _GUESSED,
        "nobody says",
        "takes the worse case",
    ),
    Belief("telegram.text", "a text of more than 4096 characters is refused with 400", _DOCUMENTED, _API),
    Belief("telegram.buttons", "a button with more than 64 bytes of data is refused with 400", _DOCUMENTED, _API),
    Belief("telegram.edit", "a text can be edited in place", _DOCUMENTED, _API),
    Belief(
        "telegram.edit.same",
        "an edit that changes nothing is refused with 400 “message is not modified”",
        _REPORTED,
        "authors of libraries",
        "takes it for done",
    ),
    Belief("telegram.reaction", "a bot may react to a message of its own", _GUESSED, "nobody says"),
    Belief(
        "telegram.video",
        "an MP4 comes back as `video`, with the width, height and duration that were sent",
        _DOCUMENTED,
        _API,
    ),
    Belief(
        "telegram.video.other",
        "what is no MP4 comes back as `document`",
        _REPORTED,
        "seen on the real server",
        not_tried="it needs a real film of another format",
    ),
    Belief("telegram.file", "`getFile` names a path from which the file's bytes can be read", _DOCUMENTED, _API),
    Belief("telegram.delete", "a bot can delete its own message, once", _DOCUMENTED, _API),
    Belief(
        "telegram.reply.gone",
        "an answer to a message that is gone arrives where `allow_sending_without_reply` is set",
        _DOCUMENTED,
        _API,
    ),
    # what a walk cannot show
    Belief(
        "telegram.privacy",
        "in privacy mode a bot is shown commands that name it, answers to it and service messages; an admin everything",
        _DOCUMENTED,
        "Bot Features, Privacy mode",
        not_tried=_PEOPLE,
    ),
    Belief(
        "telegram.privacy.mentions",
        "in privacy mode a bot is not shown mentions",
        _REPORTED,
        "telegraf 545, tdesktop 2117, nanobot 449, archestra 6562, chatgpt-telegram-bot 39",
        "says so in the manual",
        _PEOPLE,
    ),
    Belief(
        "telegram.privacy.menu",
        "in privacy mode a bot is shown a bare command of its own menu at the beginning of a message",
        _REPORTED,
        "authors of bots; the place is guessed",
        not_tried=_PEOPLE,
    ),
    Belief("telegram.press", "a press waits for one answer, and not for long", _DOCUMENTED, _API, not_tried=_PEOPLE),
    Belief("telegram.updates", "an update stays until it is confirmed", _DOCUMENTED, _API, not_tried=_PEOPLE),
    Belief(
        "telegram.updates.kinds", "some kinds come only to who asks for them by name", _DOCUMENTED, _API, "", _PEOPLE
    ),
    Belief(
        "telegram.updates.edited",
        "a first reaction and a late preview come as `edited_message`",
        _REPORTED,
        "authors of bots",
        "takes no unchanged text for a correction",
        _PEOPLE,
    ),
    Belief(
        "telegram.updates.sticker",
        "a sticker has no words; a live photo comes as a photo too",
        _GUESSED,
        "Bot API for the former",
        not_tried=_PEOPLE,
    ),
    Belief(
        "telegram.updates.comment",
        "a comment on what is forwarded comes first, as a message of its own",
        _REPORTED,
        "authors of bots",
        "joins the two",
        _PEOPLE,
    ),
    Belief(
        "telegram.updates.old",
        "of a message that is out of reach only chat and number are told",
        _DOCUMENTED,
        "Bot API, InaccessibleMessage; that old ones are is reported",
        not_tried=_PEOPLE,
    ),
    Belief(
        "telegram.topics",
        "a topic is named by `message_thread_id`, General by none",
        _DOCUMENTED,
        "Bot API; td for what an answer carries",
        not_tried="it needs a forum",
    ),
    Belief(
        "telegram.supergroup",
        "a group that becomes a supergroup tells its new id in both chats, and in the 400 of the old one",
        _DOCUMENTED,
        "Bot API; their order is guessed",
        not_tried="a group cannot be turned back",
    ),
    Belief("telegram.blocked", "who blocked the bot is answered by 403", _DOCUMENTED, _API, not_tried=_PEOPLE),
    Belief(
        "telegram.conflict",
        "of two programs that fetch updates one gets 409",
        _DOCUMENTED,
        _API,
        "says so and stops",
        "it would disturb a bot that runs",
    ),
    Belief(
        "telegram.webhook.order",
        "a webhook gets the messages of a chat one after the other",
        _REPORTED,
        "telegram-bot-api, Client.cpp",
        not_tried="it needs a webhook",
    ),
    Belief(
        "telegram.webhook.secret",
        "a webhook gets its secret in `X-Telegram-Bot-Api-Secret-Token`, over https",
        _DOCUMENTED,
        _API,
        not_tried="it needs a webhook",
    ),
    Belief(
        "telegram.pace",
        "about one message a second to a chat, 20 a minute to a group, 30 a second in all",
        _DOCUMENTED,
        _FAQ,
        "waits as long as it is told",
        _BANNED,
    ),
    Belief(
        "telegram.pace.pause",
        "a pause is of one method; it holds back messages of other kinds too",
        _REPORTED,
        "core.telegram.org/api/errors, 420, for the former",
        not_tried=_BANNED,
    ),
    Belief(
        "telegram.files.read",
        "files of up to 20 MiB can be read",
        _DOCUMENTED,
        _API,
        "sends to the upload page",
        _PEOPLE,
    ),
    Belief(
        "telegram.files.sent",
        "files of up to 50 MB can be sent",
        _DOCUMENTED,
        _API,
        "gives the link alone",
        "it would send 50 MB",
    ),
    Belief(
        "telegram.files.thumbnail",
        "a thumbnail is a JPEG of at most 200 kB and 320 pixels",
        _DOCUMENTED,
        _API,
        "",
        "a wrong one is left out without a word",
    ),
    Belief(
        "telegram.files.local",
        "a server of one's own reads and sends 2000 MB, as files",
        _DOCUMENTED,
        _API,
        "",
        _SERVER,
    ),
    Belief(
        "telegram.logout", "after `logOut` only `getMe` is answered", _GUESSED, "nobody says", "", "it would log out"
    ),
    Belief(
        "telegram.revoked",
        "a token that was taken back is answered by 401",
        _DOCUMENTED,
        _API,
        "",
        "it would end the bot",
    ),
)
