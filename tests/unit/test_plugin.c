/*
 * Plugins: what their tables may say, what their code may do, where they are
 * found, and how their options are set.  Works in a folder of its own.
 */
#include "plugin/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "plugin/value.h"

#define HEAD "return { api = 1, name = 'x', about = 'an X', "
#define SHEET "stages = { 'x.xsl' }, "
#define OPTION(what) HEAD SHEET "options = { k = { " what " } } }"
#define FORMAT(what) HEAD SHEET "format = { " what " } }"

static void
write_file(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void
write_text(const char *path, const char *text)
{
	write_file(path, text, strlen(text));
}

/* Makes an empty folder and goes there; the folders of a user are in it. */
static int
set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char dir[500];

	snprintf(
	    dir, sizeof(dir), "%s/feedloom-XXXXXX", tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return -1;
	mkdir("home", 0700);
	mkdir("plugins", 0700);
	mkdir("xslt", 0700);
	write_text("xslt/x.xsl", "");
	*state = realpath(".", NULL);
	setenv("HOME", *state, 1);
	unsetenv("XDG_DATA_HOME");
	return 0;
}

static int
tear_down(void **state)
{
	char command[600];

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	free(*state);
	return system(command) == 0 ? 0 : -1;
}

static struct plugin *
load(const char *spec, enum plugin_role role, struct error *e)
{
	struct plugin_path *path = plugin_path_new(NULL, 0);
	struct plugin *p = plugin_load(path, spec, role, e);

	plugin_path_free(path);
	return p;
}

/* Loads text as plugin x. */
static struct plugin *
load_text(const char *text, enum plugin_role role, struct error *e)
{
	write_text("plugins/x.lua", text);
	return load("x", role, e);
}

static void
check_error(const struct plugin *p, const struct error *e, enum errcode code,
    const char *expected)
{
	if (p != NULL)
		fail_msg("loaded, but '%s' was expected", expected);
	if (e->code != code || strstr(e->text, expected) == NULL)
		fail_msg("'%s' is not in '%s' (%d)", expected, e->text,
		    (int)e->code);
}

static void
whole_table(void **state)
{
	struct error e;
	struct plugin *p = load_text(HEAD SHEET
	    "options = { b = { type = 'boolean' }, a = { type = 'integer', "
	    "default = 5, min = 1, max = 9, about = 'how many' } }, "
	    "format = { media_type = 'text/x', extension = 'x', "
	    "serialise = 'text' } }",
	    PLUGIN_FORMAT, &e);
	char expected[600];

	assert_non_null(p);
	assert_string_equal(p->name, "x");
	assert_string_equal(p->about, "an X");
	snprintf(
	    expected, sizeof(expected), "%s/plugins/x.lua", (char *)*state);
	assert_string_equal(p->path, expected);
	assert_int_equal(p->stage_count, 1);
	snprintf(expected, sizeof(expected), "%s/xslt/x.xsl", (char *)*state);
	assert_string_equal(p->stages[0].sheet, expected);
	assert_true(p->is_format);
	assert_string_equal(p->media_type, "text/x");
	assert_string_equal(p->extension, "x");
	assert_string_equal(p->serialise, "text");
	assert_int_equal(p->option_count, 2);
	assert_string_equal(p->options[0].name, "a");
	assert_string_equal(p->options[0].about, "how many");
	assert_string_equal(p->options[0].value, "5");
	assert_false(p->options[0].given);
	assert_string_equal(p->options[1].name, "b");
	assert_null(p->options[1].value);
	plugin_free(p);
}

/* What a plugin may not say, or do; {text, part of the message}. */
static const char *const faults[][2] = {
    {"", "must return a table, not a nil"},
    {"return 7", "must return a table, not a number"},
    {"return {", "plugins/x.lua:1:"},
    {"\n\nlocal x = nil .. 'a'", "plugins/x.lua:3:"},
    {"error({})", "raised an error that is a table"},
    {"return {}", "no 'api': say api = 1"},
    {"return { api = 2 }", "made for API 2; this version has API 1"},
    {"return { api = '1' }", "'api' must be a whole number"},
    {"return { api = 1.5 }", "'api' must be a whole number"},
    {"return { api = 1, 5 }", "a key is a number"},
    {"return { api = 1, abuot = 'x' }",
	"unknown key 'abuot'; did you mean 'about'?"},
    {"return { api = 1, zeta = 1, alpha = 2 }", "unknown key 'alpha'"},
    {"return { api = 1, name = 'x', about = 'x', stages = {}, feed = true }",
	"'feed' must be a function, not a boolean"},
    {"return { api = 1, about = 'x' }", "'name' must be a string"},
    {"return { api = 1, name = 'y', about = 'x', stages = {'x.xsl'} }",
	"its name is 'y', but its file is called 'x'"},
    {"return { api = 1, name = 'x' }", "'about' must be a string"},
    {"return { api = 1, name = 'x', about = '' }", "'about' must be"},
    {"return { api = 1, name = 'x', about = 'a\\nb' }", "one line of UTF-8"},
    {"return { api = 1, name = 'x', about = 'a\\xFF' }", "one line of UTF-8"},
    {"return { api = 1, name = 'x', about = 'a\\u{9B}' }", "one line of UTF-8"},
    {"return { api = 1, name = 'x', about = ('x'):rep(1001) }",
	"longer than 1000"},
    {HEAD "}", "no 'stages'"},
    {HEAD "stages = {} }", "'stages' is empty"},
    {HEAD "stages = { x = 'x.xsl' } }", "'stages' must be a list"},
    {HEAD "stages = { true } }", "stage 1 must be a function or the name"},
    {HEAD "window = 5, " SHEET "}",
	"'window' is for stages that are functions"},
    {HEAD SHEET "window = 'some' }", "'window' must be \"all\" or a number"},
    {HEAD SHEET "window = 0 }", "'window' must be"},
    {HEAD SHEET "xpath = { f = 1 } }", "xpath: 'f' must be a function"},
    {HEAD SHEET "xpath = { ['1f'] = print } }", "xpath: a name must be"},
    {HEAD SHEET "finish = 1 }", "'finish' must be a function, not a number"},
    {HEAD SHEET "examples = { 1 } }", "'examples' must be a string"},
    {HEAD "stages = { print }, format = { media_type = 'a/b', extension = 'x',"
	  " serialise = 'xml' } }",
	"a format's last stage must be the stylesheet"},
    {HEAD "stages = { 'y.xsl' } }", "stage 1: no 'y.xsl' beside the plugin"},
    {HEAD "stages = { '/x.xsl' } }", "not the name of a stylesheet"},
    {HEAD "stages = { '../xslt/x.xsl' } }", "not the name of a stylesheet"},
    {HEAD "stages = { 'a/../../x.xsl' } }", "not the name of a stylesheet"},
    {HEAD "stages = { 'http://x' } }", "not the name of a stylesheet"},
    {HEAD SHEET "options = 5 }", "'options' must be a table"},
    {HEAD SHEET "options = { ['a b'] = {} } }", "name of an option"},
    {HEAD SHEET "options = { ['a:b'] = {} } }", "name of an option"},
    {HEAD SHEET "options = { [1] = {} } }", "name of an option"},
    {HEAD SHEET "options = { k = 5 } }", "option 'k': must be a table"},
    {OPTION(""), "option 'k': 'type' must be a string"},
    {OPTION("tpye = 'string'"), "'tpye'; did you mean 'type'?"},
    {OPTION("type = 'strng'"), "unknown type 'strng'; did you mean 'string'?"},
    {OPTION("type = 'string', min = 5"), "'min' is for numbers only"},
    {OPTION("type = 'integer', max = 'x'"), "'max' must be a number"},
    {OPTION("type = 'choice'"), "a choice needs 'values'"},
    {OPTION("type = 'choice', values = {'a'}, default = 'b'"),
	"'default': cannot be 'b'"},
    {OPTION("type = 'integer', default = '5'"), "must be a number, not a str"},
    {OPTION("type = 'integer', default = 1.5"), "'1.5' is not a whole number"},
    {OPTION("type = 'integer', default = 5, min = 6"), "must be at least 6"},
    {OPTION("type = 'number', default = 1e300"), "is not a number"},
    {OPTION("type = 'number', default = 0/0"), "is not a number"},
    {OPTION("type = 'string', default = 'a\\0b'"), "holds a NUL"},
    {OPTION("type = 'string', default = 'a\\nb'"), "not one line"},
    {OPTION("type = 'boolean', default = 1"), "must be a boolean"},
    {OPTION("type = 'set', default = 'a'"), "'default' must be a list"},
    {OPTION("type = 'set', default = { a = true }"), "must be a list"},
    {OPTION("type = 'list', default = { 'a', 5 }"), "must be a string"},
    {FORMAT(""), "format: 'media_type' must be a string"},
    {FORMAT("media_type = 'text', extension = 'x', serialise = 'xml'"),
	"'text' is not a media type"},
    {FORMAT("media_type = 'text/x', extension = '.x', serialise = 'xml'"),
	"'extension' must be letters and digits"},
    {FORMAT("media_type = 'text/x', extension = 'x', serialise = 'htm'"),
	"cannot serialise 'htm'; did you mean 'html'?"},
    {FORMAT("mediatype = 'text/x'"), "did you mean 'media_type'?"},
    /* What no code can reach or do. */
    {"return io.open('/etc/passwd')", "global 'io'"},
    {"os.exit(1)", "global 'os'"},
    {"require 'io'", "only a plugin that is a folder"},
    {"package.loadlib('x', 'y')", "global 'package'"},
    {"debug.sethook()", "global 'debug'"},
    {"load('x')", "global 'load'"},
    {"dofile('x')", "global 'dofile'"},
    {"loadfile('x')", "global 'loadfile'"},
    {"collectgarbage()", "global 'collectgarbage'"},
    {"print(1)", "there is no log yet"},
    {"rawset({}, 1, 2)", "global 'rawset'"},
    {"xpcall(print, print)", "global 'xpcall'"},
    {"string.dump(function() end)", "field 'dump'"},
    {"math.random()", "field 'random'"},
    {"setmetatable({}, { __gc = function() end })", "may not set __gc"},
    {"getmetatable('').__index = nil", "boolean value"},
    {"local s = 'x' while true do s = s .. s end", "needs more than 64 MiB"},
    {"local t = {} for i = 1, 1e9 do t[i] = i end", "needs more than 64 MiB"},
    {"string.rep('x', 1 << 40)", "more than 16 MiB"},
    {"string.rep('', math.maxinteger)", "more than 16 MiB"},
    {"table.move({}, 1, 1 << 50, 2)", "more than 1000000 elements"},
    {"table.move({}, math.mininteger, math.maxinteger, 2)", "more than 1000"},
    {"table.insert(setmetatable({}, { __len = function() return 1 << 50 end"
     " }), 1, 1)",
	"not for a table with __len"},
    {"while true do end", "stopped after too many instructions"},
    {"while true do pcall(function() while true do end end) end",
	"stopped after too many instructions"},
    {"while true do pcall(coroutine.wrap(function() while true do end end)) "
     "end",
	"stopped after too many instructions"},
    {"local function f() return f() + 1 end f()", "needs more than 64 MiB"},
    {"local function f(s) return s:gsub('.', f) end f('x')",
	"C stack overflow"},
};

static void
refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct error e = {0};
		struct plugin *p = load_text(faults[i][0], PLUGIN_STAGES, &e);
		check_error(p, &e, ERR_PLUGIN, faults[i][1]);
		/* The message says where. */
		assert_non_null(strstr(e.text, "./plugins/x.lua"));
		assert_null(strchr(e.text, '\n'));
	}
}

/* What good code may use while it makes its table. */
static void
libraries(void **state)
{
	struct error e;
	struct plugin *p = load_text(
	    "local t = {} table.insert(t, 'a') table.insert(t, 1, 'b')\n"
	    "assert(table.concat(t, ',') == 'b,a' and select('#', 1, 2) == 2)\n"
	    "assert(('ab'):rep(2, '-') == 'ab-ab' and ('x'):upper() == 'X')\n"
	    "assert(('x'):rep(-1) == '' and #table.move({1, 2}, 1, 2, 2) == "
	    "3)\n"
	    "assert(math.max(1, 2) == 2 and utf8.char(233) == 'é')\n"
	    "assert(coroutine.wrap(function() return 7 end)() == 7)\n"
	    "local o = setmetatable({}, { __index = { about = 'y' } })\n"
	    "return { api = 1, name = 'x', about = o.about, " SHEET " }",
	    PLUGIN_STAGES, &e);

	(void)state;
	assert_non_null(p);
	assert_string_equal(p->about, "y");
	plugin_free(p);
}

static void
bytecode(void **state)
{
	struct error e;
	struct plugin *p = load_text("\x1bLua", PLUGIN_STAGES, &e);

	(void)state;
	check_error(p, &e, ERR_PLUGIN, "attempt to load a binary chunk");
}

static void
too_large(void **state)
{
	struct error e;
	char *text = mem_new(LIMIT_PLUGIN + 1, 1);

	(void)state;
	memset(text, ' ', LIMIT_PLUGIN + 1);
	write_file("plugins/x.lua", text, LIMIT_PLUGIN + 1);
	struct plugin *p = load("x", PLUGIN_STAGES, &e);
	check_error(p, &e, ERR_PLUGIN, "larger than 1024 KiB");
	write_file("plugins/x.lua", text, LIMIT_PLUGIN);
	p = load("x", PLUGIN_STAGES, &e);
	check_error(p, &e, ERR_PLUGIN, "must return a table");
	free(text);
}

static void
write_plugin(const char *file, const char *name, const char *about)
{
	char text[300];

	snprintf(text, sizeof(text),
	    "return { api = 1, name = '%s', about = '%s', " SHEET "}", name,
	    about);
	write_text(file, text);
}

#define SETTINGS                                                               \
	HEAD SHEET                                                             \
	    "options = { s = { type = 'string' }, "                            \
	    "i = { type = 'integer', min = -5, max = 9 }, "                    \
	    "n = { type = 'number', min = 0.5 }, b = { type = 'boolean' }, "   \
	    "c = { type = 'choice', values = { 'red', 'green' } }, "           \
	    "l = { type = 'list' }, "                                          \
	    "m = { type = 'set', default = { 'p', 'q' }, "                     \
	    "values = { 'p', 'q', 'r', 's' } } } }"

/* {settings, option, its value} */
static const char *const settings[][3] = {
    {"x,s=abc", "s", "abc"},
    {"x,s=", "s", ""},
    {"x,s=a=b", "s", "a=b"},
    {"x,s=a\\,b,i=1", "s", "a,b"},
    {"x,s=a\\\\,i=1", "s", "a\\"},
    {"x,s=\\d+", "s", "\\d+"},
    {"x,s=a\\", "s", "a\\"},
    {"x,s=1,s=2", "s", "2"},
    {"x,i=9", "i", "9"},
    {"x,i=-5", "i", "-5"},
    {"x,n=0.5", "n", "0.5"},
    {"x,n=123456789.25", "n", "123456789.25"},
    {"x,b", "b", "true"},
    {"x,b=true", "b", "true"},
    {"x,b=no", "b", ""},
    {"x,c=green", "c", "green"},
    {"x,l=a b,l=c\\,d,l=a b", "l", "a b\nc,d\na b"},
    {"x,m=r", "m", "r"},
    {"x,m=r,m=s,m=r", "m", "r\ns"},
    {"x", "m", "p\nq"},
    {"./plugins/x.lua,s=1", "s", "1"},
};

static void
set_options(void **state)
{
	(void)state;
	write_text("plugins/x.lua", SETTINGS);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		struct error e = {0};
		struct plugin *p = load(settings[i][0], PLUGIN_STAGES, &e);
		bool seen = false;
		if (p == NULL)
			fail_msg("%s: %s", settings[i][0], e.text);
		for (size_t j = 0; j < p->option_count; j++) {
			if (strcmp(p->options[j].name, settings[i][1]) != 0)
				continue;
			seen = true;
			assert_string_equal(
			    p->options[j].value, settings[i][2]);
			assert_int_equal(p->options[j].given,
			    strchr(settings[i][0], ',') != NULL);
		}
		assert_true(seen);
		plugin_free(p);
	}
}

static const char *const bad_settings[][2] = {
    {"x,t=1", "plugin 'x': has no option 't'"},
    {"x,S=1", "has no option 'S'; did you mean 's'?"},
    {"x,", "has no option ''"},
    {"x,s", "option 's' needs a value: s=..."},
    {"x,s=a\tb", "not one line"},
    {"x,s=a\xff", "not one line"},
    {"x,i=", "'' is not a whole number"},
    {"x,i=+1", "'+1' is not a whole number"},
    {"x,i=1.0", "not a whole number"},
    {"x,i=0x10", "not a whole number"},
    {"x,i=10", "option 'i': must be at most 9, not 10"},
    {"x,i=-6", "must be at least -5, not -6"},
    {"x,i=99999999999999999999", "not a whole number"},
    {"x,n=0.49", "must be at least 0.5"},
    {"x,n=1e5", "'1e5' is not a number"},
    {"x,n=.5", "'.5' is not a number"},
    {"x,n=5.", "'5.' is not a number"},
    {"x,n=1,5", "has no option '5'"},
    {"x,b=maybe", "neither true nor false"},
    {"x,c=gren", "cannot be 'gren'; did you mean 'green'?"},
    {"x,m=z", "cannot be 'z'"},
    {"x,l=", "an item must not be empty"},
    {"y", "unknown plugin 'y'"},
    {"tdiy", "unknown plugin 'tdiy'; did you mean 'tidy'?"},
    {"", "unknown plugin ''"},
    {"x y", "unknown plugin 'x y'"},
    {"./nothing.lua", "./nothing.lua: there is no such file"},
    {"nothing.lua", "there is no such file"},
};

static void
bad_options(void **state)
{
	(void)state;
	write_plugin("plugins/tidy.lua", "tidy", "x");
	write_text("plugins/x.lua", SETTINGS);
	for (size_t i = 0; i < sizeof(bad_settings) / sizeof(bad_settings[0]);
	     i++) {
		struct error e = {0};
		struct plugin *p = load(bad_settings[i][0], PLUGIN_STAGES, &e);
		check_error(p, &e, ERR_USAGE, bad_settings[i][1]);
	}
}

static void
roles(void **state)
{
	struct error e;

	(void)state;
	struct plugin *p = load_text(HEAD SHEET "}", PLUGIN_FORMAT, &e);
	check_error(p, &e, ERR_USAGE, "'x' is no format");
	p = load_text(FORMAT("media_type = 'a/b', extension = 'x', "
			     "serialise = 'json'"),
	    PLUGIN_STAGES, &e);
	check_error(p, &e, ERR_USAGE, "'x' is a format: it goes with --to");
	/* Only formats are meant where a format is wanted. */
	write_text("plugins/page.lua",
	    "return { api = 1, name = 'page', about = 'x', " SHEET
	    "format = { media_type = 'text/html', extension = 'html', "
	    "serialise = 'html' } }");
	p = load("pgae", PLUGIN_FORMAT, &e);
	check_error(
	    p, &e, ERR_USAGE, "unknown format 'pgae'; did you mean 'page'?");
	p = load("pgae", PLUGIN_STAGES, &e);
	check_error(p, &e, ERR_USAGE, "unknown plugin 'pgae'");
	assert_null(strstr(e.text, "mean"));
}

static void
make_dirs(const char *path)
{
	char command[700];

	snprintf(command, sizeof(command), "mkdir -p '%s'", path);
	assert_int_equal(system(command), 0);
}

static void
order_of_path(void **state)
{
	static char *dirs[] = {(char *)"/a", (char *)"b"};
	char user[600];

	setenv("XDG_DATA_HOME", "relative", 1); /* counts as not set */
	struct plugin_path *path = plugin_path_new(dirs, 2);
	assert_string_equal(plugin_path_dir(path, 0), "/a");
	assert_string_equal(plugin_path_dir(path, 1), "b");
	assert_string_equal(plugin_path_dir(path, 2), "./plugins");
	snprintf(user, sizeof(user), "%s/.local/share/feedloom/plugins",
	    (char *)*state);
	assert_string_equal(plugin_path_dir(path, 3), user);
	assert_string_equal(plugin_path_dir(path, plugin_path_count(path) - 1),
	    "/usr/share/feedloom/plugins");
	plugin_path_free(path);

	setenv("XDG_DATA_HOME", "/data", 1);
	path = plugin_path_new(NULL, 0);
	assert_string_equal(plugin_path_dir(path, 0), "./plugins");
	assert_string_equal(plugin_path_dir(path, 1), "/data/feedloom/plugins");
	plugin_path_free(path);
	unsetenv("XDG_DATA_HOME");
}

/* A folder as a plugin, its stylesheet beside it first. */
static void
folders(void **state)
{
	struct error e;
	char expected[600];

	make_dirs("plugins/d");
	write_plugin("plugins/d/main.lua", "d", "folder");
	struct plugin *p = load("d", PLUGIN_STAGES, &e);
	assert_non_null(p);
	snprintf(expected, sizeof(expected), "%s/xslt/x.xsl", (char *)*state);
	assert_string_equal(p->stages[0].sheet, expected);
	plugin_free(p);
	write_text("plugins/d/x.xsl", "");
	p = load("d", PLUGIN_STAGES, &e);
	assert_non_null(p);
	snprintf(
	    expected, sizeof(expected), "%s/plugins/d/x.xsl", (char *)*state);
	assert_string_equal(p->stages[0].sheet, expected);
	plugin_free(p);
	/* A file wins over a folder. */
	write_plugin("plugins/d.lua", "d", "file");
	p = load("d", PLUGIN_STAGES, &e);
	assert_non_null(p);
	assert_string_equal(p->about, "file");
	plugin_free(p);
}

static void
count_failure(void *context, const struct error *e)
{
	assert_int_equal(e->code, ERR_PLUGIN);
	++*(int *)context;
}

static void
listing(void **state)
{
	static char *dirs[] = {(char *)"first"};
	struct plugin_list list;
	int failures = 0;

	(void)state;
	make_dirs("first");
	make_dirs("plugins/empty");
	write_plugin("first/x.lua", "x", "shadows");
	write_text("first/x.xsl", "");
	write_plugin("plugins/x.lua", "x", "is shadowed");
	write_plugin("plugins/a.lua", "a", "is good");
	write_text("plugins/broken.lua", "return");
	write_text("plugins/feedloom.d.lua", "error 'no plugin'");
	write_text("plugins/README", "error 'no plugin'");
	struct plugin_path *path = plugin_path_new(dirs, 1);
	plugin_list(path, &list, count_failure, &failures);
	assert_int_equal(failures, 1);
	assert_true(list.count >= 2);
	for (size_t i = 0; i < list.count; i++) {
		const struct plugin *p = list.items[i];
		if (i > 0)
			assert_true(
			    strcmp(list.items[i - 1]->name, p->name) < 0);
		if (strcmp(p->name, "x") == 0)
			assert_string_equal(p->about, "shadows");
	}
	assert_string_equal(list.items[0]->name, "a");
	plugin_list_clear(&list);
	struct error e;
	struct plugin *p = plugin_load(path, "x", PLUGIN_STAGES, &e);
	assert_non_null(p);
	assert_string_equal(p->about, "shadows");
	plugin_free(p);
	plugin_path_free(path);
	unlink("plugins/broken.lua");
}

/* What is no file is never waited for. */
static void
no_file(void **state)
{
	struct error e;

	(void)state;
	assert_int_equal(mkfifo("fifo.lua", 0600), 0);
	struct plugin *p = load("./fifo.lua", PLUGIN_STAGES, &e);
	check_error(p, &e, ERR_PLUGIN, "is not a file");
	p = load("./plugins", PLUGIN_STAGES, &e);
	check_error(p, &e, ERR_PLUGIN, "is not a file");
	plugin_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_table),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(libraries),
	    cmocka_unit_test(bytecode),
	    cmocka_unit_test(too_large),
	    cmocka_unit_test(set_options),
	    cmocka_unit_test(bad_options),
	    cmocka_unit_test(roles),
	    cmocka_unit_test(order_of_path),
	    cmocka_unit_test(folders),
	    cmocka_unit_test(listing),
	    cmocka_unit_test(no_file),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
