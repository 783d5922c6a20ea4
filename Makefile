# The two commands of a first day: `make demo` and `make test`. Each sets up all that it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint check prove bench tools servers wheel clean

help:
	@echo "make demo    set up, and show the main job on a production drawn for it"
	@echo "make test    set up, and run the tests"
	@echo "make check   format, lint, types, floors and tests"
	@echo "make prove   the long campaigns; writes docs/proof.md"
	@echo "make servers install Samba and NFS servers, for the campaigns of make prove that need them"
	@echo "make bench   the benchmarks, each beside a peer"

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

demo: $(READY)
	.ci/need ffmpeg
	$(BIN)/lyrad demo

tools: $(READY)
	.ci/need ffmpeg postgres rsync bindfs espeak-ng

# More tests at once than cores: most of a test's time is waiting.
TESTS_AT_ONCE ?= 4

test: tools
	$(BIN)/pytest -n $(TESTS_AT_ONCE) --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

servers: $(READY)
	.ci/need samba smbclient nfs-ganesha-vfs user-mode-linux kmod rpcbind

prove: tools
	$(BIN)/python -m tests.prove

bench: tools
	$(BIN)/python -m benchmarks

wheel: $(READY)
	$(BIN)/pip wheel --quiet --no-deps -w dist .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-film
