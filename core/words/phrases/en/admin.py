"""What the operator's admins are told, and what people are told while the bot is being updated."""

from typing import Final

ADMIN: Final[dict[str, str]] = {
    "drain.told": (
        "I'm about to be updated and begin nothing new, so I didn't take this. Please send it again in a few minutes."
    ),
    "admin.in_private": "That is for a direct chat with me.",
    "admin.more": "Page {page} of {pages}; {command} goes on.",
    "admin.help": "For those who look after me:",
    "admin.help.status": "`/admin status`: how I am",
    "admin.help.jobs": "`/admin jobs`: what is open; `/admin jobs R12`: what became of one request",
    "admin.help.cancel": "`/admin cancel R12`: cancel it",
    "admin.help.requeue": "`/admin requeue R12`: let it go on after it failed",
    "admin.help.users": "`/admin users`: who asked in 24 hours",
    "admin.help.allow": "`/admin allow telegram:@4242`, `/admin allow remove telegram:@4242`: beside the settings",
    "admin.help.pair": "`/admin pair`: a code that lets somebody in",
    "admin.help.ban": "`/admin ban telegram:@4242`: refuse them, and cancel what is open",
    "admin.help.unban": "`/admin unban telegram:@4242`: take it back",
    "admin.help.quota": "`/admin quota telegram:@4242 20`: requests in 24 hours; 0: no limit, `default`: as for all",
    "admin.help.drain": "`/admin drain on`: begin nothing new before an update; `/admin drain off`",
    "admin.help.broadcast": "`/admin broadcast WORDS`: tell everybody in their direct chats; `/admin broadcast stop`",
    # broadcast
    "button.broadcast": "Send it to all",
    "admin.broadcast.how": "/admin broadcast, and the words that everybody is to get.",
    "admin.broadcast.nobody": "Nobody has used me in a direct chat in {days} days.",
    "admin.broadcast.offer": (
        "Direct chats of the last {days} days that would get this, one a second: {count}. "
        "`/admin broadcast stop` ends it on the way. The message:"
    ),
    "admin.broadcast.stopped": "Stopped. Chats that don't get it: {count}",
    "admin.broadcast.done": "Sent: {sent}, failed: {failed}, not known: {unknown}, stopped before: {stopped}",
    # status
    "admin.status.version": "nemobot {version}, running for {up}",
    "admin.status.draining": "Draining: nothing new is begun until /admin drain off, or the next start.",
    "admin.status.queue": "Open requests: {count}, the oldest for {oldest}",
    "admin.status.idle": "No request is open.",
    "admin.status.check": "- {name}: {said}",
    "admin.status.disk": "Disk: {free} free; the database takes {database}",
    "admin.status.limits": "Limits: {limits}",
    "admin.status.free": "Limits: none",
    "admin.status.rules": "Made here: {allowed} allowed, {banned} banned, {quotas} with a limit of their own",
    # requests
    "admin.jobs.none": "No request is open.",
    "admin.jobs.head": "Open requests: {count}, the oldest first",
    "admin.jobs.line": "- {reference}, {age}, {state}, {person}",
    "admin.job.state": "{reference}: {state}",
    "admin.job.who": "Asked by {person} in {place}",
    "admin.job.accepted": "Accepted {time} ago",
    "admin.job.ended": "Ended {time} ago",
    "admin.job.cause": "Cause: {cause}",
    "admin.job.log": "The log has it under {reference}.",
    "admin.job.unknown": "I know no request {reference}. What begins with another letter than R is in the log alone.",
    "admin.stage.waiting": "waiting",
    "admin.stage.begun": "begun",
    "admin.stage.uploading": "uploading",
    "admin.stage.asking": "with the editor",
    "admin.stage.answering": "answering",
    "admin.stage.rendering": "rendering",
    "admin.stage.cancelling": "being cancelled",
    "admin.ended.done": "done",
    "admin.ended.undelivered": "done, but an answer may not have arrived",
    "admin.ended.failed": "failed",
    "admin.ended.cancelled": "cancelled",
    "admin.ended.split": "split into one request a file",
    "admin.ended.parked": "given up: it stopped the process three times",
    "admin.cancel.done": "{reference} is cancelled. What the editor has begun may still count.",
    "admin.cancel.ended": "{reference} has nothing to cancel.",
    "admin.requeue.done": "{reference} goes on from where it was. What the editor was asked is not asked again.",
    "admin.requeue.open": "{reference} is open already.",
    "admin.requeue.refused": (
        "The editor refused {reference}, and that is final for it. Its sender can press Try again: that is a new turn."
    ),
    "admin.requeue.cannot": (
        "{reference} can't go on: only an edit or an export can that failed or was given up, is of no batch, still has "
        "its project, and wasn't tried again by its sender."
    ),
    "admin.requeue.banned": (
        "{reference} is of somebody who is banned, or of a place that is, so it stays ended. "
        "To let it go on: {commands}, then this again."
    ),
    "admin.requeue.not_allowed": (
        "{reference} is of somebody who may not use me any more, so it stays ended. "
        "To let it go on: {command}, then this again."
    ),
    "admin.requeue.place": (
        "{reference} is of a place where NEMOBOT_PLACES lets its sender ask for nothing, so it stays ended until that "
        "setting is another."
    ),
    # access
    "admin.users.head": "Asked in 24 hours: {count} people, the last first. Banned: {banned}; /admin ban lists them.",
    "admin.users.line": "- {person}: {count}, last {ago} ago",
    "admin.rules.none": "There are none.",
    "admin.rules.line": "- {entry}, by {by} {ago} ago",
    "admin.rules.quota": "- {entry}: {most} in 24 hours, by {by} {ago} ago",
    "admin.rules.none_about": "There was none about {entry}.",
    "admin.rules.no_entry": (
        "That names nobody. A person is `telegram:@4242`, a chat `telegram:-1001234567890`, a topic "
        "`telegram:-1001234567890:77`, a server `discord:112233`, a role `discord:role:778899`."
    ),
    "admin.allow.how": "`/admin allow telegram:@4242` allows somebody.",
    "admin.allow.head": "Allowed by admins, beside NEMOBOT_ALLOW: {count}",
    "admin.allow.done": "{entry} may use me now.",
    "admin.allow.everybody": "{entry} is noted. NEMOBOT_ALLOW is empty, so everybody may use me anyway.",
    "admin.allow.removed": "{entry} is not allowed here any more; NEMOBOT_ALLOW still counts.",
    "pair.done": "You're in: from now on I work for you. Send a clip, or tell me what to make; /help says more.",
    "pair.wrong": "That code isn't good, or not any more. Please ask for a new one.",
    "admin.pair.done": (
        "{code} lets in whoever sends it to me first in a direct chat, for an hour. Give it to one person alone."
    ),
    "admin.pair.everybody": "NEMOBOT_ALLOW is empty, so everybody may use me: nobody needs a code.",
    "admin.ban.how": "`/admin ban telegram:@4242` bans somebody.",
    "admin.ban.head": "Banned: {count}",
    "admin.ban.done": "{entry} is banned. Requests cancelled: {count}",
    "admin.ban.admin": "{entry} is an admin, and admins can't be banned.",
    "admin.ban.removed": "{entry} is banned no more.",
    "admin.quota.how": "`/admin quota telegram:@4242 20`: a person, a role or a chat, and a number, 0 or `default`.",
    "admin.quota.head": "Limits of their own: {count}",
    "admin.quota.done": "{entry} may ask for {most} in 24 hours.",
    "admin.quota.free": "{entry} may ask for any number in 24 hours.",
    "admin.quota.removed": "For {entry} the limit of all holds again.",
    # drain
    "admin.drain.on": "I begin nothing new. Open requests, which go on: {count}. /admin drain off or a start ends it.",
    "admin.drain.off": "I take requests. Open: {count}",
    "admin.drain.how": "/admin drain on, or /admin drain off.",
}
