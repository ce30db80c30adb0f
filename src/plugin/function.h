#ifndef FEEDLOOM_PLUGIN_FUNCTION_H
#define FEEDLOOM_PLUGIN_FUNCTION_H

#include "plugin/script.h"
#include "xml/sheet.h"

/*
 * A plugin's functions for its stylesheets, in the namespace
 * urn:feedloom:plugin:NAME.  Strings, numbers and booleans are what they are in
 * Lua; a node set is a list of its nodes' texts.
 */

/*
 * What the plugin of a script offers; without a uri when that is nothing.  It
 * lives as long as the script.
 */
struct sheet_library function_library(struct script *s);

#endif
