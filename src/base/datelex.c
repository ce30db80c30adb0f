/*
 * Cuts a date into tokens.  Words get their meaning here; what the tokens mean
 * together is not this file's business.  Zones and comments follow RFC 5322
 * section 4.3.  Nothing is allocated, and no text beyond a short length read.
 */
#include "base/datelex.h"

#include <string.h>

#include "base/dateword.h"

#define DIGITS 18 /* of one number */

struct lexer {
	uint32_t text[DATELEX_LONGEST]; /* folded */
	bool capital[DATELEX_LONGEST];
	size_t len;
	size_t at;
	struct datetoken *tokens;
	size_t count;
	bool blank;
	bool timed; /* saw a time: from here on zones are likely */
};

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || c >= 0x80;
}

static bool
is_trimmed(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
fold_text(struct lexer *lx, const char *text, size_t len)
{
	const char *end = text + len;
	uint32_t c;

	while (text < end) {
		bool capital = *text >= 'A' && *text <= 'Z';
		if (!dateword_next(&text, end, &c))
			return false;
		if (c == 0)
			continue;
		lx->capital[lx->len] = capital;
		lx->text[lx->len++] = c;
	}
	return true;
}

/* The character ahead characters from here, 0 behind the end. */
static uint32_t
peek(const struct lexer *lx, size_t ahead)
{
	return lx->at + ahead < lx->len ? lx->text[lx->at + ahead] : 0;
}

static bool
push(struct lexer *lx, char kind, int64_t value, int digits)
{
	if (lx->count == DATELEX_TOKENS - 4)
		return false;
	lx->tokens[lx->count++] =
	    (struct datetoken){kind, lx->blank, digits, value};
	lx->blank = false;
	return true;
}

static bool
lex_number(struct lexer *lx)
{
	int64_t value = 0;
	int digits = 0;

	for (; is_digit(peek(lx, 0)); lx->at++) {
		if (++digits > DIGITS)
			return false;
		value = value * 10 + (peek(lx, 0) - '0');
	}
	return push(lx, '0', value, digits);
}

/* True when the n letters from here were written as capitals. */
static bool
is_capitals(const struct lexer *lx, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!lx->capital[lx->at + i])
			return false;
	return true;
}

/*
 * A zone of n letters at this place: a name of the table; or capitals behind a
 * time, of which nobody knows more, and which RFC 5322 section 4.3 takes for
 * UTC as it does the military letters.  Names of two letters are words too and
 * must be capitals ("ET", "AT").
 */
static bool
lex_zone(struct lexer *lx, size_t n, bool known)
{
	bool capitals = is_capitals(lx, n);
	int offset = 0;

	if (known) {
		if (n == 2 && !capitals && peek(lx, 0) != 'u')
			return false;
		if (!dateword_zone(lx->text + lx->at, n, &offset))
			return false;
	} else if (!lx->timed || !capitals || n > 5) {
		return false;
	}
	lx->at += n;
	return push(lx, 'Z', offset, 0);
}

/* "Europe/Brussels": its offset takes a database, so it is UTC, but for
 * "Etc/GMT" and the like. */
static bool
lex_region(struct lexer *lx)
{
	int offset = 0;
	size_t last = 0;
	size_t n = 0;

	for (; is_letter(peek(lx, n)) || peek(lx, n) == '_' ||
	       (peek(lx, n) == '/' && is_letter(peek(lx, n + 1)));
	     n++)
		if (peek(lx, n) == '/')
			last = n + 1;
	dateword_zone(lx->text + lx->at + last, n - last, &offset);
	lx->at += n;
	return push(lx, 'Z', offset, 0);
}

/* "a.m.", "p. m.": two letters with dots. */
static bool
lex_dotted_half(struct lexer *lx)
{
	size_t second = peek(lx, 2) == ' ' ? 3 : 2;
	uint32_t word[] = {peek(lx, 0), peek(lx, second)};

	if (peek(lx, 1) != '.' || is_letter(peek(lx, second + 1)))
		return false;
	struct dateword found = dateword_find(word, 2);
	if (found.kind != DATEWORD_HALF)
		return false;
	lx->at += second + 1;
	return push(lx, 'A', found.value, 0);
}

/* A mark: a unit behind a number, or a letter that stands before one. */
static bool
lex_mark(struct lexer *lx, int mark)
{
	struct datetoken *before =
	    lx->count > 0 ? &lx->tokens[lx->count - 1] : NULL;

	switch (mark) {
	case 'Y':
	case 'D':
		lx->blank = true;
		return true;
	case 'M':
		if (before == NULL || before->kind != '0')
			return false;
		before->kind = 'M';
		lx->blank = true;
		return true;
	case 'W':
		return push(lx, 'w', 0, 0);
	case 'h':
		lx->timed = true;
		return push(lx, 'h', 0, 0);
	default:
		return push(lx, (char)mark, 0, 0);
	}
}

static bool
lex_found(struct lexer *lx, const struct dateword *found)
{
	switch (found->kind) {
	case DATEWORD_MONTH:
		return push(lx, 'M', found->value, 0);
	case DATEWORD_EITHER:
		return push(lx, 'E', found->value, 0);
	case DATEWORD_WEEKDAY:
		return push(lx, 'W', found->value, 0);
	case DATEWORD_HALF:
		return push(lx, 'A', found->value, 0);
	case DATEWORD_MARK:
		return lex_mark(lx, found->value);
	case DATEWORD_NOISE:
		lx->blank = true;
		return true;
	case DATEWORD_NONE:
		break;
	}
	return push(lx, '?', 0, 0);
}

static bool
lex_word(struct lexer *lx)
{
	const uint32_t *word = lx->text + lx->at;
	size_t n = 0;
	struct dateword found;

	while (is_letter(peek(lx, n)))
		n++;
	if (peek(lx, n) == '/' && is_letter(peek(lx, n + 1)))
		return lex_region(lx);
	if (n == 1 && lex_dotted_half(lx))
		return true;
	/* Military letters come before "t" and "h" once there was a time. */
	if (lx->timed &&
	    (lex_zone(lx, n, true) || (n == 1 && lex_zone(lx, n, false))))
		return true;
	if (*word < 0x2E80) {
		found = dateword_find(word, n);
	} else {
		size_t whole = n;
		found = dateword_prefix(word, &n);
		if (found.kind == DATEWORD_NONE)
			n = whole;
	}
	if (found.kind == DATEWORD_NONE &&
	    (lex_zone(lx, n, true) || lex_zone(lx, n, false)))
		return true;
	lx->at += n;
	return lex_found(lx, &found);
}

/* What is in parentheses says nothing, unless it is the name of a zone. */
static bool
lex_comment(struct lexer *lx)
{
	int depth = 1;
	size_t n = 0;

	lx->at++;
	while (is_letter(peek(lx, n)))
		n++;
	if (n > 0 && peek(lx, n) == ')' && lex_zone(lx, n, true)) {
		lx->at++;
		return true;
	}
	for (; depth > 0; lx->at++) {
		if (lx->at == lx->len)
			return false;
		if (peek(lx, 0) == '(')
			depth++;
		if (peek(lx, 0) == ')')
			depth--;
	}
	lx->blank = true;
	return true;
}

static bool
lex_punctuation(struct lexer *lx)
{
	uint32_t c = peek(lx, 0);
	struct datetoken *first = &lx->tokens[0];

	if (c >= 0x80 || strchr(",.-+/:", (int)c) == NULL)
		return false;
	if (c == ':')
		lx->timed = true;
	lx->at++;
	/* An unknown word before the first comma is a day of the week in a
	 * language that is not in the table. */
	bool alone = lx->count == 1 || (lx->count == 2 && first[1].kind == '.');
	if (c == ',' && alone && first->kind == '?') {
		*first = (struct datetoken){.kind = 'W'};
		lx->count = 1;
	}
	return push(lx, (char)c, 0, 0);
}

static bool
lex_all(struct lexer *lx)
{
	while (lx->at < lx->len) {
		uint32_t c = peek(lx, 0);
		bool ok = true;

		if (c == ' ') {
			lx->blank = true;
			lx->at++;
		} else if (is_digit(c)) {
			ok = lex_number(lx);
		} else if (is_letter(c)) {
			ok = lex_word(lx);
		} else if (c == '(') {
			ok = lex_comment(lx);
		} else {
			ok = lex_punctuation(lx);
		}
		if (!ok)
			return false;
	}
	return true;
}

bool
datelex(const char *text, size_t len, struct datetoken tokens[DATELEX_TOKENS])
{
	struct lexer lx = {.tokens = tokens};

	while (len > 0 && is_trimmed(text[len - 1]))
		len--;
	for (; len > 0 && is_trimmed(*text); text++)
		len--;
	if (len > DATELEX_LONGEST || !fold_text(&lx, text, len) ||
	    !lex_all(&lx))
		return false;
	memset(tokens + lx.count, 0, 4 * sizeof(tokens[0]));
	return true;
}
