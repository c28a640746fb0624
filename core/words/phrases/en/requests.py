"""What a request says on its way: amounts, progress, the queue, films, answers, cancelling. Data only."""

from typing import Final

REQUESTS: Final[dict[str, str]] = {
    # amounts
    "amount.about": "about {amount}",
    "amount.day": "{days} day",
    "amount.days": "{days} days",
    "amount.hours": "{hours} h",
    "amount.minutes": "{minutes} min",
    "amount.seconds": "{seconds} s",
    "amount.size": "{value} {unit}",
    # progress
    "uploading.file": "Uploading {name}: {percent} %",
    "uploading.link": "Handing over your link...",
    "working": "Working on it...",
    "still_working": "⏳ Still working... {doing}, {elapsed} so far.",
    "doing.editing": "editing your video",
    "rendering.start": "⏳ Rendering… ~30 s",
    "rendering.usual": "⏳ Rendering…",
    "rendering": "⏳ Rendering… {percent} %",
    "delivering": "Sending your video...",
    "retrying": "That didn't work the first time. Trying once more...",
    "waiting.busy": "The editor is busy. I'll try again in {wait}.",
    "waiting.stream": "The editor hasn't closed the last edit yet. Yours starts when it has, in {wait} at the latest.",
    "stage.done": "Done in {elapsed}.",
    "stage.undelivered": (
        "Ready after {elapsed}, but I couldn't deliver all of it here. Write to me again and you get what is missing."
    ),
    "stage.unconfirmed": (
        "Ready after {elapsed}, but I can't tell whether all of it arrived. If the video is missing, type “export”."
    ),
    "stage.failed": "This one didn't work out.",
    "stage.cancelled": "Cancelled.",
    # queue
    "queue.next": "Got it. You're next: I'll start as soon as the current edit is done.",
    "queue.place": "Got it. There are {ahead} ahead of this one; I'll start by myself.",
    "queue.until": "I'm still finding out what happened to the last edit. Yours starts in {wait} at the latest.",
    "queue.render": "Waiting for the video before this one.",
    # film
    "film.ready": "✅ Your video is ready: {name}",
    "film.link": "Download: {link}",
    "film.link_only": "It is too big for this chat to carry as a file; the link plays it.",
    "film.link_not_allowed": (
        "I'm not allowed to send videos in this chat; the link plays it. An admin of the chat can allow it."
    ),
    "film.link_unread": "I couldn't attach it as a file; the link plays it.",
    "film.no_address_browser": "Your video is finished, but I can't fetch it. Open it in the browser: {link}",
    "film.no_address_group": (
        "Your video is finished, but I can't post it here. Ask me in a direct chat and I'll try again."
    ),
    "film.older": "This is version {version}. A newer one is on its way or already here.",
    "film.same": "This version was exported before, so here is that video again.",
    # answers after a turn
    "changed": "What changed:",
    "changed.fine": "Changed some details that the timeline line doesn't show.",
    "reply.done": "Done.",
    "unchanged": "I looked a few times and nothing on the timeline has changed. Try saying it differently.",
    "unchanged.film": "Nothing changed, so this is the newest version as it was.",
    "timeline_empty.asked": "There's nothing on the timeline yet, so there's nothing to export. You could say:",
    "send_clip": "Send me a clip first: drop it here or paste a link.",
    "send_file_here": "Send the file here in the chat, or paste a link to it.",
    "upload_page.offer": "If it is too large for this chat, use your own upload page: up to {most}, open for an hour.",
    "upload_page.ready": (
        "Your upload page is ready: one file of up to {most}, within the hour. "
        "The video comes back to the chat where you asked."
    ),
    "upload_page.larger": (
        "Is your clip too large to attach here? Put it on your own upload page (up to {most}, open for an hour), "
        "and I'll do with it what you just asked for."
    ),
    "upload_page.closed": (
        "That upload page is closed: it has done its work, or its hour is over. Send the clip once more for a new one."
    ),
    "upload_page.not_yours": (
        "That upload page belongs to the person who asked for it. Send me a clip of your own and you'll get yours."
    ),
    "clip.received": "Got {name}. What would you like me to do with it? For example:",
    "clips.received": "Got {count} files. What would you like me to do with them? For example:",
    "clip.not_here": (
        "I see no clip with your words, so I'm going by the words alone. "
        "To have one edited, attach it to the message in which you ask me."
    ),
    "clip.short_hint": "Worth noting: {line}",
    "tip.vague": ("Tip: the editor is faster and better when you're specific. For example: “{example}”"),
    "answer.late": "You asked for this {ago} ago.",
    "recovered.mark": "(recovered)",
    "recovered.changed": "I was interrupted, but your edit went through:",
    "recovered.looking": (
        "I was interrupted while the editor was at work. I won't send it twice; checking what it has done..."
    ),
    "recovered.unknown": (
        "The editor could not be reached for so long that I can't tell what became of your edit. Look with /status "
        "later; if you ask again and the first try counted after all, that costs credits twice."
    ),
    "recovered.logged_out": (
        "You're logged out of the NemoVideo account that your edit ran on, so I can't see what became of it; it may be "
        "done, and may have counted. Send me /login in a direct chat, then look with /status."
    ),
    "recovered.unchanged": (
        "I was interrupted, and after several looks nothing has changed. "
        "Press Retry to ask again; if the first try counted after all, that costs credits twice."
    ),
    "recovered.late": "The edit I had given up on did go through after all.",
    "session.lost": "The editing session had expired, so I opened a new one and sent your files again.",
    "session.lost_older": (
        "The editing session had expired, so I opened a new one. "
        "Gone are: {lost}. Send them again if you still need them."
    ),
    "session.lost_timeline": "the earlier timeline",
    "session.lost_files": "the files you sent before",
    "later.free": "The editor added this after I had answered. It belongs to the same request and costs nothing more.",
    "follow_up.left": "The editor suggests one more step: {edit}. Send it if you'd like that.",
    "follow_up.lost": (
        "The editor wanted one more step: {edit}. I asked for it and couldn't see what became of it. Look with "
        "/status; if it's missing, send it, though it may have counted already."
    ),
    "turn.timeout": (
        "The editor has been at it for {elapsed}, so I've stopped waiting. "
        "I'll look whether it still gets done and tell you."
    ),
    "album.alone": (
        "Of this album only {name} has reached me: in this group I'm shown the message with the command, "
        "not the ones beside it. Nothing has been edited yet."
    ),
    "album.bring": (
        "To bring the others, reply to each of them with /edit@{name} and nothing else, or use /upload@{name}. "
        "Or make me an admin here, or switch my privacy mode off, and send the album again."
    ),
    "album.begin": "When everything is there, press Begin and I'll do what you asked: “{words}”",
    "album.late": (
        "{name} came too late: the video of its album began without it. "
        "It's in the project now: tell me what to do with it."
    ),
    "album.chosen": "Of the album you replied to I've used only {name}; for the others, reply to them too.",
    "link.page": "{link} leads to a page and not to a file, so I've left it in your words as it stands.",
    "captions.send_clip": "Captions need a clip to lie on: send it here or paste a link.",
    "captions.left_out": (
        "I took {count} of the {total} captions in {name}: the others are too many at once, or end before they begin."
    ),
    "captions.cut": "{count} captions in {name} were too long; I took the first {most} letters of each.",
    "kept_words": "I've kept your words and will use them with the next file you send within the hour.",
    "kept_words.forgotten": "I no longer keep “{words}” for your next clip.",
    "kept_words.replaced": "That takes the place of what I had kept for it: “{words}”",
    "kept_words.used": "Using what you asked for before: “{words}”",
    "again": "Asking for the same again: “{words}”",
    "again.clip": "Send the next clip within the hour and I'll do the same with it.",
    "undo.nothing": "There's nothing to undo yet.",
    "hold.kept": "Not exporting, as you asked. Press Export when you want the video.",
    "unsupported.export": "I can't export {what}; you'll get an MP4 in up to 1080p.",
    # a reply to what the platform does not show us
    "reply.unread": (
        "I can't read your reply: in a server I'm only shown messages that mention me. "
        "Send it once more with the mention switched on (@ ON beside the reply), or mention me in it."
    ),
    "reply.unreadable": (
        "I couldn't read your message, and nothing has begun. Please send it once more, or say it another way; if that "
        "doesn't help, tell whoever runs this bot."
    ),
    "reply.unseen": (
        "I can't see the message you're replying to: in a server I'm only shown messages that mention me. "
        "If it holds a clip, right-click or long-press it → Apps → “Edit this clip”. "
        "Or send me the clip, or all you'd like to say, in a new message that mentions me."
    ),
    "reply.unseen_words": (
        "Nothing has begun, and your words are kept for an hour: leave the form empty, or send the clip without words, "
        "and I'll use them."
    ),
    # cancel
    "cancel.nothing": "There's nothing of yours to cancel right now.",
    "cancel.ended": "That has ended already, so there's nothing left to cancel. /undo takes an edit back.",
    "cancel.waiting": "Cancelled before it began: “{words}”",
    "cancel.uploading": "Stopped the upload.",
    "cancel.stopping": "Stopping the upload; it takes a moment longer. Nothing is edited and nothing is charged.",
    "cancel.turn": (
        "Cancelled. What the editor had already begun may still count; "
        "its result is kept as a version, and no video follows."
    ),
    "cancel.render": "Cancelled the export. Your timeline is safe.",
    "cancel.several": "Cancelled {count}: {list}.",
    "cancel.not_yours": "Only the person who asked for it, or an admin, can cancel this.",
    # beside wishes
    "aside.thanks": "You're welcome!",
    "aside.ok": "All right.",
    "aside.doubt": (
        "I can't tell whether that is a wish for your video, so nothing was sent to the editor and nothing charged. "
        "If it is one, press “Send it” or say “yes”."
    ),
    "aside.next": "Tell me what to change or make next, or say “export” for the video.",
    "aside.question": "If you meant to answer the editor's question, say “yes” or what you'd like instead.",
    "aside.running": "I'm still working for you; the result comes here by itself.",
    "aside.wait": "Take your time. Nothing begins until you ask for it.",
    "aside.wait_running": "What has begun goes on. Say “cancel” to stop it.",
    # about the bot itself
    "about.bot": (
        "I'm a bot: a program called Nemobot. I pass your wishes to NemoVideo, whose AI does the editing. "
        "Somebody set me up here and runs me; who that is I can't tell."
    ),
    "about.costs": (
        "I take no payment myself. What the editor does for you takes credits of a NemoVideo account, and NemoVideo "
        "decides how many; an export takes none, and neither do questions like this one. I can't tell what a single "
        "edit took, only what is left."
    ),
    "about.limits": (
        "I set no limit to length, resolution or shape of a clip, only to its size; several may come at once. "
        "The editor may have limits of its own. "
        "The video comes back as an MP4 in up to 1080p, whatever went in."
    ),
    "about.limits_here": "In this chat a file may be up to {limit}: send a link to a larger one, or see /upload.",
    # batch
    "batch.head": "{count} videos, one after the other:",
    "batch.waiting": "{number}. {name}: waiting",
    "batch.running": "{number}. {name}: {stage}",
    "batch.done": "{number}. {name}: ✅",
    "batch.undelivered": "{number}. {name}: made, but I couldn't deliver it here; write to me again",
    "batch.failed": "{number}. {name}: ✗ {reason}",
    "batch.cancelled": "{number}. {name}: cancelled",
    "batch.summary": "{done} of {count} are ready.",
    "batch.summary_all": "All {count} are ready.",
    "batch.words": "Start a fresh timeline with {name} only. {words}",
    # wishes we put into words for the editor
    "ask.place_material": "Put the uploaded material on the timeline unchanged.",
    "ask.quoted": "{words}\n\nSaid in reply to this message, quoted word for word:\n{quoted}",
    "ask.captions": "Burn the captions from {name} into the video at their times.",
    "ask.undo": "Undo the last change and go back to the previous timeline.",
    "ask.undo_version": "Go back to version {number}, this earlier timeline: {timeline}",
    # said beside something else
    "batch.each_already": "That button is too old to work: each file has a video of its own already.",
    "batch.each_late": (
        "That button is too old to work: these files can't have one video each any more. "
        "Send them again with “one video each” to have that."
    ),
    "batch.each": "Right: one video for each of the {count} files.",
    "doing.generating": "generating your clip",
    "doing.music": "working on the music",
    "doing.quiet": "the editor has been quiet for a while, and I keep listening",
    "doing.watching": "watching your material",
    "edited.too_late": "I had begun already, so the change to your message came too late. Send it as a new message.",
    "elapsed.so_far": " · {elapsed}",
    "elapsed.usual": " (usually {usual})",
    "file.yours": "Your file",
    "recovered.latest": "You'll know in {wait} at the latest; what you send meanwhile waits in line.",
    "turn.failed": (
        "The editor stopped with an error, and nothing on the timeline has changed. "
        "Press Try again, or say it differently."
    ),
    "turn.failed_changed": "The editor stopped with an error before it was done. This much has changed:",
}
