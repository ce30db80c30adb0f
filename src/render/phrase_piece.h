#ifndef FEEDLOOM_RENDER_PHRASE_PIECE_H
#define FEEDLOOM_RENDER_PHRASE_PIECE_H

#include <stddef.h>

#include "base/buf.h"
#include "render/phrase.h"

/*
 * What a phrase is made of, between the one who gathers it (phrase.c) and the
 * one who writes it (phrase_write.c).
 */
enum piece_kind {
	PIECE_TEXT,  /* at, len: of the text */
	PIECE_SPACE, /* blanks, and a line feed for each break */
	PIECE_CODE,
	PIECE_RAW,
	PIECE_IMAGE, /* at, len: the alt; value, title: strings */
	PIECE_OPEN,  /* mark, and for some value and title */
	PIECE_CLOSE, /* other: the piece that opened it */
};

struct piece {
	enum piece_kind kind;
	enum phrase_mark mark;
	size_t at, len;
	size_t value, title; /* in strings; there is always a string */
	size_t other;	     /* PIECE_OPEN: the piece that closes it */
	unsigned code;	     /* which stretch of code it is of */
};

struct pieces {
	struct buf text;
	struct buf strings; /* each with its NUL */
	struct piece *list;
	size_t count, room;
};

/* Adds the pieces as CommonMark. */
void pieces_write(
    const struct pieces *p, enum phrase_place place, struct buf *out);

#endif
