/*
 * What the stylesheets of digests make of the notes that the host puts on a
 * feed, which no file can bring in: each tests/digest/NAME.xml as NAME.html,
 * as NAME.mail.html where pictures are parts of the mail, and as NAME.txt.
 * UPDATE=1 in the environment rewrites these.  Runs in the source tree.
 */
#include "xml/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "render/functions.h"
#include "walk.h"

struct form {
	const char *sheet;
	const struct serialiser *serialiser;
	const char *end; /* of the file's name */
	bool mail;
};

static const struct form forms[] = {
    {"xslt/digest-html.xsl", &serialiser_html, "html", false},
    {"xslt/digest-html.xsl", &serialiser_html, "mail.html", true},
    {"xslt/digest-text.xsl", &serialiser_text, "txt", false},
};

static const char *const cases[] = {"week", "headlines", "one"};

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* The pictures of the mail, one after the other; of each other host none. */
static const char *
picture(void *context, const char *address)
{
	static char id[30];
	int *count = context;

	if (strncmp(address, "https://quay.example/", 21) != 0)
		return NULL;
	snprintf(id, sizeof(id), "cid:%d@quay.example", ++*count);
	return id;
}

static struct sheet *
load(const char *path)
{
	static const char *const folders[] = {"xslt", NULL};
	static const struct sheet_parameter parameters[] = {
	    {"pictures", "true"}};
	const struct sheet_setup setup = {.functions = render_functions,
	    .folders = folders,
	    .parameters = parameters,
	    .n_parameters = LEN(parameters)};
	struct error e;
	struct sheet *sheet = sheet_load(path, &setup, &e);

	if (sheet == NULL)
		fail_msg("%s", e.text);
	return sheet;
}

/* The document in that form, the caller's. */
static char *
made(const struct form *form, const char *file)
{
	int count = 0;
	struct render_options options = {.width = 72,
	    .picture = form->mail ? picture : NULL,
	    .picture_context = &count};
	xmlDoc *doc = xmlReadFile(file, NULL, XML_PARSE_NONET);
	struct sheet *sheet = load(form->sheet);
	struct walk walk;

	assert_non_null(doc);
	assert_non_null(sheet_whole(sheet));
	walk_start_with(&walk, form->serialiser, &options);
	xmlDoc *result = sheet_run(sheet, doc, SHEET_FRAME, &walk.e);
	if (result == NULL)
		fail_msg("%s", walk.e.text);
	assert_int_equal(walk_node(&walk, xmlDocGetRootElement(result)), 0);
	assert_int_equal(walk.as->finish(walk.s, &walk.e), 0);
	char *text = buf_take(&walk.out);
	walk_end(&walk);
	sheet_result_free(result);
	sheet_free(sheet);
	xmlFreeDoc(doc);
	return text;
}

static void
rewrite(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
test_forms(void **state)
{
	char file[200], name[200];

	(void)state;
	for (size_t i = 0; i < LEN(cases) * LEN(forms); i++) {
		const struct form *form = &forms[i % LEN(forms)];
		const char *of = cases[i / LEN(forms)];
		struct buf expected;
		struct error e;

		snprintf(file, sizeof(file), "tests/digest/%s.xml", of);
		snprintf(
		    name, sizeof(name), "tests/digest/%s.%s", of, form->end);
		char *text = made(form, file);
		const char *update = getenv("UPDATE");
		if (update != NULL && *update != '\0')
			rewrite(name, text);
		buf_init(&expected, LIMIT_OUTPUT);
		if (file_read(name, LIMIT_OUTPUT, &expected, &e) == -1)
			fail_msg("%s", e.text);
		assert_string_equal(text, buf_text(&expected));
		buf_clear(&expected);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
