/*
 * WordPress's exports.  Content is stored text there, not what a visitor sees,
 * and items are everything the database holds.
 */
#include "parse/wxr.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/post.h"
#include "model/links.h"
#include "parse/attachments.h"
#include "xml/node.h"

struct name {
	char *login;
	char *shown;
};

struct wxr {
	bool is;
	char *site;
	struct name *names; /* sorted by login */
	size_t n_names;
	size_t cap_names;
	struct attachments *attachments;
};

/* The text of a wp: child without white space around it, or NULL. */
static char *
wp_text(const xmlNode *parent, const char *name)
{
	xmlNode *node = node_child(parent, NS_WP, name);

	return node == NULL ? NULL : node_trimmed(node);
}

static int
name_order(const void *a, const void *b)
{
	return strcmp(
	    ((const struct name *)a)->login, ((const struct name *)b)->login);
}

static void
add_name(struct wxr *wxr, const xmlNode *author)
{
	char *login = wp_text(author, "author_login");
	char *shown = wp_text(author, "author_display_name");

	if (login == NULL || shown == NULL || *shown == '\0' ||
	    wxr->n_names == LIMIT_AUTHORS) {
		free(login);
		free(shown);
		return;
	}
	if (wxr->n_names == wxr->cap_names) {
		wxr->cap_names = wxr->cap_names == 0 ? 16 : wxr->cap_names * 2;
		wxr->names =
		    mem_grow(wxr->names, wxr->cap_names, sizeof(*wxr->names));
	}
	wxr->names[wxr->n_names++] = (struct name){login, shown};
}

struct wxr *
wxr_new(void)
{
	struct wxr *wxr = mem_new(1, sizeof(*wxr));

	wxr->attachments = attachments_new();
	return wxr;
}

void
wxr_free(struct wxr *wxr)
{
	if (wxr == NULL)
		return;
	for (size_t i = 0; i < wxr->n_names; i++) {
		free(wxr->names[i].login);
		free(wxr->names[i].shown);
	}
	attachments_free(wxr->attachments);
	free(wxr->names);
	free(wxr->site);
	free(wxr);
}

void
wxr_take_head(
    struct wxr *wxr, const struct parse_options *options, xmlNode *root)
{
	xmlNode *version = node_child(root, NS_WP, "wxr_version");

	if (version == NULL && options->from != DIALECT_WXR)
		return;
	if (version != NULL)
		node_remove(version);
	if (wxr->is)
		return;
	wxr->is = true;
	wxr->site = wp_text(root, "base_blog_url");
	for (xmlNode *n = node_first(root); n != NULL; n = node_next(n)) {
		if (node_is(n, NS_WP, "author"))
			add_name(wxr, n);
	}
	if (wxr->n_names > 0)
		qsort(
		    wxr->names, wxr->n_names, sizeof(*wxr->names), name_order);
}

bool
wxr_is(const struct wxr *wxr)
{
	return wxr->is;
}

/* Whether a word is one of a comma-separated list. */
static bool
has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; *p != '\0';) {
		size_t n = strcspn(p, ",");
		if (n == len && strncmp(p, word, n) == 0)
			return true;
		p += n + (p[n] == ',');
	}
	return false;
}

/* A missing element counts as the fallback. */
static bool
wp_listed(const xmlNode *item, const char *name, const char *fallback,
    const char *list)
{
	char *text = wp_text(item, name);
	bool is = has_word(list, "any") ||
		  has_word(list, text == NULL ? fallback : text);

	free(text);
	return is;
}

void
wxr_learn(struct wxr *wxr, const xmlNode *item)
{
	char *url = wp_text(item, "attachment_url");

	if (url == NULL)
		return;
	char *id = wp_text(item, "post_id");
	if (id != NULL && *url != '\0')
		attachments_add(wxr->attachments, strtoul(id, NULL, 10), url);
	free(id);
	free(url);
}

size_t
wxr_learnt(const struct wxr *wxr)
{
	return attachments_count(wxr->attachments);
}

bool
wxr_wanted(const struct parse_options *o, const xmlNode *item)
{
	const char *statuses = o->statuses == NULL ? "publish" : o->statuses;
	char *password = wp_text(item, "post_password");
	bool locked = password != NULL && *password != '\0';

	free(password);
	if (!wp_listed(item, "post_type", "post",
		o->types == NULL ? "post" : o->types) ||
	    (locked && !has_word(statuses, "protected")))
		return false;
	return wp_listed(item, "status", "publish", statuses) ||
	       (locked && wp_listed(item, "status", "publish", "publish"));
}

/* post_images: the address of an attachment. */
static const char *
wxr_address(void *context, unsigned long id)
{
	const struct wxr *wxr = context;

	return attachments_find(wxr->attachments, id);
}

static void
wxr_content(const struct wxr *wxr, xmlNode *content)
{
	struct post_images images = {
	    .address = wxr_address, .context = (void *)wxr, .site = wxr->site};
	const char *plain = node_plain(content);
	struct buf text;
	struct buf html;

	buf_init(&text, LIMIT_ENTRY);
	buf_init(&html, LIMIT_OUTPUT);
	if (plain == NULL) {
		node_text(content, &text);
		plain = buf_text(&text);
	}
	post_html(plain, strlen(plain), &images, &html);
	node_set_text(content, buf_text(&html), html.len);
	buf_clear(&html);
	buf_clear(&text);
}

/* A login becomes the name that the site shows. */
static void
wxr_author(const struct wxr *wxr, xmlNode *creator)
{
	char *login = node_trimmed(creator);
	struct name key = {login, NULL};
	const struct name *name = wxr->n_names == 0
				      ? NULL
				      : bsearch(&key, wxr->names, wxr->n_names,
					    sizeof(key), name_order);

	if (name != NULL)
		node_set_text(creator, name->shown, strlen(name->shown));
	free(login);
}

/* A featured image becomes what feeds have for it. */
static void
wxr_thumbnail(const struct wxr *wxr, xmlNode *item, const xmlNode *meta)
{
	char *key = wp_text(meta, "meta_key");
	bool fine = key != NULL && strcmp(key, "_thumbnail_id") == 0 &&
		    node_child(item, NS_MEDIA, "thumbnail") == NULL;

	free(key);
	if (!fine)
		return;
	char *id = wp_text(meta, "meta_value");
	const char *url = id == NULL ? NULL
				     : attachments_find(wxr->attachments,
					   strtoul(id, NULL, 10));
	free(id);
	if (url != NULL)
		node_set(
		    node_add(item, NS_MEDIA, "thumbnail", NULL), "url", url);
}

/* An attachment's file is what it encloses. */
static void
wxr_enclose(xmlNode *item, const xmlNode *address)
{
	char *url = node_trimmed(address);

	if (*url != '\0')
		links_add(item, "enclosure", url);
	free(url);
}

/* A line of text, without white space around it, and the lines behind it. */
static char *
take_line(const char **text)
{
	size_t len = strcspn(*text, "\n");
	const char *line = *text;

	*text += len + ((*text)[len] == '\n');
	while (len > 0 && ascii_blank(line[len - 1]))
		len--;
	for (; len > 0 && ascii_blank(*line); line++)
		len--;
	return mem_dup(line, len);
}

/* What WordPress noted of a file that a post encloses: address, size, type. */
static void
wxr_noted(xmlNode *item, const xmlNode *meta)
{
	char *key = wp_text(meta, "meta_key");
	bool fine = key != NULL && strcmp(key, "enclosure") == 0;

	free(key);
	if (!fine)
		return;
	char *value = wp_text(meta, "meta_value");
	const char *rest = value == NULL ? "" : value;
	char *url = take_line(&rest);
	char *length = take_line(&rest);
	char *type = take_line(&rest);
	type[strcspn(type, " \t")] = '\0';
	if (*url != '\0') {
		xmlNode *node = node_add(item, NS_NONE, "enclosure", NULL);
		node_set(node, "url", url);
		node_set(node, "length", length);
		node_set(node, "type", *type == '\0' ? NULL : type);
	}
	free(type);
	free(length);
	free(url);
	free(value);
}

/* What old exports have for the date of a draft. */
static bool
is_no_date(const xmlNode *node)
{
	const char *text = node_plain(node);

	return text != NULL && strstr(text, " -0001 ") != NULL;
}

/* Stored titles are HTML; most have no more of it than entities. */
static void
wxr_title(xmlNode *title)
{
	char *text = node_trimmed(title);

	if (strchr(text, '<') == NULL) {
		node_rename(title, NS_DC, "title");
	} else {
		node_rename(title, NS_ATOM, "title");
		node_set_text(title, text, strlen(text));
		node_set(title, "type", "html");
	}
	free(text);
}

void
wxr_render(const struct wxr *wxr, xmlNode *item)
{
	for (xmlNode *n = node_first(item), *next; n != NULL; n = next) {
		next = node_next(n);
		if (node_is(n, NS_CONTENT, "encoded")) {
			wxr_content(wxr, n);
		} else if (node_is(n, NS_DC, "creator")) {
			wxr_author(wxr, n);
		} else if (node_is(n, NS_WP, "postmeta")) {
			wxr_thumbnail(wxr, item, n);
			wxr_noted(item, n);
		} else if (node_is(n, NS_WP, "attachment_url")) {
			wxr_enclose(item, n);
		} else if (node_is(n, NS_NONE, "pubDate") && is_no_date(n)) {
			node_remove(n);
		} else if (node_is(n, NS_NONE, "title")) {
			wxr_title(n);
		}
	}
}

static void
remove_child(xmlNode *parent, const char *name)
{
	for (xmlNode *n = node_first(parent), *next; n != NULL; n = next) {
		next = node_next(n);
		if (node_is(n, NS_WP, name))
			node_remove(n);
	}
}

/* Approved comments stay, without what says who and where a person is. */
static void
hide_comment(xmlNode *comment)
{
	/* The last is what plugins noted, which may be anything. */
	static const char *const hidden[] = {"comment_author_email",
	    "comment_author_IP", "comment_agent", "commentmeta"};
	char *approved = wp_text(comment, "comment_approved");
	bool fine = approved != NULL && (strcmp(approved, "1") == 0 ||
					    strcmp(approved, "approve") == 0);

	free(approved);
	if (!fine) {
		node_remove(comment);
		return;
	}
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		remove_child(comment, hidden[i]);
}

void
wxr_hide(xmlNode *parent)
{
	for (xmlNode *n = node_first(parent), *next; n != NULL; n = next) {
		next = node_next(n);
		if (ns_of(n) != NS_WP)
			continue;
		if (node_is(n, NS_WP, "comment"))
			hide_comment(n);
		else if (node_is(n, NS_WP, "post_password"))
			node_remove(n);
		else if (node_is(n, NS_WP, "author"))
			remove_child(n, "author_email");
	}
}
