/*
 * Reads the command line: words in GNU style (POSIX Utility Conventions 12.2
 * with long options).  Unlike getopt_long it takes no shortened names: a script
 * must not break when an option is added.  Prints nothing.
 */
#include "cli/options.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "base/url.h"

/* What is read, and which options were already given. */
struct reader {
	struct options *options;
	int argc, at;
	char *const *argv;
	bool given[OPTIONS_MOST];
};

bool
option_of_verb(const struct option_def *def, const struct verb *verb)
{
	return def->verbs == 0 ||
	       (verb != NULL && (def->verbs & (unsigned)verb->id) != 0);
}

void
options_add(struct options_list *list, const char *text, size_t len)
{
	list->items =
	    mem_grow(list->items, list->count + 1, sizeof(list->items[0]));
	list->items[list->count++] = mem_dup(text, len);
}

static void
list_clear(struct options_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct options_list){0};
}

static int
set_text(
    void *p, const struct option_def *def, const char *value, struct error *e)
{
	(void)def;
	(void)e;
	*(const char **)p = value;
	return 0;
}

static int
set_choice(
    void *p, const struct option_def *def, const char *value, struct error *e)
{
	struct suggest near;
	char meant[SUGGEST_TEXT];

	if (suggest_among(&near, value, def->values)) {
		*(const char **)p = value;
		return 0;
	}
	suggest_text(&near, "", meant);
	return error_set(e, ERR_USAGE, "--%s cannot be '%s'%s", def->name,
	    value, *meant != '\0' ? meant : "; --help lists what it can be");
}

static int
set_url(
    void *p, const struct option_def *def, const char *value, struct error *e)
{
	if (!url_absolute(value, strlen(value)))
		return error_set(e, ERR_USAGE,
		    "--%s wants an absolute URL, https://..., not '%s'",
		    def->name, value);
	*(const char **)p = value;
	return 0;
}

/* Digits only: no sign, no blank, none of the locale's separators. */
static int
set_integer(
    void *p, const struct option_def *def, const char *value, struct error *e)
{
	long n = 0;

	for (const char *s = value; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return error_set(e, ERR_USAGE,
			    "--%s wants a whole number, not '%s'", def->name,
			    value);
		if (n <= INT_MAX)
			n = n * 10 + (*s - '0');
	}
	if (n < def->min || n > def->max)
		return error_set(e, ERR_USAGE, "--%s must be %d to %d, not %s",
		    def->name, def->min, def->max, value);
	*(int *)p = (int)n;
	return 0;
}

static int
set_date(
    void *p, const struct option_def *def, const char *value, struct error *e)
{
	struct options_date *date = p;

	if (date_parse(value, strlen(value), &date->date) == -1)
		return error_set(e, ERR_USAGE,
		    "--%s wants a date, 2024-04-19 or 2024-04-19T10:45:00Z, "
		    "not '%s'",
		    def->name, value);
	date->given = true;
	return 0;
}

static int
set_list(
    void *p, const struct option_def *def, const char *value, struct error *e)
{
	(void)def;
	(void)e;
	options_add(p, value, strlen(value));
	return 0;
}

static int
set_words(
    void *p, const struct option_def *def, const char *value, struct error *e)
{
	for (const char *s = value;; s++) {
		size_t len = strcspn(s, ",");
		if (len == 0)
			return error_set(e, ERR_USAGE,
			    "--%s '%s' has an empty word", def->name, value);
		options_add(p, s, len);
		s += len;
		if (*s == '\0')
			return 0;
	}
}

/* A number, or a share of the entries. */
static int
set_patience(
    void *p, const struct option_def *def, const char *value, struct error *e)
{
	struct patience *patience = p;
	char *end;
	size_t digits = strspn(value, "0123456789");
	unsigned long n = digits > 0 ? strtoul(value, &end, 10) : 0;
	bool share = strcmp(value + digits, "%") == 0;

	if (digits == 0 || digits > 9 || (!share && value[digits] != '\0') ||
	    (share && (n == 0 || n > 100)))
		return error_set(e, ERR_USAGE,
		    "--%s wants a number, as in 10 or 5%%, not '%s'", def->name,
		    value);
	*patience = (struct patience){
	    .failures = n, .percent = share ? (unsigned)n : 0};
	return 0;
}

static int (*const setters[])(void *p, const struct option_def *def,
    const char *value, struct error *e) = {
    [OPTION_TEXT] = set_text,
    [OPTION_CHOICE] = set_choice,
    [OPTION_URL] = set_url,
    [OPTION_INTEGER] = set_integer,
    [OPTION_DATE] = set_date,
    [OPTION_LIST] = set_list,
    [OPTION_WORDS] = set_words,
    [OPTION_PATIENCE] = set_patience,
};

/* Sets an option; value is NULL for one that takes none. */
static int
option_set(struct reader *r, const struct option_def *def, const char *value,
    struct error *e)
{
	void *p = (char *)r->options + def->offset;
	bool *given = &r->given[def - option_table];

	/* Words given by the user replace the default ones, once. */
	if (def->kind == OPTION_WORDS && !*given)
		list_clear(p);
	*given = true;
	if (def->kind == OPTION_FLAG) {
		*(bool *)p = true;
		return 0;
	}
	if (def->kind == OPTION_COUNT) {
		if (*(int *)p < INT_MAX)
			++*(int *)p;
		return 0;
	}
	if (*value == '\0')
		return error_set(
		    e, ERR_USAGE, "--%s must not be empty", def->name);
	return setters[def->kind](p, def, value, e);
}

void
options_init(struct options *options, const struct verb *verb)
{
	struct error never;

	*options = (struct options){.verb = verb, .jobs = -1};
	for (const struct option_def *d = option_table; d->name != NULL; d++)
		if (d->initial != NULL)
			setters[d->kind](
			    (char *)options + d->offset, d, d->initial, &never);
}

static const struct option_def *
find_name(const char *name, size_t len)
{
	for (const struct option_def *d = option_table; d->name != NULL; d++)
		if (strncmp(d->name, name, len) == 0 && d->name[len] == '\0')
			return d;
	return NULL;
}

static const struct option_def *
find_letter(char letter)
{
	for (const struct option_def *d = option_table; d->name != NULL; d++)
		if (d->letter == letter)
			return d;
	return NULL;
}

/* An option that exists, but not here. */
static int
misplaced(const struct reader *r, const struct option_def *def, struct error *e)
{
	const struct verb *verb = r->options->verb;

	if (verb != NULL)
		return error_set(e, ERR_USAGE, "'feedloom %s' takes no --%s",
		    verb->name, def->name);
	for (verb = r->options->verbs; verb->name != NULL; verb++)
		if (option_of_verb(def, verb))
			break;
	return error_set(e, ERR_USAGE,
	    "--%s must stand behind a verb, as in 'feedloom %s --%s'",
	    def->name, verb->name == NULL ? "VERB" : verb->name, def->name);
}

static int
unknown_name(
    const struct reader *r, const char *name, size_t len, struct error *e)
{
	char *typed = mem_dup(name, len);
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, typed);
	for (const struct option_def *d = option_table; d->name != NULL; d++)
		if (r->options->verb == NULL ||
		    option_of_verb(d, r->options->verb))
			suggest_offer(&near, d->name);
	error_set(e, ERR_USAGE, "unknown option '--%s'%s", typed,
	    suggest_text(&near, "--", meant));
	free(typed);
	return -1;
}

/* The argument of an option that needs one: the next word. */
static int
next_word(struct reader *r, const struct option_def *def, const char **value,
    struct error *e)
{
	if (r->at == r->argc)
		return error_set(e, ERR_USAGE, "--%s needs a value: %s",
		    def->name, def->argument);
	*value = r->argv[r->at++];
	return 0;
}

/* A word that begins with "--". */
static int
read_long(struct reader *r, const char *word, struct error *e)
{
	const char *name = word + 2;
	size_t len = strcspn(name, "=");
	const char *value = name[len] == '=' ? name + len + 1 : NULL;
	const struct option_def *def = find_name(name, len);

	if (def == NULL)
		return unknown_name(r, name, len, e);
	if (!option_of_verb(def, r->options->verb))
		return misplaced(r, def, e);
	if (def->argument == NULL && value != NULL)
		return error_set(
		    e, ERR_USAGE, "--%s takes no value", def->name);
	if (def->argument != NULL && value == NULL) {
		if (def->implied != NULL)
			value = def->implied;
		else if (next_word(r, def, &value, e) == -1)
			return -1;
	}
	return option_set(r, def, value, e);
}

/* A word that begins with one '-': letters, the last one with its value. */
static int
read_letters(struct reader *r, const char *word, struct error *e)
{
	for (const char *s = word + 1; *s != '\0'; s++) {
		const struct option_def *def = find_letter(*s);
		if (def == NULL)
			return error_set(e, ERR_USAGE,
			    "unknown option '-%c'%s%s", *s,
			    word[2] == '\0' ? "" : " in ",
			    word[2] == '\0' ? "" : word);
		if (!option_of_verb(def, r->options->verb))
			return misplaced(r, def, e);
		if (def->argument == NULL) {
			if (option_set(r, def, NULL, e) == -1)
				return -1;
			continue;
		}
		const char *value = s + 1;
		if (*value == '\0' && next_word(r, def, &value, e) == -1)
			return -1;
		return option_set(r, def, value, e);
	}
	return 0;
}

static int
read_verb(struct reader *r, const char *word, struct error *e)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, word);
	for (const struct verb *v = r->options->verbs; v->name != NULL; v++) {
		if (strcmp(v->name, word) == 0) {
			r->options->verb = v;
			return 0;
		}
		suggest_offer(&near, v->name);
	}
	suggest_text(&near, "", meant);
	return error_set(e, ERR_USAGE, "unknown verb '%s'%s", word,
	    *meant != '\0'		  ? meant
	    : strpbrk(word, "/.") != NULL ? "; a file stands behind one, as in "
					    "'feedloom convert -t json FILE'"
					  : "");
}

static int
read_operand(struct reader *r, const char *word, struct error *e)
{
	struct options *o = r->options;

	if (o->verb == NULL)
		return read_verb(r, word, e);
	if (o->operands.count == o->verb->most)
		return error_set(e, ERR_USAGE, "one word too many: '%s'", word);
	options_add(&o->operands, word, strlen(word));
	return 0;
}

/* With --stylesheet: one document as it is, and nothing that changes it. */
static int
check_page(const struct reader *r, struct error *e)
{
	for (const struct option_def *d = option_table; d->name != NULL; d++)
		if (r->given[d - option_table] && !d->page)
			return error_set(e, ERR_USAGE,
			    "--%s and --stylesheet exclude each other: a "
			    "stylesheet gets the input as it is, and makes all "
			    "of the output",
			    d->name);
	if (r->options->operands.count > 1)
		return error_set(
		    e, ERR_USAGE, "--stylesheet takes one input only");
	return 0;
}

/* With --into: files, and names that outputs can be made of. */
static int
check_into(const struct options *o, struct error *e)
{
	if (o->output != NULL)
		return error_set(
		    e, ERR_USAGE, "--into and --output exclude each other");
	if (o->operands.count == 0)
		return error_set(e, ERR_USAGE, "--into needs a FILE");
	for (size_t i = 0; i < o->operands.count; i++)
		if (strcmp(o->operands.items[i], "-") == 0)
			return error_set(e, ERR_USAGE,
			    "--into takes files: standard input has no name");
	return 0;
}

/* What only the whole line can tell. */
static int
check(const struct reader *r, struct error *e)
{
	const struct options *o = r->options;

	if (o->verb == NULL)
		return error_set(e, ERR_USAGE, "no verb given");
	if (o->quiet && o->verbose > 0)
		return error_set(
		    e, ERR_USAGE, "--quiet and --verbose exclude each other");
	if (o->stylesheet != NULL)
		return check_page(r, e);
	for (const struct option_def *d = option_table; d->name != NULL; d++)
		if (d->required && option_of_verb(d, o->verb) &&
		    !r->given[d - option_table])
			return error_set(e, ERR_USAGE,
			    "'feedloom %s' needs --%s (%s)", o->verb->name,
			    d->name, d->about);
	if (o->into != NULL && check_into(o, e) == -1)
		return -1;
	if (o->since.given && o->until.given &&
	    o->since.date.seconds >= o->until.date.seconds)
		return error_set(
		    e, ERR_USAGE, "--since must be before --until");
	return 0;
}

int
options_read(struct options *options, int argc, char *const argv[],
    const struct verb *verbs, struct error *e)
{
	struct reader r = {
	    .options = options, .argc = argc, .at = 1, .argv = argv};
	bool literal = false;

	options_init(options, NULL);
	options->verbs = verbs;
	while (r.at < argc && !options->help && !options->version) {
		const char *word = argv[r.at++];
		int result;

		if (!literal && strcmp(word, "--") == 0) {
			literal = true;
			continue;
		}
		if (literal || word[0] != '-' || word[1] == '\0')
			result = read_operand(&r, word, e);
		else if (word[1] == '-')
			result = read_long(&r, word, e);
		else
			result = read_letters(&r, word, e);
		if (result == -1)
			return -1;
	}
	return options->help || options->version ? 0 : check(&r, e);
}

void
options_clear(struct options *options)
{
	for (const struct option_def *d = option_table; d->name != NULL; d++)
		if (d->kind == OPTION_LIST || d->kind == OPTION_WORDS)
			list_clear((struct options_list *)((char *)options +
							   d->offset));
	list_clear(&options->operands);
}
