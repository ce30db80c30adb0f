#ifndef FEEDLOOM_XML_MEND_STATE_H
#define FEEDLOOM_XML_MEND_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/limits.h"
#include "xml/mend.h"
#include "xml/tag.h"

/*
 * The inside of the scanner, for its four files alone: mend.c has the window
 * and what is neither text nor tag, mend_text.c character data, mend_tag.c tags
 * and the stack of elements that they open and close, mend_plain.c the tags
 * that are handed on as runs.  Offsets are into the window unless said
 * otherwise.
 */
struct element {
	size_t name; /* offset in names */
	size_t len;
	size_t prefixes; /* declarations in scope outside of it */
	bool mixed;	 /* blanks within it mean something */
	bool plain;	 /* its tags are runs */
};

struct prefix {
	char *name;
	size_t len;
	bool mixed; /* names HTML: its elements hold text and tags mixed */
};

/* A run before the pieces' buffers have come to rest. */
struct piece {
	enum run_kind kind;
	bool decoded; /* in mend.text, else in the window */
	size_t at;
	size_t len;
	size_t prefix;
	size_t attributes; /* where they begin in mend.attributes */
	size_t n_attributes;
};

struct mend {
	struct charset *in;
	enum mend_kind kind;
	const struct notes *notes;

	char *window;
	size_t cap;
	size_t len;	/* bytes in the window */
	size_t at;	/* bytes of it done with */
	size_t line_at; /* bytes of it whose lines are counted */
	unsigned long line;
	size_t line_start; /* where that line begins, before the window too */
	size_t front;	   /* the same of the line that the window begins in */
	bool last;	   /* no more text behind the window */

	struct buf markup;
	struct buf text;
	struct piece *pieces;
	struct run *runs;
	size_t n_pieces;
	size_t cap_pieces;
	struct tag_attribute *attributes; /* of the piece's plain tags */
	size_t n_attributes;
	size_t cap_attributes;
	unsigned long *lines; /* of the piece's start tags */
	size_t n_lines;
	size_t cap_lines;

	struct element stack[LIMIT_DEPTH];
	size_t depth;
	struct buf names;
	struct prefix prefixes[LIMIT_PREFIXES];
	size_t n_prefixes;
	struct buf assumed; /* prefixes told of: " dc media " */

	size_t blank_depth; /* blanks down to this depth separate elements */
	bool in_cdata;
	const char *skipping; /* the mark that ends what is left out, or NULL */
	bool after_tag;	      /* no text since the last tag */
	bool root_seen;
	bool root_closed;
	bool junk_told;	    /* something before the feed */
	bool tail_told;	    /* something behind it */
	bool declared;	    /* an XML declaration was seen */
	bool html_declared; /* a DOCTYPE that declares HTML's entities */
	bool hungry;	    /* the window is scanned as far as it goes */
	bool run_on;	    /* an entry's end is like any other */
	bool pause;	    /* one was just now */
	struct tag tag;
};

/* What a step of the scanner came to. */
enum step {
	STEP_DONE,
	STEP_MORE,  /* the window ends too early */
	STEP_PAUSE, /* the root's tag is written, or the first item: let that
		     * be judged before there is more */
	STEP_FAILED,
};

/* mend.c */

/* Tells of a repair at an offset of the window. */
void mend_note(struct mend *m, size_t at, const char *text);

/* The same, each '@' in fmt standing for a name of the document. */
void mend_note_name(
    struct mend *m, size_t at, const char *fmt, const char *name, size_t len);

/* mend_text.c */

/* Adds a run of any kind. */
void mend_piece(struct mend *m, const struct piece *piece);

/* Adds text: bytes of the window, or bytes at the end of m->text. */
void mend_run(struct mend *m, bool decoded, size_t at, size_t len);

/* Character data of the window; before_tag: what follows it is a tag. */
void mend_text(struct mend *m, size_t at, size_t len, bool before_tag);

/* The end of a stretch of text that does not cut a reference in two. */
size_t mend_text_cut(const struct mend *m, size_t end);

/* Within a CDATA section, up to its end or the window's. */
enum step mend_cdata(struct mend *m);

/* mend_tag.c */

/* The innermost open element, or NULL. */
struct element *mend_top(struct mend *m);

/* The prefix of a name, as its length; 0 without one. */
size_t mend_prefix_len(const char *name, size_t len);

/* The innermost declaration of a prefix, or NULL. */
const struct prefix *mend_prefix(
    const struct mend *m, const char *name, size_t len);

/* The tag at m->at: mended, written, and the stack brought up to date. */
enum step mend_end_tag(struct mend *m);
enum step mend_start_tag(struct mend *m, struct error *e);

/* mend_plain.c */

/* Hands the tag on as a run, if it can be one. */
bool mend_plain(struct mend *m);

#endif
