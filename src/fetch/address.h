#ifndef FEEDLOOM_FETCH_ADDRESS_H
#define FEEDLOOM_FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * True for an address that anyone on the Internet can be asked for: IPv4 and
 * IPv6 without what RFC 6890 and IANA's registries keep for this machine, its
 * link, its site, groups, translation and examples.  An IPv4 address within an
 * IPv6 one (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) is never public:
 * nobody needs to write it so.
 */
bool address_public(const struct sockaddr *address, socklen_t len);

/* The same of its numeric text, as inet_ntop(3) writes it. */
bool address_public_text(const char *text);

#endif
