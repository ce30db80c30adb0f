# feedloom: `make help` lists what can be made.
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
SAN ?=
comma := ,
O := build/$(if $(SAN),$(subst $(comma),-,$(SAN)),plain)
PC = libxml-2.0 libxslt libexslt lua5.4 jansson zlib liblzma libzstd
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2
ALL_CFLAGS := -std=c17 -D_GNU_SOURCE -Isrc $(WARN) \
	$(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer) \
	$(shell pkg-config --cflags $(PC)) -DPREFIX='"$(PREFIX)"'
LIBS := $(if $(SAN),-fsanitize=$(SAN)) $(shell pkg-config --libs $(PC)) \
	-lunistring

SOURCES := $(wildcard src/*/*.c)
OBJECTS := $(SOURCES:src/%.c=$O/%.o)
UNITS := $(patsubst tests/unit/%.c,$O/unit/%,$(wildcard tests/unit/test_*.c))

all: $O/feedloom ## build feedloom

help: ## what can be made
	@sed -n 's/^\([a-z_.-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

$O/feedloom: $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$O/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$O/unit/%: tests/unit/%.c $(filter-out $O/run/main.o,$(OBJECTS))
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -o $@ $^ $(LIBS) \
	    -lcmocka

units: $(UNITS) ## build the unit tests

clean: ## remove what was built
	rm -rf build

.PHONY: all help units clean
-include $(OBJECTS:.o=.d) $(UNITS:=.d)
