"""Builds the wheel and tries it from outside the checkout, on the oldest and the newest Python here that the lock fits.

What only works because the checkout is near (a file that was not packed, a dependency only the checks have, syntax
that the oldest Python does not know) fails here. Each Python has two environments: one of what the wheel wants, in
which the demo must say what is missing, and one of what its `sandbox` extra wants, in which the demo must serve, as
after `uvx --from 'WHEEL[sandbox]' nemobot demo`. They stay in build/ and are made again when their lock changes, so
that a second run needs no package index; the wheel is built and installed anew each time.
"""
# ruff: noqa: INP001, S603, T201 - a script that runs programs it names itself, and says what it saw

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
BOT_PACKAGES = ("core", "storage", "bots")
PACKAGES = (*BOT_PACKAGES, "sandbox")
READY_SECONDS, STOP_SECONDS = 60, 40
OLDEST, NEWEST = (3, 11), (3, 14)  # the lock names a built file of every package for each

IDENTITY = """
import ensurepip, sys
print(*sys.version_info[:2], sys.version_info.releaselevel, sys.base_prefix, sep="\\n")
"""
IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    assert "site-packages" in package.__path__[0], package.__path__
    for module in pkgutil.walk_packages(package.__path__, f"{name}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
"""


def main() -> None:
    """Build once, try on each."""
    wheel = build()
    for version, python in oldest_and_newest().items():
        alone = prepared(version, python, "bot")
        attempt(alone, f"{wheel}", BOT_PACKAGES)
        names_the_extra(alone)
        whole = prepared(version, python, "run")
        attempt(whole, f"{wheel}[sandbox]", PACKAGES)
        serves_the_demo(whole)
        print(f"smoke: the wheel works on Python {version}, alone and with its sandbox extra")


def build() -> Path:
    """Return the built wheel."""
    folder = BUILD / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def oldest_and_newest() -> dict[str, str]:
    """Return one or two interpreters by their version; PATH and pyenv's folder are looked at."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    named = [f"{folder}/python3.{minor}" for folder in os.get_exec_path() for minor in range(OLDEST[1], NEWEST[1] + 1)]
    candidates = [sys.executable, *named, *(str(path) for path in sorted(pyenv.glob("3.*/bin/python3")))]
    found: dict[tuple[int, int], str] = {}
    for candidate in candidates:
        if version := version_of(candidate):
            found.setdefault(version, candidate)
    return {f"{major}.{minor}": found[major, minor] for major, minor in sorted({min(found), max(found)})}


def version_of(python: str) -> tuple[int, int] | None:
    """Return an interpreter's version; None: none is there, the lock does not fit it, or it cannot be used."""
    if not os.access(python, os.X_OK):
        return None
    answer = subprocess.run([python, "-c", IDENTITY], capture_output=True, text=True, check=False, cwd="/")
    if answer.returncode:
        return None
    major, minor, level, _ = answer.stdout.splitlines()
    version = int(major), int(minor)
    return version if OLDEST <= version <= NEWEST and level == "final" else None


def prepared(version: str, python: str, lock: str) -> Path:
    """Return the `bin` of an environment with what a lock names and nothing else of ours."""
    file = ROOT / "requirements" / f"{lock}.lock"
    folder = BUILD / f"smoke-{lock}-{version}"
    stamp = folder / "lock"
    wanted = f"{hashlib.sha256(file.read_bytes()).hexdigest()} {python}"
    usable = os.access(folder / "bin" / "python", os.X_OK)  # the Python it was made with may be gone
    if not usable or not stamp.is_file() or stamp.read_text() != wanted:
        run(python, "-m", "venv", "--clear", str(folder))
        pip(folder / "bin", "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(file))
        stamp.write_text(wanted)
    return folder / "bin"


def attempt(environment: Path, wheel: str, packages: tuple[str, ...]) -> None:
    """Install the wheel and use it as a stranger would; it must want nothing that its lock does not have."""
    pip(environment, "--no-deps", "--force-reinstall", wheel)
    pip(environment, "--no-index", wheel)
    with tempfile.TemporaryDirectory() as elsewhere:
        outside = Path(elsewhere)
        run(str(environment / "nemobot"), "--version", cwd=outside)
        run(str(environment / "nemobot"), "--help", cwd=outside)
        run(str(environment / "python"), "-P", "-c", IMPORT_ALL, *packages, cwd=outside)
    (site,) = (environment.parent / "lib").glob("python3.*/site-packages")
    forgotten = [path for path in packed_files() if not (site / path).is_file()]
    if forgotten:
        sys.exit(f"smoke: not in the wheel: {', '.join(map(str, forgotten))}")


def names_the_extra(environment: Path) -> None:
    """Start the demo where its extra is missing: it ends at once and says so."""
    with tempfile.TemporaryDirectory() as elsewhere:
        answer = subprocess.run(
            (str(environment / "nemobot"), "demo", "--no-browser"),
            cwd=elsewhere,
            env=own_environment(elsewhere),
            capture_output=True,
            text=True,
            check=False,
            timeout=READY_SECONDS,
        )
    if answer.returncode != 2 or "nemobot[sandbox]" not in answer.stderr:
        sys.exit(f"smoke: without its extra the demo ended with {answer.returncode} and said:\n{answer.stderr}")


def serves_the_demo(environment: Path) -> None:
    """Start the demo, wait until it is ready, and stop it."""
    with tempfile.TemporaryDirectory() as elsewhere, (Path(elsewhere) / "said").open("w+") as said:
        settings = own_environment(elsewhere)
        demo = subprocess.Popen(
            (str(environment / "nemobot"), "demo", "--no-browser"),
            cwd=elsewhere,
            env=settings,
            stdout=said,
            stderr=said,
        )
        try:
            ready = answers(f"http://127.0.0.1:{settings['NEMOBOT_HTTP_PORT']}/readyz", demo)
            demo.send_signal(signal.SIGTERM)
            ended = demo.wait(STOP_SECONDS)
        finally:
            demo.kill()
        if not ready or ended:
            said.seek(0)
            sys.exit(f"smoke: the demo was {'' if ready else 'not '}ready and ended with {ended}:\n{said.read()}")


def answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until an address answers with 200; False: the process ended, or it took too long."""
    end = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - an address of ours
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


def own_environment(folder: str) -> dict[str, str]:
    """Return an environment for a demo with a folder and two ports of its own."""
    web, backend = free_ports()
    ours = {"NEMOBOT_DATA_DIR": folder, "NEMOBOT_HTTP_PORT": web, "NEMO_API_URL": f"http://127.0.0.1:{backend}"}
    return {**foreign_environment(), **ours}


def free_ports() -> tuple[str, str]:
    """Return two ports that nobody listens on."""
    with socket.socket() as one, socket.socket() as other:
        for probe in (one, other):
            probe.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1]), str(other.getsockname()[1])


def foreign_environment() -> dict[str, str]:
    """Return this process's environment without what would lead Python or the program back to the checkout."""
    ours = ("PYTHON", "NEMO", "TELEGRAM_", "DISCORD_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def packed_files() -> list[Path]:
    """Return every file of the packages: code, skills, SQL, pages."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return [path.relative_to(ROOT) for path in files if "__pycache__" not in path.parts]


def pip(environment: Path, *arguments: str) -> None:
    """Install quietly."""
    command = (str(environment / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*command, *arguments)


def run(*command: str, cwd: Path | None = None) -> None:
    """Run a command to its success, or leave with what it said."""
    answer = subprocess.run(
        command,
        cwd=cwd,
        env=foreign_environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if answer.returncode:
        sys.exit(f"smoke: {' '.join(command[:4])} failed:\n{answer.stdout}")


if __name__ == "__main__":
    main()
