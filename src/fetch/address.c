/*
 * Blocks of addresses that are no stranger's server: the special-purpose
 * registries of IANA (RFC 6890), multicast, and of IPv6 all but 2000::/3.
 */
#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct block {
	uint8_t first[16];
	unsigned bits;
};

static const struct block inner4[] = {
    {{0}, 8},		  /* this network */
    {{10}, 8},		  /* private */
    {{100, 64}, 10},	  /* of a provider, behind its NAT */
    {{127}, 8},		  /* loopback */
    {{169, 254}, 16},	  /* link-local; metadata of clouds */
    {{172, 16}, 12},	  /* private */
    {{192, 0, 0}, 24},	  /* protocol assignments */
    {{192, 0, 2}, 24},	  /* examples */
    {{192, 31, 196}, 24}, /* AS112 */
    {{192, 52, 193}, 24}, /* AMT */
    {{192, 88, 99}, 24},  /* 6to4 relays */
    {{192, 168}, 16},	  /* private */
    {{192, 175, 48}, 24}, /* AS112 */
    {{198, 18}, 15},	  /* benchmarks */
    {{198, 51, 100}, 24}, /* examples */
    {{203, 0, 113}, 24},  /* examples */
    {{224}, 4},		  /* multicast */
    {{240}, 4},		  /* reserved, and broadcast */
};

/* Within 2000::/3; what is outside of that is never public. */
static const struct block inner6[] = {
    {{0x20, 0x01, 0x00}, 23},		  /* protocols, Teredo, ORCHID */
    {{0x20, 0x01, 0x0d, 0xb8}, 32},	  /* examples */
    {{0x20, 0x02}, 16},			  /* 6to4 */
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48}, /* AS112 */
    {{0x3f, 0xfe}, 16},			  /* 6bone */
    {{0x3f, 0xff}, 20},			  /* examples */
    {{0x5f}, 8},			  /* segment routing */
};

static bool
within(const uint8_t *address, const struct block *block)
{
	size_t whole = block->bits / 8;
	unsigned rest = block->bits % 8;

	if (memcmp(address, block->first, whole) != 0)
		return false;
	return rest == 0 ||
	       (address[whole] ^ block->first[whole]) >> (8 - rest) == 0;
}

static bool
within_any(const uint8_t *address, const struct block *blocks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (within(address, &blocks[i]))
			return true;
	return false;
}

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool
public4(const void *address)
{
	return !within_any(address, inner4, COUNT(inner4));
}

static bool
public6(const void *address)
{
	static const struct block global = {{0x20}, 3};
	static const uint8_t isatap[] = {0x5e, 0xfe};
	const uint8_t *p = address;

	/* RFC 5214: 0000:5efe or 0200:5efe, and then an IPv4 address. */
	if ((p[8] & 0xfd) == 0 && p[9] == 0 && memcmp(p + 10, isatap, 2) == 0)
		return false;
	return within(p, &global) && !within_any(p, inner6, COUNT(inner6));
}

bool
address_public(const struct sockaddr *address, socklen_t len)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (address->sa_family == AF_INET && len >= sizeof(in)) {
		memcpy(&in, address, sizeof(in));
		return public4(&in.sin_addr);
	}
	if (address->sa_family == AF_INET6 && len >= sizeof(in6)) {
		memcpy(&in6, address, sizeof(in6));
		return public6(&in6.sin6_addr);
	}
	return false;
}

bool
address_public_text(const char *text)
{
	struct in_addr in;
	struct in6_addr in6;

	if (inet_pton(AF_INET, text, &in) == 1)
		return public4(&in);
	return inet_pton(AF_INET6, text, &in6) == 1 && public6(&in6);
}
