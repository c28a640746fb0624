# Two targets. `bot`, the one that is built when none is named, holds the program; `demo` also the local backend with
# FFmpeg, numpy, Pillow and fonts. What installs and builds (pip, hatchling) stays in stages that are thrown away.

# Debian offers only the newest revision of a package: a pinned one could not be built again a month later.
# hadolint global ignore=DL3008
FROM debian:trixie-slim AS base
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 \
 && rm -rf /var/lib/apt/lists/*

FROM base AS build-bot
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3-venv \
 && rm -rf /var/lib/apt/lists/* \
 && python3 -m venv /opt/build \
 && python3 -m venv --without-pip /opt/nemobot
WORKDIR /src
# The locks alone first: these layers are made again only when a dependency changes.
COPY requirements/build.lock requirements/
RUN /opt/build/bin/pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes \
    -r requirements/build.lock
COPY requirements/bot.lock requirements/
RUN /opt/build/bin/pip --python /opt/nemobot/bin/python install --no-cache-dir --no-deps --only-binary :all: \
    --require-hashes -r requirements/bot.lock
COPY pyproject.toml README.md LICENSE ./
COPY core core
COPY storage storage
COPY bots bots
COPY sandbox sandbox
RUN /opt/build/bin/hatchling build --target wheel --directory /wheel \
 && /opt/build/bin/pip --python /opt/nemobot/bin/python install --no-cache-dir --no-deps /wheel/*.whl

FROM build-bot AS build-demo
COPY requirements/run.lock requirements/
RUN /opt/build/bin/pip --python /opt/nemobot/bin/python install --no-cache-dir --no-deps --only-binary :all: \
    --require-hashes -r requirements/run.lock

FROM base AS runtime
RUN groupadd --gid 10001 nemobot \
 && useradd --uid 10001 --gid nemobot --no-create-home --home-dir /data --shell /usr/sbin/nologin nemobot \
 && install -d -m 700 -o nemobot -g nemobot /data /var/lib/telegram-bot-api
COPY LICENSE docs/licences.md /usr/share/doc/nemobot/
LABEL org.opencontainers.image.title="Nemobot" \
      org.opencontainers.image.source="https://github.com/nemovideo/nemobot" \
      org.opencontainers.image.documentation="https://github.com/nemovideo/nemobot/tree/main/docs"
ENV PATH=/opt/nemobot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    NEMOBOT_DATA_DIR=/data \
    NEMOBOT_HTTP_HOST=0.0.0.0
# By number, so that an orchestrator can tell that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python3", "-c", \
    "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('NEMOBOT_HTTP_PORT', '8080')}/healthz\", timeout=4)"]
ENTRYPOINT ["nemobot"]

# The licences are those of the Python packages; docs/licences.md, which is in the image, says whose they are.
FROM runtime AS demo
COPY --from=build-demo /opt/nemobot /opt/nemobot
LABEL org.opencontainers.image.description="Edit video by chatting: a demo that edits on this machine, with FFmpeg" \
      org.opencontainers.image.licenses="MIT AND 0BSD AND Apache-2.0 AND BSD-2-Clause AND BSD-3-Clause AND CC0-1.0 AND GPL-3.0-or-later AND LGPL-3.0-only AND MIT-0 AND MIT-CMU AND MPL-2.0 AND OFL-1.1 AND PSF-2.0 AND Zlib"
CMD ["demo"]

FROM runtime AS bot
COPY --from=build-bot /opt/nemobot /opt/nemobot
LABEL org.opencontainers.image.description="Edit video by chatting: Telegram and Discord in front of the NemoVideo AI editor" \
      org.opencontainers.image.licenses="MIT AND Apache-2.0 AND BSD-2-Clause AND BSD-3-Clause AND LGPL-3.0-only AND MIT-0 AND MPL-2.0 AND PSF-2.0"
CMD ["run"]
