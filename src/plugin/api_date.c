/*
 * feedloom.date: dates are RFC 3339 text in the zone that they were written in,
 * and arithmetic is that of the calendar there.  A zone is so many minutes from
 * UTC and never changes; nothing tells what time it is now.
 */
#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "plugin/api.h"
#include "plugin/host.h"
#include "plugin/table.h"

/* The date at index; function is what the message calls the caller. */
static struct date
check_date(lua_State *L, int index, const char *function)
{
	struct date date = {.seconds = 0};
	size_t len;
	const char *text = luaL_checklstring(L, index, &len);

	if (date_parse(text, len, &date) == -1)
		luaL_error(
		    L, "feedloom.date.%s: '%s' is no date", function, text);
	return date;
}

/* Pushes a date, if there is one. */
static int
push_date(lua_State *L, const struct date *date, const char *function)
{
	char text[DATE_TEXT];

	if (!second_exists(date->seconds) ||
	    !second_exists(date->seconds + (int64_t)date->offset * 60))
		return luaL_error(L,
		    "feedloom.date.%s: the date is not in the years 1 to 9999",
		    function);
	date_rfc3339(date, text);
	lua_pushstring(L, text);
	return 1;
}

static int
two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* Minutes east of UTC of the zone at index, "Z" or as in "+05:00". */
static int16_t
check_zone(lua_State *L, int index, const char *function)
{
	const char *s = luaL_checkstring(L, index);
	int minutes = 0;

	if (strcmp(s, "Z") == 0)
		return 0;
	bool good = strlen(s) == 6 && (s[0] == '+' || s[0] == '-') &&
		    ascii_digit(s[1]) && ascii_digit(s[2]) && s[3] == ':' &&
		    ascii_digit(s[4]) && ascii_digit(s[5]) && s[4] < '6';
	if (good)
		minutes = two_digits(s + 1) * 60 + two_digits(s + 4);
	if (!good || minutes > DATE_FURTHEST)
		luaL_error(L,
		    "feedloom.date.%s: a zone is 'Z' or '+hh:mm', at most 14 "
		    "hours, not '%s'",
		    function, s);
	return (int16_t)(s[0] == '-' ? -minutes : minutes);
}

static int
date_read(lua_State *L)
{
	struct date date = {.seconds = 0};
	size_t len;
	const char *text = luaL_checklstring(L, 1, &len);

	if (date_parse(text, len, &date) == 0)
		return push_date(L, &date, "parse");
	lua_pushnil(L);
	return 1;
}

/* from(seconds [, zone]) */
static int
date_from(lua_State *L)
{
	struct date date = {.seconds = luaL_checkinteger(L, 1)};

	if (!lua_isnoneornil(L, 2))
		date.offset = check_zone(L, 2, "from");
	return push_date(L, &date, "from");
}

/* format(date, format) */
static int
date_format(lua_State *L)
{
	size_t len;
	struct date date = check_date(L, 1, "format");
	const char *format = luaL_checklstring(L, 2, &len);

	const char *wrong = clock_format(&date, format, len, host_scratch(L));
	if (wrong == NULL)
		return host_push(L);
	size_t n = len - (size_t)(wrong - format);
	lua_pushlstring(L, wrong, n < 2 || wrong[1] != '-' ? 2 : 3);
	return luaL_error(L,
	    "feedloom.date.format: there is no '%s'; there are %%a %%A %%b "
	    "%%B %%d %%e %%G %%H %%I %%j %%m %%M %%p %%s %%S %%u %%V %%y %%Y "
	    "%%z %%Z %%%%",
	    lua_tostring(L, -1));
}

/* What can be added; how much of it all years are; months or seconds of one. */
static const struct unit {
	const char *name;
	int64_t most;
	int64_t length;
} units[] = {
    {"years", 9999, 12},
    {"months", 9999 * 12, 1},
    {"weeks", CALENDAR_END / 7 + 1, (int64_t)7 * CALENDAR_DAY},
    {"days", CALENDAR_END, CALENDAR_DAY},
    {"hours", (int64_t)CALENDAR_END * 24, 3600},
    {"minutes", (int64_t)CALENDAR_END * 24 * 60, 60},
    {"seconds", (int64_t)CALENDAR_END *CALENDAR_DAY, 1},
};

#define UNITS (sizeof(units) / sizeof(units[0]))
#define MONTH_UNITS 2

/* How much of a unit the table at 2 has. */
static int64_t
amount_of(lua_State *L, const struct unit *unit)
{
	int is_whole;

	if (table_field(L, 2, unit->name) == LUA_TNIL) {
		lua_pop(L, 1);
		return 0;
	}
	lua_Integer n = lua_tointegerx(L, -1, &is_whole);
	if (lua_type(L, -1) != LUA_TNUMBER || !is_whole)
		luaL_error(L, "feedloom.date.add: '%s' must be a whole number",
		    unit->name);
	if (n > unit->most || n < -unit->most)
		luaL_error(L,
		    "feedloom.date.add: %I %s are more than there are",
		    (LUAI_UACINT)n, unit->name);
	lua_pop(L, 1);
	return n * unit->length;
}

/* Adds months; a day that the month has not becomes its last one. */
static void
add_months(lua_State *L, struct date *date, int64_t months)
{
	struct clock c = clock_of(date);
	struct day to = c.day;
	int64_t month = to.year * 12 + to.month - 1 + months;

	to.year = month / 12;
	to.month = month % 12 + 1;
	if (month < 12 || to.year > 9999)
		luaL_error(L, "feedloom.date.add: the date is not in the years "
			      "1 to 9999");
	int last = month_days(to.year, to.month);
	if (to.day > last)
		to.day = last;
	date->seconds += (day_number(&to) - day_number(&c.day)) * CALENDAR_DAY;
}

/* add(date, by) */
static int
date_add(lua_State *L)
{
	const char *known[UNITS + 1] = {NULL};
	struct date date = check_date(L, 1, "add");
	int64_t months = 0, seconds = 0;

	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	for (size_t i = 0; i < UNITS; i++)
		known[i] = units[i].name;
	table_check_keys(L, "feedloom.date.add: ", known);
	for (size_t i = 0; i < UNITS; i++)
		*(i < MONTH_UNITS ? &months : &seconds) +=
		    amount_of(L, &units[i]);
	if (months != 0)
		add_months(L, &date, months);
	date.seconds += seconds;
	return push_date(L, &date, "add");
}

/* between(from, to) */
static int
date_between(lua_State *L)
{
	struct date from = check_date(L, 1, "between");
	struct date to = check_date(L, 2, "between");

	lua_pushinteger(L, to.seconds - from.seconds);
	return 1;
}

/* zone(date, zone) */
static int
date_zone(lua_State *L)
{
	struct date date = check_date(L, 1, "zone");

	date.offset = check_zone(L, 2, "zone");
	return push_date(L, &date, "zone");
}

static int
date_parts(lua_State *L)
{
	struct date date = check_date(L, 1, "parts");
	struct clock c = clock_of(&date);
	const struct {
		const char *name;
		int64_t value;
	} parts[] = {
	    {"year", c.day.year},
	    {"month", c.day.month},
	    {"day", c.day.day},
	    {"hour", c.hour},
	    {"minute", c.minute},
	    {"second", c.second},
	    {"weekday", day_weekday(&c.day)},
	    {"yearday", day_yearday(&c.day)},
	    {"offset", c.offset},
	    {"time", date.seconds},
	};

	lua_newtable(L); /* t */
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		lua_pushinteger(L, parts[i].value);
		lua_setfield(L, -2, parts[i].name);
	}
	return 1;
}

int
api_date(lua_State *L)
{
	static const luaL_Reg functions[] = {
	    {"add", date_add},
	    {"between", date_between},
	    {"format", date_format},
	    {"from", date_from},
	    {"parse", date_read},
	    {"parts", date_parts},
	    {"zone", date_zone},
	    {NULL, NULL},
	};

	api_library(L, "feedloom.date", functions);
	return 1;
}
