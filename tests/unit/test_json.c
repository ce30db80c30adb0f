/*
 * The json serialiser: a table of XML-JSON and the text it must give, a table
 * of mistakes and the words that must name them, a document whose entries come
 * by themselves, and strings of every length around the 32 bytes at a time.
 */
#include "render/serialiser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "walk.h"

#define J " xmlns=\"http://www.w3.org/2005/xpath-functions\""
#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void
start(struct walk *run, bool lines)
{
	walk_start(run, lines ? &serialiser_jsonl : &serialiser_json, 72);
}

static const struct {
	const char *xml;
	const char *expected;
} documents[] = {
    {"<map" J "/>", "{}\n"},
    {"<array" J "> </array>", "[]\n"},
    {"<string" J "/>", "\"\"\n"},
    {"<null" J "/>", "null\n"},
    {"<j:map xmlns:j=\"http://www.w3.org/2005/xpath-functions\">\n"
     " <j:string key=\"a\">x</j:string>\n"
     " <j:number key=\"b\"> -0.5e+10 </j:number>\n"
     " <j:boolean key=\"c\">true</j:boolean>\n"
     " <j:boolean key=\"d\">0</j:boolean>\n"
     " <j:null key=\"e\"/>\n"
     " <j:array key=\"f\"><j:map/><j:array/><j:number>7</j:number>"
     "</j:array>\n"
     "</j:map>",
	"{\n"
	"  \"a\": \"x\",\n"
	"  \"b\": -0.5e+10,\n"
	"  \"c\": true,\n"
	"  \"d\": false,\n"
	"  \"e\": null,\n"
	"  \"f\": [\n"
	"    {},\n"
	"    [],\n"
	"    7\n"
	"  ]\n"
	"}\n"},
    /* Escapes: only what RFC 8259 section 7 asks for. */
    {"<string" J ">\"\\/&#9;&#10;&#13;&#127;&#x2028;\xC3\xA9\xF0\x9F\x99\x82"
     "&lt;/script></string>",
	"\"\\\"\\\\/\\t\\n\\r\x7F\xE2\x80\xA8\xC3\xA9\xF0\x9F\x99\x82"
	"</script>\"\n"},
    {"<map" J "><null key='a\"b&#10;'/></map>",
	"{\n  \"a\\\"b\\n\": null\n}\n"},
    {"<string" J "><![CDATA[<p>]]> <!-- no --> </string>", "\"<p>  \"\n"},
    /* A mark of the host is not seen. */
    {"<string" J "><l:html xmlns:l='urn:feedloom'>&lt;b></l:html></string>",
	"\"<b>\"\n"},
    /* The first one of a key counts, whatever comes between. */
    {"<map" J "><map key='m'><null key='x'/><null key='y'/>"
     "<map key='x'><null key='q'/></map></map>"
     "<null key='a'/><string key='m'>2</string><map key='a'><null/></map>"
     "<null key='b'/><null key='m'/></map>",
	"{\n"
	"  \"m\": {\n"
	"    \"x\": null,\n"
	"    \"y\": null\n"
	"  },\n"
	"  \"a\": null,\n"
	"  \"b\": null\n"
	"}\n"},
    /* Foreign markup: gathered by namespace where the first one stands. */
    {"<map" J
     "><null key='j'/><w:b xmlns:w='http://wordpress.org/export/1.2/'>1</w:b>"
     "<null key='k'/>"
     "<x:about xmlns:x='urn:x'>2</x:about>"
     "<q:a xmlns:q='http://wordpress.org/export/1.1/'/>"
     "<w:b xmlns:w='http://wordpress.org/export/1.2/'>3</w:b></map>",
	"{\n"
	"  \"j\": null,\n"
	"  \"_wp\": {\n"
	"    \"about\": \"http://wordpress.org/export/1.2/\",\n"
	"    \"b\": [\n"
	"      \"1\",\n"
	"      \"3\"\n"
	"    ],\n"
	"    \"a\": [\"\"]\n"
	"  },\n"
	"  \"_x\": {\n"
	"    \"about\": \"urn:x\",\n"
	"    \":about\": [\"2\"]\n"
	"  },\n"
	"  \"k\": null\n"
	"}\n"},
    /* Attributes, text, children of the same and of other namespaces. */
    {"<map" J "><x:a xmlns:x='urn:x' n='1' x:n='2' xml:lang='en'>"
     " <x:b>3</x:b>\n<y:c xmlns:y='urn:y'/><x:b/> </x:a>"
     "<x:t xmlns:x='urn:x' n=''> t </x:t></map>",
	"{\n"
	"  \"_x\": {\n"
	"    \"about\": \"urn:x\",\n"
	"    \"a\": [\n"
	"      {\n"
	"        \"@n\": \"1\",\n"
	"        \"@x:n\": \"2\",\n"
	"        \"@xml:lang\": \"en\",\n"
	"        \"b\": [\n"
	"          \"3\",\n"
	"          \"\"\n"
	"        ],\n"
	"        \"_y\": {\n"
	"          \"about\": \"urn:y\",\n"
	"          \"c\": [\"\"]\n"
	"        }\n"
	"      }\n"
	"    ],\n"
	"    \"t\": [\n"
	"      {\n"
	"        \"@n\": \"\",\n"
	"        \"#text\": \" t \"\n"
	"      }\n"
	"    ]\n"
	"  }\n"
	"}\n"},
    /* Mixed content is XML that stands by itself. */
    {"<map" J "><x:a xmlns:x='urn:x' xmlns:y='urn:y'>a &amp; <x:b y:c='&lt;\"'"
     "><d xmlns='urn:d'><e xmlns=''/></d></x:b><x:b/><!-- no --></x:a></map>",
	"{\n"
	"  \"_x\": {\n"
	"    \"about\": \"urn:x\",\n"
	"    \"a\": [\n"
	"      {\n"
	"        \"#xml\": \"a &amp; <x:b xmlns:x=\\\"urn:x\\\" "
	"xmlns:y=\\\"urn:y\\\" y:c=\\\"&lt;&quot;\\\">"
	"<d xmlns=\\\"urn:d\\\"><e xmlns=\\\"\\\"/></d></x:b>"
	"<x:b xmlns:x=\\\"urn:x\\\"/>\"\n"
	"      }\n"
	"    ]\n"
	"  }\n"
	"}\n"},
    /* Two spellings of one namespace are one; so are their attributes. */
    {"<map" J "><x:a xmlns:x='urn:x' "
     "xmlns:m='http://search.yahoo.com/mrss/' "
     "xmlns:n='https://search.yahoo.com/mrss/' m:u='1' n:u='2'/></map>",
	"{\n"
	"  \"_x\": {\n"
	"    \"about\": \"urn:x\",\n"
	"    \"a\": [\n"
	"      {\n"
	"        \"@media:u\": \"1\"\n"
	"      }\n"
	"    ]\n"
	"  }\n"
	"}\n"},
    /* Members that are taken: by a key, by another namespace. */
    {"<map" J "><null key='_x'/><null key='_x2'/><x:a xmlns:x='urn:1'/>"
     "<x:a xmlns:x='urn:2'/><x4:a xmlns:x4='urn:3'/><n xmlns=''/></map>",
	"{\n"
	"  \"_x\": null,\n"
	"  \"_x2\": null,\n"
	"  \"_x3\": {\n"
	"    \"about\": \"urn:1\",\n"
	"    \"a\": [\"\"]\n"
	"  },\n"
	"  \"_x4\": {\n"
	"    \"about\": \"urn:2\",\n"
	"    \"a\": [\"\"]\n"
	"  },\n"
	"  \"_x42\": {\n"
	"    \"about\": \"urn:3\",\n"
	"    \"a\": [\"\"]\n"
	"  },\n"
	"  \"_none\": {\n"
	"    \"about\": \"\",\n"
	"    \"n\": [\"\"]\n"
	"  }\n"
	"}\n"},
    {"<map" J "><x:a xmlns:x='urn:1'><x:_y/><y:b xmlns:y='urn:y'/></x:a>"
     "</map>",
	"{\n"
	"  \"_x\": {\n"
	"    \"about\": \"urn:1\",\n"
	"    \"a\": [\n"
	"      {\n"
	"        \"_y\": [\"\"],\n"
	"        \"_y2\": {\n"
	"          \"about\": \"urn:y\",\n"
	"          \"b\": [\"\"]\n"
	"        }\n"
	"      }\n"
	"    ]\n"
	"  }\n"
	"}\n"},
    /* XML-JSON within foreign markup is markup like any other. */
    {"<map" J "><x:a xmlns:x='urn:x'><map key='k'>t</map></x:a></map>",
	"{\n"
	"  \"_x\": {\n"
	"    \"about\": \"urn:x\",\n"
	"    \"a\": [\n"
	"      {\n"
	"        \"_j\": {\n"
	"          \"about\": "
	"\"http://www.w3.org/2005/xpath-functions\",\n"
	"          \"map\": [\n"
	"            {\n"
	"              \"@key\": \"k\",\n"
	"              \"#text\": \"t\"\n"
	"            }\n"
	"          ]\n"
	"        }\n"
	"      }\n"
	"    ]\n"
	"  }\n"
	"}\n"},
};

static void
test_documents(void **state)
{
	static const size_t pieces[] = {0, 1, 7};

	(void)state;
	for (size_t i = 0; i < LEN(documents) * LEN(pieces); i++) {
		struct walk run;

		start(&run, false);
		run.piece = pieces[i % LEN(pieces)];
		int result = walk_all(&run, documents[i / LEN(pieces)].xml);
		assert_string_equal(run.e.text, "");
		assert_int_equal(result, 0);
		assert_string_equal(
		    buf_text(&run.out), documents[i / LEN(pieces)].expected);
		walk_end(&run);
	}
}

static const struct {
	const char *xml;
	const char *words;
} mistakes[] = {
    {"<a/>", "<a> at the top"},
    {"<map" J "><string>x</string></map>", "<string> in the map \"\" has no"},
    {"<map" J "><map key='m'><null/></map></map>", "in the map \"m\" has no"},
    {"<map" J "><map key='m'> x </map></map>",
	"text \"x \" in the map \"m\"; put it into a <string>"},
    {"<map" J "><array key='tags'><map>one</map></array></map>",
	"text \"one\" in the map \"tags\""},
    {"<map" J "><null key='n'>x</null></map>", "text \"x\" in the null"},
    {"<map" J "><number key='n'>12px</number></map>",
	"\"12px\" in \"n\" is not a number"},
    {"<number" J ">01</number>", "\"01\""},
    {"<number" J ">+1</number>", "\"+1\""},
    {"<number" J ">.5</number>", "\".5\""},
    {"<number" J ">1.</number>", "\"1.\""},
    {"<number" J ">1e</number>", "\"1e\""},
    {"<number" J ">-</number>", "\"-\""},
    {"<number" J ">NaN</number>", "\"NaN\""},
    {"<number" J ">1 2</number>", "\"1 2\""},
    {"<number" J "/>", "\"\" in \"\" is not a number"},
    {"<boolean" J ">yes</boolean>", "\"yes\" in \"\" is neither true"},
    {"<object" J "/>", "no <object> in http://www.w3.org/2005/xpath-functions"},
    {"<map" J " Key='x'/>", "attribute \"Key\""},
    {"<map" J "><string key='s'><b xmlns='urn:x'/></string></map>",
	"<b> in the string \"s\": it can hold text only"},
    {"<map" J "><string key='s'><null/></string></map>",
	"<null> in the string \"s\": it can hold text only"},
    {"<map" J "><array key='a'><b xmlns='urn:x'/></array></map>",
	"<b> in the array \"a\": markup of other namespaces may stand in a "
	"map"},
    {"<map" J "><l:html xmlns:l='urn:feedloom'/></map>",
	"<html> in the map \"\""},
    {"<map" J "><map key='m'><pause/></map></map>",
	"cannot be members of the map \"m\""},
};

static void
test_mistakes(void **state)
{
	static const char *const entries[] = {"<null" J " key='k'/>", NULL};

	(void)state;
	for (size_t i = 0; i < LEN(mistakes); i++) {
		struct walk run;

		start(&run, false);
		run.entries = entries;
		assert_int_equal(walk_all(&run, mistakes[i].xml), -1);
		if (strstr(run.e.text, mistakes[i].words) == NULL)
			assert_string_equal(run.e.text, mistakes[i].words);
		assert_int_equal(run.e.code, ERR_PLUGIN);
		walk_end(&run);
	}
}

/* A frame that stops for its entries; what was written is cut each time. */
static void
test_pause(void **state)
{
	static const char *const entries[] = {
	    "<map" J "><string key='id'>1</string>"
	    "<x:a xmlns:x='urn:x'>y</x:a></map>",
	    "<map" J "><string key='id'>2</string></map>", NULL};
	struct walk run;

	(void)state;
	start(&run, false);
	run.entries = entries;
	assert_int_equal(
	    walk_all(&run, "<map" J "><null key='n'/><array key='items'>"
			   "<pause/></array><x:f xmlns:x='urn:x'>g</x:f>"
			   "</map>"),
	    0);
	assert_string_equal(buf_text(&run.out),
	    "{\n"
	    "  \"n\": null,\n"
	    "  \"items\": [\n"
	    "    {\n"
	    "      \"id\": \"1\",\n"
	    "      \"_x\": {\n"
	    "        \"about\": \"urn:x\",\n"
	    "        \"a\": [\"y\"]\n"
	    "      }\n"
	    "    },\n"
	    "    {\n"
	    "      \"id\": \"2\"\n"
	    "    }\n"
	    "  ],\n"
	    "  \"_x\": {\n"
	    "    \"about\": \"urn:x\",\n"
	    "    \"f\": [\"g\"]\n"
	    "  }\n"
	    "}\n");
	walk_end(&run);
}

static const xmlNode *
add(struct walk *run, xmlDoc *doc, const char *xml)
{
	xmlNode *node = NULL;

	assert_int_equal(xmlParseInNodeContext(xmlDocGetRootElement(doc), xml,
			     (int)strlen(xml), 0, &node),
	    0);
	assert_non_null(node);
	xmlAddChild(xmlDocGetRootElement(doc), node);
	assert_int_equal(walk_node(run, node), 0);
	return node;
}

/* Nothing is looked up in what was written: cut after each value. */
static void
test_cut(void **state)
{
	struct walk run;
	xmlDoc *doc = xmlParseDoc((const xmlChar *)"<array" J "/>");
	const xmlNode *root = xmlDocGetRootElement(doc);

	(void)state;
	start(&run, false);
	assert_int_equal(serialiser_json.open(run.s, root, &run.e), 0);
	assert_string_equal(buf_text(&run.out), "[");
	buf_cut(&run.out, 0);
	add(&run, doc, "<number>1</number>");
	assert_string_equal(buf_text(&run.out), "\n  1");
	buf_cut(&run.out, 0);
	add(&run, doc, "<map/>");
	assert_string_equal(buf_text(&run.out), ",\n  {}");
	buf_cut(&run.out, 0);
	assert_int_equal(serialiser_json.close(run.s, root, &run.e), 0);
	assert_int_equal(serialiser_json.finish(run.s, &run.e), 0);
	assert_string_equal(buf_text(&run.out), "\n]\n");
	walk_end(&run);
	xmlFreeDoc(doc);
}

static void
test_lines(void **state)
{
	struct walk run;
	xmlDoc *doc = xmlParseDoc((const xmlChar *)"<top" J "/>");

	(void)state;
	start(&run, true);
	assert_int_equal(serialiser_json.finish(run.s, &run.e), 0);
	add(&run, doc,
	    "<map><array key='a'><null/><number>2</number></array>"
	    "<x:a xmlns:x='urn:x' b='c'/><x:d xmlns:x='urn:x'/></map>");
	add(&run, doc, "<map/>");
	assert_int_equal(serialiser_json.finish(run.s, &run.e), 0);
	assert_string_equal(buf_text(&run.out),
	    "{\"a\":[null,2],\"_x\":{\"about\":\"urn:x\",\"a\":"
	    "[{\"@b\":\"c\"}],\"d\":[\"\"]}}\n{}\n");
	walk_end(&run);
	xmlFreeDoc(doc);
}

/* A document is one value: not none, not two. */
static void
test_one_value(void **state)
{
	struct walk run;
	xmlDoc *doc = xmlParseDoc((const xmlChar *)"<map" J "/>");

	(void)state;
	start(&run, false);
	assert_int_equal(serialiser_json.finish(run.s, &run.e), -1);
	assert_non_null(strstr(run.e.text, "made no value"));
	assert_int_equal(walk_node(&run, xmlDocGetRootElement(doc)), 0);
	assert_int_equal(walk_node(&run, xmlDocGetRootElement(doc)), -1);
	assert_non_null(strstr(run.e.text, "second value"));
	walk_end(&run);
	xmlFreeDoc(doc);
}

/* The escapes of RFC 8259 section 7, one byte at a time. */
static void
add_escaped(struct buf *out, char c)
{
	switch (c) {
	case '"':
		buf_puts(out, "\\\"");
		break;
	case '\\':
		buf_puts(out, "\\\\");
		break;
	case '\n':
		buf_puts(out, "\\n");
		break;
	default:
		if ((unsigned char)c < 0x20)
			buf_printf(out, "\\u%04x", c);
		else
			buf_putc(out, c);
	}
}

/* Strings of all lengths, what must be escaped at all places. */
static void
test_lengths(void **state)
{
	static const char specials[] = {'"', '\\', '\n', 1, 0x1f, ' ', '\x80'};
	xmlDoc *doc = xmlParseDoc((const xmlChar *)"<string" J "/>");
	const xmlNode *root = xmlDocGetRootElement(doc);

	(void)state;
	for (size_t i = 0; i < 70 * 70 * sizeof(specials); i++) {
		struct walk run;
		struct buf expected;
		size_t len = i % 70;
		size_t at = i / 70 % 70;
		char *text = malloc(len + 1);

		assert_non_null(text);
		memset(text, 'a', len + 1);
		text[at < len ? at : len] = specials[i / (70 * 70)];
		start(&run, false);
		buf_init(&expected, KIB);
		buf_putc(&expected, '"');
		for (size_t k = 0; k < len; k++)
			add_escaped(&expected, text[k]);
		buf_puts(&expected, "\"\n");
		text = realloc(text, len == 0 ? 1 : len);
		serialiser_json.open(run.s, root, &run.e);
		serialiser_json.text(run.s, text, len, &run.e);
		serialiser_json.close(run.s, root, &run.e);
		assert_string_equal(buf_text(&run.out), buf_text(&expected));
		buf_clear(&expected);
		walk_end(&run);
		free(text);
	}
	xmlFreeDoc(doc);
}

/* A megabyte of nothing but escapes, so that every chunk is full. */
static void
test_long(void **state)
{
	xmlDoc *doc = xmlParseDoc((const xmlChar *)"<string" J "/>");
	const xmlNode *root = xmlDocGetRootElement(doc);
	char *text = malloc(MIB);
	struct walk run;

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < MIB; i++)
		text[i] = i % 3 == 0 ? 1 : '"';
	start(&run, false);
	serialiser_json.open(run.s, root, &run.e);
	serialiser_json.text(run.s, text, MIB, &run.e);
	serialiser_json.close(run.s, root, &run.e);
	size_t ones = MIB / 3 + 1;
	assert_int_equal(run.out.len, 6 * ones + 2 * (MIB - ones) + 3);
	for (size_t i = 0, at = 1; i < MIB; i++) {
		const char *escaped = i % 3 == 0 ? "\\u0001" : "\\\"";

		assert_memory_equal(
		    run.out.data + at, escaped, strlen(escaped));
		at += strlen(escaped);
	}
	walk_end(&run);
	free(text);
	xmlFreeDoc(doc);
}

/* n elements within each other: what opens, n times, and what closes. */
static char *
nested(const char *open, const char *close, size_t n)
{
	struct buf b;

	buf_init(&b, 64 * MIB);
	buf_puts(&b, "<map" J ">");
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, open);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, close);
	buf_puts(&b, "</map>");
	return buf_take(&b);
}

static void
check_nested(const char *open, const char *close, size_t n, const char *words)
{
	struct walk run;
	char *xml = nested(open, close, n);

	start(&run, false);
	assert_int_equal(walk_all(&run, xml), *words == '\0' ? 0 : -1);
	if (strstr(run.e.text, words) == NULL)
		assert_string_equal(run.e.text, words);
	walk_end(&run);
	free(xml);
}

static void
test_depth(void **state)
{
	(void)state;
	check_nested("<map key='a'>", "</map>", LIMIT_DEPTH - 1, "");
	check_nested("<map key='a'>", "</map>", LIMIT_DEPTH, "more than");
	check_nested("<a:a xmlns:a='urn:a'>", "</a:a>", LIMIT_DEPTH, "");
	check_nested("<a:a xmlns:a='urn:a'>", "</a:a>", LIMIT_DEPTH + 2,
	    "elements deep");
	check_nested("<a:a xmlns:a='urn:a'>x", "</a:a>", LIMIT_DEPTH, "");
	check_nested("<a:a xmlns:a='urn:a'>x", "</a:a>", LIMIT_DEPTH + 2,
	    "elements deep");
}

/* As many children as an entry may have, all alike or all different. */
static void
test_many(void **state)
{
	struct buf b;
	struct walk run;

	(void)state;
	buf_init(&b, 64 * MIB);
	buf_puts(&b, "<map" J " xmlns:x='urn:x'>");
	for (int i = 0; i < 50000; i++)
		buf_printf(
		    &b, "<null key='k%d'/><null key='l'/><x:a%d/><x:b/>", i, i);
	buf_puts(&b, "</map>");
	start(&run, true);
	assert_int_equal(walk_all(&run, buf_text(&b)), 0);
	const char *text = buf_text(&run.out);
	assert_memory_equal(text, "{\"k0\":null,\"l\":null,\"_x\":{", 26);
	assert_null(strstr(strstr(text, "\"l\"") + 1, "\"l\""));
	assert_null(strstr(strstr(text, "\"b\"") + 1, "\"b\""));
	assert_non_null(strstr(text, ",\"a49999\":[\"\"]},\"k1\":null,"));
	walk_end(&run);
	buf_clear(&b);
}

static void
test_namespaces(void **state)
{
	struct buf b;
	struct walk run;

	(void)state;
	for (int n = 64; n <= 65; n++) {
		buf_init(&b, MIB);
		buf_puts(&b, "<map" J ">");
		for (int i = 0; i < n; i++)
			buf_printf(&b, "<x:a xmlns:x='urn:%d'/>", i);
		buf_puts(&b, "</map>");
		start(&run, true);
		assert_int_equal(
		    walk_all(&run, buf_text(&b)), n == 64 ? 0 : -1);
		assert_non_null(strstr(buf_text(&run.out),
		    "\"_x64\":{\"about\":\"urn:63\",\"a\":[\"\"]}"));
		assert_int_equal(run.e.code, n == 64 ? ERR_NONE : ERR_INPUT);
		walk_end(&run);
		buf_clear(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_documents),
	    cmocka_unit_test(test_mistakes),
	    cmocka_unit_test(test_pause),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_one_value),
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_depth),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_namespaces),
	};

	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	xmlCleanupParser();
	return failed;
}
