#ifndef FEEDLOOM_XML_SHEET_INSTRUCTION_H
#define FEEDLOOM_XML_SHEET_INSTRUCTION_H

#include "xml/sheet_state.h"

/*
 * The instructions of ours, for their files alone: sheet_instruction.c has what
 * they share, sheet_copy.c loom:copy, sheet_json.c those that make JSON.
 */
struct instruction {
	xsltElemPreComp common;	   /* it is what libxslt takes it for */
	struct expression *select; /* NULL until it first runs */
	const xmlChar *key;	   /* NULL: it has none; of the dictionary */
};

/*
 * The value of its select, the caller's, which may be something else than
 * nodes; NULL: an error, which was told.
 */
xmlXPathObject *sheet_nodes(
    xsltTransformContext *run, xmlNode *node, struct instruction *i);

/* The same as text, borrowed from a tree or from own, which is to be freed. */
const char *sheet_string(xsltTransformContext *run, xmlNode *node,
    struct instruction *i, xmlChar **own);

/* Adds what is made within it to the result. */
void sheet_run_children(
    xsltTransformContext *run, xmlNode *node, const struct instruction *i);

/*
 * A word of the style's dictionary, which results have as well, for a node at
 * the end of the result so far: it becomes that node's.
 */
xmlChar *sheet_lend(const xsltTransformContext *run, const xmlChar *word);

/* A new element at the end of the result so far. */
xmlNode *sheet_add(xsltTransformContext *run, enum sheet_word name);

/* Its first attribute; the value becomes the node's. */
void sheet_add_attribute(xsltTransformContext *run, xmlNode *element,
    enum sheet_word name, xmlChar *value);

/* As libxslt calls them. */
void sheet_on_copy(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction);
void sheet_on_string(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction);
void sheet_on_strings(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction);
void sheet_on_array(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction);
void sheet_on_map(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction);

#endif
