"""Builds the wheel and tries it from outside the checkout, on the oldest and the newest Python here that the lock fits.

What only works because the checkout is near (a file that was not packed, a dependency only the checks have, syntax
that the oldest Python does not know) fails here. The environments stay in build/ and are made again when the lock
changes, so that a second run needs no package index; the wheel is built and installed anew each time.
"""
# ruff: noqa: INP001, S603, T201 - a script that runs programs it names itself, and says what it saw

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
LOCK = ROOT / "requirements" / "run.lock"
PACKAGES = ("core", "storage", "bots", "sandbox")
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
        environment = prepared(version, python)
        attempt(environment, wheel)
        print(f"smoke: the wheel works on Python {version}")


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


def prepared(version: str, python: str) -> Path:
    """Return the `bin` of an environment with the locked dependencies and nothing else of ours."""
    folder = BUILD / f"smoke-{version}"
    stamp = folder / "lock"
    wanted = f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {python}"
    usable = os.access(folder / "bin" / "python", os.X_OK)  # the Python it was made with may be gone
    if not usable or not stamp.is_file() or stamp.read_text() != wanted:
        run(python, "-m", "venv", "--clear", str(folder))
        pip(folder / "bin", "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK))
        stamp.write_text(wanted)
    return folder / "bin"


def attempt(environment: Path, wheel: Path) -> None:
    """Install the wheel and use it as a stranger would."""
    pip(environment, "--no-deps", "--force-reinstall", str(wheel))
    with tempfile.TemporaryDirectory() as elsewhere:
        outside = Path(elsewhere)
        run(str(environment / "nemobot"), "--version", cwd=outside)
        run(str(environment / "nemobot"), "--help", cwd=outside)
        run(str(environment / "python"), "-P", "-c", IMPORT_ALL, *PACKAGES, cwd=outside)
    (site,) = (environment.parent / "lib").glob("python3.*/site-packages")
    forgotten = [path for path in packed_files() if not (site / path).is_file()]
    if forgotten:
        sys.exit(f"smoke: not in the wheel: {', '.join(map(str, forgotten))}")


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
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    answer = subprocess.run(
        command, cwd=cwd, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if answer.returncode:
        sys.exit(f"smoke: {' '.join(command[:4])} failed:\n{answer.stdout}")


if __name__ == "__main__":
    main()
