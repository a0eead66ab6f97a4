# Short names for people who have make. Everything works without it: python3 start.py --help
PYTHON ?= python3
COMPILE = --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --no-config $(UPGRADE)
BUILD_BACKEND = import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")

.PHONY: help lab test lint prepare coverage soak notebooks test-browser bench book test-book browser-tab test-browser-tab lock wheelhouse clean

help:  ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 14

lab:  ## install what is missing and open JupyterLab
	$(PYTHON) start.py

test:  ## run every test and every lesson
	$(PYTHON) start.py test

lint:  ## check style and types
	$(PYTHON) start.py lint

prepare:  ## install what is missing, open nothing
	$(PYTHON) start.py prepare

coverage:  ## every branch of the module is run by its tests (after make lint)
	.venv/bin/python tests/cover.py

soak: prepare  ## fifty times more races, schedules and made-up events than a test; thirty learners (takes an hour)
	EVENTSTORE_TEST_SCALE=50 .venv/bin/python -m pytest -s tests/contract/test_contention.py
	# not on moto, which copies its table for each transaction, and keeps the copies of cancelled ones
	EVENTSTORE_TEST_BACKENDS=ministack EVENTSTORE_TEST_SCALE=100 .venv/bin/python -m pytest tests/contract/test_races.py -k "not lesson"
	EVENTSTORE_TEST_SCALE=50 .venv/bin/python -m pytest -n 2 tests/contract/test_properties.py tests/contract/test_any_snapshots.py tests/contract/test_schedules.py tests/contract/test_stateful.py
	.venv/bin/python -m pytest tests/soak

test-browser: prepare  ## try every lesson in a real JupyterLab and a real browser
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python tests/browser/chromium.py
	.venv/bin/python -m pytest tests/browser

notebooks: prepare  ## execute the lessons again, in place
	.venv/bin/python tools/execute_lessons.py

bench: prepare  ## measure the store beside what you would pick instead; a look: SIZE=--quick
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/bench.lock"); ensure(".venv-ministack", "requirements/ministack.lock")'
	.venv/bin/python tests/servers/get_dynalite.py
	.venv/bin/python -m benchmarks $(SIZE)

wheelhouse:  ## gather every package in wheelhouse/, for bad wifi
	$(PYTHON) start.py wheelhouse

book: prepare  ## make the book, in book/_build/html; beside the browser tab: TAB=address
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/book.lock")'
	.venv/bin/python -m book $(if $(TAB),--tab $(TAB))

test-book: book  ## look over the pages of the book, in a browser, too
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python tests/browser/chromium.py
	npm ci --prefix tests/book/site --ignore-scripts --no-audit --no-fund --loglevel=error
	.venv/bin/python -m pytest -n 2 tests/book

browser-tab: prepare  ## make the site that runs the lessons in a browser tab, in _site; with pandas in it: VENDOR=folder of wheels
	$(PYTHON) -c 'from start import ensure; ensure(".venv-browser-tab", "requirements/browser-tab.lock")'
	.venv/bin/python -m browser_tab $(if $(VENDOR),--vendor $(VENDOR))

test-browser-tab: browser-tab  ## try every lesson in a browser tab
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python tests/browser/chromium.py
	.venv/bin/python -m pytest tests/browser_tab

lock:  ## renew the locks after a change in pyproject.toml (needs uv; newer versions: UPGRADE=-U)
	$(PYTHON) -c '$(BUILD_BACKEND)' | uv pip compile pyproject.toml - --extra workshop -c requirements/constraints.txt $(COMPILE) -o requirements/workshop.lock
	for extra in bench book browser browser-tab lint; do \
	  uv pip compile pyproject.toml --extra $$extra -c requirements/workshop.lock $(COMPILE) -o requirements/$$extra.lock || exit 1; done
	echo ministack | uv pip compile - $(COMPILE) -o requirements/ministack.lock

clean:  ## remove what was installed; your copies in my/ stay
	rm -rf .venv .venv-ministack .venv-browser-tab _site wheelhouse tests/servers/node_modules tests/book/site/node_modules book/_build build *.egg-info
