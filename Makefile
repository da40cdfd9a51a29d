# make run · make test: each does its own set-up. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PACKAGES := shared services/ingest services/enrich services/index services/desk deploy/local
PAGE ?= examples/pages/riverside.txt

# Bytecode is kept, for each test run and each process of a stack would compile everything again:
# 2 s of CPU for ingest alone. It is kept in the environment, so that no source folder fills up.
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/$(VENV)/pycache
unexport PYTHONDONTWRITEBYTECODE

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit("Tidings needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + "; try make PYTHON=python3.12") if sys.version_info < (3, 11) else 0'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement locks/uv.txt

$(VENV)/.installed: $(UV) locks/dev.txt pyproject.toml $(addsuffix /pyproject.toml,$(PACKAGES))
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes --requirement locks/dev.txt
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --no-build-isolation $(addprefix --editable ,$(PACKAGES))
	@touch $@

.PHONY: setup
setup: $(VENV)/.installed ## install everything: packages, taggers, servers; leaves a working .venv/bin/tidings
	@$(BIN)/python -m tidings_enrich.models.build
	@$(BIN)/python -m tidings_local.setup
	@$(BIN)/python services/desk/build_page.py --lenient

.PHONY: run
run: setup ## start the stack, push PAGE and show what becomes of it; ONCE=1 stops afterwards
	@$(BIN)/python -m tidings_local.demo $(if $(ONCE),--once) $(PAGE)

.PHONY: test
test: setup ## every test; Kafka and Elasticsearch are real
	@$(BIN)/pytest --numprocesses 2 --dist loadscope

.PHONY: lint
lint: $(VENV)/.installed ## ruff, mypy --strict, import-linter; types and style of the desk's page
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python services/desk/check_page.py

.PHONY: format
format: $(VENV)/.installed ## let ruff format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/python services/desk/check_page.py --write

.PHONY: unit
unit: $(VENV)/.installed ## the tests that need no server
	@$(BIN)/pytest --numprocesses 2 --dist loadscope tests/unit tests/contract

.PHONY: mutants
mutants: $(VENV)/.installed ## put faults into a copy of the code and see the tests fail; ONLY=rebalance some of them
	@PYTHONPATH=tests $(BIN)/python -m mutants.run $(ONLY)

.PHONY: faults
faults: setup ## let KILLS faults happen to a stack by the schedule of SEED, and count; ONLY=kill some kinds, JSON=FILE keeps it
	@PYTHONPATH=tests $(BIN)/python -m faults.ledger.run $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED)) $(if $(SKIP),--skip $(SKIP)) $(if $(ONLY),--only $(ONLY)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(JSON),--json $(JSON))

# JSON=FILE keeps what a benchmark measured, as docs/performance.md says.
bench-% backlog: export TIDINGS_BENCH_OUT = $(if $(JSON),$(abspath $(JSON)))

.PHONY: bench-quick
bench-quick: setup ## the ratios of the benchmarks in 3 minutes: 1 when one is worse than recorded; RECORD=1 records
	@PYTHONPATH=tests $(BIN)/python bench/quick.py $(if $(RECORD),--record)

.PHONY: bench-start
bench-start: setup ## time a start from nothing and warm ones beside the servers alone, and weigh the idle stack
	@$(BIN)/python bench/start.py

.PHONY: bench-ingest
bench-ingest: setup ## rate, delay and memory of ingest beside what it cannot do without
	@$(BIN)/python bench/ingest.py

.PHONY: bench-tag
bench-tag: setup ## speed, memory and load of tagging beside the networks alone
	@$(BIN)/python bench/tag.py

.PHONY: bench-enrich
bench-enrich: setup ## the enrich stage beside its tagger in a bare loop, and two workers beside one; KIND=fast
	@PYTHONPATH=tests $(BIN)/python bench/enrich.py $(KIND)

.PHONY: bench-index
bench-index: setup ## rate and memory of index, and searches with facets, beside the least there can be
	@PYTHONPATH=tests $(BIN)/python bench/index.py

.PHONY: bench-road
bench-road: setup ## the whole road beside its slowest stage, how late articles are, and the cost beside PRESENT=200000 documents; KIND=fast ARTICLES=600 SECONDS=60 TURNS=5
	@PYTHONPATH=tests $(BIN)/python bench/road.py $(or $(KIND),fast) $(or $(ARTICLES),600) $(or $(PRESENT),200000) $(or $(SECONDS),60) $(or $(TURNS),5)

.PHONY: bench-scale
bench-scale: setup ## one, two and four workers of enrich and of index over eight partitions; KIND=fast
	@PYTHONPATH=tests $(BIN)/python bench/scale.py $(or $(KIND),fast)

# Not part of the product, of its tests or of its environment.
build/peers/.installed: $(UV) locks/peers.txt
	@$(UV) venv --quiet --clear --python $(BIN)/python build/peers
	@VIRTUAL_ENV=build/peers $(UV) pip install --quiet --require-hashes --requirement locks/peers.txt
	@touch $@

.PHONY: bench-peers
bench-peers: setup build/peers/.installed ## enrich with tagging off beside quixstreams and Bytewax, from topic to topic; TEXTS=500
	@PYTHONPATH=tests $(BIN)/python bench/peers.py build/peers/bin/python $(or $(TEXTS),500)

.PHONY: plots
plots: $(VENV)/.installed ## draw what JSON=bench/measured/NAME.json has kept of benchmarks, for docs/performance.md
	@$(BIN)/python bench/plot.py

.PHONY: backlog
backlog: setup ## memory, groups and lag behind ARTICLES=200000 that wait, for ENRICH=2 minutes, and in a surge of SURGE=5 minutes; ONLY=index, enrich or surge
	@PYTHONPATH=tests $(BIN)/python bench/backlog.py $(or $(ARTICLES),200000) $(or $(ENRICH),2) $(or $(SURGE),5) $(ONLY)

.PHONY: bench-hostile
bench-hostile: setup ## how late good articles are found beside as many hostile ones; SECONDS=120 KIND=fast
	@PYTHONPATH=tests $(BIN)/python bench/hostile.py $(or $(KIND),accurate) $(or $(SECONDS),120)

.PHONY: quality
quality: setup ## every figure of splitting, tagging and searching beside the recorded one; RECORD=1 records
	@PYTHONPATH=tests $(BIN)/python -m quality $(if $(RECORD),--record)

.PHONY: picture
picture: setup ## run the demonstration in a terminal and keep what it shows for README
	@$(BIN)/python docs/picture.py
	@$(BIN)/python docs/top_picture.py

.PHONY: desk-pictures
desk-pictures: setup ## look at the desk in a browser and keep what it shows for docs/desk-page.md
	@PYTHONPATH=tests $(BIN)/python docs/desk_pictures.py

.PHONY: lock
lock: ## pin the newest versions, with hashes, for every supported platform
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-package tidings --no-emit-package tidings-ingest --no-emit-package tidings-enrich --no-emit-package tidings-index --no-emit-package tidings-desk --no-emit-package tidings-local shared/pyproject.toml services/*/pyproject.toml --output-file locks/services.txt
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-package tidings --no-emit-package tidings-ingest --no-emit-package tidings-enrich --no-emit-package tidings-index --no-emit-package tidings-desk --no-emit-package tidings-local --constraint locks/services.txt --extra english shared/pyproject.toml services/*/pyproject.toml --output-file locks/services-english.txt
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-package tidings --no-emit-package tidings-ingest --no-emit-package tidings-enrich --no-emit-package tidings-index --no-emit-package tidings-desk --no-emit-package tidings-local --constraint locks/services.txt --group dev --all-extras shared/pyproject.toml services/*/pyproject.toml deploy/local/pyproject.toml --output-file locks/dev.txt
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group peers --output-file locks/peers.txt
	@echo uv==$$(sed -n 's/^uv==\([^ ]*\).*/\1/p' locks/dev.txt) | $(UV) pip compile --quiet --universal --generate-hashes --no-header - --output-file locks/uv.txt

.PHONY: sbom
sbom: $(VENV)/.installed ## the bill of materials, CycloneDX JSON of all that is pinned: dist/tidings.cdx.json
	@$(BIN)/python -m tidings_local.bill_of_materials . dist/tidings.cdx.json

.PHONY: clean
clean: ## remove the environment (downloads and data stay)
	@rm -rf $(VENV)

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
