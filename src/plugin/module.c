/*
 * Modules of a plugin: text below its own folder, and nothing else.
 */
#include "plugin/module.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "plugin/host.h"
#include "plugin/sandbox.h"

#define LOADED "feedloom.modules"
#define MODULES_MAX 200 /* of one plugin */
#define LETTERS                                                                \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

/* Words of letters with dots between them. */
static bool
is_name(const char *name)
{
	for (;; name++) {
		size_t n = strspn(name, LETTERS);
		if (n == 0 || n > 64)
			return false;
		name += n;
		if (*name != '.')
			return *name == '\0';
	}
}

/* A module's text: of its file, or as it was for a state before this one. */
struct module {
	char *name;
	char *text;
	size_t len;
};

void
module_forget(struct host *host)
{
	for (size_t i = 0; i < host->n_modules; i++) {
		free(host->modules[i].name);
		free(host->modules[i].text);
	}
	free(host->modules);
	host->modules = NULL;
	host->n_modules = 0;
}

/* Reads the module's file into host->scratch. */
static void
read_file(lua_State *L, const char *name)
{
	struct host *host = host_of(L);
	struct error e;

	buf_cut(&host->other, 0);
	buf_printf(&host->other, "%s/", host->folder);
	for (const char *s = name; *s != '\0'; s++)
		buf_putc(&host->other, *s == '.' ? '/' : *s);
	buf_puts(&host->other, ".lua");
	buf_cut(&host->scratch, 0);
	if (file_read_below(host->folder, buf_text(&host->other), LIMIT_PLUGIN,
		&host->scratch, &e) == -1)
		luaL_error(L, "no module '%s': %s", name, e.text);
}

static const struct module *
find_module(lua_State *L, const char *name)
{
	struct host *host = host_of(L);

	for (size_t i = 0; i < host->n_modules; i++)
		if (strcmp(host->modules[i].name, name) == 0)
			return &host->modules[i];
	if (host->n_modules == MODULES_MAX)
		luaL_error(L, "more than %d modules", MODULES_MAX);
	read_file(L, name);
	host->modules = mem_grow(
	    host->modules, host->n_modules + 1, sizeof(host->modules[0]));
	struct module *module = &host->modules[host->n_modules++];
	module->name = mem_str(name);
	module->len = host->scratch.len;
	module->text = mem_dup(buf_text(&host->scratch), module->len);
	return module;
}

int
module_require(lua_State *L)
{
	struct host *host = host_of(L);
	const char *name = luaL_checkstring(L, 1);

	lua_settop(L, 1);
	luaL_getsubtable(L, LUA_REGISTRYINDEX, LOADED); /* name loaded */
	lua_pushvalue(L, 1);
	if (lua_rawget(L, 2) != LUA_TNIL) /* name loaded module */
		return 1;
	lua_pop(L, 1);
	if (host->folder == NULL)
		return luaL_error(L, "only a plugin that is a folder, "
				     "NAME/main.lua, has modules");
	if (host->say != NULL)
		return luaL_error(L,
		    "require '%s' must stand at the top of "
		    "the file: no stage can open one",
		    name);
	if (!is_name(name))
		return luaL_error(L, "'%s' is no name of a module", name);
	lua_pushvalue(L, 1);
	lua_pushboolean(L, 0);
	lua_rawset(L, 2); /* two that require each other get false */
	const struct module *module = find_module(L, name);
	lua_pushfstring(L, "%s/%s.lua", host->plugin, name); /* … chunk */
	sandbox_do(L, module->text, module->len,
	    lua_tostring(L, -1)); /* … chunk module */
	if (lua_isnil(L, -1))
		lua_pushboolean(L, 1);
	lua_pushvalue(L, 1);
	lua_pushvalue(L, -2);
	lua_rawset(L, 2);
	return 1;
}
