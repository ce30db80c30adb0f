/*
 * Where values stand.  Lua tells the line of a call, not that of a key, so the
 * text of the call is read once more, as far as needed for that: tokens (Lua
 * 5.4 manual, section 3.1) and the fields of table constructors (3.4.9).
 */
#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "config/datum.h"

#define NAME_BYTES                                                             \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

enum token {
	TOKEN_END,
	TOKEN_WORD, /* a name, a keyword or a number */
	TOKEN_STRING,
	TOKEN_OTHER, /* one character */
};

struct lexer {
	const char *at; /* behind the token */
	int line;	/* that at is on */
	enum token token;
	const char *text; /* a string's without its quotes, escapes as they are
			   */
	size_t len;
	int begin; /* the line of the token */
};

/* How many '=' a long bracket has that opens at s, or -1 for none. */
static int
long_level(const char *s)
{
	size_t level = strspn(s + 1, "=");

	return s[0] == '[' && s[1 + level] == '[' ? (int)level : -1;
}

/* Goes on to a place, counting lines. */
static void
move_to(struct lexer *l, const char *to)
{
	for (; l->at < to; l->at++)
		if (*l->at == '\n')
			l->line++;
}

/* Behind a long bracket: a string or a comment. */
static void
read_long(struct lexer *l, int level)
{
	const char *begin = l->at + level + 2, *s = begin;

	for (; *s != '\0'; s++)
		if (*s == ']' && (int)strspn(s + 1, "=") == level &&
		    s[1 + level] == ']')
			break;
	l->text = begin;
	l->len = (size_t)(s - begin);
	move_to(l, *s == '\0' ? s : s + level + 2);
}

static void
skip_blank(struct lexer *l)
{
	for (;;) {
		if (ascii_blank(*l->at) || *l->at == '\v' || *l->at == '\f') {
			move_to(l, l->at + 1);
			continue;
		}
		if (l->at[0] != '-' || l->at[1] != '-')
			return;
		l->at += 2;
		int level = long_level(l->at);
		if (level >= 0)
			read_long(l, level);
		else
			l->at += strcspn(l->at, "\n");
	}
}

static void
read_string(struct lexer *l)
{
	char quote = *l->at;
	const char *s = l->at + 1;

	l->text = s;
	while (*s != '\0' && *s != quote && *s != '\n')
		s += s[0] == '\\' && s[1] != '\0' ? 2 : 1;
	l->len = (size_t)(s - l->text);
	move_to(l, *s == quote ? s + 1 : s);
}

static void
next(struct lexer *l)
{
	skip_blank(l);
	l->begin = l->line;
	l->text = l->at;
	l->len = strspn(l->at, NAME_BYTES);
	if (*l->at == '\0') {
		l->token = TOKEN_END;
	} else if (l->len > 0) {
		l->token = TOKEN_WORD;
		l->at += l->len;
	} else if (*l->at == '"' || *l->at == '\'') {
		l->token = TOKEN_STRING;
		read_string(l);
	} else if (long_level(l->at) >= 0) {
		l->token = TOKEN_STRING;
		read_long(l, long_level(l->at));
	} else {
		l->token = TOKEN_OTHER;
		l->len = 1;
		l->at++;
	}
}

static bool
is(const struct lexer *l, enum token token, const char *text)
{
	return l->token == token && strlen(text) == l->len &&
	       memcmp(text, l->text, l->len) == 0;
}

static bool
is_one_of(const struct lexer *l, const char *characters)
{
	return l->token == TOKEN_OTHER && strchr(characters, *l->text) != NULL;
}

/* Behind what opened, to where that closes. */
static void
skip_nested(struct lexer *l)
{
	size_t open = 1;

	while (l->token != TOKEN_END && open > 0) {
		if (is_one_of(l, "{(["))
			open++;
		else if (is_one_of(l, "})]"))
			open--;
		next(l);
	}
}

/* To the end of a field's value. */
static void
skip_value(struct lexer *l)
{
	while (l->token != TOKEN_END && !is_one_of(l, ",;}")) {
		bool opens = is_one_of(l, "{([");
		next(l);
		if (opens)
			skip_nested(l);
	}
}

static void
set_all(struct datum *datum, int line)
{
	datum->line = line;
	for (size_t i = 0; i < datum->count; i++)
		set_all(&datum->items[i], line);
}

/*
 * The key of a field that the lexer is at: "key =" or ["key"] =.  False, and
 * nothing read, when it has none.
 */
static bool
read_key(struct lexer *l, struct lexer *key)
{
	struct lexer ahead = *l;
	bool bracket = is_one_of(&ahead, "[");

	if (bracket)
		next(&ahead);
	*key = ahead;
	if (key->token != (bracket ? TOKEN_STRING : TOKEN_WORD))
		return false;
	next(&ahead);
	if (bracket) {
		if (!is_one_of(&ahead, "]"))
			return false;
		next(&ahead);
	}
	if (!is_one_of(&ahead, "=") || *ahead.at == '=')
		return false;
	next(&ahead);
	*l = ahead;
	return true;
}

/* Whether a field's value is a table that stands there; at its brace then. */
static bool
read_brace(struct lexer *l)
{
	struct lexer ahead = *l;

	/* A word that makes a value of it may be in front. */
	if (ahead.token == TOKEN_WORD) {
		next(&ahead);
		if (is_one_of(&ahead, "("))
			next(&ahead);
	}
	if (!is_one_of(&ahead, "{"))
		return false;
	*l = ahead;
	return true;
}

/* Behind the brace that opens a constructor. */
static void
place_fields(struct lexer *l, struct datum *table)
{
	size_t listed = 0;

	for (size_t i = 0; i < table->count; i++)
		table->items[i].line = 0;
	while (l->token != TOKEN_END && !is_one_of(l, "}")) {
		struct datum *item = NULL;
		struct lexer key;
		int line = l->begin;
		if (read_key(l, &key))
			item = datum_get(table, key.text, key.len);
		else if (listed < table->list_count)
			item = &table->items[listed++];
		if (item != NULL) {
			item->again = item->line;
			set_all(item, line);
		}
		if (item != NULL && item->type == DATUM_TABLE &&
		    read_brace(l)) {
			next(l);
			place_fields(l, item);
			next(l);
		}
		skip_value(l);
		if (is_one_of(l, ",;"))
			next(l);
	}
	for (size_t i = 0; i < table->count; i++)
		if (table->items[i].line == 0)
			set_all(&table->items[i], table->line);
}

/* Behind WORD "NAME" {, or WORD {; the word is on the line. */
static bool
find_statement(struct lexer *l, int line, const char *word, const char *name)
{
	while (l->token != TOKEN_END && l->begin <= line) {
		bool found = is(l, TOKEN_WORD, word);
		next(l);
		if (!found)
			continue;
		while (is_one_of(l, "("))
			next(l);
		if (name != NULL) {
			if (!is(l, TOKEN_STRING, name))
				continue;
			next(l);
			while (is_one_of(l, "()"))
				next(l);
		}
		if (is_one_of(l, "{")) {
			next(l);
			return true;
		}
	}
	return false;
}

/* Where a line begins, or the end of the text. */
static void
find_line(struct datum_text *text, int line)
{
	if (text->at == NULL || line < text->line) {
		text->at = text->begin;
		text->line = 1;
	}
	for (; text->line < line && *text->at != '\0'; text->line++) {
		text->at += strcspn(text->at, "\n");
		if (*text->at != '\0')
			text->at++;
	}
}

void
datum_place(struct datum *datum, struct datum_text *text, int line,
    const char *word, const char *name)
{
	set_all(datum, line);
	if (datum->type != DATUM_TABLE)
		return;
	find_line(text, line);
	struct lexer l = {.at = text->at, .line = text->line};
	next(&l);
	if (find_statement(&l, line, word, name))
		place_fields(&l, datum);
}
