/*
 * Any text in a mail stays in its place: a field is one field of ASCII lines
 * that are neither long nor blank, and a body comes back from quoted-printable
 * as it went in, in lines that are short and begin no message.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "render/mail_body.h"
#include "render/mail_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool is_so)
{
	if (!is_so)
		abort();
}

static void
must_be_field(const char *field)
{
	must(strncmp(field, "S:", 2) == 0);
	for (const char *line = field; *line != '\0';) {
		const char *end = strchr(line, '\n');

		must(end != NULL && end - line <= 998);
		must(line == field || *line == ' ');
		must(line == field || strspn(line, " ") < (size_t)(end - line));
		for (; line < end; line++)
			must(*line >= ' ' && *line <= '~');
		line = end + 1;
	}
}

static int
digit(char c)
{
	return c >= 'A' ? c - 'A' + 10 : c - '0';
}

static void
must_come_back(const struct buf *body, const char *text, size_t len)
{
	const char *p = buf_text(body);
	size_t n = 0;

	while (*p != '\0') {
		if (p[0] == '=' && p[1] == '\n') {
			p += 2;
		} else if (p[0] == '=') {
			must(n < len);
			must((unsigned char)text[n++] ==
			     digit(p[1]) * 16 + digit(p[2]));
			p += 3;
		} else {
			must(n < len && text[n++] == *p++);
		}
	}
	must(n == len);
}

static void
must_be_lines(const char *body)
{
	while (*body != '\0') {
		size_t n = strcspn(body, "\n");

		must(n <= 76);
		must(n == 0 || (body[n - 1] != ' ' && body[n - 1] != '\t'));
		must(strncmp(body + strspn(body, ">"), "From ", 5) != 0);
		body += n + (body[n] == '\n');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct buf out;

	must(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	buf_init(&out, 64 * MIB);
	mail_field("S", text, &out);
	must_be_field(buf_text(&out));
	buf_cut(&out, 0);
	mail_address("S", text, text, "x.invalid", &out);
	must_be_field(buf_text(&out));
	buf_cut(&out, 0);
	mail_body((const char *)data, size, &out);
	must(strstr(buf_text(&out), "=_") == NULL);
	must_come_back(&out, (const char *)data, size);
	must_be_lines(buf_text(&out));
	buf_clear(&out);
	free(text);
	return 0;
}
