"""A NemoVideo account of one's own. Data only."""

from typing import Final

ACCOUNTS: Final[dict[str, str]] = {
    "login.how": (
        "With /login I work on your own NemoVideo account and its credits. Make a token on {page}, and send it to me "
        "here: `/login` and the token, in one message."
    ),
    "login.direct": (
        "Do that in a direct chat with me, where nobody else reads along: /login there. Send no token here."
    ),
    "login.done": "You're logged in.",
    "login.from_now": (
        "Projects you begin from now on use this account, here and in groups: /new begins one. Those that you began "
        "before stay where they are. /logout makes me forget the token."
    ),
    "login.until": "The token says that it ends in {days}; I'll remind you before that.",
    "login.refused": (
        "NemoVideo doesn't accept that token, so I haven't kept it. Copy it once more, or make a new one on {page}, "
        "and send `/login` and the token."
    ),
    "login.busy": "NemoVideo asks for a little patience, so the token isn't tried yet. Send it again in {wait}.",
    "login.unavailable": (
        "NemoVideo can't be reached, so I couldn't try the token and haven't kept it. Send it again later."
    ),
    "login.lost": "I was interrupted before I could try the token, and haven't kept it. Please send it once more.",
    "login.delete": "I can't delete your message here, and it holds the token: please delete it yourself.",
    "login.spilled": (
        "That was a NemoVideo token, and whoever has seen it here can use your account. I haven't used or kept it. "
        "Please end it and make a new one on {page}; then send me /login in a direct chat."
    ),
    "login.spilled_private": (
        "There is a NemoVideo token in that message, so I've read nothing else of it and kept no token. To use your "
        "account send `/login` and the token alone; say your wish without it. If anybody else has seen it, make a "
        "new one on {page}."
    ),
    "login.soon": (
        "The token of your NemoVideo account ends soon. Make a new one on {page}, and send me `/login` and the "
        "token: your projects then go on as before."
    ),
    "login.ended": (
        "The token of your NemoVideo account has ended, so projects on it can't go on. Make a new one on {page}, and "
        "send me `/login` and the token; or send /logout, and your new projects do without."
    ),
    "logout.done": (
        "You're logged out, and I've forgotten the token. Projects that began with it wait until you /login with "
        "that account again; /new begins one without. On {page} you can end the token itself."
    ),
    "logout.none": "You aren't logged in, so there's nothing to forget.",
    "login.anothers": (
        "This project runs on somebody's own NemoVideo account, so it obeys that person alone. Send me a clip or a "
        "wish of your own, not as a reply, and you get a project of yours."
    ),
    "error.login_ended": (
        "This project runs on your own NemoVideo account, and I have no valid token for it any more. Send me /login "
        "in a direct chat, then try again; or begin another project with /new."
    ),
    "login.own": "Or use an account of your own: send me /login in a direct chat.",
    "privacy.login": "• The token of an account that you /login with is kept until you /logout or /forget.",
    "forget.login": "You're logged out: the token of your NemoVideo account is forgotten.",
    "button.direct_chat": "Direct chat",
    "command.login": "Use your own NemoVideo account",
    "command.logout": "Forget the token of your account",
    "discord.login.title": "Your NemoVideo account",
    "discord.login.token": "Token",
    "discord.login.hint": "Made on NemoVideo's site, in its settings",
}
