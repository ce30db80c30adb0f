#ifndef FEEDLOOM_BASE_ENCODING_H
#define FEEDLOOM_BASE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * Old and other encodings: what their labels mean, and decoders of them.  The
 * labels are those of the WHATWG Encoding Standard, with its meaning (latin1
 * is windows-1252), and some of iconv; letters and digits of a label count,
 * nothing else.  Not read, on purpose: UTF-7, HZ, ISO-2022-KR and -CN, EBCDIC.
 */

enum encoding_kind {
	ENCODING_UTF8,
	ENCODING_BYTE,	  /* a byte is a character; the lower half is ASCII */
	ENCODING_BYTES,	  /* one to four bytes are one; ASCII is ASCII */
	ENCODING_ESCAPES, /* seven bits, with escapes between character sets */
	ENCODING_WIDE,	  /* UTF-16 and UTF-32 */
};

struct encoding {
	const char *name; /* as the standard writes it */
	enum encoding_kind kind;
	const char *iconv;  /* its name there; NULL when iconv is not used */
	const char *labels; /* lower case, with blanks between */
};

/* The encoding that a label of len bytes means, or NULL.  Static. */
const struct encoding *encoding_find(const char *label, size_t len);

/* One after the other, from 0; NULL after the last. */
const struct encoding *encoding_at(size_t i);

/*
 * Bytes of one encoding (not UTF-8) into UTF-8.  What it writes is whole
 * characters; a lone surrogate of UTF-16 comes out as three bytes, as if it
 * were a character.
 */
struct decoder;

/* NULL, with the error filled in, when the system has no such decoder. */
struct decoder *decoder_new(const struct encoding *encoding, struct error *e);
void decoder_free(struct decoder *d);

/*
 * Makes decoder_new able to do without opening a file, as it must where none
 * can be opened any more (base/jail.h): for one encoding, or for all of them
 * with NULL.  Holds until it is released.  Never NULL: what the system does not
 * have, decoder_new tells.
 */
struct prepared *encoding_prepare(const struct encoding *encoding);
void encoding_release(struct prepared *prepared);

#define DECODER_ROOM 64 /* the least room for decoder_run */

enum decoder_state {
	DECODER_MORE, /* the bytes that are left begin a character, or none */
	DECODER_FULL, /* the room is used up */
	DECODER_BAD,  /* the bytes that are left begin with no character */
};

/*
 * Decodes *in, moving it and *len behind what was taken, to out, of which room
 * bytes are free; *made tells how many were used.
 */
enum decoder_state decoder_run(struct decoder *d, const unsigned char **in,
    size_t *len, char *out, size_t room, size_t *made);

/* How many of the bytes that begin with no character are to be skipped. */
size_t decoder_bad(
    const struct decoder *d, const unsigned char *in, size_t len);

/* The end of the input: writes what it held back; returns how many bytes. */
size_t decoder_end(struct decoder *d, char *out, size_t room);

#endif
