/*
 * What a configuration becomes: tests/config/good, value by value; times; and
 * when a fingerprint is another one.  What is refused is in tests/config.t.
 */
#include "config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "config/duration.h"
#include "config/recipients.h"
#include "config/subject.h"

#define GOOD "tests/config/good/feedloom.lua"
#define DIGESTS "tests/config/digest-good/feedloom.lua"

static void
no_warning(void *context, const char *text)
{
	(void)context;
	(void)text;
}

static struct config *
read_file(const char *path)
{
	struct error e = {.code = ERR_NONE};
	struct config *c = config_read(path, no_warning, NULL, &e);

	if (c == NULL)
		fail_msg("%s", e.text);
	return c;
}

/* Reads a text by way of a file. */
static struct config *
read_text(const char *text)
{
	char path[] = "/tmp/feedloom-XXXXXX";
	int fd = mkstemp(path);

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	struct config *c = read_file(path);
	unlink(path);
	return c;
}

/* That a path is FOLDER/rest, where the configuration lies in FOLDER. */
static void
assert_below(const struct config *c, const char *path, const char *rest)
{
	size_t len = strlen(c->folder);

	assert_int_equal(strncmp(path, c->folder, len), 0);
	assert_int_equal(path[len], '/');
	assert_string_equal(path + len + 1, rest);
}

static void
test_settings(void **state)
{
	struct config *c = read_file(GOOD);

	(void)state;
	assert_string_equal(c->name, GOOD);
	assert_int_equal(c->path[0], '/');
	assert_below(c, c->path, "feedloom.lua");
	assert_below(c, c->state, "state/feedloom.db");
	assert_below(c, c->output, "public");
	assert_string_equal(c->contact, "editors@tolqyn-courier.example");
	assert_string_equal(c->address, "https://tolqyn-courier.example/f/");
	assert_int_equal(c->jobs, 4);
	assert_int_equal(c->pause, 500);
	assert_int_equal(c->plugin_path_count, 2);
	assert_below(c, c->plugin_path[0], "plugins");
	assert_string_equal(c->plugin_path[1], "/usr/share/feedloom/plugins");
	assert_int_equal(c->feed_count, 5);
	config_free(c);
}

static void
test_defaults(void **state)
{
	struct config *c = read_file(GOOD);
	const struct config_feed *f = &c->feeds[0];

	(void)state;
	assert_string_equal(f->name, "harbour");
	assert_string_equal(f->file, GOOD);
	assert_int_equal(f->line, 17);
	assert_int_equal(f->every, 30 * 60);
	assert_true(f->only_new);
	assert_int_equal(f->through_count, 2);
	assert_string_equal(f->through[0], "wordpress");
	assert_string_equal(f->through[1], "sift,drop=Sponsored");
	assert_int_equal(f->through_at[1].line, 14);
	assert_int_equal(f->accumulate, 0);
	assert_int_equal(f->history, 0);
	assert_int_equal(f->alert.seconds, 0);
	assert_int_equal(f->alert.runs, 0);
	assert_null(f->announce);
	assert_int_equal(f->max_bytes, 16 * 1024 * 1024);
	assert_int_equal(f->timeout, 60);
	assert_null(f->base);
	assert_null(f->types);
	assert_null(f->statuses);
	config_free(c);
}

/* In the order of their names, with the lines that they stand in. */
static void
test_outputs(void **state)
{
	struct config *c = read_file(GOOD);
	const struct config_feed *f = &c->feeds[0];

	(void)state;
	assert_int_equal(f->output_count, 3);
	assert_string_equal(f->outputs[0].path, "harbour.atom");
	assert_string_equal(f->outputs[0].format, "atom");
	assert_int_equal(f->outputs[0].at.line, 21);
	assert_string_equal(f->outputs[1].path, "harbour.json");
	assert_string_equal(f->outputs[2].path, "harbour/index.html");
	assert_string_equal(c->feeds[1].outputs[0].format, "text,summary=true");
	config_free(c);
}

static void
test_feed(void **state)
{
	struct config *c = read_file(GOOD);
	const struct config_feed *f = &c->feeds[1];

	(void)state;
	assert_string_equal(f->name, "all.of-it_2");
	assert_int_equal(f->through_count, 2);
	assert_string_equal(f->through[0], "sort,by=title");
	assert_string_equal(f->through[1], "limit,count=3");
	assert_int_equal(f->every, 7 * 24 * 60 * 60);
	assert_false(f->only_new);
	assert_int_equal(f->accumulate, 500);
	assert_int_equal(f->history, 0);
	assert_int_equal(f->alert.seconds, 2 * 24 * 60 * 60);
	assert_string_equal(f->announce, "https://hub.example/");
	assert_int_equal(f->max_bytes, 500 * 1024);
	assert_int_equal(f->timeout, 90);
	assert_string_equal(f->base, "https://tolqyn-courier.example/");
	assert_int_equal(f->type_count, 2);
	assert_string_equal(f->types[1], "page");
	assert_int_equal(f->status_count, 1);
	assert_string_equal(f->statuses[0], "publish");
	assert_string_equal(c->feeds[4].name, "aqtau");
	assert_int_equal(c->feeds[4].alert.runs, 3);
	config_free(c);
}

static void
test_sources(void **state)
{
	struct config *c = read_file(GOOD);
	const struct config_source *s = c->feeds[1].sources;

	(void)state;
	assert_int_equal(c->feeds[1].source_count, 5);
	assert_int_equal(s[0].kind, CONFIG_URL);
	assert_string_equal(s[0].url, "http://tolqyn-courier.example/feed/");
	assert_string_equal(s[0].key, s[0].url);
	assert_int_equal(s[1].kind, CONFIG_FILE);
	assert_below(c, s[1].file, "export.xml");
	assert_int_equal(s[2].kind, CONFIG_COMMAND);
	assert_string_equal(s[2].key, "cat export.xml");
	assert_string_equal(s[2].argv[1], "export.xml");
	assert_null(s[2].argv[2]);
	assert_below(c, s[3].argv[0], "make-feed");
	assert_string_equal(s[4].user, "reader");
	assert_below(c, s[4].password_file, "password");
	assert_null(s[4].password_env);
	assert_true(s[4].allow_private);
	assert_int_equal(s[4].header_count, 3);
	assert_string_equal(s[4].headers[0].name, "Accept-Language");
	assert_string_equal(s[4].headers[0].value, "kk");
	assert_string_equal(s[4].headers[1].value_env, "HOME");
	assert_below(c, s[4].headers[2].value_file, "password");
	assert_int_equal(s[4].at.line, 32);
	config_free(c);
}

/* Feeds are those that are named, in that order. */
static void
test_digest_feeds(void **state)
{
	struct config *c = read_file(DIGESTS);
	const struct config_digest *d = c->digests;

	(void)state;
	assert_string_equal(d[0].name, "weekly");
	assert_string_equal(d[0].file, DIGESTS);
	assert_int_equal(d[0].line, 16);
	assert_int_equal(d[0].from_at.line, 17);
	assert_int_equal(d[0].feed_count, 2);
	assert_int_equal(d[0].feeds[0], 1);
	assert_int_equal(d[0].feeds[1], 0);
	assert_string_equal(d[1].from[0], "*");
	assert_int_equal(d[1].feed_count, 2);
	assert_int_equal(d[1].feeds[0], 0);
	assert_true(c->feeds[0].mailed);
	assert_int_equal(c->feeds[0].output_count, 0);
	assert_null(c->feeds[0].outputs);
	assert_int_equal(c->feeds[1].output_count, 1);
	config_free(c);
}

static void
test_digest(void **state)
{
	struct config *c = read_file(DIGESTS);
	const struct config_digest *d = c->digests;

	(void)state;
	assert_false(d->each);
	assert_string_equal(d->every, "Monday 07:00");
	assert_int_equal(d->rule.weekdays, 1 << 1);
	assert_string_equal(d->timezone, "Asia/Almaty");
	assert_int_equal(d->group_by, GROUP_CATEGORY);
	assert_string_equal(d->title, "The week");
	assert_string_equal(d->intro, "What there is.");
	assert_string_equal(d->footer, "That was it.");
	assert_string_equal(d->lang, "kk");
	assert_int_equal(d->body, BODY_FULL);
	assert_int_equal(d->images, IMAGES_ATTACH);
	assert_int_equal(d->max_bytes, 20 * MIB);
	assert_int_equal(d->settle, 2 * 60 * 60);
	assert_true(d->send_empty);
	assert_false(d->only_new);
	assert_true(d->corrections);
	assert_true(d->together);
	assert_false(d->thread);
	assert_int_equal(d->give_up, 24 * 60 * 60);
	assert_string_equal(d->list_id, "weekly.lists.example.org");
	assert_string_equal(d->html, "html");
	assert_string_equal(d->text, "text,summary=true");
	assert_int_equal(d->text_at.line, 44);
	assert_int_equal(d->alert.runs, 3);
	config_free(c);
}

static void
test_digest_people(void **state)
{
	struct config *c = read_file(DIGESTS);
	const struct config_digest *d = c->digests;

	(void)state;
	assert_int_equal(d->to_count, 2);
	assert_string_equal(d->to[0].name, "Readers");
	assert_string_equal(d->to[0].address, "readers@example.org");
	assert_string_equal(d->to[1].address, "a@example.org");
	assert_below(c, d->to_file, "readers");
	assert_int_equal(d->to_file_at.line, 22);
	assert_string_equal(d->to_command[0], "cat");
	assert_string_equal(d->to_command[1], "readers");
	assert_null(d->to_command[2]);
	assert_string_equal(d->sender.name, "Courier");
	assert_string_equal(d->sender.address, "digest@example.org");
	assert_string_equal(d->reply_to.address, "editors@example.org");
	assert_string_equal(d[1].reply_to.address, "");
	assert_string_equal(
	    d->unsubscribe, "mailto:digest@example.org?subject=unsubscribe");
	config_free(c);
}

static void
test_digest_defaults(void **state)
{
	struct config *c = read_file(DIGESTS);
	const struct config_digest *d = &c->digests[1];

	(void)state;
	assert_true(d->each);
	assert_null(d->every);
	assert_string_equal(d->timezone, "UTC");
	assert_string_equal(d->subject, SUBJECT_OF_EACH);
	assert_string_equal(c->digests[2].subject, SUBJECT_OF_ALL);
	assert_int_equal(c->digests[2].rule.entries, 20);
	assert_null(d->title);
	assert_null(d->lang);
	assert_int_equal(d->group_by, GROUP_FEED);
	assert_int_equal(d->body, BODY_EXCERPT);
	assert_int_equal(d->images, IMAGES_NONE);
	assert_int_equal(d->max_bytes, 100 * KIB);
	assert_int_equal(d->settle, 0);
	assert_false(d->send_empty);
	assert_true(d->only_new);
	assert_false(d->corrections);
	assert_false(d->together);
	assert_true(d->thread);
	assert_int_equal(d->give_up, 5 * 24 * 60 * 60);
	assert_null(d->unsubscribe);
	assert_null(d->list_id);
	assert_string_equal(d->html, "digest-html");
	assert_string_equal(d->text, "digest-text");
	assert_int_equal(d->html_at.line, d->line);
	config_free(c);
}

/* What a server is asked for where not all is said. */
static void
test_servers(void **state)
{
	static const struct {
		const char *name, *host;
		size_t port;
		enum config_tls tls;
	} cases[] = {{"all", "::1", 25, TLS_NONE},
	    {"way-9", "localhost", 25, TLS_NONE},
	    {"way-10", "mail.example.org", 465, TLS_AT_ONCE},
	    {"way-11", "mail.example.org", 25, TLS_NONE},
	    {"way-12", "127.0.0.1", 2525, TLS_START},
	    {"way-13", "192.0.2.1", 25, TLS_NONE},
	    {"way-14", "2001:db8::1", 465, TLS_AT_ONCE},
	    {"way-15", "mail.example.org", 587, TLS_START}};
	struct config *c = read_file(DIGESTS);
	struct error e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct config_digest *d =
		    config_find_digest(c, cases[i].name, &e);
		assert_int_equal(d->via.way, WAY_SMTP);
		assert_string_equal(d->via.host, cases[i].host);
		assert_int_equal(d->via.port, cases[i].port);
		assert_int_equal(d->via.tls, cases[i].tls);
	}
	const struct config_via *via = &c->digests[0].via;
	assert_string_equal(via->user, "digest");
	assert_below(c, via->password_file, "password");
	assert_below(c, via->ca_file, "password");
	assert_int_equal(via->at.line, 46);
	assert_int_equal(via->timeout, 10 * 60);
	assert_int_equal(c->digests[1].via.timeout, 60);
	assert_string_equal(c->digests[1].via.password_env, "HOME");
	config_free(c);
}

static void
test_ways(void **state)
{
	static const struct {
		enum config_way way;
		const char *path;
	} cases[] = {{WAY_MAILDIR, "mail"}, {WAY_MAILDIR, "mail"},
	    {WAY_MBOX, "mbox"}, {WAY_FILE, "last.eml"},
	    {WAY_FILE, "{slot}/mail-{slot}.eml"}};
	struct config *c = read_file(DIGESTS);
	const struct config_digest *d = &c->digests[2]; /* way-2 */

	(void)state;
	assert_int_equal(d[0].via.way, WAY_SENDMAIL);
	assert_string_equal(d[0].via.argv[0], "/bin/cat");
	assert_null(d[0].via.argv[1]);
	assert_below(c, d[1].via.argv[0], "deliver");
	assert_string_equal(d[1].via.argv[1], "-odq");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(d[i + 2].via.way, cases[i].way);
		assert_below(c, d[i + 2].via.path, cases[i].path);
	}
	config_free(c);
	c = read_text("feed 'a' { source = 'a' }\n"
		      "digest 'd' { from = 'a', every = 'daily 06:30', to = "
		      "'a@example.org', sender = 'a@example.org', "
		      "via = sendmail }");
	assert_string_equal(c->digests[0].via.argv[0], "/usr/sbin/sendmail");
	assert_null(c->digests[0].via.argv[1]);
	config_free(c);
}

static void
test_subject(void **state)
{
	static const char *const values[SUBJECT_FIELDS] = {
	    [SUBJECT_COUNT] = "5",
	    [SUBJECT_DATE] = "2026-03-02",
	    [SUBJECT_FIRST] = "{title}",
	    [SUBJECT_FROM] = "2026-02-23",
	    [SUBJECT_NUMBER] = "9",
	    [SUBJECT_TITLE] = "The week",
	    [SUBJECT_TO] = "2026-03-01"};
	static const struct {
		const char *text, *made; /* NULL: it is refused */
	} cases[] = {{SUBJECT_OF_ALL, "The week: 5 new, 2026-03-02"},
	    {SUBJECT_OF_EACH, "{title}"}, {"no field", "no field"},
	    {"{from} to {to}{number}", "2026-02-23 to 2026-03-019"},
	    {"{{title}", "{title}"}, {"{{{title}}", "{The week}"},
	    {"}{{", "}{"}, {"{{{{", "{{"}, {"{", NULL}, {"{title", NULL},
	    {"{}", NULL}, {"{titles}", NULL}, {"{Title}", NULL},
	    {"{title{count}}", NULL}};
	struct error e;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool good = subject_check(cases[i].text, &e) == 0;
		assert_int_equal(good, cases[i].made != NULL);
		if (!good)
			continue;
		buf_init(&out, KIB);
		subject_write(cases[i].text, values, &out);
		assert_string_equal(buf_text(&out), cases[i].made);
		buf_clear(&out);
	}
}

/* Each address once, whatever its letters are; thousands of them. */
static void
test_recipients(void **state)
{
	static const char text[] = "# Readers\n\n"
				   " A <a@example.org>\r\n"
				   "b@example.org\n"
				   "\tA@Example.ORG\n"
				   "c@example.org";
	struct recipients r;
	struct error e = {.code = ERR_NONE};
	struct buf many;

	(void)state;
	recipients_init(&r);
	assert_int_equal(recipients_read(&r, text, sizeof(text) - 1, &e), 0);
	assert_int_equal(r.count, 3);
	assert_string_equal(r.items[0].name, "A");
	assert_string_equal(r.items[2].address, "c@example.org");
	assert_int_equal(recipients_read(&r, "\n\nnobody\n", 9, &e), -1);
	assert_int_equal(strncmp(e.text, "line 3: ", 8), 0);
	assert_int_equal(recipients_read(&r, "d@example.org\0x", 15, &e), -1);
	recipients_clear(&r);
	buf_init(&many, LIMIT_RECIPIENTS_TEXT);
	for (int i = 0; i <= LIMIT_RECIPIENTS; i++)
		buf_printf(&many, "r%d@example.org\n", i % LIMIT_RECIPIENTS);
	assert_int_equal(recipients_read(&r, buf_text(&many), many.len, &e), 0);
	assert_int_equal(r.count, LIMIT_RECIPIENTS);
	assert_int_equal(recipients_read(&r, "e@example.org", 13, &e), -1);
	recipients_clear(&r);
	buf_clear(&many);
}

/* What plugin_load would take for the end of a value is escaped. */
static void
test_escapes(void **state)
{
	struct config *c = read_text("feed 'a' { source = 'a', through = {\n"
				     "{ 'b,c.lua', y = { 'p,q', [[r\\,s\\]] },"
				     " x = 1.5, b = false } },\n"
				     "publish = { ['/a'] = './f.lua' } }");

	(void)state;
	assert_string_equal(c->feeds[0].through[0],
	    "/tmp/b\\,c.lua,b=false,x=1.5,y=p\\,q,y=r\\\\\\,s\\\\");
	assert_string_equal(c->feeds[0].outputs[0].format, "/tmp/f.lua");
	assert_string_equal(c->feeds[0].outputs[0].path, "/a");
	config_free(c);
}

static void
fingerprint(const char *source, const char *more, char out[33])
{
	char text[500];

	snprintf(text, sizeof(text),
	    "feed 'a' { source = %s, publish = { ['a'] = 'json' }, %s }",
	    source, more);
	struct config *c = read_text(text);
	config_fingerprint(&c->feeds[0], out);
	config_free(c);
}

static void
test_fingerprint(void **state)
{
	static const char *const others[] = {"through = 'x'",
	    "through = { 'x', 'y' }", "through = 'xy'", "accumulate = 5",
	    "history = 5", "base = 'https://a.example/'", "types = 'x'",
	    "statuses = 'x'"};
	char of[sizeof(others) / sizeof(others[0]) + 2][33];
	char again[33];
	size_t n = sizeof(of) / sizeof(of[0]);

	(void)state;
	fingerprint("'https://a.example/'", "", of[n - 2]);
	fingerprint("'https://b.example/'", "", of[n - 1]);
	for (size_t i = 0; i + 2 < n; i++)
		fingerprint("'https://a.example/'", others[i], of[i]);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(of[i], of[j]);
	fingerprint("'https://a.example/'",
	    "every = '2 hours', timeout = "
	    "'5 seconds', alert_after = 5",
	    again);
	assert_string_equal(again, of[n - 2]);
}

static void
test_find(void **state)
{
	struct config *c = read_file(GOOD);
	struct error e = {.code = ERR_NONE};

	(void)state;
	assert_ptr_equal(config_find(c, "harbour", &e), &c->feeds[0]);
	assert_null(config_find(c, "harbor", &e));
	assert_int_equal(e.code, ERR_USAGE);
	assert_string_equal(
	    e.text, GOOD " has no feed 'harbor'; did you mean 'harbour'?");
	config_free(c);
	c = read_file(DIGESTS);
	assert_ptr_equal(config_find_digest(c, "weekly", &e), &c->digests[0]);
	assert_null(config_find_digest(c, "weakly", &e));
	assert_string_equal(
	    e.text, DIGESTS " has no digest 'weakly'; did you mean 'weekly'?");
	config_free(c);
}

/* Of several faults the first is told, and how many more there are. */
static void
test_faults(void **state)
{
	struct error e = {.code = ERR_NONE};

	(void)state;
	assert_null(config_read(
	    "tests/config/shared/feedloom.lua", no_warning, NULL, &e));
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.text, "feedloom.lua:8: feed 'c': "));
	assert_non_null(
	    strstr(e.text, " (and 1 more: 'feedloom check' lists them)"));
	assert_null(config_read("tests/config/none", no_warning, NULL, &e));
	assert_int_equal(e.code, ERR_NOINPUT);
}

static void
test_durations(void **state)
{
	static const struct {
		const char *text;
		int64_t milliseconds;
		const char *again;
	} cases[] = {{"1 second", 1000, "1 second"},
	    {"90 seconds", 90000, "90 seconds"},
	    {"60 minutes", 3600000, "1 hour"},
	    {"48 hours", 172800000, "2 days"},
	    {"14 days", 1209600000, "2 weeks"},
	    {"0 weeks", 0, "0 milliseconds"},
	    {"250 milliseconds", 250, "250 milliseconds"},
	    {"36525 days", 3155760000000, "36525 days"}, {"36526 days", -1, ""},
	    {"99999999999999999999 weeks", -1, ""}, {"1 month", -1, ""},
	    {"1hour", -1, ""}, {"1  hour", -1, ""}, {" 1 hour", -1, ""},
	    {"1 hour ", -1, ""}, {"-1 hour", -1, ""}, {"1.5 hours", -1, ""},
	    {"1", -1, ""}, {"hour", -1, ""}, {"", -1, ""}, {"1 ", -1, ""},
	    {"1 hourss", -1, ""}, {"1 s", -1, ""}};
	char text[DURATION_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t n = duration_read(cases[i].text);
		assert_int_equal(n, cases[i].milliseconds);
		if (n == -1)
			continue;
		duration_write(n, text);
		assert_string_equal(text, cases[i].again);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_settings),
	    cmocka_unit_test(test_defaults),
	    cmocka_unit_test(test_outputs),
	    cmocka_unit_test(test_feed),
	    cmocka_unit_test(test_sources),
	    cmocka_unit_test(test_digest_feeds),
	    cmocka_unit_test(test_digest),
	    cmocka_unit_test(test_digest_people),
	    cmocka_unit_test(test_digest_defaults),
	    cmocka_unit_test(test_servers),
	    cmocka_unit_test(test_ways),
	    cmocka_unit_test(test_subject),
	    cmocka_unit_test(test_recipients),
	    cmocka_unit_test(test_escapes),
	    cmocka_unit_test(test_fingerprint),
	    cmocka_unit_test(test_find),
	    cmocka_unit_test(test_faults),
	    cmocka_unit_test(test_durations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
