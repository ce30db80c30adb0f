/*
 * The life of a script: its file is run in a state of its own, and run again
 * in a new one when it is renewed.  The text of the file, and of its modules,
 * is kept for that: by then no file can be opened any more.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "plugin/api.h"
#include "plugin/manifest.h"
#include "plugin/module.h"
#include "plugin/script.h"
#include "plugin/script_state.h"
#include "plugin/watch.h"

/* Protected: runs the file; context is the plugin that its table fills. */
static int
load(lua_State *L, void *context)
{
	struct plugin *plugin = context;
	const struct script *s = plugin->script;

	api_open(L);
	sandbox_do(L, buf_text(&s->text), s->text.len, s->file); /* table */
	return manifest_take(L, plugin);
}

/* Makes the state, in the place of none. */
static int
run_file(struct script *s, struct plugin *plugin, struct error *e)
{
	s->sandbox = sandbox_new(&s->host, e);
	if (s->sandbox == NULL)
		return -1;
	s->host.plugin = s->file;
	watch_begin(s->file, "");
	int result = sandbox_call(s->sandbox, 0, load, plugin, e);
	watch_end();
	s->host.plugin = s->plugin->name;
	return result;
}

/* The folder of ".../NAME/main.lua"; NULL for another file. */
static char *
own_folder(const char *path)
{
	static const char main[] = "/main.lua";
	size_t len = strlen(path), n = strlen(main);

	return len > n && strcmp(path + len - n, main) == 0
		   ? mem_dup(path, len - n)
		   : NULL;
}

/* What stylesheets call the plugin's functions. */
static void
name_functions(struct script *s)
{
	const struct plugin *p = s->plugin;
	struct buf uri;

	buf_init(&uri, KIB);
	buf_printf(&uri, "urn:feedloom:plugin:%s", p->name);
	s->uri = buf_take(&uri);
	s->names = mem_new(p->xpath_count + 1, sizeof(*s->names));
	for (size_t i = 0; i < p->xpath_count; i++)
		s->names[i] = p->xpath[i].name;
}

struct script *
script_load(
    struct plugin *plugin, const char *text, size_t len, struct error *e)
{
	struct script *s = mem_new(1, sizeof(*s));
	const char *slash = strrchr(plugin->path, '/');

	s->plugin = plugin;
	s->file = slash == NULL ? plugin->path : slash + 1;
	s->options = LUA_NOREF;
	s->folder = own_folder(plugin->path);
	s->host.label = "";
	s->host.folder = s->folder;
	buf_init(&s->host.scratch, LIMIT_OUTPUT);
	buf_init(&s->host.other, LIMIT_TAG);
	buf_init(&s->text, LIMIT_PLUGIN + 1);
	buf_add(&s->text, text, len);
	plugin->script = s;
	if (run_file(s, plugin, e) == -1) {
		plugin->script = NULL;
		script_free(s);
		return NULL;
	}
	name_functions(s);
	return s;
}

void
script_free(struct script *s)
{
	if (s == NULL)
		return;
	sandbox_free(s->sandbox);
	host_clear(&s->host);
	buf_clear(&s->text);
	free(s->names);
	free(s->uri);
	free(s->folder);
	free(s);
}

/* The functions of a table that is the same, in the place of the old ones. */
static int
take_functions(struct plugin *p, const struct plugin *again, struct error *e)
{
	if (again->stage_count != p->stage_count ||
	    again->xpath_count != p->xpath_count)
		return error_set(e, ERR_PLUGIN,
		    "%s: returns another table when it is run again", p->name);
	for (size_t i = 0; i < p->stage_count; i++)
		p->stages[i].function = again->stages[i].function;
	for (size_t i = 0; i < p->xpath_count; i++)
		p->xpath[i].function = again->xpath[i].function;
	p->feed = again->feed;
	p->finish = again->finish;
	return 0;
}

int
script_renew(struct script *s, struct error *e)
{
	struct plugin *p = s->plugin;
	struct plugin *again;

	if (!plugin_has_functions(p))
		return 0;
	void (*say)(void *context, bool always, const char *text) = s->host.say;
	again = mem_new(1, sizeof(*again));
	again->script = s;
	sandbox_free(s->sandbox);
	host_renew(&s->host);
	s->options = LUA_NOREF;
	s->host.say = NULL;
	int result = run_file(s, again, e);
	s->host.say = say;
	if (result == 0)
		result = take_functions(p, again, e);
	again->script = NULL;
	plugin_free(again);
	return result;
}
