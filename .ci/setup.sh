#!/bin/sh
# Brings .venv to what the lock says: `setup.sh run` for the program, `setup.sh dev` for its checks too.
# Does nothing, and needs no network, when that is so already; an installation that was cut off is done again.
set -eu
cd "$(dirname "$0")/.."
level=$1

say() { printf '%s\n' "$*" >&2; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

usable() { # new enough, and able to make a virtual environment with pip in it
    new_enough "$1" || return 1
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return 0
    without_venv=$1
    return 1
}

find_python() {
    without_venv=
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if command -v "$candidate" >/dev/null 2>&1 && usable "$candidate"; then
            python=$candidate
            return
        fi
    done
    if [ -n "$without_venv" ]; then
        package=$("$without_venv" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        say "$without_venv is here but cannot make virtual environments: on Debian or Ubuntu run" \
            "\`apt install python3-venv\` (or $package), then run make again."
    elif [ -n "${PYTHON:-}" ]; then
        say "PYTHON names $PYTHON, which is no Python 3.11 or newer: set it to one, or unset it, and run make again."
    else
        say "Python 3.11 or newer with venv was not found: on Debian or Ubuntu run \`apt install git make python3-venv\`," \
            "on macOS \`brew install python@3.13\`, or set PYTHON to one, then run make again."
    fi
    exit 1
}

# The key holds all that an installation depends on; the folder too, for installed programs hold its path.
key() {
    {
        pwd
        .venv/bin/python -VV
        cat "requirements/$1.lock" pyproject.toml
    } | cksum
}

done_for() { [ -f ".venv/installed-$1" ] && [ "$(cat ".venv/installed-$1")" = "$(key "$1")" ]; }

healthy() { new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }

if [ -n "${PYTHON:-}" ] || ! healthy; then
    find_python
    wanted=$("$python" -c 'import sys; print(sys.version)')
    if ! healthy || [ "$(.venv/bin/python -c 'import sys; print(sys.version)')" != "$wanted" ]; then
        say "Making .venv with $("$python" --version)..."
        "$python" -m venv --clear .venv
    fi
fi

# What serves the checks serves the program.
if done_for "$level" || { [ "$level" = run ] && done_for dev; }; then
    exit 0
fi
say "Installing what requirements/$level.lock names into .venv (the first time takes a minute or two)..."
rm -f .venv/installed-*
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$level.lock" ||
    ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; then
    say "The installation did not finish: is the package index reachable? Run make again; what was loaded is kept."
    exit 1
fi
key "$level" >".venv/installed-$level.new"
mv ".venv/installed-$level.new" ".venv/installed-$level"
