# The commands of this repository. `make site` is all that a reader needs, `make test` all that a contributor needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCES := pyproject.toml README.md $(shell find generator themes/default -type f -not -name '*.pyc')

.PHONY: site serve test check bench lock browser clean

site: $(VENV)/.installed  ## build the catalogue into public/
	$(BIN)/catalog build

serve: $(VENV)/.installed  ## preview at http://127.0.0.1:8000/, rebuilt on every change
	$(BIN)/catalog serve

test: check browser  ## everything that must hold; at most five minutes on two cores
	$(BIN)/catalog check
	$(BIN)/python -m pytest --numprocesses auto

check: $(VENV)/.installed $(VENV)/.dev  ## style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed $(VENV)/.bench  ## speed, side by side with other generators
	$(BIN)/python bench/build_speed.py
	$(BIN)/python bench/related_quality.py

lock: $(VENV)/.dev  ## renew the lock files after a change of dependencies
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

# Browser tests drive the system's Chromium or Chrome. Without one they are skipped with a loud line, and fail in CI.
browser:
	@command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || echo "NO CHROMIUM OR CHROME FOUND: the browser tests will be skipped"

$(VENV)/.locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "papercatalog needs Python 3.11 or newer; name one with PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --only-binary=:all: -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.locked
	$(PIP) install --require-hashes --only-binary=:all: -r requirements-dev.lock
	@touch $@

# Not an editable install: the tests run what a user gets, so a file missing from the wheel fails them.
$(VENV)/.installed: $(SOURCES) $(VENV)/.locked
	$(PIP) install --no-deps --no-build-isolation --force-reinstall .
	@touch $@

$(VENV)/.bench: bench/requirements.txt $(VENV)/.locked
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip --disable-pip-version-check --quiet install -r bench/requirements.txt
	@touch $@

clean:  ## remove what can be made again
	rm -rf $(VENV) public
