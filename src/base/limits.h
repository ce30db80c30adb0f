#ifndef FEEDLOOM_BASE_LIMITS_H
#define FEEDLOOM_BASE_LIMITS_H

/*
 * Every ceiling of the program, in one place.  Bytes unless said otherwise.
 */

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)

/* Reading. */
#ifndef LIMIT_CHUNK
#define LIMIT_CHUNK (64 * KIB) /* read, decoded and parsed at a time */
#endif
#define LIMIT_LOOKAHEAD (64 * KIB) /* to find a feed, or the end of CDATA */
#define LIMIT_REWIND (8 * MIB)	/* of a pipe kept, so that it can be reread */
#define LIMIT_ENTRY (8 * MIB)	/* one entry's part of the input */
#define LIMIT_HEAD (16 * MIB)	/* what a feed says of itself */
#define LIMIT_PAGE (32 * MIB)	/* a document for a stylesheet of its own */
#define LIMIT_TAG (1 * MIB)	/* one start tag with its attributes */
#define LIMIT_ATTRIBUTES 256	/* attributes in one tag */
#define LIMIT_DEPTH 128		/* elements within each other */
#define LIMIT_NODES 500000	/* elements in one entry, or in the head */
#define LIMIT_NAMES (1 * MIB)	/* all different names of a document */
#define LIMIT_PREFIXES 256	/* namespace declarations in scope */
#define LIMIT_JSON_DEPTH 64	/* objects and arrays within each other */
#define LIMIT_NOTES 20		/* warnings printed for one input */
#define LIMIT_AUTHORS 100000	/* logins of an export */
#define LIMIT_ATTACHMENTS 32768 /* addresses kept for galleries */
#define LIMIT_ATTACHMENTS_TEXT (4 * MIB) /* all of these together */

/* Several processes. */
#ifndef LIMIT_RANGE
#define LIMIT_RANGE (512 * KIB) /* converted by one at a time, about */
#endif
#define LIMIT_RANGE_IN (10 * MIB)  /* with the item that ends it */
#define LIMIT_RANGE_OUT (16 * MIB) /* what is made of it */
#define LIMIT_JOBS 32		   /* of -j */
#define LIMIT_ANSWER 60		   /* seconds that one may take */

/* Content. */
#define LIMIT_HTML_DEPTH 128 /* elements of content within each other */
#define LIMIT_HTML_ATTRIBUTES 256
#define LIMIT_URL (8 * KIB)
#define LIMIT_SELECTOR (4 * KIB) /* a CSS selector */
#define LIMIT_SELECT 20000000	 /* steps of one search */

/* Stages and rendering. */
#ifndef LIMIT_BURST_ENTRIES
#define LIMIT_BURST_ENTRIES 64	/* entries handed to a stylesheet at once */
#define LIMIT_BURST (128 * KIB) /* or as many bytes of input */
#endif
#define LIMIT_OUTPUT (64 * MIB) /* text made of one burst */
#define LIMIT_SHEET (1 * MIB)	/* one stylesheet's file */
#define LIMIT_SHEET_OPS 5000000UL
#define LIMIT_SHEET_DEPTH 3000
#define LIMIT_SHEET_VARS 15000

/* Plugins. */
#define LIMIT_MESSAGES 100	     /* lines that plugins say */
#define LIMIT_MESSAGE 300	     /* one of these lines */
#define LIMIT_PLUGIN (1 * MIB)	     /* one plugin's file */
#define LIMIT_LUA_MEMORY (64 * MIB)  /* one plugin's state */
#define LIMIT_LUA_STEPS 20000000     /* instructions in one call */
#define LIMIT_LUA_HTML (64 * MIB)    /* trees of HTML that one plugin has */
#define LIMIT_LUA_REGEX (16 * MIB)   /* its regular expressions */
#define LIMIT_LUA_MATCH 500000	     /* steps of one, from one place on */
#define LIMIT_LUA_SECONDS 2	     /* of processor time in one call */
#define LIMIT_WINDOW_ENTRIES 20000   /* entries that a window holds */
#define LIMIT_WINDOW_TEXT (96 * MIB) /* and their text */

/* The configuration. */
#define LIMIT_CONFIG (1 * MIB)	     /* one file of it */
#define LIMIT_CONFIG_FILES 1000	     /* that it includes */
#define LIMIT_CONFIG_DEPTH 8	     /* files that include each other */
#define LIMIT_CONFIG_DATA (64 * MIB) /* all that it says, as values */
#define LIMIT_FEEDS 10000
#define LIMIT_DIGESTS 1000
#define LIMIT_FAULTS 100      /* of it that are told */
#define LIMIT_ZONE (64 * KIB) /* the file of a time zone */

/* Writing. */
#define LIMIT_DOCUMENTS 1000000 /* entries that are files of their own */

/* Remembering. */
#define LIMIT_STORE_MEMORY (32 * MIB) /* of the database's library */
#define LIMIT_STORE_VALUE (1 * MIB)   /* one text kept, or part of one */
#define LIMIT_EVENTS 500	      /* of a feed that are kept */

/* Fetching. */
#define LIMIT_HEADERS (64 * KIB) /* of one response */
#define LIMIT_REDIRECTS 5	 /* of one request */
#define LIMIT_CONNECT 10	 /* seconds until a server answers a call */
#define LIMIT_SLOW 100		 /* bytes a second at least */
#define LIMIT_STALL 15		 /* seconds that it may be less */
#define LIMIT_SECRET (4 * KIB)	 /* a password or header in a file */

/* Mail. */
#define LIMIT_MAIL (64 * MIB)	/* a message with all of its pictures */
#define LIMIT_MBOX (2048 * MIB) /* a file of messages that grows */
#define LIMIT_MAIL_CONNECT 30	/* seconds until a server asks for a message */
#ifndef LIMIT_DELIVERIES
#define LIMIT_DELIVERIES 10000 /* in one run */
#endif
#define LIMIT_MAIL_TIME 600 /* seconds for one message in all */

/* The cron job. */
#ifndef LIMIT_WEAVE
#define LIMIT_WEAVE 60 /* seconds that a process has for a feed */
#endif
#define LIMIT_PAGES 50	       /* older pages of a feed that are fetched */
#define LIMIT_MADE (512 * MIB) /* one document that is made of a feed */
#define LIMIT_KEPT (64 * MIB)  /* entries that a feed accumulates, as Atom */

/* Digests. */
#define LIMIT_MAILED 1000	/* entries that a feed keeps for digests */
#define LIMIT_EDITION 1000	/* entries of one message */
#define LIMIT_PICTURES 50	/* that a message takes with it */
#define LIMIT_PICTURE (1 * MIB) /* one of them */
#define LIMIT_PICTURES_SIZE (16 * MIB) /* all of them */
#define LIMIT_PICTURE_TIME 15	       /* seconds to fetch one */
#define LIMIT_PICTURES_RUN 600	       /* the same, for all messages of a run */
#define LIMIT_PICTURES_TIME 60	       /* seconds to fetch all of them */
#define LIMIT_RECIPIENTS 10000	       /* of one digest */
#define LIMIT_RECIPIENTS_TEXT (4 * MIB) /* a list of them */

/* Trying plugins. */
#define LIMIT_TESTED (16 * MIB) /* one output that is compared */

/* Looking for what a format loses. */
#define LIMIT_FIELDS 1000 /* different fields of a feed */
#define LIMIT_KINDS 500	  /* of entries, by their fields and values */
#define LIMIT_TRIED 50000 /* values of the entries that are tried */

/*
 * A process that reads what strangers wrote takes 256 MiB in all: the rest is
 * the stack and what is read of the files of libraries, 6 MiB.  These are not
 * counted (RLIMIT_DATA, not RLIMIT_AS), since most of what is mapped of them,
 * 31 MiB of ICU alone, never is read.  The largest entries that the limits
 * above let through take 200 MiB.  Plugins have theirs besides.
 */
#define LIMIT_MEMORY (240 * MIB) /* the heap, and all else of its own */
#define LIMIT_STACK (8 * MIB)

#endif
