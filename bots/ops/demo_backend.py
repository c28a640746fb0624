"""The demo's backend: a sandbox process on a fixed loopback port, reused if one answers, restarted if it ends.

Nothing of the sandbox is imported: it is started as a program and called over HTTP.
"""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bots.errors import CannotStart
from bots.settings import Settings

log = logging.getLogger(__name__)

URL = "http://127.0.0.1:8090"
START_SECONDS = 20.0
POLL_SECONDS = 3.0
RESTART_SECONDS = 0.5
SPOOL = "spool"  # where the web chat keeps what its people sent, which the backend need not keep twice
CREDITS = 10_000  # more than a demo uses


@contextlib.asynccontextmanager
async def demo_backend(settings: Settings) -> AsyncIterator[str]:
    """Keep a local backend running and yield its URL; a loopback `NEMO_API_URL` says where.

    Raises:
        CannotStart: it does not start.
    """
    backend = _Backend(settings)
    if await backend.pid() is None:
        await backend.start()
    else:
        log.info("using the local backend that answers at %s", backend.url)
    watchdog = asyncio.create_task(backend.keep_running(), name="local backend")
    try:
        yield backend.url
    finally:
        watchdog.cancel()
        await asyncio.gather(watchdog, return_exceptions=True)
        await backend.stop()


@dataclass(slots=True)
class _Backend:
    """The process behind the URL: started by this process, by an earlier demo, or by the user."""

    settings: Settings
    _process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        configured = self.settings.nemo_api_url
        return configured if urlsplit(configured).hostname in {"127.0.0.1", "localhost"} else URL

    @property
    def _folder(self) -> Path:
        return self.settings.nemobot_data_dir.absolute() / "sandbox"

    @property
    def _pid_file(self) -> Path:
        return self._folder / "demo.pid"

    @property
    def _log_file(self) -> Path:
        return self._folder / "sandbox.log"

    async def pid(self) -> int | None:
        """Return the process id of the sandbox that answers; None: none answers."""
        timeout = aiohttp.ClientTimeout(total=2)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as client, client.get(f"{self.url}/healthz") as answer:
                body = await answer.json()
                return int(body["pid"]) if body["sandbox"] is True else None
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError):
            return None

    async def start(self) -> None:
        """Start the sandbox and wait until it answers.

        Raises:
            CannotStart: its folder cannot be written, it ended, or it does not answer in time.
        """
        address = urlsplit(self.url)
        ffmpeg = {"NEMOBOT_FFMPEG": self.settings.nemobot_ffmpeg} if self.settings.nemobot_ffmpeg else {}
        with await asyncio.to_thread(self._open_log) as log_file:
            written = log_file.tell()
            self._process = await asyncio.create_subprocess_exec(
                *(
                    sys.executable,
                    "-m",
                    "bots.cli",
                    "sandbox",
                    "--host",
                    address.hostname or "",
                    "--port",
                    str(address.port or 80),
                ),
                *("--data", str(self._folder), "--credits", str(CREDITS), "--token-limit", "off"),
                *("--max-mb", str(self.settings.nemobot_max_file_mb)),
                *("--link-from", str(self.settings.nemobot_data_dir.absolute() / SPOOL)),
                stdout=log_file,
                stderr=log_file,
                start_new_session=True,  # Ctrl-C must reach only the bot, which stops the backend last
                env={**os.environ, **ffmpeg},
            )
        try:
            async with asyncio.timeout(START_SECONDS):
                while await self.pid() is None and self._process.returncode is None:  # noqa: ASYNC110 - it is a process
                    await asyncio.sleep(0.05)
        except TimeoutError:
            await self.stop()
        if self._process.returncode is not None:
            raise CannotStart(await asyncio.to_thread(self._why_not, written))
        await asyncio.to_thread(self._pid_file.write_text, str(self._process.pid))

    def _open_log(self) -> BufferedWriter:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return self._log_file.open("ab")
        except OSError as error:
            raise CannotStart(
                f"{self._folder} cannot be written ({error.strerror}): set NEMOBOT_DATA_DIR to a folder that can."
            ) from error

    def _why_not(self, written: int) -> str:
        """Return a sentence on why it does not start, of the last line of its log behind the first `written` bytes."""
        said = self._log_file.read_bytes()[written:].decode(errors="replace").strip().rpartition("\n")[2]
        if os.strerror(errno.EADDRINUSE).lower() in said.lower():
            return (
                f"The port of {self.url}, where the local backend would listen, is taken: "
                "set NEMO_API_URL=http://127.0.0.1:<a free port>."
            )
        if "nemobot[sandbox]" in said:  # the program's own sentence
            return said
        return f"The local backend does not start at {self.url} ({said or 'no answer'}); see {self._log_file}."

    async def keep_running(self) -> None:
        """Restart the sandbox whenever it has ended."""
        while True:
            why = await self._ended()
            log.warning("the local backend %s; starting it again", why)
            await asyncio.sleep(RESTART_SECONDS)
            try:
                await self.start()
            except CannotStart as problem:
                log.error("%s", problem)  # noqa: TRY400 - a sentence for the operator, not a traceback

    async def _ended(self) -> str:
        """Wait until no sandbox answers any more, and return why; one that is no child process is polled."""
        why = "does not answer any more"
        if self._process is not None:
            why = f"ended with exit code {await self._process.wait()}"
            self._process = None  # it may have ended because a slower sandbox already has the port
        while await self.pid() is not None or await self.pid() is not None:  # noqa: ASYNC110 - it is a process
            await asyncio.sleep(POLL_SECONDS)
        return why

    async def stop(self) -> None:
        """Stop the sandbox if this process started it, or a demo that was killed."""
        if self._process is None:
            await self._stop_orphan()
            return
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(5):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        await asyncio.to_thread(self._pid_file.unlink, missing_ok=True)

    async def _stop_orphan(self) -> None:
        try:
            ours = int(await asyncio.to_thread(self._pid_file.read_text))
        except (OSError, ValueError):
            return
        if await self.pid() == ours:
            with contextlib.suppress(ProcessLookupError):
                os.kill(ours, signal.SIGTERM)
        await asyncio.to_thread(self._pid_file.unlink, missing_ok=True)
