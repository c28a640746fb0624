# Two stages: the first has pip and what it needs, the second only Python and the finished environment.
FROM debian:trixie-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/nemobot
WORKDIR /src
# The lock alone first: this layer is made again only when a dependency changes.
COPY requirements/run.lock requirements/
RUN /opt/nemobot/bin/pip install --no-cache-dir --require-hashes -r requirements/run.lock
COPY pyproject.toml README.md LICENSE ./
COPY core core
COPY storage storage
COPY bots bots
COPY sandbox sandbox
RUN /opt/nemobot/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin nemobot \
 && install -d -m 700 -o nemobot -g nemobot /data
COPY --from=build /opt/nemobot /opt/nemobot
ENV PATH=/opt/nemobot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    NEMOBOT_DATA_DIR=/data \
    NEMOBOT_HTTP_HOST=0.0.0.0
USER nemobot
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python3", "-c", \
    "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('NEMOBOT_HTTP_PORT', '8080')}/healthz\", timeout=4)"]
ENTRYPOINT ["nemobot"]
CMD ["run"]
