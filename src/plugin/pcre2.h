#ifndef FEEDLOOM_PLUGIN_PCRE2_H
#define FEEDLOOM_PLUGIN_PCRE2_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/late.h"

/* PCRE2, which is loaded late: what is called of it. */
LATE(pcre2_code_free);
LATE(pcre2_compile);
LATE(pcre2_compile_context_create);
LATE(pcre2_compile_context_free);
LATE(pcre2_general_context_create);
LATE(pcre2_general_context_free);
LATE(pcre2_get_error_message);
LATE(pcre2_get_ovector_pointer);
LATE(pcre2_match);
LATE(pcre2_match_context_create);
LATE(pcre2_match_context_free);
LATE(pcre2_match_data_create);
LATE(pcre2_match_data_free);
LATE(pcre2_pattern_info);
LATE(pcre2_set_heap_limit);
LATE(pcre2_set_match_limit);
LATE(pcre2_set_offset_limit);
LATE(pcre2_substring_number_from_name);

#endif
