#ifndef FEEDLOOM_RENDER_YAML_H
#define FEEDLOOM_RENDER_YAML_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Adds a map of the XML form of JSON (render/json.c) as a YAML 1.2 mapping, one
 * line a value, that readers of YAML 1.1 read alike: keys that are not plain
 * words and all strings stand in double quotes.  A key that a map has twice is
 * written once, with its first value.  0, or -1 with ERR_PLUGIN.
 */
int yaml_map(const xmlNode *map, struct buf *out, struct error *e);

#endif
