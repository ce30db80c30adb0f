/*
 * S, what others are measured by: libxml2's SAX2 push parser with chunks of
 * 64 KB and handlers that do nothing.  It is the least that a program does
 * that reads XML by libxml2 and builds no tree.
 * usage: sax FILE    exit status 0: well-formed
 */
#include <err.h>
#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

#include <libxml/parser.h>

enum {
	CHUNK = 64 * 1024,
	FIRST = 4
};

static void
start_element(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int namespaces, const xmlChar **namespace,
    int attributes, int defaulted, const xmlChar **attribute)
{
	(void)context, (void)name, (void)prefix, (void)uri;
	(void)namespaces, (void)namespace;
	(void)attributes, (void)defaulted, (void)attribute;
}

static void
end_element(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	(void)context, (void)name, (void)prefix, (void)uri;
}

static void
text(void *context, const xmlChar *s, int len)
{
	(void)context, (void)s, (void)len;
}

/* The first bytes go in by themselves: the parser looks for an encoding. */
static int
parse(int fd, const char *name, xmlSAXHandler *handler)
{
	static char chunk[CHUNK];
	ssize_t got = read(fd, chunk, FIRST);
	xmlParserCtxtPtr parser;
	int bad;

	if (got == -1)
		err(1, "%s", name);
	parser = xmlCreatePushParserCtxt(handler, NULL, chunk, (int)got, name);
	if (parser == NULL ||
	    xmlCtxtUseOptions(parser, XML_PARSE_HUGE | XML_PARSE_NONET) != 0)
		errx(1, "no parser");
	while ((got = read(fd, chunk, CHUNK)) > 0)
		if (xmlParseChunk(parser, chunk, (int)got, 0) != 0)
			break;
	if (got == -1)
		err(1, "%s", name);
	if (got == 0)
		(void)xmlParseChunk(parser, NULL, 0, 1);
	bad = !parser->wellFormed;
	xmlFreeParserCtxt(parser);
	return bad;
}

int
main(int argc, char *argv[])
{
	xmlSAXHandler handler = {
	    .initialized = XML_SAX2_MAGIC,
	    .startElementNs = start_element,
	    .endElementNs = end_element,
	    .characters = text,
	    .ignorableWhitespace = text,
	    .cdataBlock = text,
	};
	int fd;

	if (argc != 2)
		errx(64, "usage: sax FILE");
	fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		err(66, "%s", argv[1]);
	if (parse(fd, argv[1], &handler) != 0)
		errx(65, "%s: not well-formed", argv[1]);
	if (close(fd) == -1)
		err(1, "%s", argv[1]);
	xmlCleanupParser();
	return 0;
}
