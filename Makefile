# `make demo` answers a question from seeds/; `make test` runs lint, types and tests.
# Both set up .venv first and start in seconds when run again.
# `make bench` measures On Record beside others, which it sets up in .venv-bench.

# Python 3.11 or newer.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# Where plain pip would fetch torch with CUDA (several GB), give the address of the index of
# PyTorch's CPU builds: make demo TORCH_INDEX=https://...
TORCH_INDEX ?=

# What `make bench` measures with: ARTICLES=path QUESTIONS=file.jsonl LIMIT=articles (0: all)
# ASK=questions (0: all) RUNS=n BUILD_RUNS=n JSON=file; without them seeds/ and the defaults.
BENCH_OPTIONS = $(if $(ARTICLES),--articles $(ARTICLES)) $(if $(QUESTIONS),--questions $(QUESTIONS)) \
  $(if $(LIMIT),--limit $(LIMIT)) $(if $(ASK),--ask $(ASK)) $(if $(RUNS),--runs $(RUNS)) \
  $(if $(BUILD_RUNS),--build-runs $(BUILD_RUNS)) $(if $(JSON),--json $(JSON))

VENV := .venv
PEERS := .venv-bench
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INDEX := data/index
SOURCES := $(wildcard index/*.py index/*/*.py)
SEEDS := $(wildcard seeds/*)

.PHONY: demo bench test lint types check format lock blueprint clean
.DELETE_ON_ERROR:

demo: $(INDEX)/CURRENT
	@echo
	$(BIN)/onrecord ask --index $(INDEX) "what did Ushakov say about territory?"

test: lint types check

bench: $(INSTALLED) $(PEERS)/.installed
	$(BIN)/python -m benchmarks $(BENCH_OPTIONS)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

check: $(INSTALLED)
	$(BIN)/pytest

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Pins what is installed now, for everybody; run in a fresh .venv after changing pyproject.toml.
lock: $(INSTALLED)
	$(BIN)/pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt

# After a change of the export, or of the default model.
blueprint: $(INSTALLED)
	$(BIN)/python -m index.draw_blueprint

clean:
	rm -rf $(VENV) $(PEERS) data .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "On Record needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt \
	  $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) --editable '.[dev]'
	touch $@

$(PEERS)/.installed: benchmarks/requirements.txt | $(INSTALLED)
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check \
	  $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) --requirement benchmarks/requirements.txt
	touch $@

$(INDEX)/CURRENT: $(INSTALLED) $(SOURCES) $(SEEDS)
	$(BIN)/onrecord index build --index $(INDEX) seeds
	touch $@
