"""A client of the tus protocol 1.0 (tus.io, "Core Protocol", "Creation", "Creation With Upload").

All of it is documented [not tried live: the server that it speaks to is the bot's own].
"""

import base64
import io

TUS = {"Tus-Resumable": "1.0.0"}
BODY = {**TUS, "Content-Type": "application/offset+octet-stream"}


def metadata(**values):
    """What Upload-Metadata says of a file."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def announced(size, **values):
    """The headers that begin a file and send bytes of it."""
    return {**BODY, "Upload-Length": str(size), "Upload-Metadata": metadata(**values)}


async def upload(http, at, data, name="clip.mp4", *, size=None, media_type="video/mp4", **headers):
    """Send a file in one piece; returns the answer, whose body was read."""
    told = announced(len(data) if size is None else size, filename=name, filetype=media_type)
    body = io.BytesIO(data) if isinstance(data, bytes) else data
    async with http.post(at, data=body, headers=told | headers) as answer:
        await answer.read()
        return answer
