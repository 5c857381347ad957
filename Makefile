# The two commands of the README: `make demo` and `make test`. Everything they need they install themselves.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
TOOLS  := $(VENV)/.tools
# The environment: by the venv module where it works, else by virtualenv from PyPI. pip is renewed in it: old ones know no --group.
DEMO   ?= demo
# Where the surroundings forbid it, each process of the tests would compile every module anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test test-fast coverage lint workbook grammar bench kills lock clean
help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); $(PYTHON) -m pip install --quiet --target $(VENV)-bootstrap virtualenv && PYTHONPATH=$(VENV)-bootstrap $(PYTHON) -m virtualenv --quiet $(VENV); }

$(STAMP): $(BIN)/python pyproject.toml requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	@touch $@

$(TOOLS): $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --group dev
	@touch $@

demo: $(STAMP)  ## Play an invented school's year into ./demo (pip packages only)
	@if [ "$(DEMO)" = demo ]; then rm -rf demo; fi
	@$(BIN)/objectivity demo "$(DEMO)"

# A person typing into real dialogs wants the machine alone: under load a key press comes before its dialog.
ALONE  := tests/xl_macros/dialogs/test_office.py

test-fast: $(TOOLS)  ## Run the tests that need no LibreOffice
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder -m "not libreoffice"

test: $(TOOLS)  ## Run all tests; brings LibreOffice (apt-get) and Microsoft's validator (npm) where they are missing and allowed
	@sh tests/libreoffice.sh
	@sh tests/validator.sh
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder --ignore=$(ALONE)
	@$(BIN)/python -m pytest $(ALONE)

coverage: $(TOOLS)  ## Run all tests and show what they do not reach (half as long again)
	@sh tests/libreoffice.sh
	@sh tests/validator.sh
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered

lint: $(TOOLS)  ## Style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

workbook: $(STAMP)  ## Build workbook/Objectivity2025.xlsm from its sources
	@$(BIN)/objectivity build

grammar: $(STAMP)  ## Compile the grammar of deadline phrases, after it or lark's version changed
	@$(BIN)/python -c "from objectivity_core.deadlines import grammar, reading; print(grammar.compiled(reading.EVERY_START), end='')" > objectivity_core/deadlines/grammar.bnf

bench: $(TOOLS)  ## Measure clicks, the plan, codes and the scan for leaks as ratios
	@for one in click plan anonymity codes; do echo "== $$one"; $(BIN)/python -W ignore tests/benchmarks/$$one.py; done

kills: $(TOOLS)  ## Kill every writing action, fill the disk under it, look at what is left (an hour)
	@$(BIN)/python -W ignore -m tests.benchmarks.kills 20

lock:  ## Renew requirements.lock (no addresses in it)
	@uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-header --quiet --group dev pyproject.toml --output-file requirements.lock

clean:  ## Remove what was installed and made here
	@rm -rf $(VENV) $(VENV)-bootstrap .tools demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
