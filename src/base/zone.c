/*
 * Zones by their files.  libc has them as well, but one at a time for the whole
 * process, and reads them when it likes.  Of names only those are taken that
 * mean the same everywhere: not "localtime", nothing of the environment.
 */
#include "base/zone.h"

#include <stdlib.h>
#include <string.h>

#include "base/folder.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "base/zone_file.h"

#define FOLDER "/usr/share/zoneinfo"
#define NAME_MOST 64	/* bytes */
#define NAMES_MOST 5000 /* that are looked at for a suggestion */
#define NAME_BYTES                                                             \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"       \
	"_+-/"

struct zone {
	struct zone_changes changes;
};

/* Whether it can be a name: a path that leads nowhere else. */
static bool
is_name(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= NAME_MOST && strspn(name, NAME_BYTES) == len &&
	       name[0] != '/' && name[len - 1] != '/' &&
	       strstr(name, "//") == NULL && strcmp(name, "localtime") != 0;
}

/* Adds the names in a folder of the database, behind a prefix. */
static void
list_names(const char *folder, const char *prefix, struct names *all)
{
	char *path = folder_path(folder, prefix);
	struct names names = {0};
	struct error ignored;

	if (folder_list(path, &names, &ignored) == 0)
		for (size_t i = 0; i < names.count; i++) {
			char *name = *prefix == '\0'
					 ? mem_str(names.items[i])
					 : folder_path(prefix, names.items[i]);
			if (is_name(name) && all->count < NAMES_MOST)
				names_add(all, name);
			free(name);
		}
	names_clear(&names);
	free(path);
}

/* All names, folders as well: behind each are those that are in it. */
static void
list_all(const char *folder, struct names *all)
{
	list_names(folder, "", all);
	for (size_t i = 0; i < all->count; i++) {
		const char *name = all->items[i];
		/* What is in these is there without the prefix, too. */
		if (strcmp(name, "posix") == 0 || strcmp(name, "right") == 0)
			continue;
		char *path = folder_path(folder, name);
		if (folder_is(path))
			list_names(folder, name, all);
		free(path);
	}
}

/* What a place is called within its region: "Almaty". */
static const char *
place_of(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash == NULL ? name : slash + 1;
}

static int
no_zone(const char *folder, const char *name, struct error *e)
{
	char text[SUGGEST_TEXT];
	struct names names = {0};
	struct suggest whole, place;
	const char *of = NULL; /* the zone of that place */

	if (strlen(name) > NAME_MOST)
		return error_set(e, ERR_CONFIG,
		    "no name of a time zone is longer than %d bytes",
		    NAME_MOST);
	list_all(folder, &names);
	suggest_init(&whole, name);
	suggest_init(&place, place_of(name));
	for (size_t i = 0; i < names.count; i++) {
		const char *best = place.best;
		if (!folder_has(folder, names.items[i]))
			continue;
		suggest_offer(&whole, names.items[i]);
		suggest_offer(&place, place_of(names.items[i]));
		of = place.best == best ? of : names.items[i];
	}
	if (of != NULL && (whole.best == NULL || place.cost < whole.cost))
		whole.best = of;
	error_set(e, ERR_CONFIG, "'%s' is no time zone%s", name,
	    suggest_text(&whole, "", text));
	names_clear(&names);
	return -1;
}

static int
read_zone(
    struct zone *zone, const char *folder, const char *name, struct error *e)
{
	struct buf bytes;

	if (!folder_is(folder))
		return error_set(e, ERR_CONFIG,
		    "there are no time zones in %s: install the package "
		    "tzdata",
		    folder);
	if (!is_name(name) || !folder_has(folder, name))
		return no_zone(folder, name, e);
	buf_init(&bytes, LIMIT_ZONE + 1);
	int result = folder_read(folder, name, LIMIT_ZONE, &bytes, e);
	e->code = result == -1 ? ERR_CONFIG : e->code;
	if (result != -1) {
		result = zone_file_read(
		    &zone->changes, buf_text(&bytes), bytes.len, e);
		if (result == -1)
			error_wrap(e, "%s/%s", folder, name);
	}
	buf_clear(&bytes);
	return result;
}

struct zone *
zone_open_in(const char *folder, const char *name, struct error *e)
{
	struct zone *zone = mem_new(1, sizeof(*zone));

	zone->changes.repeats = INT64_MAX;
	if (strcmp(name, "UTC") == 0 || read_zone(zone, folder, name, e) == 0)
		return zone;
	free(zone);
	return NULL;
}

struct zone *
zone_open(const char *name, struct error *e)
{
	return zone_open_in(FOLDER, name, e);
}

void
zone_free(struct zone *zone)
{
	if (zone != NULL)
		zone_changes_clear(&zone->changes);
	free(zone);
}

/* Seconds that bring a moment, or a time of clocks, to where changes are. */
static int64_t
whole_periods(const struct zone *zone, int64_t t)
{
	int64_t repeats = zone->changes.repeats;

	if (t < repeats)
		return 0;
	return ((t - repeats) / ZONE_PERIOD + 1) * ZONE_PERIOD;
}

/* How many changes were made by then. */
static size_t
changes_by(const struct zone_changes *c, int64_t moment)
{
	size_t low = 0, high = c->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c->items[middle].at <= moment)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Seconds east of UTC behind the first n changes. */
static int32_t
offset_behind(const struct zone_changes *c, size_t n)
{
	return n == 0 ? c->first : c->items[n - 1].offset;
}

static int32_t
offset_at(const struct zone *zone, int64_t moment)
{
	const struct zone_changes *c = &zone->changes;

	return offset_behind(
	    c, changes_by(c, moment - whole_periods(zone, moment)));
}

/* Within the years that the calendar has. */
static int64_t
in_years(int64_t second)
{
	if (second < CALENDAR_FIRST)
		return CALENDAR_FIRST;
	return second > CALENDAR_LAST ? CALENDAR_LAST : second;
}

int
zone_offset(const struct zone *zone, int64_t moment)
{
	int32_t offset = offset_at(zone, in_years(moment));

	return offset / 60 - (offset % 60 < 0);
}

struct zone_time
zone_time_of(const struct zone *zone, int64_t moment)
{
	int64_t m = in_years(moment);
	int64_t shown = in_years(m + offset_at(zone, m)) - CALENDAR_FIRST;
	int second = (int)(shown % CALENDAR_DAY);

	return (struct zone_time){day_of_number(shown / CALENDAR_DAY),
	    second / 3600, second / 60 % 60};
}

int64_t
zone_moment(const struct zone *zone, const struct zone_time *time)
{
	const struct zone_changes *c = &zone->changes;
	int64_t shown =
	    (day_number(&time->day) - CALENDAR_EPOCH) * CALENDAR_DAY +
	    time->hour * 3600 + time->minute * 60;
	int64_t periods = whole_periods(zone, shown);

	/* From stretch to stretch between changes, until one shows it. */
	shown -= periods;
	size_t n = changes_by(c, shown - ZONE_FURTHEST);
	int64_t moment = shown - offset_behind(c, n);
	while (n < c->count && moment >= c->items[n].at) {
		int64_t next = shown - offset_behind(c, ++n);
		if (next < c->items[n - 1].at)
			break; /* put forward over it */
		moment = next;
	}
	return moment + periods;
}
