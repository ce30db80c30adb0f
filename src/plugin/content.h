#ifndef FEEDLOOM_PLUGIN_CONTENT_H
#define FEEDLOOM_PLUGIN_CONTENT_H

#include "plugin/record.h"

/*
 * An entry's summary or content as Lua sees it: there or not, it can be asked
 * and set.  As a field: f->of is the name of the child.
 */
extern const struct record_type content_type;

field_get content_get;
field_set content_set; /* a string is plain text; a table; another content */

#endif
