/*
 * What the master believes of its fetcher: nothing that an honest one would not
 * send.
 */
#include "run/fetcher.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "run/fetcher_frame.h"

#define SIZE 5
#define SEALS (F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK)

static struct http_answer
good(void)
{
	struct http_answer a;

	memset(&a, 0, sizeof(a));
	a.status = 200;
	a.retry_after = a.max_age = -1;
	a.size = SIZE;
	strcpy(a.url, "https://example.org/feed/");
	strcpy(a.etag, "\"abc\"");
	strcpy(a.last_modified, "Tue, 19 Mar 2024 06:00:00 GMT");
	strcpy(a.type, "application/rss+xml");
	return a;
}

static int
body_with(int seals)
{
	int fd = memfd_create("body", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, "12345", SIZE), SIZE);
	assert_int_equal(fcntl(fd, F_ADD_SEALS, seals), 0);
	return fd;
}

static void
is(const struct http_answer *a, int body, const char *fault)
{
	const char *got = fetcher_fault(a, body, 100);

	if (fault == NULL)
		assert_null(got);
	else
		assert_string_equal(got, fault);
}

static void
test_good(void **state)
{
	struct http_answer a = good(), failed;
	int body = body_with(SEALS);

	(void)state;
	is(&a, body, NULL);
	a.redirects = 5;
	a.permanent = a.retry = true;
	a.retry_after = a.max_age = 9999999999;
	is(&a, body, NULL);
	a = good();
	a.etag[0] = a.last_modified[0] = a.type[0] = '\0';
	is(&a, body, NULL);
	a.status = 304;
	a.size = 0;
	is(&a, -1, NULL);
	memset(&failed, 0, sizeof(failed));
	strcpy(failed.failure, "no");
	is(&failed, -1, NULL);
	close(body);
}

static const struct {
	const char *what;
	size_t at, len;
	const char *bytes;
} changes[] = {
#define AT(field) #field, offsetof(struct http_answer, field)
    {AT(url), 1, ""},
    {AT(url), 4, "file"},
    {AT(url), 3, "a b"},
    {AT(url), 20, "https:\0xxxxxxxxxxxxx"},
    {AT(url[8]), 1, "\n"},
    {AT(url[8]), 1, "\xff"},
    {AT(url[8]), 1, "\x1b"},
    {AT(url[8]), 1, "<"},
    {AT(etag), 5, "abcde"},
    {AT(etag), 5, "\"a\"\"\""},
    {AT(etag), 7, "W/\"abc\""},
    {AT(etag), 11, "\"abc-gzip\"\0"},
    {AT(etag[1]), 1, "\r"},
    {AT(last_modified[1]), 1, "\n"},
    {AT(type[1]), 1, "\x7f"},
    {AT(charset), 2, "\t"},
    {AT(failure), 3, "no"},
    {AT(retry), 1, "\2"},
    {AT(permanent), 1, "\xff"},
    {AT(permanent), 1, "\1"}, /* without a redirect */
    {AT(redirects), 4, "\6\0\0\0"},
    {AT(redirects), 4, "\xff\xff\xff\xff"},
    {AT(status), 4, "\0\0\0\0"},
    {AT(status), 4, "\144\0\0\0"}, /* 100 */
    {AT(status), 4, "\x30\1\0\0"}, /* 304, with a body */
    {AT(status), 4, "\xff\xff\xff\xff"},
    {AT(retry_after), 8, "\xfe\xff\xff\xff\xff\xff\xff\xff"},
    {AT(retry_after), 8, "\xff\xff\xff\xff\xff\xff\xff\x7f"},
    {AT(max_age), 8, "\0\0\0\0\0\0\0\x80"},
    {AT(size), 8, "\4\0\0\0\0\0\0\0"},
    {AT(size), 8, "\xff\xff\xff\xff\xff\xff\xff\xff"},
};

static void
test_changes(void **state)
{
	int body = body_with(SEALS);
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct http_answer a = good();
		memcpy((char *)&a + changes[i].at, changes[i].bytes,
		    changes[i].len);
		if (fetcher_fault(&a, body, 100) != NULL)
			continue;
		print_error("%zu: %s\n", i, changes[i].what);
		wrong++;
	}
	assert_int_equal(wrong, 0);
	close(body);
}

/* Without a NUL nothing is read behind the field. */
static void
test_endless(void **state)
{
	struct http_answer a = good();
	int body = body_with(SEALS);

	(void)state;
	memset(a.url + 20, 'x', sizeof(a.url) - 20);
	is(&a, body, "a text that is none");
	a = good();
	memset(a.failure, 'x', sizeof(a.failure));
	is(&a, body, "a text that is none");
	close(body);
}

static void
test_bodies(void **state)
{
	struct http_answer a = good();
	int body = body_with(SEALS), pipes[2];

	(void)state;
	is(&a, -1, "a status with the body of another");
	assert_string_equal(
	    fetcher_fault(&a, body, SIZE - 1), "a body of another size");
	assert_null(fetcher_fault(&a, body, SIZE));
	close(body);
	body = body_with(F_SEAL_GROW | F_SEAL_SHRINK);
	is(&a, body, "a body that can be changed");
	close(body);
	body = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	is(&a, body, "a body that can be changed");
	close(body);
	assert_int_equal(pipe(pipes), 0);
	is(&a, pipes[0], "a body that can be changed");
	close(pipes[0]);
	close(pipes[1]);
}

union control {
	char room[CMSG_SPACE(3 * sizeof(int))];
	struct cmsghdr align;
};

/* Sends n bytes of an answer with so many descriptors of the body. */
static void
send_frame(int channel, size_t n, size_t count)
{
	char bytes[sizeof(struct http_answer) + 1];
	struct http_answer a = good();
	union control control = {.room = {0}};
	struct iovec frame = {bytes, n};
	struct msghdr message = {.msg_iov = &frame, .msg_iovlen = 1};
	int files[3];

	memcpy(bytes, &a, sizeof(a));
	for (size_t i = 0; i < count; i++)
		files[i] = body_with(SEALS);
	if (count > 0) {
		message.msg_control = control.room;
		message.msg_controllen = CMSG_SPACE(count * sizeof(int));
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(count * sizeof(int));
		memcpy(CMSG_DATA(header), files, count * sizeof(int));
	}
	assert_int_equal(sendmsg(channel, &message, 0), n);
	for (size_t i = 0; i < count; i++)
		close(files[i]);
}

/* The number of the next descriptor tells whether any is left open. */
static int
next_descriptor(void)
{
	int fd = dup(STDIN_FILENO);

	close(fd);
	return fd;
}

static void
test_frames(void **state)
{
	const ssize_t whole = sizeof(struct http_answer);
	struct http_answer a;
	int ends[2], body;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	int before = next_descriptor();
	assert_int_equal(fetcher_receive(ends[0], &a, &body), -1);
	assert_int_equal(errno, EAGAIN);
	assert_int_equal(body, -1);
	send_frame(ends[1], sizeof(a), 1);
	assert_int_equal(fetcher_receive(ends[0], &a, &body), whole);
	assert_null(fetcher_fault(&a, body, 100));
	close(body);
	for (size_t count = 0; count <= 3; count++) {
		if (count == 1)
			continue;
		send_frame(ends[1], sizeof(a), count);
		assert_int_equal(fetcher_receive(ends[0], &a, &body), whole);
		assert_int_equal(body, -1);
	}
	for (int more = -1; more <= 1; more += 2) {
		send_frame(ends[1], sizeof(a) + (size_t)more, 1);
		assert_int_not_equal(
		    fetcher_receive(ends[0], &a, &body), whole);
		assert_int_not_equal(body, -1);
		close(body);
	}
	assert_int_equal(next_descriptor(), before);
	close(ends[1]);
	assert_int_equal(fetcher_receive(ends[0], &a, &body), 0);
	close(ends[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_good),
	    cmocka_unit_test(test_changes),
	    cmocka_unit_test(test_endless),
	    cmocka_unit_test(test_bodies),
	    cmocka_unit_test(test_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
