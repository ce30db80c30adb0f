/*
 * Pages are documents of the same feed, and the feed is made of all of them
 * anew with each: so that a page tells where the next one is, and whether it
 * had anything to add.
 */
#include "run/job_follow.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "run/job_end.h"

size_t
job_shown(const struct config_feed *feed)
{
	return feed->accumulate > feed->history ? feed->accumulate
						: feed->history;
}

size_t
job_kept(const struct config_feed *feed)
{
	size_t shown = job_shown(feed);

	return feed->mailed && shown < LIMIT_MAILED ? LIMIT_MAILED : shown;
}

static void
ask(struct job *job, char *url, char *post)
{
	free(job->url);
	free(job->post);
	job->url = url;
	job->post = post;
	job->stage = JOB_FOLLOW;
}

/* "?paged=2" and so on, behind what there is. */
static char *
page_url(const struct job *job)
{
	const char *url = job_address(&job->sources[0]);
	struct buf text;

	buf_init(&text, LIMIT_URL);
	buf_add(&text, url, strcspn(url, "#"));
	buf_printf(&text, "%cpaged=%zu", strchr(url, '?') != NULL ? '&' : '?',
	    job->page_count + 2);
	return buf_take(&text);
}

bool
job_follow_page(struct job *job, struct ledger *ledger)
{
	const struct config_feed *feed = job->feed;
	bool grown = ledger->count > job->entries;

	if (feed->history == 0 || job->paged || feed->source_count != 1 ||
	    feed->sources[0].kind != CONFIG_URL ||
	    ledger->count >= feed->history || !grown ||
	    job->page_count == LIMIT_PAGES)
		return false;
	job->entries = ledger->count;
	ask(job,
	    *ledger->older != '\0' ? mem_str(ledger->older) : page_url(job),
	    NULL);
	if (job->page_count > 0) {
		ledger_clear(ledger);
	} else {
		ledger_clear(&job->front);
		job->front = *ledger;
	}
	return true;
}

/* Text as a value of a form (URL Standard, section 5.2, and more escapes). */
static void
add_form(struct buf *out, const char *text)
{
	for (const char *s = text; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9'))
			buf_putc(out, *s);
		else
			buf_printf(out, "%%%02X", c);
	}
}

/* The address of an output: its path behind that of the folder. */
static void
add_topic(struct buf *out, const struct config *config, const char *output)
{
	struct buf topic;

	buf_init(&topic, LIMIT_URL);
	buf_puts(&topic, config->address);
	if (topic.len > 0 && topic.data[topic.len - 1] != '/')
		buf_putc(&topic, '/');
	buf_puts(&topic, output);
	add_form(out, buf_text(&topic));
	buf_clear(&topic);
}

void
job_follow_hub(struct job *job)
{
	const struct config_feed *feed = job->feed;
	const struct config *config = job->setup->config;
	struct buf form;

	if (feed->announce == NULL || !job->setup->changes)
		return;
	while (job->announced < feed->output_count) {
		const struct publication *p = &job->outputs[job->announced++];
		if (!p->changes || p->output->path[0] == '/')
			continue;
		buf_init(&form, 4 * LIMIT_URL);
		buf_puts(&form, "hub.mode=publish&hub.url=");
		add_topic(&form, config, p->output->path);
		ask(job, mem_str(feed->announce), buf_take(&form));
		return;
	}
}

/* A page more; false when that was the last one. */
static bool
add_page(struct job *job, const struct http_answer *answer, int body)
{
	if (answer->status != 200 || body == -1) {
		if (body != -1)
			close(body);
		return false;
	}
	job->pages =
	    mem_grow(job->pages, job->page_count + 1, sizeof(job->pages[0]));
	job->pages[job->page_count++] = body;
	return true;
}

void
job_follow_end(struct job *job, const struct http_answer *answer, int body)
{
	bool hub = job->post != NULL;

	job->stage = JOB_READY;
	if (!hub && add_page(job, answer, body))
		return;
	job->stage = JOB_DONE;
	if (!hub) {
		job->paged = true;
		job_conclude(job);
		return;
	}
	if (body != -1)
		close(body);
	if (answer->status == 0)
		journal_tell(job->setup->journal, JOURNAL_WARNING,
		    job->feed->name, "the hub %s was not told: %s", job->url,
		    answer->failure);
	else if (answer->status < 200 || answer->status > 299)
		journal_tell(job->setup->journal, JOURNAL_WARNING,
		    job->feed->name, "the hub %s answered %d", job->url,
		    answer->status);
	job_follow_hub(job);
}
