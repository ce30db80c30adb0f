#ifndef FEEDLOOM_RENDER_FUNCTIONS_H
#define FEEDLOOM_RENDER_FUNCTIONS_H

#include "xml/sheet.h"

/*
 * The functions that stylesheets are given, namespace urn:feedloom:
 *   html(construct)  HTML source of a text construct or content
 *   text(construct)  plain text of it, on one line
 *   rfc822(date) day(date) minute(date)  an RFC 3339 date in other words
 *   iri(id)          a valid IRI for any id: itself, or urn:feedloom:id:…
 */
extern const struct sheet_function render_functions[];

#endif
