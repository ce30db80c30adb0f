/*
 * Names of plain tags.  Each has one place, chosen by its length and some of
 * its bytes; what came there before is forgotten.
 */
#include "xml/names.h"

#include <stdbool.h>
#include <string.h>

static size_t
place(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	return (len + 5U * p[len - 1] + 11U * p[len / 2]) % NAMES;
}

static const xmlChar *
word(xmlParserCtxt *parser, const char *text, size_t len)
{
	return xmlDictLookup(parser->dict, (const xmlChar *)text, (int)len);
}

static bool
look_up(struct name *name, xmlParserCtxt *parser, const struct run *run)
{
	size_t local = run->prefix == 0 ? 0 : run->prefix + 1;

	name->prefix =
	    run->prefix == 0 ? NULL : word(parser, run->text, run->prefix);
	name->local = word(parser, run->text + local, run->len - local);
	if (name->local == NULL || (run->prefix > 0 && name->prefix == NULL))
		return false;
	name->ns = xmlSearchNs(parser->myDoc, parser->node, name->prefix);
	/* Of no name: nothing is the default. */
	if (name->ns != NULL && *name->ns->href == '\0')
		name->ns = NULL;
	return true;
}

const struct name *
names_find(struct names *names, xmlParserCtxt *parser, const struct run *run)
{
	bool keeps = run->len <= NAMES_TEXT;
	struct name *name =
	    keeps ? &names->kept[place(run->text, run->len)] : &names->other;

	if (keeps && name->len == run->len && name->scope == names->scope &&
	    memcmp(name->text, run->text, run->len) == 0)
		return name;
	name->len = 0;
	if (!look_up(name, parser, run))
		return NULL;
	if (keeps) {
		memcpy(name->text, run->text, run->len);
		name->len = run->len;
		name->scope = names->scope;
	}
	return name;
}
