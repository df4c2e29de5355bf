# scrm: social CRM inside PostgreSQL
#
# `make`, `make install` and `make installcheck` are plain PGXS, for packagers:
# PG_CONFIG chooses the server.  The goals of OWN_GOALS need a whole machine
# (packages, a private cluster); test/run does them, and no server is touched.

OWN_GOALS = demo demo-psql check check-core check-fast check-docs check-scripts check-walker check-upgrade \
	check-published check-tap check-fuzz check-format check-faults matrix coverage bench tidy format reference states

ifneq ($(filter $(OWN_GOALS) help,$(MAKECMDGOALS)),)

.PHONY: help $(OWN_GOALS)
$(OWN_GOALS):
	@TESTS='$(TESTS)' SECONDS_EACH='$(SECONDS)' PG_CONFIG='$(PG_CONFIG)' SUITES='$(SUITES)' SCALE='$(SCALE)' test/run $@
help:
	@sed -n 's/^#: //p' Makefile

else

EXTENSION = scrm
EXTVERSION = 0.1.0
# Modules in the order in which the script installs them; base frames them.
MODULES_SQL = base identity timeline value model

MODULE_big = scrm
OBJS = $(sort $(patsubst %.c,%.o,$(wildcard src/*/*.c)))
DATA_built = $(EXTENSION)--$(EXTVERSION).sql

# The suites of installcheck; SUITE chooses one, and TESTS some of its tests.
SUITE ?= regress isolation tap
tests = $(if $(TESTS),$(TESTS),$(sort $(notdir $(basename $(wildcard $(1))))))
ifneq ($(filter regress,$(SUITE)),)
REGRESS = $(call tests,sql/*.sql)
REGRESS_OPTS = --load-extension=scrm
endif
ifneq ($(filter isolation,$(SUITE)),)
ISOLATION = $(call tests,test/specs/*.spec)
ISOLATION_OPTS = --load-extension=scrm --inputdir=test
endif
ifneq ($(filter tap,$(SUITE)),)
TAP_TESTS = 1
PROVE_TESTS = $(patsubst %,test/t/%.pl,$(call tests,test/t/*.pl))
endif

# One symbol is visible for each SQL function, and no other (from 16 on PGXS
# hides them itself).  No fused multiply-add: the same bytes on every machine.
PG_CPPFLAGS = -Isrc -DSCRM_VERSION='"$(EXTVERSION)"' \
	-DSCRM_COMPILER='"$(shell $(CC) -dumpmachine | cut -d- -f1) $(notdir $(firstword $(CC))) $(shell $(CC) -dumpversion)"'
PG_CFLAGS = -fvisibility=hidden -ffp-contract=off
SHLIB_LINK = -lm
ifdef COVERAGE
PG_CFLAGS += --coverage -O0
SHLIB_LINK += --coverage
endif
EXTRA_CLEAN = scrm_phone$(DLSUFFIX) results test/base/*.o test/base/*.so

# What src/base offers to the modules, by a library of the tests: see test/base.
ifneq ($(filter base,$(SUITE)),)
REGRESS = $(call tests,test/base/sql/*.sql)
REGRESS_OPTS = --inputdir=test/base --dlpath=test/base
REGRESS_PREP = test/base/probe.so
endif

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

ifeq ($(MAJORVERSION),15)
override CPPFLAGS += -DPGDLLEXPORT='__attribute__((visibility("default")))'
endif

$(OBJS): $(wildcard src/*/*.h) Makefile

# libphonenumber knows telephone numbers, for canonical_phone: a library beside
# ours, loaded when it is called; without its headers scrm does without it.
ifeq ($(shell printf '\043include <phonenumbers/phonenumberutil.h>\n' | $(CXX) -x c++ -E - > /dev/null 2>&1 && echo yes),yes)
all: scrm_phone$(DLSUFFIX)
scrm_phone$(DLSUFFIX): src/phone/scrm_phone.cc src/phone/scrm_phone.h Makefile
	$(CXX) -std=c++17 -O2 -g -Wall -Wextra -fPIC -fvisibility=hidden -shared -isystem $(includedir_server) $(CPPFLAGS) -o $@ $< -lphonenumber
install: install-phone
.PHONY: install-phone
install-phone: all installdirs
	$(INSTALL_SHLIB) scrm_phone$(DLSUFFIX) '$(DESTDIR)$(pkglibdir)/'
else
all: without-phone
.PHONY: without-phone
without-phone:
	@echo 'libphonenumber (libphonenumber-dev, g++) is not there: canonical_phone is left out'
endif
uninstall: uninstall-phone
.PHONY: uninstall-phone
uninstall-phone:
	rm -f '$(DESTDIR)$(pkglibdir)/scrm_phone$(DLSUFFIX)'

test/base/progress.o test/base/cache.o: test/base/%.o: src/base/%.c test/base/times.h $(wildcard src/*/*.h) Makefile
	$(CC) $(CFLAGS) $(CPPFLAGS) -include test/base/times.h -c -o $@ $<
test/base/probe.o: test/base/times.h $(wildcard src/*/*.h) Makefile
test/base/probe.so: test/base/probe.o test/base/progress.o test/base/cache.o \
		$(filter-out %/scrm.o %/progress.o %/cache.o,$(filter src/base/%,$(OBJS)))
	$(CC) $(CFLAGS) -shared -o $@ $^ $(LDFLAGS) -lm

# What handles know of each network; in the tree, since the core's tests need it.
src/core/networks.h: src/identity/networks.tsv src/identity/networks.awk
	awk -f src/identity/networks.awk $< > $@

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
#:
#: make demo            real data to customer reports, in a private cluster
#: make demo-psql       a shell on the demo's result
#:
#: make check           all of the following, on a fresh machine, in a private cluster
#: make check-core      the algorithms alone, under sanitizers, without a server
#: make check-fast      check-core, regression and isolation tests; TESTS='a b' for some
#: make check-docs      every sql block of README and doc/ runs, and prints what is there
#: make check-scripts   install script and catalog: pgspot, comments, symbols, reference
#: make check-walker    every function with NULL, empty, extreme and hostile values
#: make check-upgrade   an updated extension equals a fresh one
#: make check-published persons of published sets, as well as the best peer finds them
#: make check-tap       crash, standby, dump, replication, update; TESTS='crash' for one
#: make check-fuzz      every reader of foreign bytes, SECONDS=10 each
#: make check-format    the C files are as `make format` lays them out
#:
#: make check-faults    planted faults, which the checks must find
#: make matrix          check-fast on other versions of PostgreSQL, the same bytes on all
#: make bench           speed, beside a peer in the same run; SCALE=small, full, large
#: make coverage        lines that the tests run: results/coverage/index.html
#: make tidy            what clang-tidy finds in the C files
#: make format          lays out the C files
#: make reference       doc/reference.md, from the catalog
#: make states          digests of the bytes of values, for comparison
