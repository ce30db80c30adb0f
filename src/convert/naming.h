#ifndef FEEDLOOM_CONVERT_NAMING_H
#define FEEDLOOM_CONVERT_NAMING_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"
#include "sink/pattern.h"

/*
 * What the documents of a run are called, one for each entry: the pattern's
 * path with the entry's values.  The same entry has the same path in every run;
 * no two of one run have the same, and none has a name that some system keeps
 * for itself (THREATS P1).
 */
struct naming;

/* Never NULL; the pattern outlives it. */
struct naming *naming_new(const struct pattern *pattern);
void naming_free(struct naming *n);

/*
 * Adds the path of an entry's document.  1 when another name was put in the
 * place of one that was taken, 0 when not, -1 with ERR_INPUT when there are too
 * many documents.
 */
int naming_path(
    struct naming *n, const xmlNode *entry, struct buf *out, struct error *e);

#endif
