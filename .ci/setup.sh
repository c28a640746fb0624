#!/bin/sh
# Brings .venv to what the locks say: `setup.sh run` for the program, `setup.sh dev` for its checks too.
# Does nothing, and needs no network, when that is so already; an installation that was cut off is done again.
set -eu
cd "$(dirname "$0")/.."
level=$1
here=.venv/bin/python
said=build/setup.log # what the last command said

say() { printf '%s\n' "$*" >&2; }

# Runs a command in silence; where it fails, says which it was, how its words ended, and what to do.
attempt() {
    mkdir -p build
    "$@" >"$said" 2>&1 && return
    say "This command failed:"
    say "    $*"
    say "$said has all that it said; the end:"
    grep -v -e '^ *$' -e '^\[notice\]' -e 'is ignored: it is neither a file nor a directory' "$said" |
        tail -n 8 | cut -c 1-400 | sed 's/^/    /' >&2
    say "$(mend)"
    exit 1
}

words() { grep -q -i -E "$1" "$said"; }

mend() { # the first that fits: where nothing can be reached, pip goes on to say that there is no such version
    if words 'no space left|disk quota'; then
        echo "The disk is full: make room, then run make again."
    elif words 'permission denied|read-only file system|operation not permitted'; then
        echo "The folder $(pwd) cannot be written here: see whose it is (\`ls -ld . .venv build\`), then run make again."
    elif words 'certificate|sslerror'; then
        echo "The package index's certificate is not trusted here: see whether this machine's clock is right, or name your" \
            "network's authority in PIP_CERT, then run make again."
    elif words 'connection|timed out|timeout|name resolution|unreachable|proxyerror|http error|versions: none'; then
        echo "The package index could not be reached or is empty: see the network, HTTPS_PROXY and \`$here -m pip config list\`," \
            "then run make again; what was loaded is kept."
    elif words 'do not match the hashes'; then
        echo "A file is not the one that was locked: run \`$here -m pip cache purge\`, then make again. If it says so again," \
            "the index changes files: \`$here -m pip config list\` names it."
    elif words 'no matching distribution'; then
        echo "The index has no built package of that version for this machine's $("$here" -V). The locks fit Python 3.11" \
            "to 3.14 on macOS and on Linux with glibc: set PYTHON to one of these. If it is one, the index is behind" \
            "(\`$here -m pip config list\` names it). Then run make again."
    else
        echo "Run make again; if it ends in the same way, remove .venv and run make once more."
    fi
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

usable() { # new enough, and able to make a virtual environment with pip in it
    new_enough "$1" || return 1
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return 0
    without_venv=$1
    return 1
}

find_python() { # first those that every locked package has a built file for
    without_venv=
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3}; do
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

locks() { # a program that runs from its checkout is built here too; dev.lock holds the build backend
    case $1 in
    run) echo requirements/run.lock requirements/build.lock ;;
    *) echo "requirements/$1.lock" ;;
    esac
}

# The key holds all that an installation depends on; the folder too, for installed programs hold its path.
key() {
    {
        pwd
        "$here" -VV
        # shellcheck disable=SC2046 # several names
        cat $(locks "$1") pyproject.toml
    } | cksum
}

done_for() { [ -f ".venv/installed-$1" ] && [ "$(cat ".venv/installed-$1")" = "$(key "$1")" ]; }

healthy() { new_enough "$here" && "$here" -m pip --version >/dev/null 2>&1; }

if [ -n "${PYTHON:-}" ] || ! healthy; then
    find_python
    wanted=$("$python" -c 'import sys; print(sys.version)')
    if ! healthy || [ "$("$here" -c 'import sys; print(sys.version)')" != "$wanted" ]; then
        say "Making .venv with $("$python" --version)..."
        attempt "$python" -m venv --clear .venv
    fi
fi

# What serves the checks serves the program.
if done_for "$level" || { [ "$level" = run ] && done_for dev; }; then
    exit 0
fi
say "Installing what requirements/$level.lock names into .venv (the first time takes a minute or two)..."
rm -f .venv/installed-*
# The lock is whole: there is nothing to resolve, so no version of pip can find otherwise; and nothing is built from
# source, which would bring build tools that no lock names.
# shellcheck disable=SC2046 # several arguments
attempt "$here" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    $(printf -- '-r %s ' $(locks "$level"))
attempt "$here" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
key "$level" >".venv/installed-$level.new"
mv ".venv/installed-$level.new" ".venv/installed-$level"
