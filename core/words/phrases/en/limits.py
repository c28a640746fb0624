"""What people are told of the operator's limits."""

from typing import Final

LIMITS: Final[dict[str, str]] = {
    # a limit allows no more now
    "limit.minute": (
        "That's more than I take from one person in a minute ({most}). Please go on in {wait}; what you ask before "
        "that is lost."
    ),
    "limit.at_once": (
        "I have {most} of your requests in hand already, so I didn't take this one. Please send it again when one is "
        "done; /cancel stops them."
    ),
    "limit.day": (
        "You may ask for {most} in 24 hours, and that is used up, so I didn't take this one. Please send it again in "
        "{wait}; /quota says more."
    ),
    "limit.chat_day": (
        "This chat may ask for {most} in 24 hours, and that is used up, so I didn't take this one. Please send it "
        "again in {wait}; /quota says more."
    ),
    "limit.credits": (
        "The credits that I may spend in 24 hours for everybody here are used up, so the editor wasn't asked. Please "
        "send it again in {wait}; /quota says more."
    ),
    "limit.batch": (
        "One video each makes {count} requests, and the number left is {left}. Please send fewer files, or all of them "
        "again in {wait}."
    ),
    "limit.batch_never": (
        "One video each makes {count} requests, and the limit of 24 hours is {most}: please send fewer files."
    ),
    "error.told_before": "I didn't take this. A short while ago I told you why.",
    "error.upload_quota": (
        "{name} doesn't fit: {left} of your {most} in 24 hours are left. Please send it again in {wait}, or a smaller "
        "one."
    ),
    "error.upload_quota_never": (
        "{name} is larger than the {most} that you may upload in 24 hours. Trim or compress it and send it again."
    ),
    # /quota
    "quota.head": "What is used of the limits here. What is used comes back after the time that is named with it:",
    "quota.none": "There are no limits for you here.",
    "quota.minute": "- Requests in a minute: {used} of {most}",
    "quota.at_once": "- Requests in hand at the same time: {used} of {most}",
    "quota.day": "- Requests in 24 hours: {used} of {most}, {left} left",
    "quota.chat_day": "- Requests of this chat in 24 hours: {used} of {most}, {left} left",
    "quota.upload": "- Upload in 24 hours: {used} of {most}, {left} left",
    "quota.credits": "- Credits for everybody in 24 hours: {used} of {most}, {left} left",
    "quota.back": " (the first comes back in {wait})",
}
