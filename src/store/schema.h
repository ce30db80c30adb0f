#ifndef FEEDLOOM_STORE_SCHEMA_H
#define FEEDLOOM_STORE_SCHEMA_H

#include "store/state.h"

/*
 * The tables, and how those of earlier versions become today's.  Which they
 * are is SQLite's user_version, whose they are its application_id.
 */

/* The version of the tables, 0 when there are none; -1: later than today's, or
 * another program's (ERR_PLUGIN), or not to be read. */
int schema_version(struct store *s, struct error *e);

/* Whether that is today's. */
bool schema_is_current(int version);

/* Brings the tables up to date, wholly or not at all.  0 or -1. */
int schema_update(struct store *s, struct error *e);

#endif
