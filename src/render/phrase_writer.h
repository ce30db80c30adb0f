#ifndef FEEDLOOM_RENDER_PHRASE_WRITER_H
#define FEEDLOOM_RENDER_PHRASE_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include <unitypes.h>

#include "base/buf.h"
#include "render/phrase_piece.h"

/* A phrase that is being written: its marks in phrase_write.c, its text in
 * phrase_text.c. */
struct writer {
	const struct pieces *p;
	enum phrase_place place;
	struct buf *out;
	size_t begin;	/* in out */
	ucs4_t prev;	/* as it stands in out; ' ' at the begin */
	size_t letter;	/* where in out the letter prev begins; 0: it is none */
	bool encode;	/* the next letter becomes a reference */
	bool strong;	/* something is strong */
	bool braces;	/* a brace would be attributes of a heading */
	unsigned links; /* brackets open */
	unsigned dels;
};

/* Puts markup, of ASCII. */
void writer_put(struct writer *w, const char *s);

/* Puts n bytes of the text of piece i, escaped. */
void writer_text(struct writer *w, size_t i, const char *s, size_t n);

/* What stands around a mark. */
const char *writer_delimiter(const struct writer *w, enum phrase_mark mark);

/* The character that piece i begins with in the output. */
ucs4_t writer_first(const struct writer *w, size_t i);

/*
 * Sees to it that a delimiter between what was put and next opens or closes
 * what it is meant to.
 */
void writer_flank(struct writer *w, char delimiter, ucs4_t next, bool opens);

#endif
