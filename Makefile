# PromptIntern Workbench. `make` alone lists what there is.
#
#   PORTABLE=1      build for any x86-64-v3 machine instead of this very CPU
#   PROJECT=dir     the project that `make run` opens
#   JOBS=n          parallel compile jobs

SHELL := /bin/bash
.DEFAULT_GOAL := help

PROJECT ?= sample-data/formulas
BASE ?= base
STUDIES ?= $(wildcard sample-data/*/study*.yaml docs/results/formulas-*/study.yaml)
NL2BASH := .nl2bash
NL2BASH_STEPS ?= 1000
JOBS ?= $(shell nproc)

# What the program needs from the system, and what its tests need on top.
PACKAGES := libncursesw5-dev libsqlite3-dev libdnnl-dev pkg-config bubblewrap
TEST_PACKAGES := tmux

# Swift generates code for the CPU that clang is told about.
CPU := $(if $(PORTABLE),x86-64-v3,native)
RELEASE := -c release -Xcc -march=$(CPU) --jobs $(JOBS)
DEBUG := -c debug --jobs $(JOBS)

# Tests reach internal declarations, which `swift test` compiles with other flags than the program
# has. A folder of their own keeps the two from overwriting each other: `make run` after `make test`
# finds what it built before.
TEST_FOLDER := .build/tests

BINARY := .build/release/promptintern

.PHONY: help setup check-swift setup-tests build run test test-debug test-release bench pretrain study nl2bash format lint ci clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\n  Variables: PROJECT=%s (for run), PORTABLE=1, JOBS=%s\n' '$(PROJECT)' '$(JOBS)'

setup: check-swift ## install the system libraries that are missing (Debian, with sudo)
	@.ci/install-missing $(PACKAGES)

check-swift:
	@.ci/check-swift

setup-tests: setup
	@.ci/install-missing $(TEST_PACKAGES)

build: ## compile the program for this CPU
	swift build $(RELEASE) --product promptintern

# `exec` hands the terminal to the program itself: no make or shell stands between it and Ctrl-Z.
run: setup build ## set up, build and open the sample project
	@exec $(BINARY) "$(PROJECT)"

test: setup-tests test-debug test-release ## set up and run every test

# The debug tier runs first: it has the checks on overflow and bounds, and leaves out the numeric
# suites, which are slow without optimisation.
test-debug:
	swift test $(DEBUG) --disable-xctest --skip EndToEndTests </dev/null

# The same tests and the numeric suites on optimised code, and the program in a terminal: the one
# that this very command has built.
test-release:
	PROMPTINTERN_BINARY="$(CURDIR)/$(TEST_FOLDER)/release/promptintern" \
	    swift test $(RELEASE) --scratch-path $(TEST_FOLDER) --disable-xctest </dev/null

bench: build ## measure training on this machine
	@$(BINARY) bench train

# Both can be stopped at any time, and go on where they were.
pretrain: build ## make the shipped base anew (BASE=dir, about four hours on two cores)
	test -f "$(BASE)-formulas/model.safetensors" || $(BINARY) pretrain --output "$(BASE)-formulas" \
	    --highest-rung 10 --tokens 2000 --steps 5200
	$(BINARY) pretrain --from "$(BASE)-formulas" --output "$(BASE)" \
	    --first-rung 11 --tokens 2000 --steps 3900 --decay 1 --learning-rate 0.0015

study: build ## run the studies of docs/results.md (some hours)
	for file in $(STUDIES); do $(BINARY) study "$$file" || exit; done

# Real data, which are not ours to ship: the base goes on with every other training record, and the
# study has those between. The base reads prompts of four examples, eight a step: its hour is for many
# short steps. What is done is not done again.
nl2bash: build ## study NL2Bash (DATA=folder with train.jsonl and validation.jsonl)
	mkdir -p $(NL2BASH)/learned $(NL2BASH)/studied
	awk 'NR % 2 == 1' "$(DATA)/train.jsonl" >$(NL2BASH)/learned/train.jsonl
	awk 'NR % 2 == 0' "$(DATA)/train.jsonl" >$(NL2BASH)/studied/train.jsonl
	for half in learned studied; do \
	    cp "$(DATA)/validation.jsonl" $(NL2BASH)/$$half/ && chmod u+w $(NL2BASH)/$$half/*.jsonl || exit; done
	$(BINARY) init $(NL2BASH)/learned --force --task nl2bash --data $(NL2BASH)/learned \
	    --model sample-data/models/base
	sed -i 's/tau: 1.0, shots: 10, /tau: 1.0, shots: 4, /; s/^  batch_size: 16/  batch_size: 8/' \
	    $(NL2BASH)/learned/project.yaml
	$(BINARY) init $(NL2BASH)/studied --force --task nl2bash --data $(NL2BASH)/studied \
	    --model $(NL2BASH)/base
	test -f $(NL2BASH)/base/model.safetensors || $(BINARY) pretrain --from sample-data/models/base \
	    --project $(NL2BASH)/learned --output $(NL2BASH)/base --steps $(NL2BASH_STEPS)
	$(BINARY) study docs/results/nl2bash/study.yaml

format: ## rewrite the sources in the project's format
	swift format --in-place --recursive Package.swift Sources Tests

lint: ## check format and doc comments
	swift format lint --strict --recursive Package.swift Sources Tests
	.ci/check-doc-comments Sources

ci: ## what the integration server runs
	.ci/run

clean: ## remove everything that was built
	rm -rf .build
