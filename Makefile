# One command to look round (make run), one to test (make test). Each does all the
# setting up it needs, on Debian, and may be repeated at any time.

.PHONY: setup run test bench lock

setup:
	@scripts/setup run
	@scripts/prepare

run:
	@scripts/run

test:
	@scripts/test

bench:
	@scripts/bench

lock:
	@scripts/lock
