#!/bin/sh
# Resolves every lock with an old and a new pip on Python 3.11, and installs nothing. Setting up (setup.sh) resolves
# nothing; others install a lock as they know it (`pip install -r`), and there a package or an extra without a pin
# would be whatever the index has that day: an old pip stops at it, a new one may not.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# A pip of its own for each, by version and hash: Debian 12's, whose Python 3.11 is our oldest, and one of today.
resolve() {
    folder=build/pip-$1
    if [ ! -f "$folder/done" ]; then
        python3.11 -m venv --clear "$folder"
        printf 'pip==%s --hash=sha256:%s\n' "$1" "$2" >"$folder/pip.lock"
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$folder/pip.lock"
        touch "$folder/done"
    fi
    for lock in requirements/*.lock; do
        if ! "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --dry-run --ignore-installed \
            --only-binary :all: --require-hashes -r "$lock" >"$folder/said" 2>&1; then
            cat "$folder/said" >&2
            say "resolve: pip $1 cannot install $lock; where it wants a pin, \`make lock\` and see that the extra is kept."
            exit 1
        fi
        say "resolve: pip $1 finds everything pinned in $lock"
    done
}

if ! command -v python3.11 >/dev/null; then
    say "resolve: python3.11 was not found; on Debian 12 run \`apt install python3-venv\`."
    exit 1
fi
resolve 23.0.1 236bcb61156d76c4b8a05821b988c7b8c35bf0da28a4b614e8d6ab5212c25c6f
resolve 26.3 f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13
