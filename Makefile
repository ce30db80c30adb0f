# feedloom: `make help` lists what can be made.  V=1 shows the commands.
VERSION = $(shell sed -n 's/.*_VERSION "\(.*\)"/\1/p' src/cli/help.h)
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
comma := ,
Q := $(if $V,,@)
O := build/$(if $(SAN),$(subst $(comma),-,$(SAN)),plain)$(if $(TINY),-tiny)
PC := libxml-2.0 libxslt lua5.4 libpcre2-8 jansson zlib liblzma libzstd \
	sqlite3
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2
ALL_CFLAGS := -std=c17 -D_GNU_SOURCE -Isrc $(WARN) -DPREFIX='"$(PREFIX)"' \
	$(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer) \
	$(if $(TINY),-DLIMIT_CHUNK=17 -DBUF_FIRST=4 -DLIMIT_RANGE=600 -DLIMIT_WEAVE=3 \
	-DLIMIT_DELIVERIES=5) \
	$(shell pkg-config --cflags $(PC) libcurl gmime-3.0 2>/dev/null)
LIBS := -Wl,-z,lazy,-z,dynamic-undefined-weak \
	$(if $(SAN),-fsanitize=$(SAN)) -lunistring \
	$(shell pkg-config --libs $(PC) 2>/dev/null)
# A program is linked without the libraries that src/base/late.h loads; tests
# have them from the start, but for libcurl and GMime.
LATE := -Wl,--as-needed
ALL := -Wl,--no-as-needed

OBJECTS := $(patsubst src/%.c,$O/%.o,$(wildcard src/*/*.c))
PARTS := $(filter-out $O/verbs/main.o,$(OBJECTS))
UNITS := $(patsubst tests/%.c,$O/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/%.c,$O/%,$(wildcard tests/fuzz/fuzz_*.c))
METERS := $O/bench/sax $O/bench/cost
ASKERS := $O/http/ask $O/naughty/message $O/smtp/put $O/smtp/send $O/zones/ask
LINTS := $(filter-out %.sh,$(wildcard tests/lint/*))
TESTS := tests/golden/run $(wildcard tests/*.t tests/*/*.t) $(LINTS)
BENCHFLAGS = $(if $(FULL),--full) $(if $(MARKDOWN),--markdown)
AGAIN = $(MAKE) --no-print-directory -j$(shell nproc)
PROVE = FEEDLOOM=$(CURDIR)/$O/feedloom FEEDLOOM_TINY=$(CURDIR)/$O-tiny/feedloom \
	$(foreach v,SAN UPDATE VALGRIND,$(if $($v),$v=$($v))) prove -e tests/with $(PROVEFLAGS)

all: $O/feedloom ## build feedloom

$O/feedloom: $(OBJECTS)
	@echo "link $@"
	$Q$(CC) $(CFLAGS) $(LDFLAGS) $(LATE) -o $@ $^ $(LIBS)

$O/%.o: src/%.c
	@mkdir -p $(@D) && echo "cc   $@"
	$Q$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$O/unit/%: tests/unit/%.c $(PARTS)
	@mkdir -p $(@D) && echo "cc   $@"
	$Q$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -o $@ $(filter %.c %.o,$^) $(ALL) $(LIBS) -lcmocka

$O/fuzz/%: tests/fuzz/%.c $(PARTS)
	@mkdir -p $(@D) && echo "cc   $@"
	$Q$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer -MMD -MP -o $@ $(filter %.c %.o,$^) $(ALL) $(LIBS)

# Programs with bursts of so many entries, for tests/bursts.t.
BURSTS := $(addprefix $O/burst-,1 3 1000000)
BURST_PARTS := inputs hold
$(BURSTS): $O/burst-%: $(OBJECTS) $(BURST_PARTS:%=src/convert/%.c)
	@echo "link $@"
	$Q$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -DLIMIT_BURST_ENTRIES=$* -DLIMIT_BURST=MIB*1024 $(CFLAGS) \
		$(LDFLAGS) $(LATE) -o $@ $(filter-out $(BURST_PARTS:%=$O/convert/%.o),$^) $(LIBS)

$O/bench/%: tests/bench/%.c
	@mkdir -p $(@D) && echo "cc   $@"
	$Q$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -o $@ $< $(LATE) $(LIBS)

# Programs that do what only a part of feedloom does.
$(ASKERS): $O/%: tests/%.c $(PARTS)
	@mkdir -p $(@D) && echo "cc   $@"
	$Q$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -o $@ $(filter %.c %.o,$^) $(ALL) $(LIBS)

units: $(UNITS) $(METERS) $(ASKERS) ## build the unit tests
fuzzers: $(FUZZERS)
bursts: $(BURSTS)

deps: ## install the Debian packages to build and to test with
	@tests/deps build test

demo: ## install, build, and convert the feed of a real WordPress
	@tests/deps build
	@$(AGAIN) all && tests/demo/run $O/feedloom build/demo

check: ## run every test; SAN=address,undefined or VALGRIND=1; UPDATE=1
	@tests/deps build test $(if $(VALGRIND),valgrind)
	@$(AGAIN) all units bursts && $(AGAIN) TINY=1 all
	@$(PROVE) $(UNITS) $(TESTS)

wordpress: all ## a day of cron; WORDPRESS=PROGRAM starts a WordPress
	@$(PROVE) -v tests/wordpress.t

wordpress-digest: all ## a month of mail, by Postfix; WORDPRESS=PROGRAM
	@tests/deps test mail
	@$(PROVE) -v tests/wordpress_digest.t

lint: all ## run the lints alone
	@$(PROVE) $(LINTS)

fuzz: ## run each fuzzer, by clang, for SECONDS=60
	@$(AGAIN) CC=clang O=build/fuzz SAN=fuzzer-no-link,address,undefined fuzzers
	@tests/fuzz/run $(or $(SECONDS),60) build/fuzz/fuzz

bench: all $(METERS) ## measure against others; FULL=1: with 1 GiB; MARKDOWN=1
	@tests/bench/install build/bench
	@tests/bench/run $(BENCHFLAGS) $O build/bench

bench-quick: all $(METERS) ## the same in a minute, with the peers that are there
	@tests/bench/run --quick $(BENCHFLAGS) $O build/bench

bench-linear: all ## instructions for each byte, which must not grow with size
	@tests/bench/linear $O/feedloom $(BENCHFLAGS)

bench-count: all $(METERS) ## count instructions: 3 % more is an error; UPDATE=1
	@tests/deps valgrind
	@tests/bench/count $(if $(UPDATE),--update) $O

install: all ## install below PREFIX, in DESTDIR
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin $(SHARE)/plugins $(SHARE)/xslt/lib)
	install $O/feedloom $(DESTDIR)$(PREFIX)/bin
	install -m 644 plugins/* $(DESTDIR)$(PREFIX)/$(SHARE)/plugins
	install -m 644 xslt/*.xsl $(DESTDIR)$(PREFIX)/$(SHARE)/xslt
	install -m 644 xslt/lib/*.xsl $(DESTDIR)$(PREFIX)/$(SHARE)/xslt/lib
	$(foreach page,$(MANUALS),install -D -m 644 $(page) $(DESTDIR)$(PREFIX)/$(call manual,$(page));)

uninstall: ## remove what install put there
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,bin/feedloom $(foreach page,$(MANUALS),$(call manual,$(page))))
	rm -rf $(DESTDIR)$(PREFIX)/$(SHARE)

SHARE := share/feedloom
MANUALS := $(wildcard src/*/*.[1-9])
manual = share/man/man$(subst .,,$(suffix $1))/$(notdir $1)

dist: ## pack build/feedloom-VERSION.tar.gz
	@mkdir -p build
	git archive --prefix=feedloom-$(VERSION)/ -o build/feedloom-$(VERSION).tar.gz HEAD

distcheck: dist ## unpack, build, install and try that
	@tests/distcheck build/feedloom-$(VERSION).tar.gz

tidy: ## clang-tidy over the sources
	clang-tidy --quiet $(wildcard src/*/*.c) -- -std=c17 -D_GNU_SOURCE -Isrc $(shell pkg-config --cflags $(PC) gmime-3.0)

compile_commands.json: ## for editors and tools
	@tests/compile-commands "$$COMMAND" src/*/*.c >$@
compile_commands.json: export COMMAND = $(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS)

clean: ## remove what was built
	rm -rf build compile_commands.json

help: ## what can be made
	@sed -n 's/^\([a-z_.-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 24

.PHONY: all units fuzzers bursts deps demo check wordpress wordpress-digest \
	lint fuzz bench bench-quick bench-count bench-linear install uninstall \
	dist distcheck tidy clean help compile_commands.json
.DELETE_ON_ERROR:
-include $(OBJECTS:.o=.d) $(UNITS:=.d) $(FUZZERS:=.d) $(METERS:=.d) $(ASKERS:=.d)
