/*
 * What a command costs: runs it TIMES times, one after the other, and prints
 * the seconds of processor time of all its processes, the seconds on the
 * clock, and the most KiB that one process had.  It is small, since a process
 * inherits the peak of the one that started it, and starts no shell.
 * usage: cost [-n TIMES] [-i INPUT] [-o OUTPUT] COMMAND [ARG]... [| COMMAND...]
 * The exit status is that of the first command that failed.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum {
	PROCESSES_MAX = 8
};

/* The commands of a pipeline, and the files at its ends. */
struct pipeline {
	char **command[PROCESSES_MAX];
	int count;
	const char *input, *output;
};

struct cost {
	double cpu, wall;
	long peak;
	int status;
};

static double
now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) == -1)
		err(1, "clock");
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int
open_file(const char *name, int flags)
{
	int fd = open(name, flags | O_CLOEXEC, 0666);

	if (fd == -1)
		err(66, "%s", name);
	return fd;
}

static pid_t
start(char **command, int in, int out)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int failed;

	if (posix_spawn_file_actions_init(&actions) != 0 ||
	    posix_spawn_file_actions_adddup2(&actions, in, 0) != 0 ||
	    posix_spawn_file_actions_adddup2(&actions, out, 1) != 0)
		errx(1, "no memory");
	failed =
	    posix_spawnp(&pid, command[0], &actions, NULL, command, environ);
	if (failed != 0) {
		errno = failed;
		err(127, "%s", command[0]);
	}
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static void
start_all(const struct pipeline *line, pid_t *pids)
{
	int in = open_file(line->input, O_RDONLY);

	for (int i = 0; i < line->count; i++) {
		int ends[2] = {-1, -1};

		if (i + 1 == line->count)
			ends[1] = open_file(
			    line->output, O_WRONLY | O_CREAT | O_TRUNC);
		else if (pipe2(ends, O_CLOEXEC) == -1)
			err(1, "pipe");
		pids[i] = start(line->command[i], in, ends[1]);
		(void)close(in);
		(void)close(ends[1]);
		in = ends[0];
	}
}

/* Waits for all processes; their children count as soon as they are waited for.
 */
static void
run(const struct pipeline *line, struct cost *cost)
{
	pid_t pids[PROCESSES_MAX];
	double began = now();

	start_all(line, pids);
	for (int i = 0; i < line->count; i++) {
		struct rusage usage;
		int status;

		if (wait4(pids[i], &status, 0, &usage) == -1)
			err(1, "wait");
		cost->cpu += seconds(usage.ru_utime) + seconds(usage.ru_stime);
		if (usage.ru_maxrss > cost->peak)
			cost->peak = usage.ru_maxrss;
		if (cost->status == 0 && status != 0)
			cost->status = WIFEXITED(status)
					   ? WEXITSTATUS(status)
					   : 128 + WTERMSIG(status);
	}
	cost->wall += now() - began;
}

static void
split(char **words, struct pipeline *line)
{
	line->command[line->count++] = words;
	for (; *words != NULL; words++) {
		if (strcmp(*words, "|") != 0)
			continue;
		if (line->count == PROCESSES_MAX)
			errx(64, "at most %d commands", PROCESSES_MAX);
		*words = NULL;
		line->command[line->count++] = words + 1;
	}
	for (int i = 0; i < line->count; i++)
		if (line->command[i][0] == NULL)
			errx(64, "a command is empty");
}

int
main(int argc, char *argv[])
{
	struct pipeline line = {.input = "/dev/null", .output = "/dev/null"};
	struct cost cost = {0};
	long times = 1;
	int letter;

	while ((letter = getopt(argc, argv, "+i:n:o:")) != -1) {
		switch (letter) {
		case 'i':
			line.input = optarg;
			break;
		case 'n':
			times = strtol(optarg, NULL, 10);
			break;
		case 'o':
			line.output = optarg;
			break;
		default:
			return 64;
		}
	}
	if (optind == argc || times < 1)
		errx(64, "usage: cost [-n TIMES] [-i INPUT] [-o OUTPUT] "
			 "COMMAND [ARG]... [| COMMAND...]");
	split(argv + optind, &line);
	for (long i = 0; i < times && cost.status == 0; i++)
		run(&line, &cost);
	printf("%.6f %.6f %ld\n", cost.cpu, cost.wall, cost.peak);
	return cost.status;
}
