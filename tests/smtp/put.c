/*
 * Puts a message where mail readers find it, and prints what came of it.  For
 * tests/mailboxes.t.
 *
 *	put maildir|mbox PATH UNIQUE MOMENT FILE
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sink/maildir.h"
#include "sink/mbox.h"

int
main(int argc, char *argv[])
{
	struct error e;
	bool again = false;

	if (argc != 6)
		return 64;
	int fd = open(argv[5], O_RDONLY | O_CLOEXEC);
	long long when = strtoll(argv[4], NULL, 10);
	int result = strcmp(argv[1], "maildir") == 0
			 ? maildir_put(argv[2], argv[3], when, fd, &again, &e)
			 : mbox_put(argv[2], argv[3], "sender@example.org",
			       when, fd, &again, &e);
	close(fd);
	if (result == -1) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	printf("%s\n", again ? "again" : "put");
	return 0;
}
