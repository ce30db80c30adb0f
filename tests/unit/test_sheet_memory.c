/*
 * Memory that runs out while a stylesheet is read or run: the result is the one
 * that it always gives, byte by byte, or there is none.  Each allocation fails
 * once, in a process of its own, which it may end, but not by a signal.
 */
#include "xml/memory.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <libxml/parser.h>

#include "base/buf.h"
#include "base/limits.h"
#include "xml/node.h"
#include "xml/sheet.h"

#define PATH_TEXT 600

/* clang-format off */
static const char sheet_text[] =
"<xsl:stylesheet version='1.0' xmlns:a='http://www.w3.org/2005/Atom'"
" xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"
" xmlns:exsl='http://exslt.org/common' xmlns:loom='urn:feedloom'"
" extension-element-prefixes='loom'>"
"<xsl:param name='width' select='7'/>"
"<xsl:key name='k' match='a:entry' use='a:title'/>"
"<xsl:attribute-set name='s'><xsl:attribute name='t'>"
"<xsl:value-of select='$width'/></xsl:attribute></xsl:attribute-set>"
"<xsl:template match='a:feed'><out xsl:use-attribute-sets='s'>"
"<xsl:for-each select='a:entry'>"
"<xsl:sort select='a:title' order='descending'/>"
"<xsl:number value='position()' format='i'/>"
"<e id='{generate-id()}' n='{count(key(\"k\", a:title))}'>"
"<xsl:apply-templates select='.'/></e></xsl:for-each>"
"<xsl:variable name='tree'><x><y>1</y></x><x>2</x></xsl:variable>"
"<xsl:copy-of select='exsl:node-set($tree)/x[y]'/>"
"<xsl:value-of select='format-number(sum(exsl:node-set($tree)//text()),"
" \"0.00\")'/></out></xsl:template>"
"<xsl:template match='a:entry'>"
"<xsl:variable name='t' select='concat(a:title, \" \", a:title, $width)'/>"
"<xsl:choose><xsl:when test='contains($t, \"wo\")'><xsl:copy>"
"<xsl:value-of select='translate(normalize-space($t), \"o\", \"0\")'/>"
"</xsl:copy></xsl:when><xsl:otherwise>"
"<loom:copy select='a:title'/><xsl:call-template name='again'>"
"<xsl:with-param name='n' select='3'/></xsl:call-template>"
"</xsl:otherwise></xsl:choose></xsl:template>"
"<xsl:template name='again'><xsl:param name='n'/>"
"<xsl:if test='$n &gt; 0'><i><xsl:value-of select='substring(\"abc\", $n)'/>"
"</i><xsl:call-template name='again'><xsl:with-param name='n'"
" select='$n - 1'/></xsl:call-template></xsl:if></xsl:template>"
"</xsl:stylesheet>";

static const char feed[] = "<feed xmlns='http://www.w3.org/2005/Atom'>"
"<entry><title>one</title></entry><entry><title>two</title></entry>"
"<entry><title>one</title></entry></feed>";
/* clang-format on */

static char path[PATH_TEXT];

static int
set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(path, sizeof(path), "%s/feedloom-XXXXXX.xsl",
	    tmp == NULL ? "/tmp" : tmp);
	int fd = mkstemps(path, 4);
	if (fd == -1 || write(fd, sheet_text, strlen(sheet_text)) == -1)
		return -1;
	return close(fd);
}

static int
tear_down(void **state)
{
	(void)state;
	return unlink(path);
}

/* The allocation that fails, counted down; 0: none does. */
static unsigned long countdown;

/* What a sanitizer or valgrind has put in the place of malloc stays there. */
#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
#define REPLACED 0
#else
#define REPLACED (getenv("VALGRIND") == NULL || *getenv("VALGRIND") == '\0')

static bool
fails(void)
{
	return countdown > 0 && --countdown == 0;
}

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *
malloc(size_t n)
{
	return fails() ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails() ? NULL : __libc_realloc(p, n);
}

/* What xml/memory takes its regions from. */
void *
mmap(void *p, size_t n, int prot, int flags, int fd, off_t at)
{
	return fails() ? MAP_FAILED
		       : (void *)syscall(SYS_mmap, p, n, prot, flags, fd, at);
}
#endif

static struct sheet *
load(struct error *e)
{
	static const char *const folders[] = {NULL};
	struct sheet_setup setup = {.folders = folders};

	return sheet_load(path, &setup, e);
}

/* The result with what its marks stand for; -1 when there is none. */
static int
put_result(struct sheet *sheet, xmlDoc *doc, struct buf *out)
{
	struct error e;
	xmlDoc *result = sheet_run(sheet, doc, SHEET_FRAME, &e);

	countdown = 0;
	if (result == NULL)
		return -1;
	const xmlNode *top = (const xmlNode *)result;
	for (const xmlNode *n = top->children; n != NULL;
	     n = node_walk(n, top)) {
		const xmlNodeSet *set =
		    n->type == XML_ELEMENT_NODE ? sheet_copied(n) : NULL;
		buf_printf(out, "<%s|%s>", (const char *)n->name,
		    n->content == NULL || n->type == XML_ELEMENT_NODE
			? ""
			: (const char *)n->content);
		for (const xmlAttr *a =
			 n->type == XML_ELEMENT_NODE ? n->properties : NULL;
		     a != NULL; a = a->next)
			buf_printf(out, "%s=%s;", (const char *)a->name,
			    (const char *)a->children->content);
		if (set != NULL)
			buf_printf(out, "copy %d", set->nodeNr);
	}
	sheet_result_free(result);
	return 0;
}

enum verdict {
	SAME = 0,
	REFUSED = 1,
	WRONG = 2,
	ENDED = 75, /* by mem_out */
};

/* In a process of its own: allocation n fails. */
static enum verdict
attempt(
    struct sheet *sheet, xmlDoc *doc, unsigned long n, const struct buf *good)
{
	struct rlimit none = {0, 0};
	struct error e;
	struct buf got;

	setrlimit(RLIMIT_CORE, &none);
	signal(SIGSEGV, SIG_DFL); /* not cmocka's */
	signal(SIGABRT, SIG_DFL);
	if (freopen("/dev/null", "w", stderr) == NULL)
		return WRONG;
	buf_init(&got, MIB);
	countdown = n;
	if (sheet == NULL)
		sheet = load(&e);
	if (sheet == NULL || put_result(sheet, doc, &got) == -1)
		return REFUSED;
	return strcmp(buf_text(&got), buf_text(good)) == 0 ? SAME : WRONG;
}

/* How many allocations there are in an attempt. */
static unsigned long
count_all(struct sheet *sheet, xmlDoc *doc)
{
	const unsigned long many = 1000000;
	struct sheet *own = NULL;
	struct error e;
	xmlDoc *result;

	countdown = many;
	if (sheet == NULL)
		sheet = own = load(&e);
	assert_non_null(sheet);
	result = sheet_run(sheet, doc, SHEET_FRAME, &e);
	unsigned long left = countdown;
	countdown = 0;
	assert_non_null(result);
	sheet_result_free(result);
	sheet_free(own);
	return many - left;
}

/* What becomes of it when each of them fails. */
static void
sweep(bool loaded)
{
	struct error e;
	struct sheet *sheet = load(&e);
	xmlDoc *doc =
	    xmlReadMemory(feed, (int)strlen(feed), NULL, NULL, XML_PARSE_NONET);
	unsigned long count[256] = {0}, crashed = 0;
	struct buf good;

	assert_non_null(sheet);
	buf_init(&good, MIB);
	assert_int_equal(put_result(sheet, doc, &good), 0);
	unsigned long most = count_all(loaded ? sheet : NULL, doc);
	/* Small blocks are cut from regions, and are no allocations. */
	assert_true(most > (loaded ? 10 : 100));
	for (unsigned long n = 1; n <= most; n++) {
		int status;
		pid_t child = fork();
		if (child == 0)
			_exit(
			    (int)attempt(loaded ? sheet : NULL, doc, n, &good));
		assert_int_equal(waitpid(child, &status, 0), child);
		if (WIFEXITED(status))
			count[WEXITSTATUS(status)]++;
		else
			crashed++;
		if (WIFEXITED(status) && WEXITSTATUS(status) == WRONG)
			print_message("# allocation %lu: wrong\n", n);
	}
	print_message(
	    "# of %lu: %lu same, %lu refused, %lu ended, %lu killed\n", most,
	    count[SAME], count[REFUSED], count[ENDED], crashed);
	assert_int_equal(count[WRONG], 0);
	assert_int_equal(crashed, 0);
	assert_int_equal(count[SAME] + count[REFUSED] + count[ENDED], most);
	sheet_free(sheet);
	xmlFreeDoc(doc);
	buf_clear(&good);
}

static void
test_run(void **state)
{
	(void)state;
	sweep(true);
}

static void
test_load(void **state)
{
	(void)state;
	sweep(false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_run),
	    cmocka_unit_test(test_load),
	};

	if (!REPLACED) {
		puts("1..0 # SKIP malloc is another's");
		return 0;
	}
	xml_memory();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
