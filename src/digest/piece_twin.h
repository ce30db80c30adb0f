#ifndef FEEDLOOM_DIGEST_PIECE_TWIN_H
#define FEEDLOOM_DIGEST_PIECE_TWIN_H

#include "digest/piece.h"

/*
 * Of entries that are the same, in several feeds, all but the first one get it
 * as their twin: those with one id or one address (but for its scheme, "www.",
 * what counts visitors, and a slash), and those of two feeds whose texts are
 * about the same.
 */
void piece_find_twins(struct pieces *pieces);

#endif
