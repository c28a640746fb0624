"""Makes a film with a running demo as its page would, and says what came: for `python3 -` inside the demo's image."""
# ruff: noqa: INP001, T201, S310 - a script that asks an address of its own, and says what it saw

import base64
import http.cookiejar
import json
import os
import sys
import time
import urllib.request
from collections.abc import Iterator

URL = f"http://127.0.0.1:{os.environ.get('NEMOBOT_HTTP_PORT', '8080')}"
SECONDS = 180
WISH = "add background music and sync the cuts to the beat"

browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def main() -> None:
    """Send the sample with a wish, wait for the film, and read it."""
    start = time.monotonic()
    browser.open(f"{URL}/").close()
    with browser.open(f"{URL}/sample.mp4") as sample:
        ref = upload(sample.read())
    post("/messages", {"key": "u-00000001", "text": WISH, "files": [ref]})
    film = next(films(start + SECONDS), None)
    if film is None:
        sys.exit(f"no film came within {SECONDS} s")
    with browser.open(f"{URL}{film}") as answer:
        data = answer.read()
    if data[4:8] != b"ftyp":
        sys.exit(f"what came at {film} is no MP4")
    print(f"a film of {len(data) / 1e6:.1f} MB was made in {time.monotonic() - start:.0f} s")


def upload(data: bytes) -> str:
    """Send a file in one request of the tus protocol and return its reference."""
    headers = {
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Length": str(len(data)),
        "Upload-Metadata": f"filename {base64.b64encode(b'sample.mp4').decode()}",
    }
    with browser.open(urllib.request.Request(f"{URL}/uploads", data, headers)) as answer:
        return answer.headers["Location"].rpartition("/")[2]


def post(path: str, body: object) -> None:
    """Send JSON."""
    headers = {"Content-Type": "application/json"}
    browser.open(urllib.request.Request(f"{URL}{path}", json.dumps(body).encode(), headers)).close()


def films(end: float) -> Iterator[str]:
    """Yield the address of each film that the chat shows until then; a stream says something every few seconds."""
    with browser.open(f"{URL}/events?after=0", timeout=60) as events:
        for line in events:
            if time.monotonic() > end:
                return
            if line.startswith(b"data: "):
                message = json.loads(line.removeprefix(b"data: "))
                if (message.get("body") or {}).get("film"):
                    yield f"/film/{message['key']}"


if __name__ == "__main__":
    main()
