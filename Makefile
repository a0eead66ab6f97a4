# Short names for people who have make. Everything works without it: python3 start.py --help
PYTHON ?= python3
COMPILE = --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --no-config $(UPGRADE)
BUILD_BACKEND = import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")

.PHONY: help lab test lint prepare notebooks lock wheelhouse clean

help:  ## list what make can do
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 14

lab:  ## install what is missing and open JupyterLab
	$(PYTHON) start.py

test:  ## run every test and every lesson
	$(PYTHON) start.py test

lint:  ## check style and types
	$(PYTHON) start.py lint

prepare:  ## install what is missing, open nothing
	$(PYTHON) start.py prepare

notebooks: prepare  ## execute the lessons again, in place
	.venv/bin/python notebooks/make.py

wheelhouse:  ## gather every package in wheelhouse/, for bad wifi
	$(PYTHON) start.py wheelhouse

lock:  ## renew the locks after a change in pyproject.toml (needs uv; newer versions: UPGRADE=-U)
	$(PYTHON) -c '$(BUILD_BACKEND)' | uv pip compile pyproject.toml - --extra workshop -c constraints.txt $(COMPILE) -o requirements.lock
	uv pip compile pyproject.toml --extra lint -c requirements.lock $(COMPILE) -o requirements-lint.lock
	uv pip compile pyproject.toml --extra bench -c requirements.lock $(COMPILE) -o requirements-bench.lock
	echo ministack | uv pip compile - $(COMPILE) -o tests/servers/ministack.lock

clean:  ## remove what was installed; your copies in my/ stay
	rm -rf .venv .venv-ministack wheelhouse tests/servers/node_modules build *.egg-info
