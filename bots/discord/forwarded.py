"""Who is named in forwarded messages. Pure.

Discord tells with each forwarded message whom it mentions (discord-openapi, `MinimalContentMessageResponse.mentions`),
and the library drops that. So these people are added to those that the forwarding message mentions, which the library
keeps. The bot is left out: a text that named it elsewhere asks it nothing here.
"""

from collections.abc import Mapping
from typing import Any


def with_forwarded_mentions(event: Mapping[str, Any], me: int) -> dict[str, Any]:
    """Return a message, or an interaction about messages, as Discord sent it, and with whom the forwarded ones name.

    `me` is the bot's own id.
    """
    found = dict(event)
    if snapshots := found.get("message_snapshots"):
        named = [person for one in snapshots for person in one["message"].get("mentions") or ()]
        known = {str(me), *(person["id"] for person in found.get("mentions") or ())}
        people = {person["id"]: person for person in named if person["id"] not in known}
        found["mentions"] = [*(found.get("mentions") or ()), *people.values()]
    if replied := found.get("referenced_message"):
        found["referenced_message"] = with_forwarded_mentions(replied, me)
    data = found.get("data") or {}
    if messages := (data.get("resolved") or {}).get("messages"):
        complete = {number: with_forwarded_mentions(one, me) for number, one in messages.items()}
        found["data"] = data | {"resolved": data["resolved"] | {"messages": complete}}
    return found
