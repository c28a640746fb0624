import asyncio
import sys

import pytest

from core.engine.clock import SystemClock
from storage.errors import Locked
from storage.owner import owned
from storage.store import migrate, open_store

HOLD = """
import sys
from pathlib import Path
from storage.owner import owned
with owned(Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.read()
"""


async def test_a_second_process_is_told_who_owns_the_database_and_what_to_do(path):
    pipe = asyncio.subprocess.PIPE
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLD, str(path), stdin=pipe, stdout=pipe)
    try:
        assert await other.stdout.readline() == b"mine\n"
        with pytest.raises(Locked, match=rf"process {other.pid}\b.*stop it, or .* NEMOBOT_DATA_DIR"):
            async with open_store(path, secret_key=None, clock=SystemClock()):
                pass
        assert not path.exists()
    finally:
        other.kill()
        await other.communicate()
    assert await migrate(path, clock=SystemClock())  # the lock died with its process


def test_the_lock_is_free_again_after_the_block(path):
    with owned(path), pytest.raises(Locked), owned(path):
        pass
    with owned(path):
        pass


def test_a_lock_file_without_a_number_is_an_unknown_process(path):
    with owned(path):
        path.with_name("nemobot.db.lock").write_bytes(b"")
        with pytest.raises(Locked, match="process unknown"), owned(path):
            pass
