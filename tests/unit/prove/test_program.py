"""A program that ends with whoever started it."""

import os
import signal
import subprocess
import sys

import pytest

from bots.prove.program import KILLED, Program, last_line

# A process that starts a program by the keeper, says its id, and waits.
STARTER = """
import subprocess, sys
keeper = [sys.executable, "-m", "bots.prove.keeper", sys.executable, "-c", "import time; print(1); time.sleep(600)"]
process = subprocess.Popen(keeper, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(process.stdout.readline().decode().strip(), flush=True)
process.wait()
"""


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - of the kernel
        return stat.read().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_a_program_ends_with_whoever_started_it_however_that_ends(eventually, number):
    with subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE) as starter:  # noqa: ASYNC220
        pid = int(starter.stdout.readline())
        assert alive(pid)
        starter.send_signal(number)
    await eventually(lambda: not alive(pid))


def test_a_program_ends_also_with_whoever_is_gone_before_it_is_told_of_it():
    gone, told = os.pipe()
    os.close(gone)
    command = [sys.executable, "-m", "bots.prove.keeper", sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=told) as keeper:
        keeper.stdin.close()
        assert keeper.wait(60) == -signal.SIGKILL, "with its group"
    os.close(told)


async def test_it_ends_as_its_program_does_and_logs_what_that_says(tmp_path):
    log = tmp_path / "log"
    program = await Program.start("--version", folder=tmp_path, environment=os.environ, log=log)
    assert await program.ended() == 0
    assert last_line(log).startswith("nemobot ")
    assert not program.lives
    program.kill()  # there is nobody any more


@pytest.mark.parametrize(("end", "code"), [("kill", KILLED), ("stop", 0)])
async def test_it_is_killed_or_stopped(tmp_path, end, code, eventually):
    log = tmp_path / "log"
    arguments = ("sandbox", "--port", "0", "--data", str(tmp_path / "data"))
    program = await Program.start(*arguments, folder=tmp_path, environment=os.environ, log=log)
    await eventually(lambda: "sandbox: http://" in log.read_text())
    if end == "kill":
        program.kill()
    else:
        await program.stop(15)
    assert await program.ended() == code
