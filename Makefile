# make run    the portal with the example town on http://127.0.0.1:8000 (PORT=8001 make run for another port)
# make test   every check and test; CI=true turns what is missing on this machine into failures
# make lint   style and types only      make lock   resolve the dependencies anew
# make bench  measurements              make drill  long fault and load runs
PYTHON ?= python3

.PHONY: run test lint lock bench drill
run:
	@$(PYTHON) -m running.run
test:
	@$(PYTHON) -m running.build --dev && .venv/bin/python -m running.test
lint:
	@$(PYTHON) -m running.build --dev && .venv/bin/python -m running.test --lint
lock:
	@$(PYTHON) -m running.lock
bench:
	@$(PYTHON) -m running.build --dev && .venv/bin/python -m running.measure bench
drill:
	@$(PYTHON) -m running.build --dev && .venv/bin/python -m running.measure drill
