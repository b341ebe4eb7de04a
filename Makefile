# Two commands: `make run` and `make test`. Each does all of its own set-up; see monitoring_site/setup/.
PYTHON ?= python3

.PHONY: run test stop lock check messages

run test stop lock check messages:
	@$(PYTHON) -m monitoring_site.setup $@
