/*
 * The serialisers by name.
 */
#include "render/serialiser.h"

#include <string.h>

const struct serialiser *
serialiser_find(const char *name)
{
	static const struct serialiser *const all[] = {&serialiser_xml,
	    &serialiser_json, &serialiser_jsonl, &serialiser_html,
	    &serialiser_text, &serialiser_csv, &serialiser_markdown,
	    &serialiser_gemtext, &serialiser_mbox};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	}
	return NULL;
}
