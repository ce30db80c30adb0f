#ifndef FEEDLOOM_RENDER_FUNCTIONS_H
#define FEEDLOOM_RENDER_FUNCTIONS_H

#include "xml/sheet.h"

/*
 * The functions that stylesheets are given, namespace urn:feedloom:
 *   html(construct)  HTML source of a text construct or content
 *   text(construct)  plain text of it, on one line
 *   rfc822(date) day(date) minute(date)  an RFC 3339 date in other words
 *   iri(id)          a valid IRI for any id: itself, or urn:feedloom:id:…
 *   uri(iri)         the same address in ASCII
 *   decode(text)     with its percent escapes decoded, if that is text
 *   name(element)    its name, with the prefix that everybody gives it
 *   paragraphs(text) HTML of text as people type it: line ends count
 *   images(construct) addresses of the pictures in its HTML, a line each
 *   distinct(nodes)  of those with the same text the first
 *   except(nodes, names) without the elements of these names, each with the
 *                    prefix that everybody gives it, or "prefix:*", blanks
 *                    between them
 *   podcast-guid(address) what podcast:guid is for a podcast there
 */
extern const struct sheet_function render_functions[];

#endif
