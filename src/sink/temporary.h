#ifndef FEEDLOOM_SINK_TEMPORARY_H
#define FEEDLOOM_SINK_TEMPORARY_H

/*
 * The names of temporaries, and what becomes of those whose writer is gone.
 * A temporary is locked while it is written (F_OFD_SETLK of fcntl(2)), so that
 * one with no lock is nobody's any more, whatever ended its writer.
 */

/*
 * A new name ".FILE.feedloom-XXXXXX", short enough for a folder: a string of
 * the caller's, or NULL with errno.
 */
char *temporary_name(const char *file);

/*
 * Locks what was just made; the lock lasts as long as the file is open.  0, or
 * -1 when somebody has it for abandoned and removes it: then another is made.
 * Where files cannot be locked nothing is ever taken for abandoned.
 */
int temporary_claim(int fd);

/*
 * Removes the temporaries of this file that lie in the folder, are ours, and
 * are nobody's any more.  It reads the whole folder.  What cannot be removed
 * stays: it is in nobody's way.
 */
void temporary_sweep(int folder, const char *file);

#endif
