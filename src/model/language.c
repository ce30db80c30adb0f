/*
 * The shape of language tags; whether a language of that name exists is not
 * asked.
 */
#include "model/language.h"

bool
language_valid(const char *tag)
{
	bool first = true;
	int n = 0;

	for (const char *p = tag;; p++) {
		bool letter = (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z';
		bool digit = *p >= '0' && *p <= '9';
		if (letter || (digit && !first)) {
			if (++n > 8)
				return false;
			continue;
		}
		if (n == 0 || (*p != '-' && *p != '\0'))
			return false;
		if (*p == '\0')
			return true;
		first = false;
		n = 0;
	}
}
