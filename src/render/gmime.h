#ifndef FEEDLOOM_RENDER_GMIME_H
#define FEEDLOOM_RENDER_GMIME_H

#include <gmime/gmime.h>

#include "base/late.h"

/* GMime and GLib, which are loaded late: what is called of them. */
LATE(g_mime_content_type_new);
LATE(g_mime_content_type_set_parameter);
LATE(g_mime_data_wrapper_new_with_stream);
LATE(g_mime_format_options_free);
LATE(g_mime_format_options_new);
LATE(g_mime_format_options_set_newline_format);
LATE(g_mime_init);
LATE(g_mime_multipart_add);
LATE(g_mime_object_new);
LATE(g_mime_object_set_content_id);
LATE(g_mime_object_set_content_type_parameter);
LATE(g_mime_object_set_disposition);
LATE(g_mime_object_write_to_stream);
LATE(g_mime_part_new_with_type);
LATE(g_mime_part_set_content);
LATE(g_mime_part_set_content_encoding);
LATE(g_mime_stream_mem_get_byte_array);
LATE(g_mime_stream_mem_new);
LATE(g_mime_stream_mem_new_with_buffer);
LATE(g_object_unref);

#endif
