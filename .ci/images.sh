#!/usr/bin/env bash
# Builds both targets of the Dockerfile and tries them, without an image registry: as root on Debian 12 or newer, with
# Debian's archive and the package index within reach. The base image is made here by debootstrap.
#
#     apt install --no-install-recommends buildah ca-certificates debootstrap podman runc
#     .ci/images.sh
#
# STORAGE_DRIVER=overlay is quicker where the kernel allows it. EXTRA_CA="FILE.crt …" are authorities that the network here
# wants to be trusted. With CHECK_SIZE=0 the size of the bot's image is printed only. All lies in build/images.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$PWD/build/images
base=docker.io/library/debian:trixie-slim # what the Dockerfile names; in a storage of its own, so nobody else meets it
most_mb=120                               # of the bot's image beside its base
export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs} CONTAINERS_STORAGE_CONF=$work/storage.conf
mkdir -p "$work"
printf '[storage]\ndriver = "%s"\ngraphroot = "%s/store"\nrunroot = "%s/run"\n' \
    "$STORAGE_DRIVER" "$work/$STORAGE_DRIVER" "$work/$STORAGE_DRIVER" >"$CONTAINERS_STORAGE_CONF"

say() { printf 'images: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

make_base() { # as Debian's own slim image: no manuals, no translations, and an apt that keeps nothing
    local root=$work/root container
    rm -rf "$root"
    debootstrap --variant=minbase trixie "$root" >"$work/debootstrap.log"
    rm -rf "$root"/var/{lib/apt/lists,cache/apt}/* "$root"/usr/share/{man,locale,info,lintian}
    find "$root/usr/share/doc" -type f ! -name copyright -delete
    printf 'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\nAPT::Keep-Downloaded-Packages "false";\n%s\n' \
        'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };' >"$root/etc/apt/apt.conf.d/docker-clean"
    if [ -n "${EXTRA_CA:-}" ]; then
        # shellcheck disable=SC2086 # several names
        install -D -m 644 -t "$root/usr/local/share/ca-certificates" $EXTRA_CA
    fi
    container=$(buildah from scratch)
    buildah add --quiet "$container" "$root" / >/dev/null
    buildah config --cmd bash "$container"
    buildah commit --quiet --rm "$container" "$base" >/dev/null
    rm -rf "$root"
}

build() { # isolation and network as a machine that is a container itself allows them
    say "building the target $1"
    buildah bud --isolation chroot --pull-never --network host --format docker --layers \
        --target "$1" --tag "nemobot:$1" . >"$work/build-$1.log" 2>&1 || {
        tail -n 20 "$work/build-$1.log" >&2
        fail "the target $1 cannot be built"
    }
}

# What podman says of systemd is about the timer of health checks, which are asked for here by hand.
podman_() { podman --runtime runc --cgroup-manager cgroupfs "$@" 2> >(grep -v 'systemd connection' >&2); }

start() { # NAME IMAGE OPTIONS...: hardened as compose.yaml has it, with no network but its own loopback
    local name=$1 image=$2
    shift 2
    podman_ run --detach --name "$name" --network none --read-only --tmpfs /tmp --cap-drop all \
        --security-opt no-new-privileges --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 \
        --volume "$name:/data" --stop-timeout 40 "$@" "localhost/nemobot:$image" >/dev/null
}

inside() { podman_ exec "$@"; }

python_has() { inside "$1" python3 -c "import $2" >/dev/null 2>&1; }

healthy() { # the image's own health check, asked until it says yes
    for _ in $(seq 60); do
        podman_ healthcheck run "$1" >/dev/null 2>&1 && return
        sleep 1
    done
    podman_ logs "$1" >&2
    fail "$1: its health check has not passed within a minute"
}

stops() { # with SIGTERM, in order
    local before=$SECONDS code
    podman_ stop "$1" >/dev/null
    code=$(podman_ inspect --format '{{.State.ExitCode}}' "$1")
    podman_ logs "$1" >"$work/$1.log" 2>&1
    [ "$code" = 0 ] || fail "$1: SIGTERM ended it with $code, see $work/$1.log"
    grep -q 'stopping; a second signal' "$work/$1.log" || fail "$1: its log tells nothing of a stop, see $work/$1.log"
    say "$1: SIGTERM ended it in $((SECONDS - before)) s with exit code 0"
}

confined() { # what holds for both
    [ "$(inside "$1" id -u)" = 10001 ] || fail "$1: runs as another user"
    inside "$1" touch /root-is-writable 2>/dev/null && fail "$1: its root can be written"
    inside "$1" sh -c 'touch /data/written && rm /data/written' || fail "$1: its volume cannot be written"
    for tool in pip setuptools hatchling wheel; do
        if python_has "$1" "$tool" || inside "$1" /usr/bin/python3 -c "import $tool" 2>/dev/null; then
            fail "$1: $tool is inside"
        fi
    done
    inside "$1" test -s /usr/share/doc/nemobot/licences.md || fail "$1: the page of licences is missing"
    say "$1: user 10001, a read-only root, no pip or build backend, its licences inside, its health check passes"
}

megabytes() { podman_ image inspect --format '{{.Size}}' "$1" | awk '{ printf "%.0f", $1 / 1e6 }'; }

clean_up() {
    podman_ rm --force --volumes bot demo >/dev/null 2>&1 || true
    podman_ volume rm --force bot demo >/dev/null 2>&1 || true
}

buildah images "$base" >/dev/null 2>&1 || make_base
build bot
build demo
trap clean_up EXIT
clean_up

start bot bot --env NEMOBOT_WEB=1 # a platform that needs no token
healthy bot
confined bot
for package in numpy PIL imageio_ffmpeg noto_cjk_sans_otc; do
    python_has bot "$package" && fail "bot: $package is inside"
done
inside bot nemobot backup >/dev/null || fail "bot: nemobot backup does not work inside"
stops bot
podman_ rm bot >/dev/null
podman_ run --rm --network none --read-only --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 localhost/nemobot:bot \
    demo --no-browser >"$work/no-demo.log" 2>&1 && fail "bot: a demo without its extra ended well"
grep -q 'nemobot\[sandbox\]' "$work/no-demo.log" || fail "bot: the demo does not say what is missing, see $work/no-demo.log"

start demo demo
healthy demo
confined demo
say "demo: $(inside --interactive demo python3 - <.ci/make_film.py)"
stops demo

base_mb=$(megabytes "$base") bot_mb=$(megabytes localhost/nemobot:bot) demo_mb=$(megabytes localhost/nemobot:demo)
say "uncompressed: base $base_mb MB, bot $bot_mb MB (base + $((bot_mb - base_mb))), demo $demo_mb MB"
[ "${CHECK_SIZE:-1}" = 0 ] || [ $((bot_mb - base_mb)) -le "$most_mb" ] || fail "the bot's image is base + more than $most_mb MB"
