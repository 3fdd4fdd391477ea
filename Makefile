# The commands of this repository. `make site` is all that a reader needs, `make test` all that a contributor needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# -P: a file of the catalogue such as yaml.py is not a module.
PIP := $(BIN)/python -P -m pip --disable-pip-version-check --quiet
SOURCES := pyproject.toml README.md $(shell find generator themes .github -type f -not -name '*.pyc')

.PHONY: site serve test soak check audit bench nu lighthouse lock browser java clean

site: $(VENV)/.installed  ## build the catalogue into public/
	$(BIN)/catalog build

serve: $(VENV)/.installed  ## preview at http://127.0.0.1:8000/, reloaded on every save
	$(BIN)/catalog serve

# Without bytecode, each of the processes that test would read and rewrite all tests again, every time.
test: check browser  ## everything that must hold; about five minutes on two cores
	$(BIN)/catalog check
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -P -m pytest --numprocesses auto

soak: $(VENV)/.installed $(VENV)/.dev  ## the long loops that `make test` runs in a short form: 260 kills of a build, 400 changes before a warm one, 110,000 hostile inputs, 20,000 faulty files
	$(BIN)/python -P -m pytest --soak tests/test_kills.py tests/test_warm_random.py tests/test_fuzz.py tests/test_bad_input.py

check: $(VENV)/.installed $(VENV)/.dev  ## style, types, the import contract, and the workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet .

# Asks a service on the network which versions have holes, so it is no part of `make test`.
audit: $(VENV)/.locked  ## the locked libraries against the list of known holes
	$(PYTHON) -m venv $(VENV)/pip-audit
	$(VENV)/pip-audit/bin/python -P -m pip --disable-pip-version-check --quiet install pip-audit==2.10.1
	$(VENV)/pip-audit/bin/pip-audit --require-hashes --disable-pip -r requirements.lock -r requirements-dev.lock

bench: browser $(VENV)/.installed $(VENV)/.dev $(VENV)/.bench  ## speed and search, side by side with others; see docs/benchmarks.md
	$(BIN)/python bench/builds.py
	$(BIN)/python bench/bare.py
	$(BIN)/python bench/preview.py
	$(BIN)/python bench/related_quality.py
	$(BIN)/python bench/search_quality.py
	$(BIN)/python bench/search.py
	$(BIN)/python bench/search.py --papers 100000 --parts build bytes warm

# From files, 'self' means no address to the checker; the browser tests run under the policy itself.
nu: java $(VENV)/.installed $(VENV)/.audit  ## every page through the Nu HTML checker, warnings count; needs Java 17 or newer
	$(BIN)/catalog build --base-url https://papers.example.org/ --output $(VENV)/audit/public
	java -jar $(VENV)/audit/node_modules/vnu-jar/build/dist/vnu.jar --skip-non-html --Werror \
	  --filterpattern '.*violates Content Security Policy \(meta tag\).*' $(VENV)/audit/public
	@echo "$$(find $(VENV)/audit/public -name '*.html' | wc -l) pages, nothing to complain about"

lighthouse: browser $(VENV)/.installed $(VENV)/.audit  ## scores of the main pages on a phone; run it on an idle machine
	$(BIN)/python bench/lighthouse.py

lock: $(VENV)/.dev  ## renew the lock files after a change of dependencies
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

# Browser tests drive the system's Chromium or Chrome, best the one without a window, which is twice as fast. Without any
# they are skipped with a loud line, and fail in CI. Benchmarks want one with a window.
browser:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	  command -v $$name >/dev/null && exit 0; \
	done; \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	    && apt-get install -y -qq chromium chromium-headless-shell >/dev/null; } \
	  || echo "NO CHROMIUM OR CHROME FOUND: the browser tests will be skipped"

java:
	@command -v java >/dev/null || { echo "NO JAVA FOUND: the Nu checker needs one, 17 or newer (Debian: default-jre-headless)"; exit 1; }

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
	$(VENV)/bench/bin/python -P -m pip --disable-pip-version-check --quiet install -r bench/requirements.txt
	@touch $@

# Without the install scripts of npm's packages: one of them would fetch a whole Java.
$(VENV)/.audit: bench/audit/requirements.txt bench/audit/package.json $(VENV)/.locked
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -P -m pip --disable-pip-version-check --quiet install -r bench/audit/requirements.txt
	cp bench/audit/package.json $(VENV)/audit/
	$(VENV)/audit/bin/npm install --prefix $(VENV)/audit --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel error
	@touch $@

clean:  ## remove what can be made again
	rm -rf $(VENV) public
