# Two commands for a fresh Debian or Ubuntu machine: `make demo` and `make test`.
# Windows and macOS: see "Start" in README.md; nothing here is needed there.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
SUDO = $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
APT_PACKAGES = python3-venv tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd
TEST_APT_PACKAGES = $(APT_PACKAGES) chromium poppler-utils libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui libpango-1.0-0 libpangoft2-1.0-0

.PHONY: demo test check bench models install install-dev system system-test clean

demo: install ## install, analyse samples/, say where the report is
	@mkdir -p report
	@$(BIN)/analyser scan samples/riverside-cctv samples/leisure-centre --output report; code=$$?; \
	if [ $$code -lt 10 ] && [ $$code -ne 0 ]; then exit $$code; fi
	@echo "Open this file in a browser: $(CURDIR)/report/report.html"

test: install-dev ## install what the tests need and run them
	@$(BIN)/python -m pytest -n 2 --dist loadfile -q

check: install-dev ## lint, types, lists, tests: what continuous integration runs
	@$(BIN)/ruff check analyser tests benchmarks models
	@$(BIN)/ruff format --check analyser tests benchmarks models
	@$(BIN)/mypy
	@$(BIN)/analyser lists check
	@$(BIN)/python -m pytest -n 2 --dist loadfile -q

bench: install-dev ## measure; writes benchmarks/latest.md
	@$(BIN)/python -m benchmarks

models: install-dev ## train the language model anew from models/sentences
	@$(BIN)/python models/train.py

install: system $(VENV)/.installed
install-dev: system-test $(VENV)/.installed-dev

# Compiled as pip compiles what is no checkout: where Python may not keep byte code itself
# (PYTHONDONTWRITEBYTECODE), every start would compile the whole program anew.
$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all]'
	@$(BIN)/python -m compileall -q analyser
	@touch $@

$(VENV)/.installed-dev: pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev]'
	@$(BIN)/python -m compileall -q analyser
	@touch $@ $(VENV)/.installed

# OCR's language data and, for the tests, a browser and an office suite. Where there is no apt, or
# no right to use it, the program still runs: what it then cannot read, it names as unread.
system:
	@$(call apt,$(APT_PACKAGES))

system-test:
	@$(call apt,$(TEST_APT_PACKAGES))

define apt
if command -v apt-get >/dev/null; then \
  missing=""; for package in $(1); do dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
  if [ -n "$$missing" ]; then \
    echo "installing$$missing"; \
    { $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; } \
      || echo "could not install$$missing: scans and pictures may stay unread, some tests are skipped" >&2; \
  fi; \
else echo "no apt here: install Tesseract with English data by your own means to have scans read" >&2; fi
endef

clean:
	@rm -rf $(VENV) report .mypy_cache .ruff_cache .pytest_cache
