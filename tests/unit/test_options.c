/*
 * Command lines, and what they mean or how they are refused.
 */
#include "cli/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "cli/help.h"

#define WORDS 12

static int
run_nothing(const struct options *options)
{
	(void)options;
	return 0;
}

static const struct verb verbs[] = {
    {VERB_CONVERT, "convert", "-t FORMAT [FILE]", "Convert", 1, run_nothing},
    {VERB_FORMATS, "formats", "", "List", 0, run_nothing},
    {VERB_PLUGINS, "plugins", "[NAME]", "Show", 1, run_nothing},
    {VERB_TEST, "test", "[DIR]...", "Try", OPERANDS_ANY, run_nothing},
    {VERB_NEW, "new", "NAME", "Begin", 1, run_nothing},
    {VERB_HELP, "help", "[VERB]", "Help", 1, run_nothing},
    {.name = NULL},
};

static int
read_line(struct options *o, const char *const words[WORDS], struct error *e)
{
	char *argv[WORDS + 2] = {(char *)"feedloom"};
	int argc = 1;

	for (; argc <= WORDS && words[argc - 1] != NULL; argc++)
		argv[argc] = (char *)words[argc - 1];
	return options_read(o, argc, argv, verbs, e);
}

/* A list as its items with '|' between them. */
static void
check_list(const struct options_list *list, const char *expected)
{
	struct buf b;

	buf_init(&b, 1000);
	for (size_t i = 0; i < list->count; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : "|", list->items[i]);
	assert_string_equal(buf_text(&b), expected);
	buf_clear(&b);
}

static void
defaults(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(
	    read_line(
		&o, (const char *const[WORDS]){"convert", "-t", "json"}, &e),
	    0);
	assert_int_equal(o.verb->id, VERB_CONVERT);
	assert_string_equal(o.from, "auto");
	assert_string_equal(o.to, "json");
	assert_null(o.output);
	assert_null(o.base);
	check_list(&o.plugin, "");
	check_list(&o.plugin_path, "");
	check_list(&o.type, "post");
	check_list(&o.status, "publish");
	check_list(&o.operands, "");
	assert_false(o.since.given);
	assert_false(o.until.given);
	assert_int_equal(o.width, 72);
	assert_int_equal(o.verbose, 0);
	assert_string_equal(o.progress, "auto");
	assert_false(o.sanitize || o.strict || o.quiet || o.help || o.version);
	options_clear(&o);
}

/* The same command, said in many ways. */
static const char *const ways[][WORDS] = {
    {"convert", "--to=json", "--width=60", "--output=x", "--strict", "-v", "-v",
	"in.xml"},
    {"convert", "--to", "json", "--width", "60", "--output", "x", "--strict",
	"-vv", "in.xml"},
    {"convert", "-t", "json", "-w", "60", "-o", "x", "--strict", "-vv",
	"in.xml"},
    {"convert", "in.xml", "-tjson", "-w60", "-ox", "--strict", "-vv"},
    {"convert", "-vvtjson", "in.xml", "-w60", "--strict", "-o", "x"},
    {"convert", "-vvw60", "-tjson", "--strict", "-ox", "--", "in.xml"},
    {"convert", "-ttext", "-w20", "-oy", "-vv", "--strict", "-tjson", "-w060",
	"-ox", "in.xml"}, /* the last one counts */
};

static void
spellings(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct options o;
		struct error e;
		assert_int_equal(read_line(&o, ways[i], &e), 0);
		assert_string_equal(o.to, "json");
		assert_int_equal(o.width, 60);
		assert_string_equal(o.output, "x");
		assert_true(o.strict);
		assert_int_equal(o.verbose, 2);
		check_list(&o.operands, "in.xml");
		options_clear(&o);
	}
}

static void
lists(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(
	    read_line(&o,
		(const char *const[WORDS]){"convert", "-tjson", "-pa,x=1",
		    "--plugin", "b", "--type=page,post", "--type", "event",
		    "--status=draft", "--plugin-path", "/p", "-"},
		&e),
	    0);
	check_list(&o.plugin, "a,x=1|b");
	check_list(&o.type, "page|post|event");
	check_list(&o.status, "draft");
	check_list(&o.plugin_path, "/p");
	check_list(&o.operands, "-");
	options_clear(&o);
}

static void
literal_words(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(read_line(&o,
			     (const char *const[WORDS]){
				 "convert", "-tjson", "--", "--strict"},
			     &e),
	    0);
	assert_false(o.strict);
	check_list(&o.operands, "--strict");
	options_clear(&o);
}

static void
progress(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	/* An optional value is never the next word. */
	assert_int_equal(read_line(&o,
			     (const char *const[WORDS]){
				 "convert", "-tjson", "--progress", "never"},
			     &e),
	    0);
	assert_string_equal(o.progress, "always");
	check_list(&o.operands, "never");
	options_clear(&o);
	assert_int_equal(read_line(&o,
			     (const char *const[WORDS]){
				 "convert", "-tjson", "--progress=never"},
			     &e),
	    0);
	assert_string_equal(o.progress, "never");
	options_clear(&o);
}

static void
dates_and_urls(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(read_line(&o,
			     (const char *const[WORDS]){"convert", "-tjson",
				 "--base=https://example.org/feed",
				 "--since=1970-01-02", "--until", "1970-01-03"},
			     &e),
	    0);
	assert_string_equal(o.base, "https://example.org/feed");
	assert_true(o.since.given);
	assert_int_equal(o.since.date.seconds, 86400);
	assert_true(o.until.given);
	assert_int_equal(o.until.date.seconds, 2 * 86400);
	options_clear(&o);
}

/* Help is given even when the rest makes no sense. */
static const char *const helps[][WORDS] = {
    {"--help"},
    {"-h"},
    {"convert", "--help"},
    {"convert", "-vh", "--nonsense"},
    {"--help", "nonsense"},
};

static void
help_wins(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(helps) / sizeof(helps[0]); i++) {
		struct options o;
		struct error e;
		assert_int_equal(read_line(&o, helps[i], &e), 0);
		assert_true(o.help);
		options_clear(&o);
	}
}

static const struct {
	const char *words[WORDS];
	const char *expected; /* part of the message */
} refused[] = {
    {{NULL}, "no verb"},
    {{"--"}, "no verb"},
    {{"cnvert"}, "unknown verb 'cnvert'; did you mean 'convert'?"},
    {{"form"}, "did you mean 'formats'?"},
    {{"zzz"}, "unknown verb 'zzz'"},
    {{"--width=60"}, "behind a verb"},
    {{"convert"}, "needs --to"},
    {{"convert", "-tjson", "a", "b"}, "too many: 'b'"},
    {{"formats", "a"}, "too many: 'a'"},
    {{"formats", "--width=60"}, "'feedloom formats' takes no --width"},
    {{"convert", "--wdith=60"}, "'--wdith'; did you mean '--width'?"},
    {{"convert", "--wid=60"}, "did you mean '--width'?"}, /* no shortening */
    {{"convert", "--"}, "needs --to"},
    {{"convert", "--=x"}, "unknown option '--'"},
    {{"convert", "-x"}, "unknown option '-x'"},
    {{"convert", "-vx"}, "unknown option '-x' in -vx"},
    {{"convert", "--to"}, "--to needs a value"},
    {{"convert", "-t"}, "--to needs a value"},
    {{"convert", "--to="}, "--to must not be empty"},
    {{"convert", "-t", ""}, "--to must not be empty"},
    {{"convert", "--strict=yes"}, "--strict takes no value"},
    {{"convert", "-f", "jsn"}, "'jsn'; did you mean 'json'?"},
    {{"convert", "-f", "html"}, "--from cannot be 'html'"},
    {{"convert", "--progress=ever"}, "did you mean 'never'?"},
    {{"convert", "-w19"}, "20 to 1000, not 19"},
    {{"convert", "-w1001"}, "20 to 1000, not 1001"},
    {{"convert", "-w99999999999999999999"}, "20 to 1000"},
    {{"convert", "-w-60"}, "whole number, not '-60'"},
    {{"convert", "-w", " 60"}, "whole number"},
    {{"convert", "-w=60"}, "whole number, not '=60'"},
    {{"convert", "-w60.0"}, "whole number"},
    {{"convert", "--type=a,,b"}, "empty word"},
    {{"convert", "--type=a,"}, "empty word"},
    {{"convert", "--base=example.org"}, "absolute URL"},
    {{"convert", "--base=/feed"}, "absolute URL"},
    {{"convert", "--since=yesterday"}, "wants a date"},
    {{"convert", "-tjson", "-qv"}, "exclude each other"},
    {{"convert", "-tjson", "--since=2024-02-01", "--until=2024-01-01"},
	"--since must be before --until"},
    {{"convert", "-tjson", "--since=2024-02-01", "--until=2024-02-01"},
	"--since must be before --until"},
};

static void
refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct options o;
		struct error e = {0};
		assert_int_equal(read_line(&o, refused[i].words, &e), -1);
		assert_int_equal(e.code, ERR_USAGE);
		if (strstr(e.text, refused[i].expected) == NULL)
			fail_msg(
			    "'%s' is not in '%s'", refused[i].expected, e.text);
		options_clear(&o);
	}
}

/* Names and letters are unique, and each default is allowed. */
static void
table(void **state)
{
	(void)state;
	for (const struct option_def *d = option_table; d->name != NULL; d++) {
		assert_non_null(d->about);
		if (d->kind == OPTION_FLAG || d->kind == OPTION_COUNT)
			assert_null(d->argument);
		else
			assert_non_null(d->argument);
		for (const struct option_def *x = d + 1; x->name != NULL; x++) {
			assert_string_not_equal(d->name, x->name);
			assert_true(
			    d->letter == '\0' || d->letter != x->letter);
		}
	}
}

static void
check_help(const struct verb *verb)
{
	struct buf out;

	buf_init(&out, 100000);
	help_text(verbs, verb, &out);
	assert_false(buf_full(&out));
	for (const char *s = buf_text(&out); *s != '\0'; s++) {
		size_t len = strcspn(s, "\n");
		assert_true(len <= 80);
		assert_true(len == 0 || s[len - 1] != ' ');
		s += len;
		assert_true(*s == '\n');
	}
	for (const struct option_def *d = option_table; d->name != NULL; d++) {
		char name[50];
		snprintf(name, sizeof(name), "--%s", d->name);
		if (option_of_verb(d, verb))
			assert_non_null(strstr(buf_text(&out), name));
	}
	buf_clear(&out);
}

static void
help(void **state)
{
	(void)state;
	check_help(NULL);
	for (const struct verb *v = verbs; v->name != NULL; v++)
		check_help(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(defaults),
	    cmocka_unit_test(spellings),
	    cmocka_unit_test(lists),
	    cmocka_unit_test(literal_words),
	    cmocka_unit_test(progress),
	    cmocka_unit_test(dates_and_urls),
	    cmocka_unit_test(help_wins),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(table),
	    cmocka_unit_test(help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
