/*
 * Each output has a folder of its own open while all are written: so nothing
 * that happens to the path meanwhile leads a file elsewhere.
 */
#include "run/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "sink/outdir.h"
#include "sink/path.h"
#include "sink/sink.h"

#define CHUNK (64 * KIB)

struct place {
	struct outdir *folder;
	struct sink *sink;
};

/* Where an output's path starts, a string of the caller's; and what follows. */
static char *
split(const struct config *config, const struct config_output *output,
    const char **below)
{
	if (output->path[0] != '/') {
		*below = output->path;
		return mem_str(config->output);
	}
	*below = path_file(output->path);
	return path_folder(output->path);
}

/* Opens what stands there, below its folder; -1 with errno. */
static int
open_old(const struct config *config, const struct config_output *output)
{
	const char *below;
	char *folder = split(config, output, &below);
	int fd = outdir_read(folder, below);

	free(folder);
	return fd;
}

/* Reads n bytes of both at a place; whether they are the same. */
static bool
same_chunk(int a, int b, size_t n, off_t at)
{
	char x[CHUNK], y[CHUNK];

	for (size_t done = 0; done < n;) {
		size_t want = n - done < CHUNK ? n - done : CHUNK;
		ssize_t got = TEMP_FAILURE_RETRY(pread(a, x, want, at));
		if (got <= 0 ||
		    TEMP_FAILURE_RETRY(pread(b, y, (size_t)got, at)) != got ||
		    memcmp(x, y, (size_t)got) != 0)
			return false;
		done += (size_t)got;
		at += got;
	}
	return true;
}

static bool
same(int a, int b)
{
	struct stat x, y;

	return fstat(a, &x) == 0 && fstat(b, &y) == 0 && S_ISREG(y.st_mode) &&
	       x.st_size == y.st_size && same_chunk(a, b, (size_t)x.st_size, 0);
}

int
publish_compare(
    const struct config *config, struct publication *p, struct error *e)
{
	int old = open_old(config, p->output);

	if (old == -1 && errno == ELOOP)
		return error_set(e, ERR_CREATE,
		    "cannot write to '%s': there is a symbolic link in it, "
		    "and none is followed",
		    p->output->path);
	if (old == -1 && errno != ENOENT && errno != ENOTDIR)
		return error_errno(
		    e, ERR_NOINPUT, "cannot look at '%s'", p->output->path);
	p->changes = old == -1 || !same(p->fd, old);
	if (old != -1)
		close(old);
	return 0;
}

bool
publish_exists(const struct config *config, const struct config_output *output)
{
	int fd = open_old(config, output);

	if (fd != -1)
		close(fd);
	return fd != -1;
}

static int
open_place(const struct config *config, const struct config_output *output,
    struct place *place, struct error *e)
{
	const char *below;
	char *folder = split(config, output, &below);

	place->folder = outdir_open(folder, e);
	free(folder);
	if (place->folder == NULL)
		return -1;
	place->sink = outdir_sink(place->folder, below, e);
	if (place->sink == NULL)
		return -1;
	sink_sweep(place->sink);
	return 0;
}

static int
fill(const struct publication *p, struct sink *sink, struct error *e)
{
	char chunk[CHUNK];
	off_t at = 0;

	for (;;) {
		ssize_t n =
		    TEMP_FAILURE_RETRY(pread(p->fd, chunk, sizeof(chunk), at));
		if (n == -1)
			return error_errno(
			    e, ERR_SYSTEM, "cannot read what was made");
		if (n == 0)
			return 0;
		if (sink_write(sink, chunk, (size_t)n, e) == -1)
			return -1;
		at += n;
	}
}

static int
commit(struct publication *p, struct place *place, struct error *e)
{
	if (sink_commit(place->sink, e) == -1)
		return -1;
	p->done = true;
	return outdir_commit(place->folder, e);
}

static int
put(const struct config *config, struct publication *all, struct place *places,
    size_t count, struct error *e)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].changes &&
		    (open_place(config, all[i].output, &places[i], e) == -1 ||
			fill(&all[i], places[i].sink, e) == -1))
			return -1;
	for (size_t i = 0; i < count; i++)
		if (all[i].changes && commit(&all[i], &places[i], e) == -1)
			return -1;
	return 0;
}

int
publish_all(const struct config *config, struct publication *all, size_t count,
    struct error *e)
{
	struct place *places = mem_new(count + 1, sizeof(*places));
	int result = put(config, all, places, count, e);

	for (size_t i = 0; i < count; i++) {
		sink_free(places[i].sink);
		outdir_free(places[i].folder);
	}
	free(places);
	return result;
}
