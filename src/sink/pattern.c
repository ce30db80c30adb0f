/*
 * Patterns of paths: a list of literal text and fields.  What could lead out of
 * the fixed folder, or be too long for a folder, is refused while the pattern
 * is read, so that no value can make it so.
 */
#include "sink/pattern.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "sink/path.h"

#define PARTS_MAX 64
#define PATTERN_TEXT (4 * KIB)

/* The longest value that a field has. */
static const struct field {
	const char *name;
	size_t most;
} fields[PATTERN_FIELDS] = {
    [PATTERN_DATE] = {"date", 10},
    [PATTERN_DAY] = {"day", 2},
    [PATTERN_ID] = {"id", 32},
    [PATTERN_MONTH] = {"month", 2},
    [PATTERN_N] = {"n", 20},
    [PATTERN_NAME] = {"name", 73},
    [PATTERN_SLUG] = {"slug", 73},
    [PATTERN_YEAR] = {"year", 7},
};

struct part {
	size_t at, len; /* literal text, when the field is PATTERN_FIELDS */
	enum pattern_field field;
};

struct pattern {
	char *folder;
	struct buf text; /* of all literals */
	struct part parts[PARTS_MAX];
	size_t count;
	bool has_fields;
	bool has_name;
	size_t last; /* the part that is the last field */
};

bool
pattern_is(const char *path)
{
	return path != NULL && strchr(path, '{') != NULL;
}

static int
add_field(struct pattern *p, const char *name, size_t len, const char *path,
    struct error *e)
{
	char *typed = mem_dup(name, len);
	char meant[SUGGEST_TEXT];
	struct suggest near;
	unsigned i = 0;

	suggest_init(&near, typed);
	for (; i < PATTERN_FIELDS && strcmp(fields[i].name, typed) != 0; i++)
		suggest_offer(&near, fields[i].name);
	if (i == PATTERN_FIELDS)
		error_set(e, ERR_USAGE,
		    "'%s' has an unknown field {%s}%s; a brace of a file's "
		    "name is written {{",
		    path, typed, suggest_text(&near, "", meant));
	free(typed);
	if (i == PATTERN_FIELDS)
		return -1;
	p->last = p->count;
	p->has_fields = true;
	p->has_name = p->has_name || i == PATTERN_NAME;
	p->parts[p->count++].field = (enum pattern_field)i;
	return 0;
}

static void
add_literal(struct pattern *p, const char *text, size_t len)
{
	p->parts[p->count++] = (struct part){
	    .at = p->text.len, .len = len, .field = PATTERN_FIELDS};
	buf_add(&p->text, text, len);
}

/* Takes the path apart; each '{' is a field or, doubled, a brace. */
static int
read_parts(struct pattern *p, const char *path, struct error *e)
{
	const char *s = path;

	while (*s != '\0') {
		size_t n = strcspn(s, "{");

		if (p->count + 2 > PARTS_MAX)
			return error_set(e, ERR_USAGE,
			    "'%.100s...' has too many fields", path);
		if (s[n] == '{' && s[n + 1] == '{') {
			add_literal(p, s, n + 1);
			s += n + 2;
			continue;
		}
		if (n > 0)
			add_literal(p, s, n);
		s += n;
		if (*s == '\0')
			break;
		n = strcspn(s, "}");
		if (s[n] == '\0')
			return error_set(e, ERR_USAGE,
			    "'%s' has a '{' without a '}'; a brace of a file's "
			    "name is written {{",
			    path);
		if (add_field(p, s + 1, n - 1, path, e) == -1)
			return -1;
		s += n + 1;
	}
	return 0;
}

/* Cuts the fixed folder, all up to the last slash before a field, off. */
static void
cut_folder(struct pattern *p)
{
	size_t first = 0;
	struct buf fixed;

	while (p->parts[first].field == PATTERN_FIELDS)
		first++;
	size_t end =
	    first == 0 ? 0 : p->parts[first - 1].at + p->parts[first - 1].len;
	while (end > 0 && p->text.data[end - 1] != '/')
		end--;
	buf_init(&fixed, PATTERN_TEXT);
	buf_add(&fixed, buf_text(&p->text), end);
	while (fixed.len > 1 && fixed.data[fixed.len - 1] == '/')
		buf_cut(&fixed, fixed.len - 1);
	p->folder = fixed.len > 0 ? mem_str(fixed.data) : mem_str(".");
	buf_clear(&fixed);
	for (size_t i = 0; i < first; i++) {
		struct part *part = &p->parts[i];
		size_t gone = part->at >= end		    ? 0
			      : part->at + part->len <= end ? part->len
							    : end - part->at;

		part->at += gone;
		part->len -= gone;
	}
}

/* True when a component of a path is "..". */
static bool
climbs(const char *path)
{
	while (path != NULL) {
		path += strspn(path, "/");
		if (strncmp(path, "..", 2) == 0 &&
		    (path[2] == '/' || path[2] == '\0'))
			return true;
		path = strchr(path, '/');
	}
	return false;
}

/* True when a component of a path is longer than a folder can hold. */
static bool
too_long(const char *path)
{
	while (*path != '\0') {
		size_t n = strcspn(path, "/");

		if (n > NAME_MAX - PATTERN_MORE)
			return true;
		path += n + strspn(path + n, "/");
	}
	return false;
}

/* Looks at the path that values of the greatest length make. */
static int
check(const struct pattern *p, const char *path, struct error *e)
{
	struct pattern_values *longest = mem_new(1, sizeof(*longest));
	struct buf rest;
	int result = 0;

	for (size_t i = 0; i < PATTERN_FIELDS; i++)
		memset(longest->of[i], 'x', fields[i].most);
	buf_init(&rest, PATTERN_TEXT + PARTS_MAX * PATTERN_VALUE);
	pattern_path(p, longest, "", &rest);
	if (climbs(buf_text(&rest)))
		result = error_set(e, ERR_USAGE,
		    "'%s': '..' cannot stand behind a field", path);
	else if (path[strlen(path) - 1] == '/')
		result = error_set(e, ERR_USAGE,
		    "'%s' ends in '/': name a file, such as {slug}.md", path);
	else if (too_long(buf_text(&rest)))
		result = error_set(
		    e, ERR_USAGE, "'%.200s' makes too long a name", path);
	buf_clear(&rest);
	free(longest);
	return result;
}

struct pattern *
pattern_new(const char *path, struct error *e)
{
	struct pattern *p = mem_new(1, sizeof(*p));
	int result = 0;

	buf_init(&p->text, PATTERN_TEXT);
	if (strlen(path) >= PATTERN_TEXT)
		result = error_set(
		    e, ERR_USAGE, "'%.100s...' is too long a path", path);
	if (result == 0)
		result = read_parts(p, path, e);
	if (result == 0 && p->has_fields) {
		cut_folder(p);
		result = check(p, path, e);
	}
	if (result == 0)
		return p;
	pattern_free(p);
	return NULL;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	buf_clear(&p->text);
	free(p->folder);
	free(p);
}

bool
pattern_has_fields(const struct pattern *p)
{
	return p->has_fields;
}

const char *
pattern_folder(const struct pattern *p)
{
	return p->folder;
}

void
pattern_path(const struct pattern *p, const struct pattern_values *values,
    const char *more, struct buf *out)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct part *part = &p->parts[i];

		if (part->field == PATTERN_FIELDS) {
			buf_add(out, buf_text(&p->text) + part->at, part->len);
			continue;
		}
		buf_puts(out, values->of[part->field]);
		if (p->has_name ? part->field == PATTERN_NAME : i == p->last)
			buf_puts(out, more);
	}
}
