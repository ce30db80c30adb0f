/*
 * feedloom: the verbs, and which of them was asked for.  Exit statuses are
 * those of sysexits.h; feedloom(1) lists them.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "convert/convert.h"
#include "plugin/watch.h"
#include "sink/sink.h"
#include "verbs/verbs.h"
#include "xml/memory.h"
#include "xml/silence.h"

static const struct verb verbs[] = {
    {VERB_CONVERT, "convert", "-t FORMAT [FILE]...",
	"Read a feed and write it in another format", OPERANDS_ANY,
	convert_main},
    {VERB_RUN, "run", "[FEED]...",
	"Fetch the feeds of a configuration, and publish what is new",
	OPERANDS_ANY, run_main},
    {VERB_EXPLAIN, "explain", "-t FORMAT [FILE]...",
	"List what a format keeps of a feed, field by field", OPERANDS_ANY,
	convert_main},
    {VERB_CHECK, "check", "",
	"Try a configuration without the network, and list its faults", 0,
	check_main},
    {VERB_FEEDS, "feeds", "",
	"List the feeds of a configuration, or make OPML of them", 0,
	feeds_main},
    {VERB_INIT, "init", "[FILE]",
	"Begin a configuration, and show how to run it", 2, init_main},
    {VERB_STATUS, "status", "", "Show how the feeds of a configuration stand",
	0, status_main},
    {VERB_DIGEST, "digest", "NAME",
	"Show a digest's next message, or an earlier one", 1, digest_main},
    {VERB_OUTBOX, "outbox", "[N]...",
	"List messages that wait to be sent, send them again, or drop them",
	OPERANDS_ANY, outbox_main},
    {VERB_FORMATS, "formats", "", "List the formats that can be written", 0,
	formats_main},
    {VERB_PLUGINS, "plugins", "[NAME]",
	"List plugins and formats, or show all that one says of itself", 1,
	plugins_main},
    {VERB_TEST, "test", "[DIR]...",
	"Try plugins: what comes out must be what is expected", OPERANDS_ANY,
	test_main},
    {VERB_TRACE, "trace", "-p NAME [FILE]...",
	"Show what each stage of plugins changes in each entry", OPERANDS_ANY,
	trace_main},
    {VERB_NEW, "new", "NAME",
	"Begin a plugin or a format, with its test, in ./plugins", 1, new_main},
    {VERB_HELP, "help", "[VERB]", "Show what there is, or help on a verb", 1,
	help_main},
    {.name = NULL},
};

static int
usage(void)
{
	struct buf out;

	buf_init(&out, KIB);
	help_usage(verbs, &out);
	fputs(buf_text(&out), stderr);
	buf_clear(&out);
	return EX_USAGE;
}

static int
version(const struct options *options)
{
	struct buf out;

	buf_init(&out, KIB);
	buf_puts(&out, "feedloom " FEEDLOOM_VERSION "\n");
	int status = help_print(options, &out);
	buf_clear(&out);
	return status;
}

/*
 * A standard stream that is closed must not become the number of a file that is
 * opened later: warnings would go into it.  Opened the wrong way round, so that
 * using it is still an error.
 */
static void
hold_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null",
			fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(EX_TEMPFAIL);
}

int
main(int argc, char *argv[])
{
	struct options options;
	struct error e;
	int status;

	mem_keep();
	hold_streams();
	watch_start(sink_abandon);
	xml_memory();
	xml_silence();
	if (argc < 2)
		return usage();
	/* A reader that went away is a failed write, told as such. */
	signal(SIGPIPE, SIG_IGN);
	if (options_read(&options, argc, argv, verbs, &e) == -1)
		status = verb_fail(&options, &e);
	else if (options.version)
		status = version(&options);
	else if (options.help)
		status = help_main(&options);
	else
		status = options.verb->run(&options);
	options_clear(&options);
	return status;
}
