#ifndef FEEDLOOM_SINK_PATH_H
#define FEEDLOOM_SINK_PATH_H

/* What must be known of an output's path before it is opened. */

/* The folder part, "." if there is none; a string of the caller's. */
char *path_folder(const char *path);

/* What follows the last slash; borrowed from path. */
const char *path_file(const char *path);

/* The number in "/dev/fd/3" and what that is a link to, or -1. */
int path_descriptor(const char *path);

/*
 * The path behind all symbolic links at its end, there or not, as a string of
 * the caller's; NULL with errno.  Links in /dev/fd are more than their text
 * and are not followed; nor is, with EACCES, another user's link in a sticky
 * folder that all may write.
 */
char *path_resolve(const char *path);

#endif
