#ifndef FEEDLOOM_BASE_SANITIZER_H
#define FEEDLOOM_BASE_SANITIZER_H

/*
 * Whether AddressSanitizer is built in, which at its end starts a process that
 * looks into this one, and reads files of /proc: a jail has to let it.
 */
#ifdef __SANITIZE_ADDRESS__
#define SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZER 1
#endif
#endif
#ifndef SANITIZER
#define SANITIZER 0
#endif

#endif
