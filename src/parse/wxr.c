/*
 * WordPress's exports.  Content is stored text there, not what a visitor sees,
 * and items are everything the database holds.
 */
#include "parse/wxr.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/post.h"
#include "xml/node.h"

struct name {
	char *login;
	char *shown;
};

struct attachment {
	unsigned long id;
	char *url;
};

struct wxr {
	const struct parse_options *options;
	char *site;
	struct name *names; /* sorted by login */
	size_t n_names;
	struct attachment *attachments; /* in the order of the export */
	size_t n_attachments;
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
wxr_learn_authors(struct wxr *wxr, xmlNode *root)
{
	for (xmlNode *n = node_first(root); n != NULL; n = node_next(n)) {
		if (!node_is(n, NS_WP, "author"))
			continue;
		xmlNode *email = node_child(n, NS_WP, "author_email");
		if (email != NULL)
			node_remove(email);
		char *login = wp_text(n, "author_login");
		char *shown = wp_text(n, "author_display_name");
		if (login == NULL || shown == NULL || *shown == '\0' ||
		    wxr->n_names == LIMIT_AUTHORS) {
			free(login);
			free(shown);
			continue;
		}
		wxr->names = mem_grow(
		    wxr->names, wxr->n_names + 1, sizeof(*wxr->names));
		wxr->names[wxr->n_names++] = (struct name){login, shown};
	}
	if (wxr->n_names > 0)
		qsort(wxr->names, wxr->n_names, sizeof(*wxr->names),
		    name_order);
}

struct wxr *
wxr_new(struct feed *feed, const struct parse_options *options)
{
	xmlNode *root = feed_root(feed);

	if (node_child(root, NS_WP, "wxr_version") == NULL &&
	    node_child(root, NS_WP, "base_blog_url") == NULL &&
	    node_child(root, NS_WP, "author") == NULL &&
	    options->from != DIALECT_WXR)
		return NULL;
	struct wxr *wxr = mem_new(1, sizeof(*wxr));
	wxr->options = options;
	wxr->site = wp_text(root, "base_blog_url");
	wxr_learn_authors(wxr, root);
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
	for (size_t i = 0; i < wxr->n_attachments; i++)
		free(wxr->attachments[i].url);
	free(wxr->attachments);
	free(wxr->names);
	free(wxr->site);
	free(wxr);
}

/* Whether a word is one of a comma-separated list, or the list is "any". */
static bool
listed(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; *p != '\0';) {
		size_t n = strcspn(p, ",");
		if ((n == len && strncmp(p, word, n) == 0) ||
		    (n == 3 && strncmp(p, "any", 3) == 0))
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
	bool is = listed(list, text == NULL ? fallback : text);

	free(text);
	return is;
}

static bool
wxr_dated(const struct wxr *wxr, const xmlNode *item)
{
	static const char *const names[] = {"post_date_gmt", "post_date"};
	struct date date;

	if (wxr->options->since == INT64_MIN &&
	    wxr->options->until == INT64_MAX)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *text = wp_text(item, names[i]);
		bool fine = text != NULL &&
		    date_parse(text, strlen(text), &date) == 0;
		free(text);
		if (fine)
			return date.seconds >= wxr->options->since &&
			    date.seconds < wxr->options->until;
	}
	return false;
}

static void
wxr_learn_attachment(struct wxr *wxr, const xmlNode *item)
{
	char *url = wp_text(item, "attachment_url");
	char *id = wp_text(item, "post_id");

	if (url == NULL || id == NULL || *url == '\0' ||
	    wxr->n_attachments == LIMIT_ATTACHMENTS) {
		free(url);
	} else {
		if ((wxr->n_attachments & (wxr->n_attachments - 1)) == 0)
			wxr->attachments = mem_grow(wxr->attachments,
			    wxr->n_attachments == 0 ? 1
						    : wxr->n_attachments * 2,
			    sizeof(*wxr->attachments));
		wxr->attachments[wxr->n_attachments++] =
		    (struct attachment){strtoul(id, NULL, 10), url};
	}
	free(id);
}

bool
wxr_wanted(struct wxr *wxr, const xmlNode *item)
{
	const struct parse_options *o = wxr->options;
	const char *statuses = o->statuses == NULL ? "publish" : o->statuses;

	wxr_learn_attachment(wxr, item);
	if (!wp_listed(item, "post_type", "post",
		o->types == NULL ? "post" : o->types) ||
	    !wp_listed(item, "status", "publish", statuses) ||
	    !wxr_dated(wxr, item))
		return false;
	char *password = wp_text(item, "post_password");
	bool open = password == NULL || *password == '\0' ||
	    listed(statuses, "protected");
	free(password);
	return open;
}

/* post_images: the address of an attachment that has gone by. */
static const char *
wxr_address(void *context, unsigned long id)
{
	const struct wxr *wxr = context;

	for (size_t i = wxr->n_attachments; i > 0; i--) {
		if (wxr->attachments[i - 1].id == id)
			return wxr->attachments[i - 1].url;
	}
	return NULL;
}

static void
wxr_content(const struct wxr *wxr, xmlNode *content)
{
	struct post_images images = {.address = wxr_address,
	    .context = (void *)wxr,
	    .site = wxr->site};
	struct buf text;
	struct buf html;

	buf_init(&text, LIMIT_ENTRY);
	buf_init(&html, LIMIT_OUTPUT);
	node_text(content, &text);
	post_html(buf_text(&text), text.len, &images, &html);
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
	    : bsearch(&key, wxr->names, wxr->n_names, sizeof(key), name_order);

	if (name != NULL)
		node_set_text(creator, name->shown, strlen(name->shown));
	free(login);
}

/* Approved comments stay, without what says who and where a person is. */
static void
wxr_comment(xmlNode *comment)
{
	static const char *const private[] = {
	    "comment_author_email", "comment_author_IP", "comment_agent"};
	char *approved = wp_text(comment, "comment_approved");
	bool fine = approved != NULL &&
	    (strcmp(approved, "1") == 0 || strcmp(approved, "approve") == 0);

	free(approved);
	if (!fine) {
		node_remove(comment);
		return;
	}
	for (size_t i = 0; i < sizeof(private) / sizeof(private[0]); i++) {
		xmlNode *n = node_child(comment, NS_WP, private[i]);
		if (n != NULL)
			node_remove(n);
	}
	/* Its metadata may hold anything that a plugin knew of a person. */
	for (xmlNode *n = node_first(comment), *next; n != NULL; n = next) {
		next = node_next(n);
		if (node_is(n, NS_WP, "commentmeta"))
			node_remove(n);
	}
}

void
wxr_render(const struct wxr *wxr, xmlNode *item)
{
	for (xmlNode *n = node_first(item), *next; n != NULL; n = next) {
		next = node_next(n);
		if (node_is(n, NS_CONTENT, "encoded"))
			wxr_content(wxr, n);
		else if (node_is(n, NS_DC, "creator"))
			wxr_author(wxr, n);
		else if (node_is(n, NS_WP, "comment"))
			wxr_comment(n);
		else if (node_is(n, NS_WP, "post_password"))
			node_remove(n);
		else if (node_is(n, NS_NONE, "title")) {
			/* Stored titles are HTML, entities and all. */
			node_rename(n, NS_DC, "title");
		}
	}
}
