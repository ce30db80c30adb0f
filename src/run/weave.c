/*
 * Entries through stages.  A stage sees a burst of entries below the feed's
 * head and answers for each of them on its own.
 */
#include "run/weave.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/construct.h"
#include "render/functions.h"
#include "run/verb.h"
#include "xml/node.h"

struct weave {
	struct sheet **stages;
	size_t n;
	bool sanitize;
	unsigned long messages;
};

struct weave *
weave_new(void)
{
	return mem_new(1, sizeof(struct weave));
}

void
weave_free(struct weave *weave)
{
	if (weave == NULL)
		return;
	for (size_t i = 0; i < weave->n; i++)
		sheet_free(weave->stages[i]);
	free(weave->stages);
	free(weave);
}

static char *
folder_of(const char *path)
{
	char *copy = mem_str(path);
	char *folder = mem_str(dirname(copy));

	free(copy);
	return folder;
}

/* xsl:message: a line that names the stylesheet. */
static void
hear_message(void *context, const char *path, const char *text)
{
	struct weave *weave = context;
	const char *slash = strrchr(path, '/');
	struct buf line;

	if (++weave->messages > LIMIT_MESSAGES)
		return;
	buf_init(&line, KIB);
	buf_printf(&line, "%s: %s", slash == NULL ? path : slash + 1, text);
	verb_warn(buf_text(&line));
	buf_clear(&line);
}

struct sheet *
weave_sheet(struct weave *weave, const struct plugin *plugin, size_t stage,
    const char *width, struct error *e)
{
	const char *path = plugin->stages[stage].sheet;
	char *sheets = folder_of(path);
	char *plugins = folder_of(plugin->path);
	const char *folders[] = {sheets, plugins, NULL};
	struct sheet_parameter *parameters =
	    mem_new(plugin->option_count + 1, sizeof(*parameters));
	struct sheet_setup setup = {.functions = render_functions,
	    .parameters = parameters,
	    .folders = folders,
	    .message = hear_message,
	    .context = weave};

	if (width != NULL)
		parameters[setup.n_parameters++] =
		    (struct sheet_parameter){"width", width};
	for (size_t i = 0; i < plugin->option_count; i++) {
		const struct plugin_option *o = &plugin->options[i];
		if (o->value != NULL)
			parameters[setup.n_parameters++] =
			    (struct sheet_parameter){o->name, o->value};
	}
	struct sheet *sheet = sheet_load(path, &setup, e);
	free(parameters);
	free(plugins);
	free(sheets);
	return sheet;
}

int
weave_add(struct weave *weave, const struct plugin *plugin, size_t first,
    size_t last, struct error *e)
{
	for (size_t i = first; i < last; i++) {
		struct sheet *sheet = weave_sheet(weave, plugin, i, NULL, e);
		if (sheet == NULL)
			return error_wrap(e, "%s", plugin->name);
		weave->stages = mem_grow(
		    weave->stages, weave->n + 1, sizeof(struct sheet *));
		weave->stages[weave->n++] = sheet;
	}
	return 0;
}

void
weave_sanitize(struct weave *weave)
{
	weave->sanitize = true;
}

/* Puts what a stage gave in the place of what it got. */
static int
take_result(struct feed *feed, xmlDoc *result, struct error *e)
{
	xmlNode *root = feed_root(feed);

	feed_clear(feed);
	for (xmlNode *n = node_first(xmlDocGetRootElement(result)); n != NULL;
	     n = node_next(n)) {
		if (!node_is(n, NS_ATOM, "entry"))
			return error_set(e, ERR_PLUGIN,
			    "a stage must give atom:entry, not <%s>",
			    node_name(n));
		feed_settle_entry(feed, node_copy(n, root));
	}
	return 0;
}

/* Every construct with markup in it, cleaned. */
static void
sanitize(xmlNode *root)
{
	for (xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
		if (n->type == XML_ELEMENT_NODE && ns_of(n) == NS_ATOM)
			construct_clean(n);
	}
}

int
weave_burst(struct weave *weave, struct feed *feed, struct error *e)
{
	xmlNode *root = feed_root(feed);

	for (size_t i = 0; i < weave->n; i++) {
		xmlDoc *result =
		    sheet_run(weave->stages[i], root->doc, SHEET_BURST, e);
		if (result == NULL)
			return -1;
		int got = take_result(feed, result, e);
		sheet_result_free(result);
		if (got == -1)
			return -1;
	}
	if (weave->sanitize)
		sanitize(root);
	return 0;
}
