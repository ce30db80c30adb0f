#ifndef FEEDLOOM_CLI_PATIENCE_H
#define FEEDLOOM_CLI_PATIENCE_H

/* How many failures a plugin may have: so many, or a share of its entries. */
struct patience {
	unsigned long failures;
	unsigned percent; /* counts instead when it is not 0 */
};

#endif
