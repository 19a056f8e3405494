# Everything a newcomer needs is `make run` and `make test`; `make` alone lists the rest.
PYTHON ?= python3
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# What Python made of a file is kept beside it, or each of the tests' many processes would make it anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup browser run test check simulate screenshots bench package clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: .venv/.ready .local/engine-venv/.ready ## Install everything below this folder: .venv and .local

run: setup ## Set up, then run the whole system at http://localhost:8000
	.venv/bin/aftercare run

test: setup browser ## Set up, then run all tests, on up to four cores
	.venv/bin/python -m pytest -n auto --maxprocesses 4 --no-loadscope-reorder

# Pages are tested in a real browser. It is no Python package, so only Debian's own is brought, and by root alone.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "Installing a browser ..." >&2 && \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; } || \
	  echo "No Chromium here and no way to install it: unless playwright has its own, no page is tested in a browser." >&2

check: setup ## Style, types, architecture and house numbers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy $(wildcard app.py) chalicelib
	.venv/bin/mypy --ignore-missing-imports engine package
	.venv/bin/python -m pytest tests/test_architecture.py tests/test_house.py

simulate: setup ## Play 400 days of the sample shop in memory
	.venv/bin/aftercare simulate --ledger samples/ledger.csv --from 2025-10-17 --days 400

screenshots: setup ## Take pictures of the console's main pages, with the sample shop in them, into docs/screens
	.venv/bin/python docs/take_screenshots.py docs/screens

bench: setup ## Measure cost and speed against the budgets, one JSON object (with BENCH_BIG=1 a million rows)
	@.venv/bin/python -m bench

package: setup ## Pack the program and its template for AWS Lambda into dist/
	@.venv/bin/python -m package

clean: ## Remove .venv, .local and caches; this forgets all local data
	rm -rf .venv .local dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed. The rows of the embedded engine are gone; the next make run starts afresh."

.venv/.ready: requirements.txt requirements-dev.txt pyproject.toml
	$(call virtualenv,.venv)
	$(call install,.venv,-r requirements-dev.txt -e .)
	@touch $@

# After the other one, whose uv it borrows.
.local/engine-venv/.ready: engine/requirements.txt | .venv/.ready
	$(call virtualenv,.local/engine-venv)
	$(call install,.local/engine-venv,-r engine/requirements.txt)
	@touch $@

# $(1): where. Refuses what cannot work with a sentence instead of a traceback.
define virtualenv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Aftercare needs Python 3.11 or newer, and '$(PYTHON)' is none. Name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12"; \
	  exit 1; }
	@test -x $(1)/bin/python || $(PYTHON) -m venv $(1) || { \
	  echo "'$(PYTHON)' cannot make a virtualenv. On Debian and Ubuntu: apt install python3-venv"; \
	  rm -rf $(1); exit 1; }
endef

# $(1): where, $(2): what. With uv, which takes seconds, or with pip, which takes a minute.
define install
	@echo "Installing into $(1) ..." >&2
	@works() { "$$1" --version >/dev/null 2>&1; }; \
	works uv || works .venv/bin/uv || .venv/bin/python -m pip install --quiet uv || true; \
	fast() { works "$$1" && "$$1" pip install --quiet --python $(1)/bin/python $(2); }; \
	fast uv || fast .venv/bin/uv || $(1)/bin/python -m pip install --quiet $(2)
endef
