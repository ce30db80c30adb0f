#ifndef FEEDLOOM_FETCH_SOURCE_H
#define FEEDLOOM_FETCH_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/input.h"

/*
 * Where a document comes from: a file or standard input (a pipe too), plain
 * or compressed with gzip, xz or zstd, which is seen by the first bytes, not by
 * a name.  Gives decoded bytes.
 */
struct source;

/*
 * Opens path, or standard input for NULL and "-".  NULL with ERR_NOINPUT when
 * it cannot be opened, is a directory, or is a terminal.
 */
struct source *source_open(const char *path, struct error *e);
void source_free(struct source *s);

/*
 * A source of a descriptor that source_open opened in another process, which
 * has judged it; closed with it.  Never NULL; asks for nothing but the size.
 */
struct source *source_take(int fd, const char *name);

/* The same for size bytes of a file, from where it is read next. */
struct source *source_part(int fd, size_t size, const char *name);

/* What it reads from, open until source_free; nothing was read yet. */
int source_descriptor(const struct source *s);

/* The path, or "standard input"; borrowed. */
const char *source_name(const struct source *s);

/*
 * Reads decoded bytes, as struct input says.  Compressed data that is damaged
 * or ends early: what could be decoded comes first, then ERR_INPUT, whose
 * words leave the name to the caller, as those of a parser do; ERR_SYSTEM and
 * ERR_NOINPUT have it in theirs.
 */
struct input source_input(struct source *s);

/*
 * The first bytes of a plain document, up to n, into p; *len of them, fewer
 * only when it is shorter.  They are read again by source_input.  0; 1 when it
 * is compressed, and none are told: nothing is decoded here; -1 with the error
 * filled in.
 */
int source_head(
    struct source *s, char *p, size_t n, size_t *len, struct error *e);

/*
 * Goes back to the first byte: always possible for a regular file (a
 * compressed one is decoded again), and for a pipe as long as no more than
 * LIMIT_REWIND bytes were read.  0, or -1 with the error filled in.
 */
int source_rewind(struct source *s, struct error *e);

/*
 * The first decoded bytes, up to n (at most LIMIT_REWIND), kept: they are read
 * again by source_input.  *whole is true when that is the whole document.
 * Borrowed until the next call.  NULL with the error filled in; an empty
 * document is not an error.  Damaged compressed data is not an error here:
 * what could be decoded is given, and *whole is true.  Goes back to the first
 * byte as source_rewind does, so that looking after reading starts over.
 */
const char *source_peek(
    struct source *s, size_t n, size_t *len, bool *whole, struct error *e);

/*
 * The last n bytes or fewer of a plain regular file into p, how many as the
 * result; 0 when the source is none (a pipe, compressed).  Moves nothing.
 */
size_t source_tail(struct source *s, char *p, size_t n);

/* Decoded bytes that were read with source_input since the first one. */
uint64_t source_given(const struct source *s);

/*
 * Bytes as they lie on the disk: taken from the kernel so far (what was looked
 * at included), and in all (0: not known).
 */
uint64_t source_at(const struct source *s);
uint64_t source_size(const struct source *s);

#endif
