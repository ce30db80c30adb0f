/*
 * FNV-1a 128 against known values (those of the draft's authors), and that it
 * does not matter in how many pieces the bytes come.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

static const struct {
	const char *text;
	const char *hex;
} cases[] = {
    {"", "6c62272e07bb014262b821756295c58d"},
    {"a", "d228cb696f1a8caf78912b704e4a8964"},
    {"ab", "08809544bbab1be95aa0733055b69a62"},
    {"abc", "a68d622cec8b5822836dbc7977af7f3b"},
    {"foobar", "343e1662793c64bf6f0d3597ba446f18"},
};

static void
known_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hash h;
		char hex[HASH_TEXT];

		hash_init(&h);
		hash_add(&h, cases[i].text, strlen(cases[i].text));
		hash_hex(&h, hex);
		assert_string_equal(hex, cases[i].hex);
	}
}

static void
pieces(void **state)
{
	const char text[] = "tag:blog.example,2024:post\0\xff 12";
	struct hash whole;
	struct hash parts;

	(void)state;
	hash_init(&whole);
	hash_add(&whole, text, sizeof(text));
	for (size_t cut = 0; cut <= sizeof(text); cut++) {
		hash_init(&parts);
		hash_add(&parts, text, cut);
		hash_add(&parts, NULL, 0);
		hash_add(&parts, text + cut, sizeof(text) - cut);
		assert_true(parts.high == whole.high);
		assert_true(parts.low == whole.low);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_values),
	    cmocka_unit_test(pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
