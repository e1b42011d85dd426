# One command to look round (make run), one to test (make test). Each does all the
# setting up it needs, on Debian, and may be repeated at any time.

.PHONY: setup run dev lint format test coverage bugs bench lock sbom

setup:
	@scripts/setup run
	@scripts/prepare

run:
	@scripts/run

# Serve it while you change it.
dev:
	@scripts/dev

# Everything; or make test ARGS="tests/test_field_merge.py -k token"
test:
	@scripts/test $(ARGS)

coverage:
	@COVERAGE=1 scripts/test $(ARGS)

lint:
	@scripts/lint

format:
	@scripts/format

# Whether the tests would notice: ARGS="-k snapshot" plants only some of the bugs.
bugs:
	@scripts/setup test
	@.venv/bin/python scripts/plant_bugs.py $(ARGS)

bench:
	@scripts/bench

lock:
	@scripts/lock

# What it is made of, for those who check suppliers: see docs/dependencies.md.
sbom:
	@scripts/setup test
	@scripts/sbom $(ARGS)
