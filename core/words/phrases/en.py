"""English, grouped by the moment in which a person reads it. Data only."""

from typing import Final

PHRASES: Final[dict[str, str]] = {
    # amounts
    "amount.about": "about {amount}",
    "amount.day": "{days} day",
    "amount.days": "{days} days",
    "amount.hours": "{hours} h",
    "amount.minutes": "{minutes} min",
    "amount.seconds": "{seconds} s",
    "amount.size": "{value} {unit}",
    # first contact
    "connecting": "Connecting...",
    "ready": "Ready!",
    "greeting.try": "Try saying:",
    "greeting.example": "• “{example}”",
    "greeting.hello": "Hi! I edit videos right here in the chat.",
    # progress
    "uploading.file": "Uploading {name}: {percent} %",
    "uploading.link": "Handing over your link...",
    "working": "Working on it...",
    "still_working": "⏳ Still working... {doing}, {elapsed} so far.",
    "doing.editing": "editing your video",
    "rendering.start": "⏳ Rendering… ~30 s",
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
    "film.same": "Nothing changed since the last export, so here is that video again.",
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
    "recovered.mark": "(recovered)",
    "recovered.changed": "I was interrupted, but your edit went through:",
    "recovered.looking": (
        "I was interrupted while the editor was at work. I won't send it twice; checking what it has done..."
    ),
    "recovered.unknown": (
        "The editor could not be reached for so long that I can't tell what became of your edit. Look with /status "
        "later; if you ask again and the first try counted after all, that costs credits twice."
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
    "follow_up.left": "The editor suggests one more step: {edit}. Send it if you'd like that.",
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
    "kept_words": "I've kept your words and will use them with the next file you send within the hour.",
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
        "That type of file can't be edited. These can: {formats}. Send a voice message again as an audio file."
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
    "error.file_inaccessible": (
        "I can't read files just now; that's a fault on my side. Tell whoever runs this bot, or send a link to it."
    ),
    "error.file_gone": "I can't get that file any more. Please send it again.",
    "error.link_private": "I only fetch links that are public on the internet. Please send the file itself.",
    "error.link_unreachable": "I couldn't reach that link. Check that it opens without a login, or send the file.",
    "error.link_not_media": "That link leads to a page, not to a video, picture or sound. Send a direct link.",
    "error.script_large": "That text is too long: up to {limit} is fine.",
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
    "error.not_allowed": "I'm not set up for this chat. Ask the person who runs me.",
    "error.button_not_yours": "That button belongs to the person who asked.",
    "press.before": (
        "I have that already, so a second press changes nothing. "
        "To have it once more, press again a few seconds after it is done."
    ),
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
    # credits, status
    "credits": "Credits: {available} available, {frozen} reserved, {total} in total.",
    "credits.none_yet": "You have no account yet: one with free credits is made with your first clip or wish.",
    "credits.unknown": "I couldn't read the credits just now. Please try again.",
    "status.nothing": "Nothing going on here yet. Send a clip or tell me what to make.",
    "status.project": "Project: {name}",
    "status.idle": "Nothing is running.",
    "status.running": "Running: “{words}” ({elapsed})",
    "status.waiting": "Waiting: {count}",
    # timeline
    "timeline.head": "Timeline ({count} tracks): ",
    "timeline.head_one": "Timeline (1 track): ",
    "timeline.label": "{label}: ",
    "timeline.empty": "The timeline is empty.",
    "timeline.unnamed": "untitled",
    "timeline.size": "Size:",
    "timeline.more_pieces": "{count} more",
    "timeline.more_changes": "… and {count} more changes",
    "track.video": "Video",
    "track.bgm": "BGM",
    "track.voice": "Voice",
    "track.sound": "Sound",
    "track.title": "Title",
    "track.caption": "Caption",
    "track.watermark": "Watermark",
    "track.track": "Track",
    # versions, projects
    "versions.head": "Versions of this project, newest first:",
    "versions.line": "{version}. {timeline}",
    "versions.none": "No versions yet: the first comes with your first edit.",
    "versions.export_hint": "Say “export version {version}” to get one of them.",
    "versions.unknown": "There's no version {version}. These exist: {known}.",
    "projects.head": "Your projects here:",
    "projects.line": "{number}. {name}, {when}",
    "projects.current": "{number}. {name} (current)",
    "projects.none": "No projects yet: the first comes with your first clip or wish.",
    "projects.hint": "Send /projects and a number to switch.",
    "projects.switched": "You're in {name} now.",
    "projects.unknown": "There's no project {number}.",
    "projects.ago": "{time} ago",
    "new.done": "A fresh project. Send a clip or tell me what to make.",
    "new.kept": "The earlier one stays in /projects.",
    "project.untitled": "Untitled project",
    # language, skills, help
    "language.set": "I'll speak English from now on.",
    "language.ask": "Which language would you like?",
    "language.unknown": "I speak English and Chinese: /language en or /language zh.",
    "language.auto": "I'll answer in the language you write in.",
    "skill.head": "Skills, the current one marked:",
    "skill.line": "• {name}: {headline}",
    "skill.current": "▸ {name}: {headline}",
    "skill.set": "{headline}. It applies from your next project on.",
    "skill.unknown": "There's no skill called {name}. These exist: {known}.",
    "skill.hint": "Send /skill and a name to choose one.",
    "help.head": "Send me a clip (or a link, several files, or just words) and say what you want. You get an MP4 back.",
    "help.command": "/{name}: {description}",
    "help.formats": "I can read {formats}, up to {limit}.",
    # what people read before they press Start: 512 and 120 characters at most (Bot API, setMyDescription)
    "profile.description": (
        "Send me a clip and say what you want, such as “cut the silences and add calm music”. "
        "I edit it and send you the finished MP4. No clip? Describe a video, and I'll make one.\n\n"
        "Press Start for examples."
    ),
    "profile.short": "I edit video in the chat: send a clip, say what you want, get the MP4 back.",
    "help.group": "In a group, mention me or reply to me.",
    "help.group_command": (
        "In a group, begin with /edit@{name}, as a clip's caption or in a reply, or reply to one of my messages. "
        "A mention of @{name} reaches me only where I'm an admin or my privacy mode is off."
    ),
    # what a group is told when the bot is added to it: three lines
    "group.added": (
        "Hello! I edit video: send a clip, say what you want, and I post the finished MP4 here.\n"
        "To ask me, begin with /edit@{name} and your wish, as the caption of a clip or as a reply to one.\n"
        "To go on, reply to any message of mine. /help@{name} shows the rest."
    ),
    "start.repeat": "Here I am. Your project is where you left it.",
    # beside wishes
    "aside.thanks": "You're welcome!",
    "aside.ok": "All right.",
    "aside.next": "Tell me what to change or make next, or say “export” for the video.",
    "aside.question": "If you meant to answer the editor's question, say “yes” or what you'd like instead.",
    "aside.running": "I'm still working for you; the result comes here by itself.",
    "aside.wait": "Take your time. Nothing begins until you ask for it.",
    "aside.wait_running": "What has begun goes on. Say “cancel” to stop it.",
    "privacy": (
        "I keep your messages, the names of your files and the versions of your timelines, so that buttons and replies "
        "work; the files themselves are at NemoVideo. I can't delete any of it from here: ask the person who runs me."
    ),
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
    "ask.undo": "Undo the last change and go back to the previous timeline.",
    "ask.undo_version": "Go back to this earlier timeline: {timeline}",
    # buttons
    "button.export": "Export",
    "button.export_again": "Export again",
    "button.undo": "Undo",
    "button.attach_files": "Attach files",
    "button.upload_page": "Upload page",
    "button.try_again": "Try again",
    "button.same_for_another": "Same for another clip",
    "button.open_in_browser": "Open in browser",
    "button.cancel": "Cancel",
    "button.check_again": "Check again",
    "button.one_video_each": "One video each",
    "button.begin": "Begin",
    "button.go_on": "Go on without it",
    "button.retry": "Retry",
    # commands
    "command.cancel": "Stop what I'm doing for you",
    "command.credits": "How many credits are left",
    "command.export": "Get the video as an MP4",
    "command.help": "What I can do",
    "command.language": "Choose the language: en or zh",
    "command.new": "Start a new project",
    "command.projects": "Your projects, and switching between them",
    "command.skill": "What I'm specialised in, and choosing another",
    "command.status": "What's on the timeline and what's going on",
    "command.upload": "Send a large clip through an upload page",
    "command.undo": "Go back one step",
    "command.versions": "Earlier versions of this project",
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
    # Discord
    "command.edit": "Edit clips, or make a video from words alone",
    "discord.cannot_post": "In that channel I may not do everything I need. Please have an admin allow: {permissions}.",
    "discord.edit.clip": "A video, picture, sound or script",
    "discord.edit.link": "A link to a file instead of, or beside, the clips",
    "discord.edit.more": "One more file",
    "discord.edit.prompt": "What you'd like, in your own words",
    "discord.export.version": "Which version; the newest without",
    "discord.form.edit": "Edit a video",
    "discord.form.example": "add background music and sync the cuts to the beat",
    "discord.form.files": "Your clips, pictures, music or a script",
    "discord.form.gone": "I was restarted while you were typing. Please choose “Edit this clip” once more.",
    "discord.form.kept": "Leave this empty to use the words you wrote before",
    "discord.form.large": "Too large to attach? Use /upload, or the link of /edit.",
    "discord.form.more": "Add music or another clip",
    "discord.form.nothing": "There's no file in that message. Choose one with a video, picture or sound.",
    "discord.form.title": "Edit this clip",
    "discord.form.wish": "What would you like?",
    "discord.form.words": "What would you like me to do with it?",
    "discord.language.which": "The language I answer in",
    "discord.may.attach_files": "Attach Files",
    "discord.may.read_message_history": "Read Message History",
    "discord.may.send_messages": "Send Messages",
    "discord.may.send_messages_in_threads": "Send Messages in Threads",
    "discord.may.view_channel": "View Channel",
    "discord.menu": "Edit this clip",
    "discord.moderated": "Moderation does not let me post this where you asked, so you get it here.",
    "discord.moderated_here": (
        "Moderation does not let me post my answer here. I send it to you directly; if nothing arrives, "
        "allow direct messages from this server's members and write to me here again."
    ),
    "discord.new.prompt": "What the new video should be, in your own words",
    "discord.projects.project": "The project to go on with",
    "discord.skill.name": "The skill to choose",
    "discord.time.ago": "{amount} ago",
    "discord.time.in": "in {amount}",
}
