# 知产 Zhichan. Everything is done by python3; this page only names it.
#
#   make up       set up what is missing and serve http://127.0.0.1:8000 (PORT=… for another port)
#   make setup    only set up
#   make check    the inner loop: ruff, mypy, tests without database and browser, less the long ones
#   make test     everything that must hold, with its own set-up
#   make soak     long proofs      make bench    benchmarks      make systems    the 108 systems

PYTHON ?= python3
export PYTHONPATH := $(CURDIR)/src
export ZHICHAN_PORT := $(or $(PORT),$(ZHICHAN_PORT))
# The checkout is found by its files, whatever folder or shell setting called us.
unexport PYTHONHOME
# Each of our processes would compile every module anew, which doubles the time it takes to start.
unexport PYTHONDONTWRITEBYTECODE
MAKEFLAGS += --no-print-directory

.PHONY: up setup check test soak bench systems
up setup check test soak bench systems:
	@exec $(PYTHON) -m zhichan.site.setup $@ $(ARGS)

.DEFAULT_GOAL := up
