"""What people write first: python-telegram-bot in front, httpx-sse behind, and nothing in between."""

import json
import os
from typing import Any

import httpx
from httpx_sse import aconnect_sse
from telegram import Message, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

_API = os.environ["NEMO_API_URL"]
_TELEGRAM = os.environ["TELEGRAM_API_URL"]
_HEADERS = {
    "Authorization": f"Bearer {os.environ['NEMO_TOKEN']}",
    "X-Skill-Source": "bare",
    "X-Skill-Version": "1.0.0",
    "X-Skill-Platform": "bare",
}
_CLIENT = httpx.AsyncClient(base_url=_API, headers=_HEADERS, timeout=None, trust_env=False)  # noqa: S113 - as scripts do


async def heard(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer one message: a session, the clip, the turn, its words."""
    message = update.message
    if message is None:
        return
    await message.reply_text("On it.")
    session = await _session()
    if message.video:
        await _upload(session, message)
    await message.reply_text(await _turn(session, message.text or message.caption or "") or "Done.")


async def _session() -> str:
    made = await _CLIENT.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "project", "language": "en"})
    return str(made.json()["data"]["session_id"])


async def _upload(session: str, message: Message) -> None:
    if message.video is None:
        return
    file = await message.video.get_file()
    data = await file.download_as_bytearray()
    part = (message.video.file_name or "clip.mp4", bytes(data), "video/mp4")
    answer = await _CLIENT.post(f"/api/upload-video/nemo_agent/me/{session}", files={"files": part})
    answer.raise_for_status()


async def _turn(session: str, text: str) -> str:
    words = {"parts": [{"text": text}]}
    body = {"app_name": "nemo_agent", "user_id": "me", "session_id": session, "new_message": words}
    said = []
    async with aconnect_sse(_CLIENT, "POST", "/run_sse", json=body) as stream:
        async for event in stream.aiter_sse():
            said += _words(event.data) if event.data else []
    return "".join(said)


def _words(data: str) -> list[str]:
    event: dict[str, Any] = json.loads(data)
    return [part["text"] for part in event.get("content", {}).get("parts", []) if "text" in part]


def main() -> None:
    """Poll for ever."""
    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"])
    builder = builder.base_url(f"{_TELEGRAM}/bot").base_file_url(f"{_TELEGRAM}/file/bot")
    application = builder.concurrent_updates(True).build()
    application.add_handler(MessageHandler(filters.TEXT | filters.VIDEO, heard))
    application.run_polling()


if __name__ == "__main__":
    main()
