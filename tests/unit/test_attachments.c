/*
 * Attachments by number: what is found, what is not kept, and that numbers
 * chosen to meet in one place cost no more than others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "parse/attachments.h"

static void
test_find(void **state)
{
	struct attachments *a = attachments_new();

	(void)state;
	assert_null(attachments_find(a, 1));
	attachments_add(a, 1, "https://a.example/1");
	attachments_add(a, 4294967295UL, "https://a.example/max");
	attachments_add(a, 1, "https://a.example/again");
	attachments_add(a, 0, "https://a.example/0");
	assert_string_equal(attachments_find(a, 1), "https://a.example/1");
	assert_string_equal(
	    attachments_find(a, 4294967295UL), "https://a.example/max");
	assert_null(attachments_find(a, 0));
	assert_null(attachments_find(a, 2));
	assert_null(attachments_find(a, 4294967297UL)); /* 1 in 32 bits */
	attachments_free(a);
	attachments_free(NULL);
}

static void
test_long(void **state)
{
	struct attachments *a = attachments_new();
	char *url = mem_new(LIMIT_URL + 1, 1);

	(void)state;
	memset(url, 'a', LIMIT_URL);
	attachments_add(a, 1, url);
	assert_null(attachments_find(a, 1));
	url[LIMIT_URL - 1] = '\0';
	/* All of them together have a ceiling, too. */
	for (unsigned long id = 1; id <= 1024; id++)
		attachments_add(a, id, url);
	assert_non_null(
	    attachments_find(a, LIMIT_ATTACHMENTS_TEXT / LIMIT_URL));
	assert_null(
	    attachments_find(a, LIMIT_ATTACHMENTS_TEXT / LIMIT_URL + 1));
	free(url);
	attachments_free(a);
}

static void
test_many(void **state)
{
	struct attachments *a = attachments_new();
	char url[32];

	(void)state;
	for (unsigned long id = 1; id <= LIMIT_ATTACHMENTS + 1; id++) {
		snprintf(url, sizeof(url), "u:%lu", id);
		attachments_add(a, id, url);
	}
	for (unsigned long id = 1; id <= LIMIT_ATTACHMENTS; id++) {
		snprintf(url, sizeof(url), "u:%lu", id);
		assert_non_null(attachments_find(a, id));
		assert_string_equal(attachments_find(a, id), url);
	}
	assert_null(attachments_find(a, LIMIT_ATTACHMENTS + 1));
	attachments_free(a);
}

/* Numbers with the same low bits meet: some are lost, the first are not. */
static void
test_meeting(void **state)
{
	struct attachments *a = attachments_new();
	size_t found = 0;

	(void)state;
	for (unsigned long i = 1; i <= 1000; i++)
		attachments_add(a, i * 2 * LIMIT_ATTACHMENTS, "u:x");
	for (unsigned long i = 1; i <= 1000; i++)
		found += attachments_find(a, i * 2 * LIMIT_ATTACHMENTS) != NULL;
	assert_non_null(attachments_find(a, 2 * LIMIT_ATTACHMENTS));
	assert_true(found >= 64);
	attachments_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_find),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_meeting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
