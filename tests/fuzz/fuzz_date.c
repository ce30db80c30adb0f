/*
 * Any bytes as a date: what is read must come back the same from its own text,
 * and be written without a fault in every form.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct date date;
	struct date again;
	char text[DATE_TEXT];

	if (date_parse((const char *)data, size, &date) != 0)
		return 0;
	date_rfc822(&date, text);
	date_day(&date, text);
	date_minute(&date, text);
	date_rfc3339(&date, text);
	if (date_parse(text, strlen(text), &again) != 0 ||
	    again.seconds != date.seconds || again.nanos != date.nanos ||
	    again.offset != date.offset)
		abort();
	return 0;
}
