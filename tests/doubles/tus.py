"""A client of the tus protocol 1.0 that sends a file in one piece.

All of it is documented [not tried live: the server that it speaks to is the bot's own].
"""

import io

from bots.prove.tus import announced


async def upload(http, at, data, name="clip.mp4", *, size=None, media_type="video/mp4", **headers):
    """Send a file in one piece; returns the answer, whose body was read."""
    told = announced(len(data) if size is None else size, filename=name, filetype=media_type)
    body = io.BytesIO(data) if isinstance(data, bytes) else data
    async with http.post(at, data=body, headers=told | headers) as answer:
        await answer.read()
        return answer
