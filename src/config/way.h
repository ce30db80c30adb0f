#ifndef FEEDLOOM_CONFIG_WAY_H
#define FEEDLOOM_CONFIG_WAY_H

#include <lua.h>

#include "config/config.h"

/*
 * The words of feedloom.lua that say where mail goes, behind `via`:
 *
 *	smtp { host = "...", ... }    sendmail { "PROGRAM", ... }
 *	maildir "PATH"   mbox "PATH"  file "PATH"
 *
 * Each makes a table that is known to be of it; as they stand, without anything
 * behind them, they are such a table as well, an empty one.
 */
#define WAYS (WAY_FILE + 1)

const char *way_name(enum config_way way);

/* How it is said: "maildir \"FOLDER\"". */
const char *way_example(enum config_way way);

/* Sets the words in the table at the top of the stack; may raise errors. */
void way_words(lua_State *L);

/*
 * Which way a table at an index is of, as 1 + enum config_way, or 0.  Takes two
 * places of the stack, and raises no errors.
 */
int way_of(lua_State *L, int index);

#endif
