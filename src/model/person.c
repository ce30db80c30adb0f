/*
 * People, from the one string that RSS has for them.
 */
#include "model/person.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "xml/node.h"

#define LOOK_BACK 1000

/* A piece of the string, without blanks and quotes around it. */
struct piece {
	const char *text;
	size_t len;
};

static struct piece
piece_trim(const char *text, size_t len)
{
	while (len > 0 && strchr(" \t\n\r\"", text[0]) != NULL) {
		text++;
		len--;
	}
	while (len > 0 && strchr(" \t\n\r\",;", text[len - 1]) != NULL)
		len--;
	if (len > 7 && strncmp(text, "mailto:", 7) == 0) {
		text += 7;
		len -= 7;
	}
	return (struct piece){text, len};
}

/* One '@' with something on both sides, and no blank: an address. */
static bool
piece_is_address(struct piece p)
{
	const char *at = p.len == 0 ? NULL : memchr(p.text, '@', p.len);

	if (at == NULL || at == p.text || at + 1 == p.text + p.len)
		return false;
	for (size_t i = 0; i < p.len; i++) {
		char c = p.text[i];
		if (c == ' ' || c == '\t' || c == '\n' || c == '<' ||
		    c == '>' || c == '(' || c == ')')
			return false;
	}
	return memchr(at + 1, '@', (size_t)(p.text + p.len - at - 1)) == NULL;
}

/*
 * The person of that name, if there is one among the last children: those who
 * were added stand there, and a list without an end must not be searched again
 * and again.
 */
static xmlNode *
person_find(const xmlNode *parent, const char *role, const char *name)
{
	xmlNode *n = parent->last;

	for (int i = 0; n != NULL && i < LOOK_BACK; n = n->prev, i++) {
		if (n->type != XML_ELEMENT_NODE || !node_is(n, NS_ATOM, role))
			continue;
		xmlNode *known = node_child(n, NS_ATOM, "name");
		const char *text = known == NULL ? NULL : node_plain(known);
		if (text != NULL && strcmp(text, name) == 0)
			return n;
	}
	return NULL;
}

void
person_add(xmlNode *parent, const char *role, const char *text)
{
	size_t len = strlen(text);
	struct piece whole = piece_trim(text, len);
	const char *open = strpbrk(text, "(<");
	char last = open != NULL && *open == '(' ? ')' : '>';
	const char *close = open == NULL ? NULL : strrchr(open, last);
	struct piece name = whole;
	struct piece email = {"", 0};

	if (close != NULL) {
		struct piece out = piece_trim(text, (size_t)(open - text));
		struct piece in =
		    piece_trim(open + 1, (size_t)(close - open - 1));
		if (piece_is_address(out)) {
			email = out;
			name = in;
		} else if (piece_is_address(in)) {
			email = in;
			name = out;
		}
	} else if (piece_is_address(whole)) {
		email = whole;
	}
	if (name.len == 0)
		name = email;
	if (name.len == 0)
		return;
	char *called = mem_dup(name.text, name.len);
	xmlNode *person = person_find(parent, role, called);
	if (person == NULL) {
		person = node_add(parent, NS_ATOM, role, NULL);
		node_add(person, NS_ATOM, "name", called);
	}
	free(called);
	if (email.len > 0 && node_child(person, NS_ATOM, "email") == NULL) {
		char *address = mem_dup(email.text, email.len);
		node_add(person, NS_ATOM, "email", address);
		free(address);
	}
}
