/*
 * An example of a configuration, and how it is run again and again.  What the
 * machine does is to look every ten minutes; what is fetched then, and how
 * often, the configuration says.
 */
#include "verbs/beginning.h"

#include <string.h>

#include "base/limits.h"
#include "base/quote.h"

/* clang-format off */
const char beginning_head[] =
"-- The feeds that feedloom makes: feedloom.conf(5) tells all that can be said.\n"
"-- 'feedloom check' lists what is wrong with this file.\n"
"\n"
"settings {\n"
"	-- Where the files go that are published, below this one's folder.\n"
"	output = \"public\",\n"
"	-- How whoever runs a site that you fetch from can reach you.\n"
"	-- contact = \"you@example.org\",\n"
"}\n"
"\n"
"-- For all feeds that follow, unless they say something else.\n"
"defaults {\n"
"	every = \"1 hour\",\n"
"	-- Transient failures are not worth a mail.\n"
"	alert_after = \"1 day\",\n"
"}\n";

const char beginning_feed[] =
"\n"
"feed \"example\" {\n"
"	-- An address, or a file, or several of them: { \"...\", \"...\" }\n"
"	source = \"https://example.org/feed/\",\n"
"	-- What entries go through: 'feedloom plugins' lists what there is.\n"
"	through = { \"wordpress\", { \"limit\", count = 20 } },\n"
"	-- The files that are written: 'feedloom formats' lists the formats.\n"
"	publish = {\n"
"		[\"example.json\"] = \"json\",\n"
"		[\"example.html\"] = \"html\",\n"
"	},\n"
"}\n"
"\n"
"-- One mail with all that is new, each morning:\n"
"-- digest \"morning\" {\n"
"-- 	from = \"*\", -- all feeds, or { \"example\" }\n"
"-- 	every = \"daily 07:00\",\n"
"-- 	timezone = \"Europe/London\",\n"
"-- 	to = \"readers@example.org\",\n"
"-- 	sender = \"Example <digest@example.org>\",\n"
"-- 	-- Or smtp { host = \"mail.example.org\", ... }\n"
"-- 	via = sendmail,\n"
"-- }\n"
"\n"
"-- More feeds can be in files of their own:\n"
"-- include \"feeds.d/*.lua\"\n";
/* clang-format on */

/* In a crontab a '%' ends the line, unless a backslash is in front. */
static void
put_crontab(const char *program, const char *config, struct buf *out)
{
	struct buf line;

	buf_init(&line, 64 * KIB);
	quote_shell(program, &line);
	buf_puts(&line, " run --config ");
	quote_shell(config, &line);
	buf_puts(out, "*/10 * * * * ");
	for (const char *s = buf_text(&line); *s != '\0'; s++) {
		if (*s == '%')
			buf_putc(out, '\\');
		buf_putc(out, *s);
	}
	buf_putc(out, '\n');
	buf_clear(&line);
}

/*
 * A folder for the state only where the configuration would look for it
 * without systemd as well.
 */
static void
put_units(const char *program, const char *config, struct buf *out)
{
	buf_puts(out, "# /etc/systemd/system/feedloom.service\n"
		      "[Unit]\n"
		      "Description=Make feeds\n"
		      "Wants=network-online.target\n"
		      "After=network-online.target\n"
		      "\n"
		      "[Service]\n"
		      "Type=oneshot\n"
		      "ExecStart=");
	quote_systemd(program, out);
	buf_puts(out, " run --config ");
	quote_systemd(config, out);
	buf_putc(out, '\n');
	if (strncmp(config, "/etc/", 5) == 0)
		buf_puts(out, "StateDirectory=feedloom\n");
	buf_puts(out, "\n"
		      "# /etc/systemd/system/feedloom.timer\n"
		      "[Timer]\n"
		      "OnCalendar=*:0/10\n"
		      "RandomizedDelaySec=60\n"
		      "\n"
		      "[Install]\n"
		      "WantedBy=timers.target\n");
}

void
beginning_schedule(const char *program, const char *config, struct buf *out)
{
	buf_puts(out, "For crontab -e:\n\n");
	put_crontab(program, config, out);
	buf_puts(out, "\nOr for systemd:\n\n");
	put_units(program, config, out);
}
