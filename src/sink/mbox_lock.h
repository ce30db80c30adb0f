#ifndef FEEDLOOM_SINK_MBOX_LOCK_H
#define FEEDLOOM_SINK_MBOX_LOCK_H

#include <stdbool.h>

/*
 * The two locks that mail programs agree on: a file FILE.lock, with the number
 * of the process that made it, and one of fcntl(2).  Where no such file can be
 * made, which is usual in /var/mail, the other one has to do.  Waits for
 * others, but not for long, and not for who is not there any more.
 */
struct mbox_lock {
	int folder;
	char *name; /* NULL: there is no such file */
};

/*
 * Locks the file of this name in the folder, which stays open; before it is
 * opened, since who has the lock may put another in its place.  0, or -1 with
 * errno; EAGAIN: somebody else has it.
 */
int mbox_lock(struct mbox_lock *lock, int folder, const char *file);

/* 0, or -1 with errno: the file stays. */
int mbox_unlock(struct mbox_lock *lock);

/* The other lock, which ends when the file is closed. */
int mbox_lock_open(int fd);

#endif
