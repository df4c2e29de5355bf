# scrm: social CRM inside PostgreSQL
#
# `make`, `make install` and `make installcheck` are plain PGXS, for packagers:
# PG_CONFIG chooses the server.  The goals of OWN_GOALS need a whole machine
# (packages, a private cluster); test/run does them, and no server is touched.

OWN_GOALS = demo demo-psql check check-fast check-core

ifneq ($(filter $(OWN_GOALS) help,$(MAKECMDGOALS)),)

.PHONY: help $(OWN_GOALS)
$(OWN_GOALS):
	@TESTS='$(TESTS)' PG_CONFIG='$(PG_CONFIG)' test/run $@
help:
	@sed -n 's/^#: //p' Makefile

else

EXTENSION = scrm
EXTVERSION = 0.1.0
# Modules in the order in which the script installs them; base frames them.
MODULES_SQL = base timeline value model

MODULE_big = scrm
OBJS = $(sort $(patsubst %.c,%.o,$(wildcard src/*/*.c)))
DATA_built = $(EXTENSION)--$(EXTVERSION).sql
REGRESS = $(if $(TESTS),$(TESTS),$(sort $(notdir $(basename $(wildcard sql/*.sql)))))
REGRESS_OPTS = --load-extension=scrm

# One symbol is visible for each SQL function, and no other (from 16 on PGXS
# hides them itself).  No fused multiply-add: the same bytes on every machine.
PG_CPPFLAGS = -Isrc -DSCRM_VERSION='"$(EXTVERSION)"' \
	-DSCRM_COMPILER='"$(shell $(CC) -dumpmachine | cut -d- -f1) $(notdir $(firstword $(CC))) $(shell $(CC) -dumpversion)"'
PG_CFLAGS = -fvisibility=hidden -ffp-contract=off
SHLIB_LINK = -lm
EXTRA_CLEAN = results

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

ifeq ($(MAJORVERSION),15)
override CPPFLAGS += -DPGDLLEXPORT='__attribute__((visibility("default")))'
endif

$(OBJS): $(wildcard src/*/*.h) Makefile

# The module files as they are, each with a note of what it made; then the
# template of bases as rows of a table; the grant must come last: see base.sql.
$(DATA_built): $(wildcard src/*/*.sql) src/model/template.awk Makefile
	{ for m in $(MODULES_SQL); do cat src/$$m/$$m.sql; sed "s/:module/$$m/" src/base/member.sql; done; \
	  awk -f src/model/template.awk src/model/template.sql; \
	  echo 'GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;'; } > $@

endif

#: make                 the extension, for the server of PG_CONFIG
#: make install         into that server
#: make installcheck    its tests, in a running server
#: make check           everything, on a fresh machine, in a private cluster
#: make check-fast      core tests and regression tests; TESTS='a b' for some
#: make check-core      the algorithms alone, under sanitizers, without a server
#: make demo            real data to customer reports, in a private cluster
#: make demo-psql       a shell on the demo's result
