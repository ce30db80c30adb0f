/*
 * Which addresses are anybody's, as text and as the kernel has them.
 */
#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>

#include <cmocka.h>

static const struct {
	const char *address;
	bool is_public;
} table[] = {
    {"0.0.0.0", false},
    {"0.255.255.255", false},
    {"1.0.0.0", true},
    {"9.255.255.255", true},
    {"10.0.0.0", false},
    {"10.255.255.255", false},
    {"11.0.0.0", true},
    {"93.184.216.34", true},
    {"100.63.255.255", true},
    {"100.64.0.0", false},
    {"100.127.255.255", false},
    {"100.128.0.0", true},
    {"126.255.255.255", true},
    {"127.0.0.1", false},
    {"127.255.255.255", false},
    {"128.0.0.0", true},
    {"169.253.255.255", true},
    {"169.254.169.254", false},
    {"169.255.0.0", true},
    {"172.15.255.255", true},
    {"172.16.0.0", false},
    {"172.31.255.255", false},
    {"172.32.0.0", true},
    {"192.0.0.1", false},
    {"192.0.1.0", true},
    {"192.0.2.1", false},
    {"192.88.99.1", false},
    {"192.167.255.255", true},
    {"192.168.0.1", false},
    {"192.169.0.0", true},
    {"198.17.255.255", true},
    {"198.18.0.0", false},
    {"198.19.255.255", false},
    {"198.20.0.0", true},
    {"198.51.100.1", false},
    {"203.0.113.1", false},
    {"223.255.255.255", true},
    {"224.0.0.1", false},
    {"239.255.255.255", false},
    {"240.0.0.1", false},
    {"255.255.255.255", false},
    {"::", false},
    {"::1", false},
    {"::7f00:1", false},
    {"::ffff:127.0.0.1", false},
    {"::ffff:93.184.216.34", false},
    {"::ffff:0:93.184.216.34", false},
    {"64:ff9b::7f00:1", false},
    {"64:ff9b::5db8:d822", false},
    {"64:ff9b:1::1", false},
    {"100::1", false},
    {"1fff:ffff::1", false},
    {"2001::1", false},
    {"2001:0:53aa:64c::1", false},
    {"2001:1ff:ffff::1", false},
    {"2001:200::1", true},
    {"2001:db7:ffff::1", true},
    {"2001:db8::1", false},
    {"2001:db9::1", true},
    {"2002:7f00:1::1", false},
    {"2003::1", true},
    {"2606:2800:220:1:248:1893:25c8:1946", true},
    {"2606:2800:220:1:0:5efe:7f00:1", false},
    {"2606:2800:220:1:200:5efe:7f00:1", false},
    {"2606:2800:220:1:100:5efe:7f00:1", true},
    {"2620:4f:8000::1", false},
    {"2a00:1450:4001:80b::200e", true},
    {"3ffe::1", false},
    {"3fff::1", false},
    {"3fff:fff:ffff::1", false},
    {"3fff:1000::1", true},
    {"4000::1", false},
    {"5f00::1", false},
    {"fc00::1", false},
    {"fd00::1", false},
    {"fdff:ffff::1", false},
    {"fe80::1", false},
    {"febf::1", false},
    {"fec0::1", false},
    {"ff02::1", false},
    {"ff0e::1", false},
    {"", false},
    {"127.1", false},
    {"example.org", false},
    {"[2003::1]", false},
    {"93.184.216.34 ", false},
};

/* The same as a socket is made with; text that is none is no public one. */
static bool
as_socket(const char *text)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return address_public((struct sockaddr *)&in, sizeof(in));
	if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1)
		return address_public((struct sockaddr *)&in6, sizeof(in6));
	return false;
}

static void
test_table(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *text = table[i].address;
		if (address_public_text(text) == table[i].is_public &&
		    as_socket(text) == table[i].is_public)
			continue;
		print_error("%s\n", text);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
test_others(void **state)
{
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	struct sockaddr_in in = {.sin_family = AF_INET};

	(void)state;
	assert_false(address_public((struct sockaddr *)&local, sizeof(local)));
	assert_int_equal(inet_pton(AF_INET, "1.1.1.1", &in.sin_addr), 1);
	assert_true(address_public((struct sockaddr *)&in, sizeof(in)));
	assert_false(address_public((struct sockaddr *)&in, 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
