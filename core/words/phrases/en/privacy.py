"""What is kept of a person, and deleting it. Data only."""

from typing import Final

PRIVACY: Final[dict[str, str]] = {
    # what is kept, and deleting it
    "privacy.head": "Where what you send me goes:",
    "privacy.backend": (
        "• To NemoVideo ({host}): your clips and your wishes, for it does the editing. Who sees them there, and for "
        "how long, is a matter of its terms."
    ),
    "privacy.stand_in": (
        "• To the editor on this machine: your clips and your wishes. Nothing is sent to NemoVideo. It deletes "
        "clips and videos that nobody has used for a week."
    ),
    "privacy.here": (
        "• Here: your messages, the names of your files and the versions of your timelines, so that buttons and "
        "replies work. Each goes {days} days after its request has ended. Whoever runs me can read them."
    ),
    "privacy.files": "• Your clips pass through me and are not stored here.",
    "privacy.files_kept": (
        "• Clips that you upload on one of my pages lie here while their request runs, for a week at most; others pass "
        "through."
    ),
    "privacy.sealed": "• The key to your NemoVideo account is stored encrypted.",
    "privacy.unsealed": "• The key to your NemoVideo account is stored here, readable by whoever runs me.",
    "privacy.film": "• A video appears in the chat where you asked; whoever has its link may be able to play it.",
    "privacy.forget": "/forget deletes what is yours here: of this chat, in all its topics and channels.",
    "forget.here": (
        "Shall I delete everything I have of this chat? That is your messages, the names of your files, your projects "
        "with all their versions, and what you chose. What is running is cancelled. It can't be undone."
    ),
    "forget.yours": (
        "Shall I delete everything of yours in this group or server? That is your requests with their words and "
        "file names, my answers to them, and your projects. What is running for you is cancelled. It can't be undone."
    ),
    "forget.stays": "The messages you see here, and your material at NemoVideo, are not mine to delete.",
    "forget.stays_elsewhere": "Your material at NemoVideo is not mine to delete.",
    "forget.stand_in": "What the editor on this machine has of it goes when nobody has used it for a week.",
    "forget.gone": "Nothing is left to delete: it was done before, or that question is too old. /forget asks anew.",
    "forget.done": "Deleted here: your words, file names and choices; requests: {requests}, projects: {projects}.",
    "forget.running": "Still being stopped: {count}. It is deleted as soon as it has stopped.",
    "forget.elsewhere": ("Your material at NemoVideo ({host}) stays there: ask NemoVideo's support to delete it."),
    "forget.messages": "The messages in this chat you can delete yourself.",
    "forget.account": "The account for free credits that this chat has here is removed once it has expired.",
    "forget.reply": (
        "What that message was about has been deleted here, as whoever asked for it wished. Send a clip, or tell me "
        "what to make."
    ),
    "button.forget": "Delete everything",
}
