#ifndef FEEDLOOM_HTML_TOKEN_H
#define FEEDLOOM_HTML_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A tokenizer of HTML fragments as they stand in feeds: cuts text into tags,
 * comments and character data without copying.  It builds nothing and repairs
 * nothing; its tokens, put together, are its input byte by byte.  The raw text
 * of script, style, textarea, title, xmp, iframe, noembed and noframes is one
 * text token.  What is no tag is text: a "<" before a blank or a digit, and a
 * tag that the input does not close.
 */
enum token_type {
	TOKEN_END,
	TOKEN_TEXT,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMENT, /* also <!doctype>, <?php ?>, <![CDATA[ ]]>, </ > */
};

struct token {
	enum token_type type;
	const char *at;	  /* the token's first byte in the input */
	size_t len;	  /* all of it, brackets included */
	const char *name; /* of a tag: as written, not NUL-terminated */
	size_t name_len;
	bool self_closing; /* ends in "/>" */
};

struct tokens {
	const char *at;
	const char *end;
	const char
	    *raw; /* name of the raw text element that is open, or NULL */
	unsigned endless; /* raw text elements known to have no end tag ahead */
};

void tokens_init(struct tokens *t, const char *html, size_t len);

/* The next token; false at the end. */
bool tokens_next(struct tokens *t, struct token *token);

/* True when the tag's name is this one (given in lower case). */
bool token_is(const struct token *token, const char *name);

/*
 * A tag's or an attribute's name as trees have it, in lower case; false for one
 * that is too long, is no UTF-8 or has quotes, "<", blanks, "/", ">", "=" or
 * control characters in it.
 */
#define TOKEN_NAME 64
bool token_name(const char *name, size_t len, char to[TOKEN_NAME]);

/*
 * What a comment says: its length, and its text, which is NULL when the token
 * is no <!-- -->.
 */
size_t token_comment(const struct token *token, const char **text);

/*
 * The attributes of an open tag, one a call; at starts as token->name +
 * token->name_len.  The value is raw: character references are not decoded.
 * False when there are no more.
 */
struct token_attribute {
	const char *name;
	size_t name_len;
	const char *value; /* without its quotes; NULL when there is none */
	size_t value_len;
};
bool token_attribute(const struct token *token, const char **at,
    struct token_attribute *attribute);

#endif
