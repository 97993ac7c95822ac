# make demo | test | lint | bench | results | fuzz: each sets up its own virtual environment first.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
STAMP  := $(VENV)/.installed
EXTRAS := report,export,dev

.PHONY: all demo test lint bench results fuzz docs clean
all: test

# torch first, by its pin: nothing that depends on it may pull another build.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt --config-settings editable_mode=compat -e '.[$(EXTRAS)]'
	touch $@

test: $(STAMP)
	$(PY) -m pytest -n 2 --dist worksteal -m 'not long'

lint: $(STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy sei vvc_bridge seigen generators conformance scripts

# A clip of a published package, encoded, verified, decoded, measured; see demo-out/.
demo: $(STAMP)
	mkdir -p demo-out
	$(PY) -m seigen encode wolfgang -o demo-out/wolfgang.266 --bitrate 8 --verify --report demo-out
	$(PY) -m seigen decode demo-out/wolfgang.266 -o demo-out/wolfgang.mp4
	@echo "demo-out/: wolfgang.266 (the stream), wolfgang.mp4 (decoded), comparison.mp4, sheet.png, plots.png, ledger.json"

# Half an hour on two idle cores; goes on where it was stopped.
results: $(STAMP)
	for part in here here-scenes here-bodies; do \
		$(PY) -m seigen compare --preset $$part -o results-out/$$part || exit 1; done
	$(PY) -m scripts.make_results results-out

bench: $(STAMP)
	$(PY) -m scripts.bench

fuzz: $(STAMP)
	$(PY) -m scripts.fuzz --seconds 60

docs: $(STAMP)
	$(PY) -m scripts.make_docs

clean:
	rm -rf $(VENV) build dist demo-out results-out *.egg-info
