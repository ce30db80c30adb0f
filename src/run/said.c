/*
 * The last line of a process that failed is why; all others are warnings.
 */
#include "run/said.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"

#define SAID (64 * KIB)

void
said_init(struct said *said)
{
	buf_init(&said->text, SAID);
}

void
said_clear(struct said *said)
{
	buf_clear(&said->text);
}

void
said_begin(struct said *said)
{
	buf_cut(&said->text, 0);
}

void
said_listen(struct said *said, int fd)
{
	char chunk[4 * KIB];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		if (said->text.len + (size_t)n < SAID)
			buf_add(&said->text, chunk, (size_t)n);
}

/* The program's name in front of a line that a process said. */
static const char *
strip(const char *line)
{
	static const char name[] = "feedloom: ";

	return strncmp(line, name, sizeof(name) - 1) == 0
		   ? line + sizeof(name) - 1
		   : line;
}

/*
 * Tells what the process said, line by line; when it failed the last line is
 * the reason, and is not told but kept.
 */
static void
tell(struct said *said, const struct journal *journal, const char *name,
    bool failed, struct error *e)
{
	char *rest = said->text.data;
	const char *line, *last = NULL;

	if (said->text.len == 0)
		return;
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (*line == '\0')
			continue;
		if (last != NULL)
			journal_tell(
			    journal, JOURNAL_WARNING, name, "%s", strip(last));
		last = line;
	}
	if (failed && last != NULL)
		error_set(e, ERR_INPUT, "%s", strip(last));
	else if (last != NULL)
		journal_tell(journal, JOURNAL_WARNING, name, "%s", strip(last));
}

bool
said_judge(struct said *said, const struct journal *journal, const char *name,
    const char *doing, int status, bool late, struct error *e)
{
	bool good = !late && WIFEXITED(status) && WEXITSTATUS(status) == 0;

	if (!good)
		error_set(
		    e, ERR_SYSTEM, "something went wrong while %s", doing);
	tell(said, journal, name, !good && !late && WIFEXITED(status), e);
	if (late)
		error_set(e, ERR_SYSTEM,
		    "it took more than %d seconds while %s, and was stopped",
		    LIMIT_WEAVE, doing);
	else if (WIFSIGNALED(status))
		error_set(e, ERR_SYSTEM,
		    "the process was ended by signal %d (%s) while %s",
		    WTERMSIG(status), strsignal(WTERMSIG(status)), doing);
	return good;
}
