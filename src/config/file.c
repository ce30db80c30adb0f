/*
 * feedloom.lua as Lua runs it: a few words and nothing else, in a state without
 * any library.  Those that are statements only note what they were called with.
 */
#include "config/file.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "config/way.h"
#include "plugin/sandbox.h"
#include "plugin/value.h"
#include "plugin/watch.h"
#include "sink/path.h"

#define CHUNK "config" /* what Lua calls the file */
#define STATEMENTS_MAX (LIMIT_FEEDS + LIMIT_DIGESTS + LIMIT_CONFIG_FILES)

static const struct {
	const char *name;
	bool named, table;
	const char *example;
} words[] = {
    [WORD_SETTINGS] = {"settings", false, true, "settings { ... }"},
    [WORD_DEFAULTS] = {"defaults", false, true, "defaults { ... }"},
    [WORD_FEED] = {"feed", true, true, "feed \"NAME\" { ... }"},
    [WORD_INCLUDE] = {"include", true, false, "include \"FILE\""},
    [WORD_DIGEST] = {"digest", true, true, "digest \"NAME\" { ... }"},
};

#define WORDS (sizeof(words) / sizeof(words[0]))

struct reading {
	struct config_file *file;
	size_t room;
	size_t *left;
	struct buf text;
	struct datum_text places;
};

const char *
config_word_name(enum config_word word)
{
	return words[word].name;
}

/* The line that the chunk is at. */
static int
current_line(lua_State *L)
{
	lua_Debug ar;

	if (lua_getstack(L, 1, &ar) == 0 || lua_getinfo(L, "l", &ar) == 0)
		return 0;
	return ar.currentline;
}

static struct config_statement *
add_statement(lua_State *L, struct reading *r, enum config_word word)
{
	struct config_file *file = r->file;

	if (file->count == STATEMENTS_MAX)
		luaL_error(L, "more than %d statements", STATEMENTS_MAX);
	if (file->count == r->room) {
		r->room = r->room == 0 ? 16 : 2 * r->room;
		file->statements = mem_grow(
		    file->statements, r->room, sizeof(file->statements[0]));
	}
	struct config_statement *s = &file->statements[file->count++];
	*s = (struct config_statement){.word = word, .line = current_line(L)};
	return s;
}

/* The table that is the argument becomes the statement's value. */
static void
take_value(lua_State *L, struct reading *r, struct config_statement *s)
{
	const char *word = words[s->word].name;
	struct error e;

	s->faulty = true;
	if (lua_type(L, 1) != LUA_TTABLE || lua_gettop(L) > 1)
		luaL_error(
		    L, "'%s' wants a table: %s", word, words[s->word].example);
	if (s->complete)
		luaL_error(L, "'%s' has two tables behind it", word);
	if (datum_take(L, 1, r->left, &s->value, &e) == -1) {
		datum_clear(&s->value);
		luaL_error(L, "%s%s%s%s%s", word, s->name != NULL ? " '" : "",
		    s->name != NULL ? s->name : "",
		    s->name != NULL ? "': " : ": ", e.text);
	}
	s->faulty = false;
	s->complete = true;
	datum_place(&s->value, &r->places, s->line, word, s->name);
}

/* What stands behind WORD "NAME"; the upvalue is which statement that is. */
static int
call_table(lua_State *L)
{
	struct reading *r = sandbox_owner(L);
	size_t i = (size_t)lua_tointeger(L, lua_upvalueindex(1));

	take_value(L, r, &r->file->statements[i]);
	return 0;
}

/* A word; the upvalue is which. */
static int
call_word(lua_State *L)
{
	struct reading *r = sandbox_owner(L);
	enum config_word word =
	    (enum config_word)lua_tointeger(L, lua_upvalueindex(1));
	struct config_statement *s;
	size_t len = 0;

	if (!words[word].named) {
		s = add_statement(L, r, word);
		take_value(L, r, s);
		return 0;
	}
	const char *name =
	    lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &len) : NULL;
	if (name == NULL || lua_gettop(L) > 1)
		luaL_error(L, "'%s' wants a name: %s", words[word].name,
		    words[word].example);
	if (len > VALUE_MAX || !value_is_line(name, len))
		luaL_error(L, "'%s': the name is not one line of UTF-8 text",
		    words[word].name);
	s = add_statement(L, r, word);
	s->name = mem_dup(name, len);
	s->complete = !words[word].table;
	if (s->complete)
		return 0;
	lua_pushinteger(L, (lua_Integer)r->file->count - 1);
	lua_pushcclosure(L, call_table, 1);
	return 1;
}

/* A global that is not there was meant to be a word. */
static int
unknown_word(lua_State *L)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;
	const char *name =
	    lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";

	suggest_init(&near, name);
	for (size_t i = 0; i < WORDS; i++)
		suggest_offer(&near, words[i].name);
	for (int i = 0; i < WAYS; i++)
		suggest_offer(&near, way_name((enum config_way)i));
	suggest_text(&near, "", meant);
	return luaL_error(L, "unknown word '%s'%s", name,
	    *meant != '\0' ? meant : "; Lua's own functions are not here");
}

static int
set_global(lua_State *L)
{
	const char *name =
	    lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";

	return luaL_error(L,
	    "'%s' stands outside of a table; a name of your own is "
	    "declared: local %s = ...",
	    name, name);
}

/* Protected: makes the words, and runs the text. */
static int
run_text(lua_State *L, void *context)
{
	const struct reading *r = context;

	lua_pushglobaltable(L); /* _G */
	for (size_t i = 0; i < WORDS; i++) {
		lua_pushinteger(L, (lua_Integer)i);
		lua_pushcclosure(L, call_word, 1); /* _G word */
		lua_setfield(L, -2, words[i].name);
	}
	way_words(L);
	lua_newtable(L); /* _G mt */
	lua_pushcfunction(L, unknown_word);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, set_global);
	lua_setfield(L, -2, "__newindex");
	lua_setmetatable(L, -2); /* _G */
	sandbox_do(L, buf_text(&r->text), r->text.len, CHUNK);
	if (!lua_isnil(L, -1))
		return luaL_error(L, "the file returns something");
	return 0;
}

/* Puts the file's name in the place of what Lua called it. */
static void
name_file(const char *name, struct error *e)
{
	static const char chunk[] = CHUNK ":";
	struct error inner = *e;

	if (strncmp(inner.text, chunk, strlen(chunk)) == 0)
		error_set(
		    e, ERR_CONFIG, "%s:%s", name, inner.text + strlen(chunk));
	else
		error_set(e, ERR_CONFIG, "%s: %s", name, inner.text);
}

static int
run_file(struct reading *r, struct error *e)
{
	struct sandbox *sandbox = sandbox_bare(r, e);

	if (sandbox == NULL)
		return -1;
	watch_begin(r->file->name, "");
	int result = sandbox_call(sandbox, 0, run_text, r, e);
	watch_end();
	sandbox_free(sandbox);
	if (result == -1)
		name_file(r->file->name, e);
	return result;
}

/* A text with a NUL would look shorter to who looks for a line in it. */
static int
read_text(struct reading *r, struct error *e)
{
	const char *name = r->file->name;

	if (file_read(name, LIMIT_CONFIG, &r->text, e) == -1) {
		error_wrap(e, "%s", name);
		e->code = ERR_NOINPUT;
		return -1;
	}
	if (strlen(buf_text(&r->text)) != r->text.len)
		return error_set(
		    e, ERR_CONFIG, "%s: is not text: it holds a NUL", name);
	r->places.begin = buf_text(&r->text);
	return 0;
}

/* The folder that a file lies in, absolute; NULL when it is not there. */
static char *
real_folder(const char *name)
{
	char *folder = path_folder(name);
	char *real = realpath(folder, NULL);

	free(folder);
	return real;
}

int
config_file_read(
    struct config_file *file, const char *name, size_t *left, struct error *e)
{
	struct reading r = {.file = file, .left = left};

	*file = (struct config_file){.name = mem_str(name)};
	file->folder = real_folder(name);
	buf_init(&r.text, LIMIT_CONFIG + 1);
	int result = read_text(&r, e) == -1 ? -1 : run_file(&r, e);
	buf_clear(&r.text);
	return result;
}

void
config_file_clear(struct config_file *file)
{
	for (size_t i = 0; i < file->count; i++) {
		datum_clear(&file->statements[i].value);
		free(file->statements[i].name);
	}
	free(file->statements);
	free(file->folder);
	free(file->name);
	*file = (struct config_file){0};
}
