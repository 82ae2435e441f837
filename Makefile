# Two commands do everything:  make demo  and  make test
# Settings: PYTHON (3.11 or newer), VENV, OPEN=0 (do not open the explorer), KG_HOME (the workspace)

PYTHON ?= python3
VENV ?= .venv
OPEN ?= 1
KG_HOME ?= kg-data
export KG_HOME

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ONLY_LOCKED := install --require-hashes --no-deps --requirement
SOURCES := ingest kg ontology tests benchmarks app.py

.PHONY: help demo test setup check format lint types bench docs lock clean

help:
	@echo 'make demo          set up, build the graph of the review, show it, open the explorer (OPEN=0: do not)'
	@echo 'make test          set up and run the tests'
	@echo 'make setup         set up for development'
	@echo 'make check         format, lint, types, tests'
	@echo 'make format        bring the code into its one form'
	@echo 'make bench         measure speed and memory'
	@echo 'make docs          write docs/commands.md, and the ontology as docs/ontology.html'
	@echo 'make lock          resolve the dependencies anew'

demo: $(VENV)/run
	@$(BIN)/kg build
	@echo; echo 'The five best on ImageNet, as reviewed:'
	@$(BIN)/kg ranks 'Image Classification on ImageNet' --top 5
	@echo; echo 'What Swin Transformer grew from:'
	@$(BIN)/kg lineage 'Swin Transformer' --direction ancestors
	@echo; echo 'Where the review errs:'
	@$(BIN)/kg claims --verdict differs
	@echo; echo 'More: $(BIN)/kg --help'
	@if [ '$(OPEN)' != 0 ]; then exec $(BIN)/kg explore; fi

test: $(VENV)/develop
	$(BIN)/python -m pytest --numprocesses=auto

setup: $(VENV)/develop

check: $(VENV)/develop
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses=auto

format: $(VENV)/develop
	$(BIN)/ruff check --fix-only --quiet $(SOURCES)
	$(BIN)/ruff format --quiet $(SOURCES)

lint: $(VENV)/develop
	$(BIN)/ruff check $(SOURCES)

types: $(VENV)/develop
	$(BIN)/mypy

bench: $(VENV)/develop
	$(BIN)/python -m benchmarks

docs: $(VENV)/develop
	$(BIN)/python -m typer kg.cli.app utils docs --name kg --title Commands --output docs/commands.md
	$(BIN)/python -m ontology.generate --html docs/ontology.html

lock: $(VENV)/develop
	$(BIN)/pip-compile $(LOCKING) --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCKING) --extra dev --output-file requirements-dev.lock pyproject.toml

LOCKING := --quiet --strip-extras --generate-hashes --allow-unsafe --build-deps-for editable --no-header \
           --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-annotate

clean:
	rm -rf $(VENV) build *.egg-info

# The two ways to set up. Each is done again when its lock or the project file changes.

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Paperkin needs Python 3.11 or newer; name one with: make PYTHON=python3.12'; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: $(VENV)/python requirements.lock pyproject.toml
	@echo 'Setting up in $(VENV) ...'
	@$(PIP) $(ONLY_LOCKED) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/develop: $(VENV)/python requirements-dev.lock pyproject.toml
	@echo 'Setting up for development in $(VENV) ...'
	@$(PIP) $(ONLY_LOCKED) requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run
