/*
 * The file of a time zone: any bytes are read or refused; changes follow each
 * other, and from no clock to no other is it further than two days.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/zone_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int is_so)
{
	if (!is_so)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zone_changes changes;
	struct error e = {0};

	if (zone_file_read(&changes, data, size, &e) == -1) {
		must(e.code == ERR_CONFIG && e.text[0] != '\0');
		return 0;
	}
	for (size_t i = 0; i < changes.count; i++) {
		const struct zone_change *c = &changes.items[i];
		must(abs(c->offset) < ZONE_FURTHEST);
		must(i == 0 || c[-1].at < c->at);
	}
	zone_changes_clear(&changes);
	return 0;
}
