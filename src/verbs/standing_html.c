/*
 * How feeds stand, as one page of HTML that is XML as well: no script, nothing
 * that is loaded.  Its look is that of xslt/html.xsl.
 */
#include <string.h>

#include "html/value.h"
#include "verbs/standing.h"
#include "verbs/standing_digest_html.h"
#include "verbs/standing_fact.h"
#include "verbs/standing_plot.h"

/* clang-format off */
static const char head[] =
"<!DOCTYPE html>\n"
"<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n"
"<head>\n"
"<meta charset=\"utf-8\"/>\n"
"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n"
"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
"<meta name=\"color-scheme\" content=\"light dark\"/>\n"
"<meta name=\"robots\" content=\"noindex\"/>\n"
"<meta name=\"generator\" content=\"feedloom\"/>\n"
"<title>How the feeds stand</title>\n"
"<link rel=\"icon\" href=\"data:,\"/>\n";

static const char style[] =
"<style>\n"
":root {\n"
"	color-scheme: light dark;\n"
"	--paper: #fffdf9;\n"
"	--ink: #22201c;\n"
"	--soft: #6b655b;\n"
"	--line: #e2dccf;\n"
"	--link: #8a2f1d;\n"
"	--good: #2f6f3e;\n"
"	--bad: #b3261e;\n"
"	--held: #8a5a00;\n"
"	--sans: system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", sans-serif;\n"
"	--serif: \"Iowan Old Style\", Charter, \"Palatino Linotype\", Palatino, \"Noto Serif\", Georgia, serif;\n"
"}\n"
"@media (prefers-color-scheme: dark) {\n"
"	:root {\n"
"		--paper: #181715;\n"
"		--ink: #ddd8ce;\n"
"		--soft: #a0988a;\n"
"		--line: #36322b;\n"
"		--link: #e3a48b;\n"
"		--good: #86c294;\n"
"		--bad: #f28b82;\n"
"		--held: #e0b35a;\n"
"	}\n"
"}\n"
"* {\n"
"	box-sizing: border-box;\n"
"}\n"
"html {\n"
"	background: var(--paper);\n"
"	color: var(--ink);\n"
"	font: 100%/1.5 var(--sans);\n"
"	text-size-adjust: 100%;\n"
"	-webkit-text-size-adjust: 100%;\n"
"	overflow-wrap: anywhere;\n"
"}\n"
"body {\n"
"	margin: 0 auto;\n"
"	padding: 2.5rem 1.25rem 4rem;\n"
"	max-width: 66rem;\n"
"}\n"
"a {\n"
"	color: var(--link);\n"
"	text-decoration-thickness: 1px;\n"
"	text-underline-offset: 0.18em;\n"
"}\n"
"h1, h2, h3 {\n"
"	margin: 0;\n"
"	font-family: var(--serif);\n"
"	font-weight: 600;\n"
"	line-height: 1.2;\n"
"}\n"
"h1 {\n"
"	font-size: 2.1rem;\n"
"}\n"
"article h2, h3 {\n"
"	font-size: 1.25rem;\n"
"}\n"
"h2 {\n"
"	font-size: 1.6rem;\n"
"}\n"
"section {\n"
"	margin-block-start: 2.5rem;\n"
"}\n"
"section h2 {\n"
"	margin-block-end: 1.2rem;\n"
"}\n"
"p, dl, dd, ul, figure {\n"
"	margin: 0;\n"
"	padding: 0;\n"
"}\n"
"header p, header ul {\n"
"	margin-block-start: 0.6rem;\n"
"}\n"
"header p, dt, figcaption, footer {\n"
"	color: var(--soft);\n"
"}\n"
"header ul, footer ul {\n"
"	display: flex;\n"
"	flex-wrap: wrap;\n"
"	gap: 0.2rem 1.4rem;\n"
"	list-style: none;\n"
"}\n"
"main {\n"
"	margin-block: 2.5rem;\n"
"}\n"
"article {\n"
"	display: grid;\n"
"	gap: 0.9rem 2rem;\n"
"	border-block-start: 1px solid var(--line);\n"
"	padding-block: 1.2rem;\n"
"}\n"
"dl, figcaption, footer {\n"
"	font-size: 0.85rem;\n"
"}\n"
"dl div {\n"
"	display: grid;\n"
"	grid-template-columns: 6.5rem minmax(0, 1fr);\n"
"}\n"
"figure + figure {\n"
"	margin-block-start: 0.7rem;\n"
"}\n"
"svg {\n"
"	vertical-align: middle;\n"
"}\n"
".state {\n"
"	font-weight: 600;\n"
"}\n"
".good .state {\n"
"	color: var(--good);\n"
"}\n"
".failing .state {\n"
"	color: var(--bad);\n"
"}\n"
".held .state {\n"
"	color: var(--held);\n"
"}\n"
".retired .state, .new .state {\n"
"	color: var(--soft);\n"
"}\n"
"path {\n"
"	fill: var(--soft);\n"
"}\n"
"path.axis {\n"
"	fill: var(--line);\n"
"}\n"
"path.published {\n"
"	fill: var(--good);\n"
"}\n"
"path.failed {\n"
"	fill: var(--bad);\n"
"}\n"
"path.held {\n"
"	fill: var(--held);\n"
"}\n"
"@media (min-width: 52rem) {\n"
"	article {\n"
"		grid-template-columns: 13rem minmax(0, 1fr) 15rem;\n"
"	}\n"
"}\n"
"</style>\n"
"</head>\n";
/* clang-format on */

static const struct {
	const char *class, *word;
	bool trouble;
} states[STANDING_STATES] = {
    [STANDING_GOOD] = {"good", "good", false},
    [STANDING_FAILING] = {"failing", "failing", true},
    [STANDING_HELD] = {"held", "held back", true},
    [STANDING_RETIRED] = {"retired", "retired", true},
    [STANDING_NEW] = {"new", "never fetched", false},
};

/* What links lead to; a name has only letters, digits and some marks. */
static void
put_anchor(const struct standing *s, struct buf *out)
{
	buf_puts(out, "feed-");
	value_encode(s->feed->name, strlen(s->feed->name), out);
}

static void
put_state(const struct standing *s, struct buf *out)
{
	const struct store_feed *known = &s->known;
	enum standing_state state = standing_state(s);

	buf_printf(out, "<p class=\"state\">%s", states[state].word);
	if (state == STANDING_FAILING) {
		buf_puts(out, " since ");
		fact_moment(known->failing_since, out);
		buf_printf(out, ": %lld run%s", (long long)known->failures,
		    known->failures == 1 ? "" : "s");
	} else if (state == STANDING_HELD) {
		buf_puts(out, " since ");
		fact_moment(known->held_since, out);
	}
	buf_puts(out, "</p>\n");
}

static void
put_times(const struct standing *s, struct buf *out)
{
	const struct store_feed *known = &s->known;

	fact_begin("Last success", out);
	if (known->last_success == 0)
		buf_puts(out, "never");
	else
		fact_moment(known->last_success, out);
	fact_end(out);
	fact_begin("Next due", out);
	if (standing_state(s) == STANDING_RETIRED)
		buf_puts(out, "never again");
	else if (known->next_due == 0)
		buf_puts(out, "with the next run");
	else
		fact_moment(known->next_due, out);
	fact_end(out);
}

static void
put_troubles(const struct standing *s, struct buf *out)
{
	const char *held = s->known.held_reason;

	if (s->error != NULL) {
		fact_begin("Last error", out);
		fact_moment(s->error_when, out);
		buf_puts(out, ": ");
		fact_words(s->error, out);
		fact_end(out);
	}
	if (s->known.held_since != 0 && held != NULL) {
		fact_begin("Held back", out);
		fact_words(held, out);
		fact_end(out);
	}
	if (s->retired > 0) {
		fact_begin("Retired", out);
		buf_printf(out,
		    "%zu of %zu source%s gone for good: to be taken out of "
		    "the configuration",
		    s->retired, s->feed->source_count,
		    s->feed->source_count == 1 ? "" : "s");
		fact_end(out);
	}
}

static void
put_weeks(const struct standing *s, struct buf *out)
{
	int64_t sum = 0;

	for (size_t i = 0; i < STANDING_WEEKS; i++)
		sum += s->weeks[i];
	buf_puts(out, "<figure>\n");
	plot_weeks(s, out);
	buf_printf(out,
	    "<figcaption>%lld new in %d weeks, %lld in the last"
	    "</figcaption>\n</figure>\n",
	    (long long)sum, STANDING_WEEKS,
	    (long long)s->weeks[STANDING_WEEKS - 1]);
}

static void
put_runs(const struct standing *s, struct buf *out)
{
	size_t failed = 0;

	for (size_t i = 0; i < s->run_count; i++)
		failed += s->runs[i].what == STORE_FAILED;
	buf_puts(out, "<figure>\n");
	plot_runs(s, out);
	buf_printf(out, "<figcaption>%zu run%s, %zu failed</figcaption>\n",
	    s->run_count, s->run_count == 1 ? "" : "s", failed);
	buf_puts(out, "</figure>\n");
}

static void
put_feed(const struct standing *s, struct buf *out)
{
	buf_printf(out, "<article class=\"%s\" id=\"",
	    states[standing_state(s)].class);
	put_anchor(s, out);
	buf_puts(out, "\">\n<div>\n<h2>");
	fact_text(s->feed->name, out);
	buf_puts(out, "</h2>\n");
	put_state(s, out);
	buf_puts(out, "</div>\n<dl>\n");
	put_times(s, out);
	put_troubles(s, out);
	buf_puts(out, "</dl>\n");
	if (s->run_count > 0) {
		buf_puts(out, "<div>\n");
		put_weeks(s, out);
		put_runs(s, out);
		buf_puts(out, "</div>\n");
	}
	buf_puts(out, "</article>\n");
}

/* How many feeds there are in each state. */
static void
put_sum(const struct standings *all, struct buf *out)
{
	size_t counts[STANDING_STATES] = {0};
	const char *between = ": ";

	for (size_t i = 0; i < all->count; i++)
		counts[standing_state(&all->items[i])]++;
	buf_printf(
	    out, "<p>%zu feed%s", all->count, all->count == 1 ? "" : "s");
	for (size_t i = 0; i < STANDING_STATES; i++) {
		if (counts[i] == 0)
			continue;
		buf_printf(out, "%s%zu %s", between, counts[i], states[i].word);
		between = ", ";
	}
	buf_puts(out, "</p>\n");
}

/* Leads to those that somebody should look at. */
static void
put_links(const struct standings *all, struct buf *out)
{
	bool any = digests_html_trouble(all);

	for (size_t i = 0; i < all->count && !any; i++)
		any = states[standing_state(&all->items[i])].trouble;
	if (!any)
		return;
	buf_puts(out, "<nav aria-label=\"In trouble\">\n<ul>\n");
	for (size_t i = 0; i < all->count; i++) {
		const struct standing *s = &all->items[i];
		enum standing_state state = standing_state(s);
		if (!states[state].trouble)
			continue;
		buf_puts(out, "<li><a href=\"#");
		put_anchor(s, out);
		buf_puts(out, "\">");
		fact_text(s->feed->name, out);
		buf_printf(out, "</a> %s</li>\n", states[state].word);
	}
	digests_html_links(all, out);
	buf_puts(out, "</ul>\n</nav>\n");
}

static void
put_legend(struct buf *out)
{
	static const enum store_event order[] = {
	    STORE_OK, STORE_UNCHANGED, STORE_HELD, STORE_FAILED};

	buf_puts(out, "<footer>\n<p>What became of a run:</p>\n<ul>\n");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		buf_puts(out, "<li>");
		plot_mark(order[i], out);
		buf_printf(out, " %s</li>\n", plot_word(order[i]));
	}
	buf_puts(out, "</ul>\n</footer>\n");
}

void
standings_html(const struct standings *all, struct buf *out)
{
	buf_puts(out, head);
	buf_puts(out, style);
	buf_puts(out, "<body>\n<header>\n<h1>How the feeds stand</h1>\n<p>On ");
	fact_moment(all->now, out);
	buf_puts(out, "; all times are UTC</p>\n");
	put_sum(all, out);
	digests_html_sum(all, out);
	put_links(all, out);
	buf_puts(out, "</header>\n<main>\n");
	for (size_t i = 0; i < all->count; i++)
		put_feed(&all->items[i], out);
	digests_html(all, out);
	buf_puts(out, "</main>\n");
	put_legend(out);
	buf_puts(out, "</body>\n</html>\n");
}
