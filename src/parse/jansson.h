#ifndef FEEDLOOM_PARSE_JANSSON_H
#define FEEDLOOM_PARSE_JANSSON_H

#include <jansson.h>

#include "base/late.h"

/* Jansson, which is loaded late: what is called of it. */
LATE(json_array_get);
LATE(json_array_size);
LATE(json_delete);
LATE(json_dumps);
LATE(json_equal);
LATE(json_loadb);
LATE(json_loads);
LATE(json_object);
LATE(json_object_del);
LATE(json_object_get);
LATE(json_object_iter);
LATE(json_object_iter_key);
LATE(json_object_iter_next);
LATE(json_object_iter_value);
LATE(json_object_key_to_iter);
LATE(json_object_seed);
LATE(json_object_set_new);
LATE(json_object_size);
LATE(json_string_length);
LATE(json_string_value);
LATE(json_true);

#endif
