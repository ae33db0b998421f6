# One command for each thing that people do here; `make` alone lists them. README.md says more.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
VAR := $(or $(VAR_DIR),var)
HOST ?= 127.0.0.1
PORT ?= 8000
BASE_URL ?= http://$(HOST:0.0.0.0=127.0.0.1):$(PORT)
export HOST PORT

STEP = @printf '\n==> %s\n'
PIP = $(BIN)/python -m pip install --disable-pip-version-check --require-hashes --progress-bar off -q
# The Node on the PATH where there is one that the assets can be built with, else the one of a Python package.
NODE := $(shell node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null && echo here)
NPM := $(if $(NODE),npm,PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm)
ASSETS := $(shell find assets -type f)
STATIC := $(shell find . -path "./[a-z]*/static/*" -not -path "./node_modules/*" -not -path "./var/*" -type f)

.PHONY: help setup demo run worker test lint bench requirements free-port data

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

setup: .venv/installed static/.built  ## Make .venv, install the packages, build styles and scripts

demo: export DEMO ?= 1
demo: export BASE_URL := $(BASE_URL)
demo: export LOG_LEVEL ?= WARNING
demo: free-port setup $(VAR)/static/.collected data  ## Serve the demonstration: content, web and worker (HOST, PORT)
	$(STEP) "Loading the demonstration content"
	@$(BIN)/python manage.py load_demo
	$(STEP) "Starting web and worker"
	@$(BIN)/python setup/serve.py

run: export DEMO ?= 1
run: export DEBUG ?= 1
run: free-port setup data  ## Serve for development, reloading as you type
	@$(BIN)/python manage.py runserver $(HOST):$(PORT)

worker: export DEMO ?= 1
worker: export DEBUG ?= 1
worker: setup data  ## Send messages and run the timed jobs, beside `make run`
	@$(BIN)/python manage.py worker

test: .venv/installed-dev static/.built  ## Run the suite on SQLite, on PostgreSQL and in the browser (REQUIRE_ALL=1)
	@$(BIN)/python setup/suite.py

lint: export DEBUG := 1
lint: .venv/installed-dev static/.built  ## Check style, templates, migrations and the settings of a deployment
	$(STEP) "Python: ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	$(STEP) "Templates: djhtml"
	@$(BIN)/djhtml --check --tabwidth 2 templates
	$(STEP) "Migrations"
	@$(BIN)/python manage.py makemigrations --check --dry-run
	$(STEP) "Deployment settings"
	@set -a; . docs/deploy/example.env; export DEBUG=0 VAR_DIR=$(VAR); \
	for name in SECRET_KEY LINK_KEY FIELD_KEY; do export $$name=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))'); done; \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: .venv/installed-dev $(VAR)/static/.collected  ## Measure pages, bookings, messages and exports beside their peers (needs PostgreSQL)
	@$(BIN)/python -m benchmarks.run

requirements: .venv/installed-dev  ## Pin requirements*.txt anew from requirements*.in
	@for name in requirements requirements-dev requirements-node; do \
		echo "$$name.txt"; \
		$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --no-header --no-annotate \
			$$name.in -o $$name.txt; \
	done

# --- What the commands above stand on

free-port:
	@if (exec 3<>/dev/tcp/$(HOST)/$(PORT)) 2>/dev/null; then \
		echo "Port $(PORT) of $(HOST) is in use. Stop what uses it, or choose another one: make $(MAKECMDGOALS) PORT=$$(( $(PORT) + 1 ))"; exit 1; fi

data:
	$(STEP) "Bringing the database up to date"
	@$(BIN)/python manage.py createcachetable
	@$(BIN)/python manage.py migrate -v 0
	@$(BIN)/python manage.py setup_site

.venv/bin/python:
	$(STEP) "Making the virtual environment in .venv"
	@setup/venv.sh

.venv/installed: requirements.txt | .venv/bin/python
	$(STEP) "Installing the Python packages (about a minute)"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(STEP) "Installing the packages of tests and checks"
	@$(PIP) -r requirements-dev.txt
	@touch $@

.venv/installed-node: requirements-node.txt .venv/installed
	$(STEP) "Installing Node from a Python package, as this machine has no npm with Node 20 or later"
	@$(PIP) -r requirements-node.txt
	@touch $@

node_modules/.installed: package.json package-lock.json $(if $(NODE),,.venv/installed-node)
	$(STEP) "Installing the packages that build styles and scripts"
	@$(NPM) ci --no-fund --no-audit --loglevel=error
	@touch $@

static/.built: node_modules/.installed $(ASSETS)
	$(STEP) "Building styles and scripts"
	@$(NPM) run --silent build
	@mkdir -p static && touch $@

$(VAR)/static/.collected: .venv/installed static/.built $(STATIC)
	$(STEP) "Collecting static files"
	@DEMO=1 DEBUG=0 $(BIN)/python manage.py collectstatic --noinput -v 0
	@touch $@
