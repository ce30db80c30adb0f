/*
 * UUIDs of version 5 against known ones: those of RFC 9562's appendix A.4 and
 * of the podcast namespace's specification, and names whose length is about
 * that of a block of SHA-1, by Python's uuid module.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/uuid.h"

static const unsigned char dns[16] = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11,
    0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
static const unsigned char podcast[16] = {0xea, 0xd4, 0xc2, 0x36, 0xbf, 0x58,
    0x58, 0xc6, 0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6};

static const struct {
	const unsigned char *space;
	const char *name;
	const char *uuid;
} cases[] = {
    {dns, "www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2"},
    {podcast, "podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"},
    {podcast, "mp3s.nashownotes.com/pc20rss.xml",
	"917393e3-1b1e-5cef-ace4-edaa54e1f810"},
    {dns, "", "4ebd0208-8328-5d69-8c44-ec50939c0967"},
    {dns, "x", "05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"},
    {dns, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"f3ddef67-6e5b-53ca-baa2-12b379ef6ced"},
    {dns, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"2f80c0d1-1c62-579f-8d68-e61ad5592c9b"},
    {dns, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"e56fd57a-7633-5e1d-8f80-70e05ac413e5"},
    {dns, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"a112377b-8258-5ef7-b5b0-d2540bc03abb"},
    {dns, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"83993b6c-dea9-55ca-be5b-9989c85943fc"},
    {dns, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"a0f0b33b-afbf-5cad-b334-d8140d5af575"},
    {dns,
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"69b5a616-6ae8-5c37-8b46-37d527314c4d"},
    {dns,
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"c917ca2c-8395-5e00-8f28-a898d41a4b8d"},
    {dns,
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"0243b19e-8bd4-5b57-95a2-1fcacc3142a0"},
};

static void
known_values(void **state)
{
	char text[UUID_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uuid_of_name(
		    cases[i].space, cases[i].name, strlen(cases[i].name), text);
		assert_string_equal(text, cases[i].uuid);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
