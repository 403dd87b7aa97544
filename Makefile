# Two commands for a newcomer: `make demo` and `make test`. Both make .venv by themselves,
# from pinned versions checked by hash, and are instant when nothing changed.

VENV ?= .venv
BIN := $(VENV)/bin
PY := $(BIN)/python

# The first Python that is new enough; `make PYTHON=/path/to/python3.12 …` chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

INSTALL = $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r
# Compiled once here, not at the first command: the bot starts in a third of the time.
COMPILE = $(PY) -m compileall -q bot store

.DEFAULT_GOAL := help
.PHONY: help install dev demo run test check bench lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.installed ## the real bot in a simulated Discord in your browser; needs no token
	$(PY) -m bot demo $(ARGS)

run: $(VENV)/.installed ## the bot itself, with the settings in .env
	$(PY) -m bot run $(ARGS)

test: $(VENV)/.installed-dev ## the whole test suite, offline (ARGS=… goes to pytest)
	$(PY) -m pytest $(ARGS)

check: $(VENV)/.installed-dev ## everything CI checks, in .venv (ARGS=lint runs one of them)
	VENV=$(VENV) .ci/run $(ARGS)

bench: $(VENV)/.installed-dev ## speed and quality, measured and printed
	$(PY) benchmarks/speed.py
	$(PY) benchmarks/digests.py
	$(PY) benchmarks/quality.py
	$(PY) benchmarks/check_quality.py
	$(PY) benchmarks/large.py
	$(PY) benchmarks/growth.py
	$(PY) benchmarks/load.py
	$(PY) benchmarks/feeds.py
	$(PY) benchmarks/copies.py
	$(PY) benchmarks/extraction.py
	$(PY) benchmarks/bulk.py

install: $(VENV)/.installed ## only make .venv with what the bot needs
dev: $(VENV)/.installed-dev ## only make .venv with what developers need as well

# Keeps the versions already pinned where it can; `make lock ARGS=--upgrade` takes newer ones.
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header $(ARGS)
lock: $(VENV)/.installed-dev ## pin every version anew, after a change in pyproject.toml
	$(LOCK) --extra charts --extra demo --output-file constraints.txt
	$(LOCK) --extra charts --extra demo --extra dev --constraints constraints.txt \
		--output-file constraints-dev.txt

clean: ## remove .venv and caches; never a corpus
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find bot store tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@test -n "$(PYTHON)" || { echo "On Record needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing (Debian, Ubuntu: apt install python3-venv)."; rm -rf $(VENV); exit 1; }

$(VENV)/.installed: constraints.txt | $(PY)
	@echo "Installing into $(VENV): about a minute, once."
	@$(INSTALL) constraints.txt
	@$(COMPILE)
	@touch $@

$(VENV)/.installed-dev: constraints-dev.txt | $(PY)
	@echo "Installing into $(VENV): about a minute, once."
	@$(INSTALL) constraints-dev.txt
	@$(COMPILE)
	@touch $@
