"""Greetings, help, menus, buttons and the answers to commands. Data only."""

from typing import Final

COMMANDS: Final[dict[str, str]] = {
    # first contact
    "connecting": "Connecting...",
    "ready": "Ready!",
    "greeting.try": "Try saying:",
    "greeting.example": "• “{example}”",
    "greeting.hello": "Hi! I edit videos right here in the chat.",
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
    "timeline.captions": "{count} from {name}",
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
    "project.ended": (
        "That message is more than {days} days old, and I don't keep its project any more. "
        "Start a new one: send a clip, or tell me what to make."
    ),
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
    "help.formats": "I can read {formats}, up to {limit}; subtitles as {subtitles}.",
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
    "button.send_words": "Send it",
    "button.go_on": "Go on without it",
    "button.retry": "Retry",
    # commands
    "command.admin": "For those who look after me",
    "command.cancel": "Stop what I'm doing for you",
    "command.credits": "How many credits are left",
    "command.export": "Get the video as an MP4",
    "command.forget": "Delete everything of yours here",
    "command.help": "What I can do",
    "command.language": "Choose the language: en or zh",
    "command.new": "Start a new project",
    "command.privacy": "What I keep, and where files go",
    "command.projects": "Your projects, and switching between them",
    "command.quota": "What you may still ask for today",
    "command.skill": "What I'm specialised in, and choosing another",
    "command.status": "What's on the timeline and what's going on",
    "command.upload": "Send a large clip through an upload page",
    "command.undo": "Go back one step",
    "command.versions": "Earlier versions of this project",
    # Discord
    "command.edit": "Edit clips, or make a video from words alone",
    "discord.cannot_post": "In that channel I may not do everything I need. Please have an admin allow: {permissions}.",
    "discord.admin.ask": "status, jobs, cancel, requeue, users, allow, pair, ban, unban, quota, drain or broadcast",
    "discord.edit.clip": "A video, picture, sound, subtitles or script",
    "discord.edit.link": "A link to a file instead of, or beside, the clips",
    "discord.edit.more": "One more file",
    "discord.edit.prompt": "What you'd like, in your own words",
    "discord.export.version": "Which version; the newest without",
    "discord.form.edit": "Edit a video",
    "discord.form.example": "add background music and sync the cuts to the beat",
    "discord.form.files": "Clips, pictures, music, subtitles or a script",
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
