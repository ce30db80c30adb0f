/*
 * What is known before the input is: options, plugins, the serialiser.
 */
#include "convert/crew_fit.h"

#include <stdio.h>

#include "base/limits.h"
#include "convert/crew_state.h"
#include "render/serialiser.h"

bool
crew_fits(
    const struct loom *loom, const struct output *output, char why[CREW_TEXT])
{
	const struct options *options = loom->options;
	const struct plugin *seen = loom->format;

	int n = snprintf(why, CREW_TEXT, "--jobs: one process does it: ");
	char *is = why + n;
	size_t room = CREW_TEXT - (size_t)n;
	if (options->operands.count > 1)
		snprintf(is, room, "several documents are one feed");
	else if (options->fail_on_loss)
		snprintf(is, room, "--fail-on-loss looks at all entries");
	else if (output == NULL || !output_is_one(output))
		snprintf(is, room, "each entry is a document");
	else if (serialiser_find(loom->format->serialise)->memory == NULL)
		snprintf(is, room,
		    "what '%s' writes of an entry depends on those before it",
		    loom->format->name);
	else if (weave_holds(loom->weave) || sheet_whole(loom->sheet) != NULL)
		snprintf(is, room, "a stylesheet must see all entries");
	else if (options->plugin.count + 1 > CREW_PLUGINS)
		snprintf(is, room, "more than %d plugins", CREW_PLUGINS);
	for (size_t i = 0; *is == '\0' && seen != NULL; i++) {
		if (!plugin_alone(seen))
			snprintf(is, room,
			    "plugin '%.60s' does not say that entries are "
			    "alone",
			    seen->name);
		seen = i < options->plugin.count ? loom->plugins[i] : NULL;
	}
	return *is == '\0';
}
