# Short names, if you have make. Learners don't need it: python3 start.py --help
PYTHON ?= python3
COMPILE = --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --no-config $(UPGRADE)
# looks a page over for people who see or move less
AXE = npm ci --prefix tests/book/site --ignore-scripts --no-audit --no-fund --loglevel=error
BUILD_BACKEND = import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")

.PHONY: help lab test lint prepare coverage mutants soak notebooks picture test-browser bench bench-browser-tab book test-book browser-tab test-browser-tab test-engines lock wheelhouse clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 18

lab:  ## install what's missing and open JupyterLab
	$(PYTHON) start.py

test:  ## run all tests and all lessons
	$(PYTHON) start.py test

lint:  ## check style and types
	$(PYTHON) start.py lint

prepare:  ## install what's missing, without opening JupyterLab
	$(PYTHON) start.py prepare

coverage:  ## check that the module's tests run all of its branches (run make lint first)
	.venv/bin/python tests/cover.py

mutants: prepare  ## break each function of the module in every way mutmut knows (not on Windows)
	$(PYTHON) -c 'from start import ensure; ensure(".venv-mutants", "requirements/workshop.lock"); ensure(".venv-mutants", "requirements/mutants.lock")'
	.venv-mutants/bin/python tests/soak/mutants.py

soak: prepare  ## run the random tests fifty times longer, thirty learners at once, and every mutant (takes hours)
	EVENTSTORE_TEST_SCALE=50 .venv/bin/python -m pytest -s tests/contract/test_contention.py
	# not on moto: it copies the table for each transaction, and keeps the copies if one is cancelled
	EVENTSTORE_TEST_BACKENDS=ministack EVENTSTORE_TEST_SCALE=100 .venv/bin/python -m pytest tests/contract/test_races.py -k "not lesson"
	EVENTSTORE_TEST_SCALE=50 .venv/bin/python -m pytest -n 2 tests/contract/test_properties.py tests/contract/test_any_snapshots.py tests/contract/test_schedules.py tests/contract/test_stateful.py
	# 10,000 rounds of one command in several processes, and 10,000 crashes of a subscription or more
	EVENTSTORE_TEST_SCALE=200 .venv/bin/python -m pytest tests/contract/test_commands_in_processes.py
	# in six runs, because MiniStack slows down as its table grows
	for run in 1 2 3 4 5 6; do \
	  EVENTSTORE_TEST_BACKENDS=ministack EVENTSTORE_TEST_SCALE=100 .venv/bin/python -m pytest tests/contract/test_subscription_schedules.py || exit 1; done
	# 200 rounds of a service, in which its processes are killed 3,000 times
	EVENTSTORE_TEST_SCALE=100 .venv/bin/python -m pytest tests/contract/test_service.py
	.venv/bin/python -m pytest tests/soak
	$(MAKE) mutants

test-browser: prepare  ## run every lesson in a real JupyterLab in a real browser
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python tests/browser/chromium.py
	$(AXE)
	.venv/bin/python -m pytest -n 2 tests/browser

notebooks: prepare  ## execute the lessons in place
	.venv/bin/python tools/execute_lessons.py

picture: prepare  ## take the picture in README.md anew, from lesson 02 in a real JupyterLab
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python tests/browser/chromium.py
	.venv/bin/python -m tests.browser.picture

bench: prepare  ## compare the store's speed with the alternatives (a short run: SIZE=--quick)
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/bench.lock"); ensure(".venv-ministack", "requirements/ministack.lock")'
	.venv/bin/python tests/servers/get_dynalite.py
	.venv/bin/python -m benchmarks $(SIZE)

bench-browser-tab: browser-tab  ## measure how long the first green takes in the browser tab, and its memory
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python -m tests.browser_tab.seconds

wheelhouse:  ## download every package to wheelhouse/, to install from it without a network
	$(PYTHON) start.py wheelhouse

book: prepare  ## build the book in book/_build/html (linked to the browser tab: TAB=address)
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/book.lock")'
	.venv/bin/python -m book $(if $(TAB),--tab $(TAB))

test-book: book  ## check the pages of the book, also in a browser
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python tests/browser/chromium.py
	$(AXE)
	.venv/bin/python -m pytest -n 2 tests/book

browser-tab: prepare  ## build the site that runs the lessons in a browser tab, in _site (with pandas: VENDOR=folder of wheels)
	$(PYTHON) -c 'from start import ensure; ensure(".venv-browser-tab", "requirements/browser-tab.lock")'
	.venv/bin/python -m browser_tab $(if $(VENDOR),--vendor $(VENDOR))

test-browser-tab: browser-tab  ## run every lesson in a browser tab
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python tests/browser/chromium.py
	.venv/bin/python -m tests.browser_tab.servers
	.venv/bin/python -m pytest -n 2 tests/browser_tab

test-engines: browser-tab  ## take two lessons in Chromium, Firefox and WebKitGTK, from a stock nginx (needs Debian)
	$(PYTHON) -c 'from start import ensure; ensure(".venv", "requirements/browser.lock")'
	.venv/bin/python tests/browser/chromium.py
	.venv/bin/python tests/engines/installed.py
	.venv/bin/python -m pytest tests/engines

lock:  ## update the lock files after a change in pyproject.toml (needs uv; newest versions: UPGRADE=-U)
	$(PYTHON) -c '$(BUILD_BACKEND)' | uv pip compile pyproject.toml - --extra workshop -c requirements/constraints.txt $(COMPILE) -o requirements/workshop.lock
	for extra in bench book browser browser-tab lint mutants; do \
	  uv pip compile pyproject.toml --extra $$extra -c requirements/workshop.lock $(COMPILE) -o requirements/$$extra.lock || exit 1; done
	echo ministack | uv pip compile - $(COMPILE) -o requirements/ministack.lock
	echo uv | uv pip compile - $(COMPILE) -o requirements/installer.lock

clean:  ## remove everything that was installed or built; your copies in my/ stay
	rm -rf .venv .venv-ministack .venv-browser-tab .venv-mutants _site wheelhouse tests/servers/node_modules tests/book/site/node_modules book/_build
