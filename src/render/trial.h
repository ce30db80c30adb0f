#ifndef FEEDLOOM_RENDER_TRIAL_H
#define FEEDLOOM_RENDER_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libxml/tree.h>

#include "base/error.h"
#include "model/field.h"
#include "render/fate.h"
#include "render/whole.h"

/*
 * What a format does with the fields of one head and one entry, found by trial:
 * their values are marked (render/mark.h) in a copy, the copy goes through the
 * format, and the marks are looked for in the bytes that come out.
 */
struct trial;

/*
 * Runs the format once without marks.  entry is an atom:entry that hangs
 * anywhere, or NULL.  NULL with the error filled in.  format and fields outlive
 * the trial; head and entry only this call.
 */
struct trial *trial_new(const struct whole_format *format,
    struct fields *fields, xmlNode *head, xmlNode *entry, struct error *e);
void trial_free(struct trial *t);

/*
 * Marks values of the head or of the entry, those of the fields that are true
 * at their numbers, and tells what became of them: fates has a row for each
 * field.  What no result can be had with has no values there.  True when the
 * bytes are others than without marks; where, when not NULL, then gets the
 * place.
 */
bool trial_mark(struct trial *t, bool head, const bool *fields,
    struct fate *fates, struct fate *where);

/* What is done to values in trial_differs. */
enum trial_change {
	TRIAL_FLIP,   /* true becomes false, yes no, and back */
	TRIAL_REMOVE, /* the value is taken away */
};

#define TRIAL_EACH UINT64_MAX

/*
 * True when the bytes are others once values of some fields are changed, those
 * with a bit in which; false also when there is no result, or nothing to flip.
 */
bool trial_differs(struct trial *t, bool head, const bool *fields,
    uint64_t which, enum trial_change change, struct fate *where);

#endif
