# Everything a newcomer types: make serve, make site, make test. Needs Python 3.11 or newer.

PYTHON ?= python3
PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export NO_MKDOCS_2_WARNING := 1
python := .venv/bin/python
# As many workers as there are processors; tests/scheduling.py says who does what, and when. A test
# that hangs ends the run, which shows where.
tests := $(python) -m pytest --numprocesses logical --dist loadscope --no-loadscope-reorder \
  --override-ini faulthandler_exit_on_timeout=true --max-worker-restart 0

# One version of a package for all Pythons, so that they build the same site.
compile := $(python) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --fork-strategy fewest --generate-hashes --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help serve site book zensical check test style types workflows javascript pytest browser bench bench-page bench-serve bench-step installed lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

serve: installed ## read the site at http://127.0.0.1:8000 as you edit it; PORT=8001 for another port
	@$(python) -m bpsite.serve --port $(PORT)

site: installed ## build the site into site/
	$(python) -m mkdocs build

book: site browser ## print the whole site into dist/backpropagation.pdf
	$(python) -m bpsite.book

zensical: site ## build the site with Zensical too, into .cache/zensical/site
	$(python) -m bpsite.zensical

check: style types ## while you work: style, types, units, cells and relations
	$(tests) --ignore tests/site --ignore docs/labs -m "not slow"

test: style types workflows javascript pytest ## everything that CI checks

style: installed
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	node_modules/.bin/eslint docs/assets/js bpsite tests *.mjs

types: installed
	$(python) -m mypy

workflows: installed
	node tests/workflows.mjs .github/workflows/*.yml
	zizmor --offline --quiet .github

javascript: installed
	node --test tests/js/*.test.mjs

pytest: installed browser
	$(tests) --durations 10

browser: installed
	$(python) -m bpsite.chromium

bench: installed ## measure how long all formulas take
	$(python) -m tests.bench

bench-page: installed browser ## measure what a page, a cell and a figure cost a reader
	$(python) -m tests.bench_page
	$(python) -m tests.bench_stock
	$(python) -m tests.bench_figures

bench-serve: installed ## measure how long a save takes to be seen
	$(python) -m tests.bench_serve

# PyTorch and others are compared where BENCH_PYTHON has them; all have as many threads. A variable
# that tells OpenBLAS which processor to take itself for would slow NumPy alone.
bench-step: BENCH_PYTHON ?= $(python)
bench-step: THREADS ?= 1
bench-step: installed ## measure how long a gradient step of bpcore takes, beside other packages
	env -u OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS=$(THREADS) OMP_NUM_THREADS=$(THREADS) \
	  MKL_NUM_THREADS=$(THREADS) $(BENCH_PYTHON) -m tests.bench_step

# The environment's own Python says whether all is there; where it can't, the system's installs it.
installed:
	@$(python) -m bpsite.setup.current 2>/dev/null || $(PYTHON) -m bpsite.setup

lock: installed ## renew the lock files from the ranges in pyproject.toml and package.json
	$(python) -m pip install --quiet --disable-pip-version-check uv
	$(compile) --group site --group test --output-file requirements.txt pyproject.toml
	$(compile) --group pyproject.toml:node --output-file requirements-node.txt
	npm update --package-lock-only --loglevel=error

clean: ## remove everything that was built or installed
	rm -rf .venv .cache node_modules site dist
