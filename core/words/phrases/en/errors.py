"""What went wrong and what to do about it. Data only."""

from typing import Final

ERRORS: Final[dict[str, str]] = {
    # errors the person can mend
    "error.no_credits_anonymous": (
        "The free credits are used up. Register here to keep your project and get more: {link}"
    ),
    "error.no_credits_registered": "The credits are used up. Top up credits in your account, then try again.",
    "error.no_credits_group": (
        "The credits for this chat are used up. Continue with me in a direct chat, or ask the person who runs me."
    ),
    "error.plan": "Register or upgrade your plan to unlock export.",
    "error.plan_link": "Register or upgrade your plan to unlock export: {link}",
    "error.plan_group": (
        "This plan doesn't allow exports. Continue with me in a direct chat, or ask the person who runs me."
    ),
    "error.export_paused": "I won't export by myself until the plan allows it. The Export button always tries.",
    "error.forbidden": "This account isn't allowed to do that. The person who runs me can check its permissions.",
    "error.operator_token": (
        "My access to the editor has expired. The person who runs me has to renew it; please tell them."
    ),
    "error.rate_limit": "The editor asks for a little patience. Please try again in {wait}.",
    "error.token_cap": (
        "All free accounts for this address are taken at the moment. The next is free in about {days}."
    ),
    "error.token_renewal": (
        "The free account of this chat can't be renewed right now. Nothing was lost: please try again later, "
        "in {days} at the latest, or ask the person who runs me for an account of their own."
    ),
    "error.formats": (
        "That type of file can't be edited. These can: {formats}. "
        "Captions come as .srt, .vtt or .ass. Send a voice message again as an audio file."
    ),
    "error.picture_format": (
        "{name} is a picture in a format that can't be edited, such as the HEIC of an iPhone. "
        "Send it as a JPEG, or send a screenshot of it."
    ),
    "error.too_large_there": "{name} is too large for the editor. Trim or compress it and send it again.",
    "error.unreadable_file": (
        "The editor can't read {name}: it may be damaged or cut off. Send it again, or in one of these: {formats}."
    ),
    "error.too_large": "{name} is too large: {size}, and the limit is {limit}. Trim or compress it and send it again.",
    "error.too_large_unknown": "That file is over the limit of {limit}. Trim or compress it and send it again.",
    "error.too_large_platform": (
        "{name} is {size}, and in this chat files may be up to {limit}. Upload it on your own page instead "
        "(up to {most}, open for an hour), or send me a link to it or a smaller clip. "
        "The person who runs me can lift the limit with a server of their own."
    ),
    "error.too_large_platform_link": (
        "{name} is {size}, and in this chat files may be up to {limit}. Send me a link to it or a smaller clip. "
        "The person who runs me can lift the limit with a server of their own."
    ),
    "error.empty_file": "{name} is empty (0 bytes). Please send it again.",
    "error.truncated": "{name} broke off on its way here. Please send it again.",
    "error.too_slow": (
        "{name} comes too slowly from where it is, so I stopped waiting. Send it again, or put it on a faster place."
    ),
    "error.wrong_type": "{name} isn't what its name says: I couldn't find a video, picture or sound in it.",
    "error.file_withheld": (
        "I'm not shown that: bots get no stories and no paid media. Save it, and send it to me as a video or a file."
    ),
    "error.file_sticker": "Stickers don't reach me as files. Send it as a picture (PNG or JPEG) or as a video file.",
    "error.file_inaccessible": (
        "I can't read files just now; that's a fault on my side. Tell whoever runs this bot, or send a link to it."
    ),
    "error.file_gone": "I can't get that file any more. Please send it again.",
    "error.link_private": "I only fetch links that are public on the internet. Please send the file itself.",
    "error.link_unreachable": "I couldn't reach that link. Check that it opens without a login, or send the file.",
    "error.link_not_media": "That link leads to a page, not to a video, picture or sound. Send a direct link.",
    "error.script_large": "That text is too long: up to {limit} is fine.",
    "error.no_captions": "I found no captions with times in {name}. Send it again as .srt, .vtt or .ass.",
    # errors that are ours or the editor's
    "error.unavailable": "The editor can't be reached at the moment. Nothing was lost; please try again in a while.",
    "error.session_gone": (
        "The editing session ended while I was working in it, so its result is lost. "
        "Send your files again, or press Try again to begin anew."
    ),
    "error.garbled": "The editor answered with something I can't read. Nothing was lost; please try again.",
    "error.refused": "The editor didn't accept that. Try saying it differently.",
    "error.ours": "Something went wrong on my side. Please try again; if it stays, mention reference {reference}.",
    "error.render_failed": "Export failed, please try again later. Your timeline is safe.",
    "error.render_unfinished": "The video is taking longer than usual. I've kept its number: press Check again later.",
    "error.not_delivered": "I couldn't deliver this earlier:",
    "error.parked": "I stumbled over this request three times and set it aside. Reference: {reference}",
    "error.not_allowed": ("I'm not set up for you here. Ask the person who runs me to allow one of these: {entries}."),
    "error.banned": "I don't work for you: the person who runs me decided so. Ask them if you think that is a mistake.",
    "error.place_closed": "I'm not in use in this chat: the person who runs me has closed it.",
    "error.place_for_admins": "In this chat I work for the people who run me, and for nobody else.",
    "error.button_not_yours": "That button belongs to the person who asked.",
    "press.before": (
        "I have that already, so a second press changes nothing. "
        "To have it once more, press again a few seconds after it is done."
    ),
    "press.sent": "Those words are with the editor already, and are sent once. Just tell me what you'd like next.",
    "press.withdrawn": (
        "That edit went through after all, so this button does nothing any more. Just tell me what you'd like next."
    ),
    "error.button_of_channel": (
        "This was asked in a channel's name, and I can't see who is behind it. "
        "Reply to this message as that channel instead, in words, such as “undo” or “export”."
    ),
    "error.admin_unknown": "I couldn't ask Telegram whether you're an admin here. Please press once more in a moment.",
    "error.button_old": "That button is too old to work. Just tell me what you'd like.",
    "error.unknown_command": "I don't know that command. Here is what I can do:",
}
