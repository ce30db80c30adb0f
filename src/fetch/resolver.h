#ifndef FEEDLOOM_FETCH_RESOLVER_H
#define FEEDLOOM_FETCH_RESOLVER_H

/*
 * What resolving names takes of a system (nsswitch.conf(5), resolver(5)), so
 * that a process can be locked in before it does.
 */

/* The files that are read, some at every name: a part of a list. */
#define RESOLVER_FILES                                                         \
	"/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf",                \
	    "/etc/host.conf", "/etc/gai.conf", "/etc/services"

/* Loads the modules that the system's table of name services names. */
void resolver_load(void);

#endif
