#ifndef FEEDLOOM_STORE_SQLITE3_H
#define FEEDLOOM_STORE_SQLITE3_H

#include <sqlite3.h>

#include "base/late.h"

/* SQLite, which is loaded late: what is called of it. */
LATE(sqlite3_backup_finish);
LATE(sqlite3_backup_init);
LATE(sqlite3_backup_step);
LATE(sqlite3_bind_blob64);
LATE(sqlite3_bind_int64);
LATE(sqlite3_bind_text);
LATE(sqlite3_busy_timeout);
LATE(sqlite3_clear_bindings);
LATE(sqlite3_close);
LATE(sqlite3_column_blob);
LATE(sqlite3_column_bytes);
LATE(sqlite3_column_int64);
LATE(sqlite3_column_text);
LATE(sqlite3_column_type);
LATE(sqlite3_db_config);
LATE(sqlite3_db_readonly);
LATE(sqlite3_errcode);
LATE(sqlite3_errmsg);
LATE(sqlite3_errstr);
LATE(sqlite3_exec);
LATE(sqlite3_finalize);
LATE(sqlite3_get_autocommit);
LATE(sqlite3_hard_heap_limit64);
LATE(sqlite3_limit);
LATE(sqlite3_open_v2);
LATE(sqlite3_prepare_v2);
LATE(sqlite3_prepare_v3);
LATE(sqlite3_reset);
LATE(sqlite3_step);
LATE(sqlite3_stmt_busy);
LATE(sqlite3_system_errno);

#endif
