#ifndef FEEDLOOM_VERBS_SKELETON_H
#define FEEDLOOM_VERBS_SKELETON_H

/*
 * The files that a new plugin begins with.  In paths, which are below the
 * plugin's folder, and in texts '%' stands for the plugin's name.
 */
struct skeleton_file {
	const char *path;
	const char *text;
};

/* Both end with a NULL path. */
extern const struct skeleton_file skeleton_plugin[];
extern const struct skeleton_file skeleton_format[];

#endif
