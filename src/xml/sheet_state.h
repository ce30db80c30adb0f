#ifndef FEEDLOOM_XML_SHEET_STATE_H
#define FEEDLOOM_XML_SHEET_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/xpath.h>
#include <libxslt/xsltInternals.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/limits.h"
#include "xml/scope.h"
#include "xml/sheet.h"
#include "xml/xpath.h"

/*
 * The inside of a stylesheet, for its files alone: sheet.c has its life and its
 * runs, sheet_load.c reads and compiles, sheet_error.c hears what goes wrong,
 * sheet_function.c and sheet_id.c have the functions, sheet_instruction.c the
 * instructions of ours.
 */
#define SHEET_TOO_MUCH                                                         \
	"too many operations: an entry holds too much for this stylesheet, "   \
	"or it never ends"

/* Words of the style's dictionary: what our instructions put into results. */
enum sheet_word {
	WORD_ARRAY,
	WORD_COPY,
	WORD_HTML,
	WORD_KEY,
	WORD_MAP,
	WORD_N,
	WORD_STRING,
	WORDS
};

/* An expression of an instruction, which has it as its _private. */
struct expression {
	struct xpath *simple;	    /* NULL: it is not */
	xmlXPathCompExpr *compiled; /* by libxml2 */
	xsltTransformFunction run;  /* libxslt's own instruction */
	xmlNs **namespaces;	    /* to evaluate that with; NULL: not ours */
	int n_namespaces;
};

/* What the loom:copy elements of a result stand for; its doc->_private. */
struct copied {
	xmlXPathObject **sets;
	size_t n;
};

struct sheet {
	char *path;
	xsltStylesheet *style;
	const struct sheet_function *functions;
	struct sheet_library library; /* uri is NULL: there is none */
	char **parameters;	      /* name, value, …, NULL */
	char **folders;
	char *shared;
	void (*message)(void *context, const char *path, const char *text);
	void *context;
	bool foreign;
	void (*prepare)(void *context, xmlDoc *sheet);
	void *prepare_context;
	xmlCharEncodingHandler *encoder; /* of xsl:output; NULL: UTF-8 */
	xmlDoc **parts; /* itself and what it imports; they are the style's */
	size_t n_parts;
	xmlNs *brief; /* of the instructions of each part, once compiled */
	struct scope scope;
	const xmlChar *words[WORDS]; /* NULL: no instruction of ours */
	struct expression **expressions;
	size_t n_expressions;

	/* While it is compiled or run. */
	xsltTransformContext *run;
	struct copied *copied;
	long numbered; /* elements that have a number */
	struct error *error;
	bool exslt; /* it names a namespace of libexslt */
	bool failed;
	const char *unknown; /* the function that was not found last */
	const char *unknown_uri;
	bool placed;	    /* an error's place was told, its words come next */
	char place[128];    /* of what was heard last: "tidy.xsl:12" */
	char hint[200];	    /* what libxml2 said before libxslt says where */
	struct error fault; /* of compiling: an error, or only a warning */
	struct buf warnings;
	char said[LIMIT_MESSAGE];
};

/* sheet_load.c: makes sheet->style. */
int sheet_compile(struct sheet *sheet, struct error *e);

/*
 * sheet_error.c: from listen to deaf, what the libraries say goes into e; the
 * first error counts, and sheet->failed says that there was one.
 */
void sheet_listen(struct sheet *sheet, struct error *e);
void sheet_deaf(struct sheet *sheet);

/* The same for an error of ours: its words, with the place in front. */
void sheet_fail(struct sheet *sheet, const struct error *e);

/* sheet_function.c: what a run is given. */
void sheet_add_functions(struct sheet *sheet);

/* sheet_instruction.c: makes an instruction of ours of an element, if it is. */
void sheet_set_instruction(struct sheet *sheet, xmlNode *element);

/* The sheet whose run evaluates an expression. */
struct sheet *sheet_of(const xmlXPathParserContext *ctxt);

/* Says that sheet->unknown does not exist, and what does. */
void sheet_tell_unknown(const struct sheet *sheet, struct buf *out);

/*
 * sheet_id.c: numbers the elements of a feed in document order, as libxml2 does
 * to compare them; returns how many there are.  What is in front of the entries
 * at its end, and has numbers, keeps them.
 */
long sheet_number(xmlDoc *doc);

/* sheet_id.c: the first of the entries that a feed ends with, or NULL. */
xmlNode *sheet_first_entry(const xmlNode *feed);

/* sheet.c: what is done for all entries of a burst, as libxslt calls it. */
void sheet_on_entries(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction);

/* sheet_id.c: generate-id(). */
void sheet_on_id(xmlXPathParserContext *ctxt, int nargs);

/*
 * sheet_write.c: opens what the encoding of a foreign sheet's xsl:output takes;
 * one that is not known becomes UTF-8.
 */
void sheet_find_encoder(struct sheet *sheet);

/*
 * sheet_xpath.c: lets simple expressions be evaluated by xpath.h, once the
 * sheet is compiled.
 */
void sheet_find_simple(struct sheet *sheet);
void sheet_expressions_free(struct sheet *sheet);

/* One more, at an instruction. */
struct expression *sheet_expression_new(
    struct sheet *sheet, xmlNode *instruction, const char *text);

/* A function that gives the value of one of them, by its name; or NULL. */
xmlXPathFunction sheet_simple_function(const char *name);

void copied_free(struct copied *copied);

#endif
