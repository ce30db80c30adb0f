/*
 * A rule for when something is due, and a mailbox: any text is taken or refused
 * with words; of a rule that is taken the next slot is the last one when it is
 * due, and what is written of a mailbox that is taken is read the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mailbox.h"
#include "base/mem.h"
#include "base/slot.h"

#define MOMENT 1772193600 /* 27 February 2026 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int is_so)
{
	if (!is_so)
		abort();
}

static void
try_slot(const char *text)
{
	struct error e = {0};
	struct slot_rule rule;
	struct slot next, last;

	if (slot_read(&rule, text, &e) == -1) {
		must(e.code == ERR_CONFIG && e.text[0] != '\0');
		return;
	}
	struct zone *utc = zone_open("UTC", &e);
	must(utc != NULL);
	if (slot_next(&rule, utc, MOMENT, &next)) {
		must(rule.entries == 0 && next.when > MOMENT);
		must(slot_last(&rule, utc, next.when, &last));
		must(last.when == next.when);
	}
	zone_free(utc);
}

static void
try_mailbox(const char *text)
{
	char again[MAILBOX_ADDRESS + 2];
	struct mailbox m, same;
	struct error e = {0};

	if (mailbox_read(&m, text, &e) == -1) {
		must(e.code == ERR_CONFIG && e.text[0] != '\0');
		return;
	}
	must(strpbrk(m.name, "\r\n") == NULL);
	must(strpbrk(m.address, " \r\n<>,\"") == NULL);
	snprintf(again, sizeof(again), "<%s>", m.address);
	must(mailbox_read(&same, again, &e) == 0);
	must(strcmp(same.address, m.address) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_dup((const char *)data, size);

	try_slot(text);
	try_mailbox(text);
	free(text);
	return 0;
}
